"""What this floor tells the ground floor about its personal data."""

from django.utils.translation import gettext_lazy as _

from intake.actions import active_people
from intake.models import (
    Case,
    Contact,
    Custodian,
    HandOn,
    HandOnConsent,
    Household,
    IntakeSession,
    InterpreterBooking,
    Pupil,
    Recommendation,
    Referral,
)
from privacy.rights.items import Item
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
        Subject(Contact, "case__reference", _("Contact")),
        Subject(IntakeSession, "case__reference", _("Talk")),
        Subject(InterpreterBooking, "case__reference", _("Interpreter")),
        Subject(HandOnConsent, "case__reference", _("Consent")),
        Subject(HandOn, "case__reference", _("Handing on")),
        Subject(Recommendation, "case__reference", _("Recommendation")),
    ):
        register(subject)


# What the Gesundheitsamt is told: name, first name; date, place and country of birth; sex; contact; parents' names and
# contact. Nothing more (VO-DV I § 8).
SECTION_8_ITEMS = (Item.NAMES, Item.BIRTH, Item.SEX, Item.CUSTODIANS, Item.ADDRESS, Item.CONTACT)


def register_recipients() -> None:
    """The Gesundheitsamt, where the KI reports to it."""
    register_recipient(
        Recipient(
            "health_office",
            SECTION_8_ITEMS,
            "§ 54 Abs. 4 SchulG NRW, § 8 VO-DV I",
            lambda installation: installation.reports_for_examination,
        )
    )
    others = (code for code in Referral.Source.values if code != Referral.Source.FAMILY)
    register_active_people(active_people)
    register_sources((*others, "family_member"))  # a parent also speaks of the other one
