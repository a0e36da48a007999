"""What the intake does every night or morning without being asked."""

from collections import defaultdict
from datetime import date, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intake import mails
from intake.agenda import address_of_week
from intake.lists.importing import forget_lists
from intake.models import Appointment
from privacy.models import OutboxMail, User
from privacy.work.duties import Duty, register
from privacy.work.outbox import post


def remind_counsellors() -> str:
    """Write to each counsellor, by mail, which appointments the next day has: references only. Says how many."""
    day = timezone.localdate() + timedelta(days=1)
    theirs: dict[User, list[Appointment]] = defaultdict(list)
    for appointment in Appointment.objects.booked().on(day, day).with_children():
        theirs[appointment.slot.counsellor].append(appointment)
    with transaction.atomic():
        sent = sum(_write(counsellor, day, found) for counsellor, found in theirs.items())
    return f"{sent} counsellors reminded"


def _write(counsellor: User, day: date, appointments: list[Appointment]) -> bool:
    lines = [(f"{one.slot.local_start:%H:%M}", ", ".join(one.references)) for one in appointments]
    link = settings.PUBLIC_URL + address_of_week(day, "mine")
    subject, body = mails.tomorrow(day, lines, link=link)
    if OutboxMail.objects.filter(to=counsellor.email, subject=subject).exists():
        return False  # run a second time
    return counsellor.is_active and post(counsellor.email, subject, body) is not None


def register_duties() -> None:
    """Called once, when the app is ready."""
    register(Duty("intake.remind_counsellors", time(6, 0), remind_counsellors))
    register(Duty("intake.forget_lists", time(3, 15), forget_lists))
