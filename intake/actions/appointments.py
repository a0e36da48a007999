"""One family at one time: booked, moved, cancelled, held, or nobody came."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import rules
from intake.actions.bookings import clear, end, live_booking
from intake.actions.steps import go, open_case_locked
from intake.actions.talks import add_contact
from intake.models import Appointment, AppointmentCase, Case, Contact, Slot, Status
from intake.models.appointments import State
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import User
from privacy.notices.collecting import contacted


class NoFreeSeat(Refusal):
    """The last seat is gone, or the time has passed or is not offered any more."""


class AlreadyInvited(Refusal):
    """One live appointment per case."""


class NotOneFamily(Refusal):
    """An appointment is for children of one household."""


class AppointmentIsOver(Refusal):
    """It was held, missed or cancelled already: it is not changed any more."""


class NotYet(Refusal):
    """Who came is known when it has begun."""


@audit.action
def book(cases: Sequence[Case], slot: Slot, *, channel: str, by: User) -> Appointment:
    """Book a slot for these children of one family; siblings who come later join the appointment that is there.

    `channel` says how the family learns of it: on the phone or in person it knows now, by letter once the letter is
    issued. A case that was only reported is then invited. Raises NoFreeSeat, AlreadyInvited, NotOneFamily, and
    StepNotPossible for a closed case.
    """
    locked = [open_case_locked(case) for case in sorted(cases, key=lambda one: one.pk)]
    home = _one_home(locked)
    for case in locked:
        if live_booking(case):
            raise AlreadyInvited(
                _("There is an appointment already. Please move that one."), reference=case.reference
            )
    taken: Slot = Slot.objects.locked(slot.pk)
    _demand_seat(taken, home, locked[0].reference)
    appointment = Appointment.objects.booked().filter(slot=taken, household=home).first()
    appointment = appointment or Appointment(slot=taken, household_id=home, channel=channel)
    if channel != Appointment.Channel.LETTER:
        appointment.channel, appointment.invited_on = channel, timezone.localdate()
    appointment.save()
    for case in locked:
        AppointmentCase(appointment=appointment, case=case).save()
        _invite(case, taken, told=appointment.invited_on is not None)
    _record(Verb.APPOINTMENT_BOOKED, appointment, locked, {"channel": channel, "kind": taken.kind})
    return appointment


def _one_home(cases: Sequence[Case]) -> int:
    homes = {case.pupil.household_id for case in cases}
    if len(homes) != 1:
        raise NotOneFamily(_("Please choose children of one family."))
    return homes.pop()


def _demand_seat(slot: Slot, home: int, reference: str) -> None:
    """Count under the slot's lock: free seats are never stored. The family's own seat counts as free."""
    taken = Appointment.objects.filter(slot=slot).exclude(state=State.CANCELLED).exclude(household=home)
    if slot.is_withdrawn or slot.has_begun or taken.count() >= slot.seats:
        raise NoFreeSeat(
            _("This time has just been taken, or is over. Please choose another one."), reference=reference
        )


def _invite(case: Case, slot: Slot, *, told: bool) -> None:
    """The appointment is the next step of a locked case."""
    if case.status == Status.REPORTED:
        go(case, Status.INVITED)
    case.appointment_on, case.follow_up_on = slot.day, None
    case.save()
    if told:  # Art. 14 (3) (b) GDPR: what is owed is due with the first communication
        contacted(case.reference, on=timezone.localdate())


@audit.action
def move_appointment(appointment: Appointment, slot: Slot, *, channel: str, by: User) -> Appointment:
    """Another time for the same children. Raises NoFreeSeat and AppointmentIsOver."""
    cases = _locked_cases(appointment)
    taken: Slot = Slot.objects.locked(slot.pk)
    locked = _booked(appointment)
    _demand_seat(taken, locked.household_id, cases[0].reference)
    locked.slot, locked.channel, locked.reminded_on = taken, channel, None
    is_told = channel != Appointment.Channel.LETTER
    locked.invited_on = timezone.localdate() if is_told else None
    locked.save()
    for case in cases:
        _invite(case, taken, told=is_told)
    _record(Verb.APPOINTMENT_MOVED, locked, cases, {"channel": channel})
    return locked


@audit.action
def cancel_appointment(appointment: Appointment, *, reason: str, by: User) -> Appointment:
    """Nobody comes, and that is known beforehand: the seat is free again, the family is called for another day."""
    cases = _locked_cases(appointment)
    locked = _booked(appointment)
    end(locked, State.CANCELLED, reason)
    clear(cases)
    _call_again(cases)
    _record(Verb.APPOINTMENT_CANCELLED, locked, cases, {"reason": reason})
    return locked


@audit.action
def record_came(appointment: Appointment, *, by: User) -> Appointment:
    """The family is here. Raises NotYet before that day."""
    cases = _locked_cases(appointment)
    locked = _booked(appointment)
    if locked.slot.day > timezone.localdate():
        raise NotYet(_("The appointment is still to come."), reference=cases[0].reference)
    end(locked, State.HELD)
    clear(cases)
    _record(Verb.APPOINTMENT_RECORDED, locked, cases, {"state": locked.state})
    return locked


@audit.action
def record_no_show(appointment: Appointment, *, by: User) -> Appointment:
    """Nobody came: each case counts it, and is invited again by a day. Raises NotYet before it has begun.

    What follows from the number is said in rules.again_step; nothing happens by itself.
    """
    cases = _locked_cases(appointment)
    locked = _booked(appointment)
    if not locked.slot.has_begun:
        raise NotYet(_("The appointment is still to come."), reference=cases[0].reference)
    end(locked, State.NO_SHOW)
    for case in cases:
        case.no_shows += 1
    clear(cases)
    _call_again(cases)
    counted = {"state": locked.state, "no_shows": max(case.no_shows for case in cases)}
    _record(Verb.APPOINTMENT_RECORDED, locked, cases, counted)
    return locked


@audit.action
def remind(appointment: Appointment, *, by: User) -> Appointment:
    """The family was called before its appointment: a contact in each case."""
    cases = _locked_cases(appointment)
    locked = _booked(appointment)
    today = timezone.localdate()
    for case in cases:
        add_contact(case, {"kind": Contact.Kind.CALL, "made_on": today, "note": ""}, by=by)
    locked.reminded_on = today
    locked.invited_on = locked.invited_on or today  # whoever is called knows of it
    locked.save()
    _record(Verb.FAMILY_REMINDED, locked, cases, {})
    return locked


def _locked_cases(appointment: Appointment) -> list[Case]:
    """The children who are still to come, their cases locked. Raises AppointmentIsOver if there are none."""
    live = AppointmentCase.objects.filter(appointment=appointment, is_live=True).order_by("case_id")
    cases = [Case.objects.locked(pk) for pk in live.values_list("case", flat=True)]
    if not cases:
        raise _over(appointment)
    return cases


def _booked(appointment: Appointment) -> Appointment:
    locked: Appointment = Appointment.objects.locked(appointment.pk)
    if not locked.is_booked:
        raise _over(locked)
    return locked


def _over(appointment: Appointment) -> AppointmentIsOver:
    return AppointmentIsOver(
        _("A colleague has recorded already what became of this appointment."),
        reference=appointment.references[0],
    )


def _call_again(cases: Sequence[Case]) -> None:
    for case in cases:
        case.follow_up_on = rules.invite_again_on(timezone.localdate())
        case.save()


def _record(verb: Verb, appointment: Appointment, cases: Sequence[Case], detail: dict[str, object]) -> None:
    """One event, in the trail of each child."""
    references = [case.reference for case in cases]
    audit.record(verb, reference=references[0], about=appointment, detail=detail, shown=references)
