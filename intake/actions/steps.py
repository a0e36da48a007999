"""The way of a case: from state to state, and no other way."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.actions.bookings import follow
from intake.actions.records import once_more
from intake.models import Case, Status
from intake.models.cases import NEXT
from intake.people import people_of
from privacy.ledger import audit
from privacy.ledger.acts import Refusal, note
from privacy.ledger.verbs import Verb
from privacy.models import User
from privacy.notices.collecting import Occasion, contacted


class StepNotPossible(Refusal):
    """The way of a case has an order (intake.models.cases.NEXT)."""


@audit.action
def move(case: Case, to: str, *, version: int, by: User, closing_reason: str = "") -> Case:
    """Set the status by hand, where the way allows it. Raises StepNotPossible or ChangedMeanwhile."""
    locked = Case.objects.locked(case.pk, version=version)
    if to not in locked.allowed_by_hand:
        raise StepNotPossible(_("This step is not possible now."), reference=case.reference)
    was_closed = locked.is_closed
    go(locked, Status(to), closing_reason=closing_reason)
    if was_closed:  # meanwhile everybody else was told of new people, texts and purposes
        once_more(locked, people_of(locked), Occasion.REOPENED)
    if to == Status.INVITED:
        contacted(case.reference, on=timezone.localdate())
    audit.record(Verb.CASE_MOVED, reference=case.reference, about=locked, detail={"to": to})
    return locked


def go(case: Case, to: Status, *, closing_reason: str = "", waits_until: date | None = None) -> None:
    """Set the status of a locked case; `waits_until` is somebody else's deadline. Raises StepNotPossible."""
    if to not in NEXT[case.status]:
        raise StepNotPossible(
            _("A case that is “%(now)s” cannot become “%(next)s”.")
            % {"now": Status(case.status).label, "next": to.label},
            reference=case.reference,
        )
    note("status", f"{case.status}>{to.value}")
    follow(case, to)
    today = timezone.localdate()
    if case.is_closed:
        case.no_shows = 0  # opened again: they are counted anew
    case.status, case.status_since = to, today
    case.waits_until, case.follow_up_on, case.is_asked_back = waits_until, None, False
    case.closed_on = today if to == Status.CLOSED else None
    case.closing_reason = closing_reason
    case.save()


def open_case_locked(case: Case) -> Case:
    """The case, locked. Raises StepNotPossible if it is closed: reopen it first."""
    locked: Case = Case.objects.locked(case.pk)
    if locked.is_closed:
        raise StepNotPossible(_("This case is closed. Reopen it first."), reference=case.reference)
    return locked
