"""Appointments as pages show them: the week of a team, a counsellor's day, and the names that are open to the reader."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from intake import rules
from intake.ical import Event
from intake.models import Appointment, AppointmentCase, Case, Slot
from privacy.models import User

VIEWS = ("mine", "team")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_FEED_BACK, _FEED_AHEAD = timedelta(days=30), timedelta(days=366)
_LOOK_BACK = timedelta(days=60)  # for appointments of which nobody has recorded what became of them


@dataclass(frozen=True)
class Family:
    """An appointment as one reader may see it: `children` are the cases that are open to this reader."""

    appointment: Appointment
    children: list[Case]

    @property
    def phones(self) -> list[tuple[str, str]]:
        """Whom to call, with the number."""
        if not self.children:
            return []
        child = self.children[0].pupil
        own = [(child.full_name, child.household.phone)]
        known = own + [(one.full_name, one.phone) for one in child.household.custodians.all()]
        return [(name, phone) for name, phone in known if phone]


@dataclass(frozen=True)
class Row:
    """One slot of the week and who comes."""

    slot: Slot
    families: list[Family]

    @property
    def may_be_withdrawn(self) -> bool:
        return not self.slot.has_begun and not any(one.appointment.is_booked for one in self.families)


@dataclass(frozen=True)
class Week:
    """A week's slots, by Monday; `before` and `after` name the neighbouring weeks as in the address."""

    monday: date
    rows: list[Row]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def before(self) -> str:
        return _name(self.monday - timedelta(days=7))

    @property
    def after(self) -> str:
        return _name(self.monday + timedelta(days=7))

    @property
    def references(self) -> set[str]:
        return {case.reference for row in self.rows for one in row.families for case in one.children}


def _name(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(name: str) -> date:
    """The Monday of a week such as "2026-W49"; of the current week for anything else."""
    today = timezone.localdate()
    found = _WEEK.fullmatch(name)
    try:
        if found and abs(int(found[1]) - today.year) <= 10:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:  # a week that the year does not have
        pass
    return today - timedelta(days=today.weekday())


def week_of(user: User, name: str, view: str) -> Week:
    """The slots of a week: the user's own, or those of the whole team."""
    monday = monday_of(name)
    slots = Slot.objects.of(user) if view == "mine" else Slot.objects.of_team(user)
    found = list(slots.between(monday, monday + timedelta(days=6)).for_week())
    booked = [appointment for slot in found for appointment in _families(slot)]
    shown = {one.appointment.pk: one for one in open_families(booked, user)}
    return Week(monday, [Row(slot, [shown[one.pk] for one in _families(slot)]) for slot in found])


def _families(slot: Slot) -> list[Appointment]:
    """Who is booked, prefetched by `for_week`."""
    return slot.families  # type: ignore[attr-defined]


def open_families(appointments: Iterable[Appointment], user: User) -> list[Family]:
    """The appointments with those children whose cases this user sees (decision 5)."""
    known = list(appointments)
    ids = {child.case_id for one in known for child in one.children.all()}
    open_ids = (
        set(Case.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else ()
    )
    return [Family(one, [case for case in one.cases if case.pk in open_ids]) for one in known]


@dataclass(frozen=True)
class Agenda:
    """A counsellor's appointments: of today, those nobody has recorded, and the families still to be called."""

    today: list[Family]
    unrecorded: list[Family]
    to_remind: list[Family]

    @property
    def references(self) -> set[str]:
        shown = (*self.today, *self.unrecorded, *self.to_remind)
        return {case.reference for one in shown for case in one.children}


def agenda_of(user: User) -> Agenda:
    """What the user's own slots and cases have in the coming days; three queries, however many there are."""
    today = timezone.localdate()
    hers = Appointment.objects.booked().of_counsellor(user)
    near = hers.on(today - _LOOK_BACK, today + timedelta(days=rules.REMIND_DAYS)).with_children()
    found = open_families(near.with_phones(), user)
    return Agenda(
        today=[one for one in found if one.appointment.slot.day == today],
        unrecorded=[one for one in found if one.appointment.slot.day < today],
        to_remind=[one for one in found if one.appointment.is_to_be_reminded],
    )


def events_of(user: User) -> tuple[list[Event], set[str]]:
    """The user's appointments for a calendar program, and the references that stand in them: nothing about a family."""
    today = timezone.localdate()
    hers = Appointment.objects.with_counsellor(user).on(today - _FEED_BACK, today + _FEED_AHEAD)
    families = open_families(hers.with_children(), user)
    with translation.override(user.language or settings.LANGUAGE_CODE):
        events = [_event(one) for one in families]
    return events, {case.reference for one in families for case in one.children}


def _event(family: Family) -> Event:
    appointment, slot = family.appointment, family.appointment.slot
    references = ", ".join(case.reference for case in family.children)
    return Event(
        uid=f"appointment-{appointment.pk}@{urlsplit(settings.PUBLIC_URL).hostname}",
        sequence=appointment.version,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        summary=" ".join(part for part in (gettext("Counselling"), references) if part),
        location=slot.place,
        category=str(slot.get_kind_display()),
    )


def address_of_week(day: date, view: str) -> str:
    """The page of the week of this day."""
    return f"{reverse('intake:appointment_list')}?week={_name(day)}&view={view}"


def free_slots(case: Case, since: date | None) -> list[Slot]:
    """What can be booked for the case, the next first, from this day on."""
    found = Slot.objects.open_to(case)
    return list(found.since(since) if since else found)


def other_slots(appointment: Appointment, case: Case) -> list[Slot]:
    """Where the appointment could be moved to, the next first."""
    return list(Slot.objects.open_to(case).exclude(pk=appointment.slot_id))


def missed_days(cases: Iterable[Case], until: Slot) -> list[date]:
    """The days on which nobody of these came, the earliest first, up to this slot's."""
    missed = Appointment.objects.missed_by(cases)
    return [one.slot.day for one in missed if one.slot.starts_at <= until.starts_at]


def siblings_to_book(case: Case, user: User) -> list[Case]:
    """The open cases of this family that have no appointment before them and are open to the user, this one first."""
    live = AppointmentCase.objects.filter(is_live=True).values("case")
    home = case.pupil.household_id
    found = Case.objects.visible_to(user).open().filter(pupil__household=home).exclude(pk__in=live)
    return sorted(found.select_related("pupil"), key=lambda one: (one.pk != case.pk, one.pk))
