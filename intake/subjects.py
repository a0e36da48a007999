"""What this floor tells the ground floor about its personal data."""

from django.utils.translation import gettext_lazy as _

from intake.actions import active_people
from intake.disclosure import LEGAL_BASIS, SECTION_8_ITEMS
from intake.models import (
    Appointment,
    AppointmentCase,
    Case,
    Contact,
    Custodian,
    FurtherLanguage,
    Household,
    IntakeSession,
    Letter,
    Pupil,
    Recommendation,
    Referral,
    SchoolYear,
    SeenDocument,
    TalkDraft,
)
from privacy.rights.registry import (
    Recipient,
    Subject,
    register,
    register_active_people,
    register_recipient,
    register_sources,
)


def register_subjects() -> None:
    for subject in (
        Subject(Case, "reference", _("Case"), Case.objects.visible_to),
        Subject(Pupil, "case__reference", _("Pupil")),
        Subject(Household, "pupils__case__reference", _("Household")),
        Subject(Custodian, "household__pupils__case__reference", _("Custodian")),
        Subject(Referral, "case__reference", _("Referral")),
        Subject(FurtherLanguage, "pupil__case__reference", _("Further language")),
        Subject(SchoolYear, "pupil__case__reference", _("School year")),
        Subject(SeenDocument, "case__reference", _("Paper seen")),
        Subject(TalkDraft, "case__reference", _("Draft of a talk")),
        Subject(Contact, "case__reference", _("Contact")),
        Subject(Appointment, "children__case__reference", _("Appointment"), Appointment.objects.visible_to),
        Subject(AppointmentCase, "case__reference", _("Child of an appointment")),
        Subject(Letter, "appointment__children__case__reference", _("Letter about an appointment")),
        Subject(IntakeSession, "case__reference", _("Talk")),
        Subject(Recommendation, "case__reference", _("Recommendation")),
    ):
        register(subject)


def register_recipients() -> None:
    """The Gesundheitsamt, where the KI reports to it."""
    register_recipient(
        Recipient(
            "health_office",
            tuple(dict.fromkeys(item for items in SECTION_8_ITEMS.values() for item in items)),
            LEGAL_BASIS,
            lambda installation: installation.reports_for_examination,
        )
    )
    others = (code for code in Referral.Source.values if code != Referral.Source.FAMILY)
    register_active_people(active_people)
    register_sources((*others, "family_member"))  # a parent also speaks of the other one
