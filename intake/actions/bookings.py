"""The rows behind an appointment, for the acts that change it or that end it by the way: no act of their own.

Locks are taken in the order cases (by number), counsellor, slot, appointment.
"""

from collections.abc import Iterable

from django.utils import timezone

from intake.models import Appointment, AppointmentCase, Case, Status
from intake.models.appointments import NEXT, State
from privacy.ledger.acts import note


def live_booking(case: Case) -> AppointmentCase | None:
    """The child's row in the one appointment that is booked."""
    live = AppointmentCase.objects.filter(case=case, is_live=True)
    return live.select_related("appointment__slot").first()


def end(appointment: Appointment, state: State, reason: str = "") -> None:
    """Set the state of a locked, booked appointment; none of its children has it before them any more."""
    assert state in NEXT[appointment.state]
    appointment.state, appointment.reason = state, reason
    appointment.save()
    for child in AppointmentCase.objects.filter(appointment=appointment, is_live=True):
        child.is_live = False
        child.save()
    note("appointment", f"{appointment.pk}:{state.value}")


def clear(cases: Iterable[Case]) -> None:
    """Take the day off locked cases."""
    for case in cases:
        case.appointment_on = None
        case.save()


def follow(case: Case, to: Status) -> None:
    """What a new status of a locked, unsaved case means for its appointment.

    Counselled: the appointment was held, if its day has come. Closed: this child does not come, its siblings may.
    """
    if case.appointment_on is None or to not in (Status.COUNSELLED, Status.CLOSED):
        return
    child = live_booking(case)
    if child is None:
        return
    is_held = to == Status.COUNSELLED and child.appointment.slot.day <= timezone.localdate()
    if not is_held and to == Status.COUNSELLED:
        return
    case.appointment_on = None
    live = AppointmentCase.objects.filter(appointment=child.appointment_id, is_live=True)
    if not live.exclude(pk=child.pk).exists():
        end_last(Appointment.objects.locked(child.appointment_id), is_held=is_held)
    elif is_held:
        child.is_live = False
        child.save()
    else:
        child.delete()  # so that no letter about it names this child


def end_last(appointment: Appointment, *, is_held: bool) -> None:
    """The last child of a locked appointment is gone from it: they were here, or nobody is awaited any more."""
    if is_held:
        end(appointment, State.HELD)
    else:
        end(appointment, State.CANCELLED, Appointment.Reason.BY_OFFICE)
