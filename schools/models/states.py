"""The states of a request and which of them hold a place (decision 25)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.models import Status


class RequestStatus(models.TextChoices):
    OPEN = "open", _("waits for an answer")
    QUESTION = "question", _("the school has a question")
    ACCEPTED = "accepted", _("accepted")
    DECIDED = "decided", _("decided by the school authority")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("not answered in time")


S = RequestStatus
LIVE = (S.OPEN, S.QUESTION, S.ACCEPTED)
WAITING_FOR_SCHOOL = (S.OPEN, S.QUESTION)
NEXT: dict[str, frozenset[str]] = {
    S.OPEN: frozenset({S.QUESTION, S.ACCEPTED, S.REFUSED, S.WITHDRAWN, S.EXPIRED}),
    S.QUESTION: frozenset({S.OPEN, S.ACCEPTED, S.REFUSED, S.WITHDRAWN}),  # it is the KI's turn
    S.ACCEPTED: frozenset({S.DECIDED, S.WITHDRAWN}),
    S.DECIDED: frozenset(),
    S.REFUSED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.EXPIRED: frozenset(),
}

# How a status looks (config.templatetags.kern.badge).
BADGES: dict[str, str] = {
    S.OPEN: "info",
    S.QUESTION: "warning",
    S.ACCEPTED: "success",
    S.DECIDED: "success",
    S.REFUSED: "danger",
    S.WITHDRAWN: "neutral",
    S.EXPIRED: "danger",
}


def holds_place(path: str = "") -> Q:
    """A place is taken by a live request, and after the decision by the decision until it ends.

    A case that was closed because the child is not there takes none.

    `path` leads from the queried model to the request, for example "requests__".
    """
    live = Q(**{f"{path}status__in": LIVE})
    decided = Q(**{f"{path}status": S.DECIDED, f"{path}decision__ended_on": None})
    gone = Q(**{f"{path}case__status": Status.CLOSED}) & ~Q(**{f"{path}case__closing_reason": "arrived"})
    return live | (decided & ~gone)
