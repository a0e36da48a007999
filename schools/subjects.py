"""What this floor tells the ground floor about its personal data."""

from django.utils.translation import gettext_lazy as _

from privacy.rights.registry import Subject, register
from schools.models import Admission, Decision, PlacementRequest


def register_subjects() -> None:
    for subject in (
        Subject(
            PlacementRequest, "case__reference", _("Request to a school"), PlacementRequest.objects.visible_to
        ),
        Subject(Decision, "request__case__reference", _("Decision")),
        Subject(Admission, "decision__request__case__reference", _("Admission")),
    ):
        register(subject)
