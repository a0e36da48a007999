"""The times counsellors offer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.models import Appointment, Slot
from intake.models.appointments import State
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import User


class SlotsOverlap(Refusal):
    """Nobody counsels two families who have nothing to do with each other at the same time."""


class SlotIsTaken(Refusal):
    """A family is booked: its appointment is moved or cancelled first."""


@audit.action
def offer_slots(
    starts: Sequence[datetime], counsellors: Sequence[User], facts: dict[str, Any], *, by: User
) -> list[Slot]:
    """Offer one slot for each start and counsellor; all or none. `facts`: minutes, kind, place, seats.

    Each counsellor's row is locked, so that two series at the same moment do not overlap. Raises SlotsOverlap.
    """
    made = []
    for counsellor in sorted(counsellors, key=lambda one: one.pk):
        User.objects.select_for_update(of=("self",)).get(pk=counsellor.pk)
        for starts_at in starts:
            _demand_free(counsellor, starts_at, facts["minutes"])
            slot = Slot(counsellor=counsellor, starts_at=starts_at, **facts)
            slot.save()
            made.append(slot)
    detail = {
        "number": len(made),
        "counsellors": sorted(one.pk for one in counsellors),
        "kind": facts["kind"],
    }
    audit.record(Verb.SLOTS_OFFERED, detail=detail)
    return made


def _demand_free(counsellor: User, starts_at: datetime, minutes: int) -> None:
    for other in Slot.objects.overlapping(counsellor, starts_at, minutes):
        raise SlotsOverlap(
            _("%(who)s offers %(slot)s already. Nothing was entered.") % {"who": counsellor, "slot": other}
        )


@audit.action
def withdraw_slot(slot: Slot, *, by: User) -> Slot:
    """Offer this time no more. Raises SlotIsTaken while a family is booked."""
    locked: Slot = Slot.objects.locked(slot.pk)
    if Appointment.objects.filter(slot=locked, state=State.BOOKED).exists():
        raise SlotIsTaken(_("A family is booked at this time. Please move or cancel its appointment first."))
    locked.is_withdrawn = True
    locked.save()
    audit.record(Verb.SLOT_WITHDRAWN, about=locked)
    return locked
