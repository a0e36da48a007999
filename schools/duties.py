"""What is done every morning without being asked."""

from datetime import time
from typing import Final

from privacy.ledger.acts import Outsider
from privacy.work.duties import Duty, register
from schools import actions
from schools.models import PlacementRequest

DAYS_OF_PATIENCE: Final = 7  # after the last day for the answer; until then a late answer still counts
WORKER: Final = Outsider("worker")


def expire_unanswered() -> str:
    """Let requests end that nobody answered, so that the child gets on and the place is free. Says how many."""
    waiting = list(PlacementRequest.objects.overdue(days=DAYS_OF_PATIENCE))
    return f"{sum(map(_expired, waiting))} requests expired"


def _expired(request: PlacementRequest) -> bool:
    try:
        actions.expire(request, by=WORKER)
    except actions.AnswerNotPossible:  # the school answered in this very moment
        return False
    return True


def register_duties() -> None:
    """Called once, when the app is ready."""
    register(Duty("schools.expire_unanswered", time(5, 0), expire_unanswered))
