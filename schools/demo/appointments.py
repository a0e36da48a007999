"""The demonstration's calendar: times in the coming days, some of them booked by families who were invited."""

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

from intake import actions
from intake.models import Appointment, Case, Slot, Status
from privacy.models import User
from schools.demo.cast import Cast

DAYS: Final = 4  # working days with times, from tomorrow on
OUTREACH: Final = "Rathaus Kreuztal, Siegener Straße 5, Zimmer 12"


def tell_appointments(cast: Cast) -> None:
    """Offer times for each counsellor and book those families of hers that are invited, the longest waiting first."""
    for counsellor in (cast.counsellor, cast.teammate, cast.colleague):
        slots = [slot for day in range(DAYS) for slot in _offer(counsellor, day)]
        invited = Case.objects.mine(counsellor).filter(status=Status.INVITED).order_by("reported_on", "pk")
        for case, slot in zip(invited, slots[::2], strict=False):
            actions.book([case], slot, channel=Appointment.Channel.PHONE, by=counsellor)


def _offer(counsellor: User, number: int) -> list[Slot]:
    """Three hours of the morning; the last day in a municipality."""
    is_outreach = number == DAYS - 1
    day = timezone.localdate()
    for _ in range(number + 1):
        day += timedelta(days=1 if day.weekday() < 4 else 7 - day.weekday())
    starts = [timezone.make_aware(datetime.combine(day, time(hour))) for hour in (9, 10, 11)]
    facts = {
        "minutes": 60,
        "kind": Slot.Kind.OUTREACH if is_outreach else Slot.Kind.ON_SITE,
        "place": OUTREACH if is_outreach else "",
        "seats": 1,
    }
    return actions.offer_slots(starts, [counsellor], facts, by=counsellor)
