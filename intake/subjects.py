"""What this floor tells the ground floor about its personal data."""

from django.utils.translation import gettext_lazy as _

from intake.models import Case, Custodian, Household, IntakeSession, Pupil, Recommendation, Referral
from privacy.rights.registry import Subject, register


def register_subjects() -> None:
    for subject in (
        Subject(Case, "reference", _("Case"), Case.objects.visible_to),
        Subject(Pupil, "case__reference", _("Pupil")),
        Subject(Household, "pupils__case__reference", _("Household")),
        Subject(Custodian, "household__pupils__case__reference", _("Custodian")),
        Subject(Referral, "case__reference", _("Referral")),
        Subject(IntakeSession, "case__reference", _("Talk")),
        Subject(Recommendation, "case__reference", _("Recommendation")),
    ):
        register(subject)
