"""What this floor tells the ground floor about its personal data."""

from django.utils.translation import gettext_lazy as _

from privacy.rights.items import Item
from privacy.rights.registry import Recipient, Subject, register, register_recipient, register_sources
from schools import disclosure
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


def register_recipients() -> None:
    """Schools, and the two authorities that take part in every placement."""
    asked = set(disclosure.MINIMUM_ITEMS.values())
    told = {item for items in disclosure.SECTION_7_2_ITEMS.values() for item in items}
    for recipient in (
        Recipient("asked_school", _in_order(asked), "Art. 5 Abs. 1 Buchst. c DSGVO"),
        Recipient("school", _in_order(told), disclosure.LEGAL_BASIS),
        Recipient("supervision", basis="§ 41 Abs. 5, § 46 Abs. 7 SchulG NRW, § 8 DSG NRW"),
        Recipient("provider", basis="§ 46 SchulG NRW, § 8 DSG NRW"),
    ):
        register_recipient(recipient)
    register_sources(("school", "supervision"))  # the school confirms the first day, the authority decides


def _in_order(items: set[Item]) -> tuple[Item, ...]:
    """As the sheet lists them."""
    return tuple(item for item in Item if item in items)
