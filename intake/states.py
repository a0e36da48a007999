"""The states of a case as a table that a newcomer can read: what each means, what follows, within which time and why."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake import rules
from intake.models.cases import BY_HAND, NEXT, Status
from privacy.rights.why import Why

S = Status
MEANS = {
    S.REPORTED: _("Somebody told the KI of the child. The family waits for counselling."),
    S.INVITED: _("The family has an invitation or an appointment. It still waits for counselling."),
    S.COUNSELLED: _("The talk is concluded and everybody is informed. What the KI recommends is still to be written down."),
    S.SEEKING: _("The recommendation stands; a school is to be found. Also after a refusal, a withdrawal or a place that ended."),
    S.REQUESTED: _("One school has been asked and holds a place until its answer is due."),
    S.PROMISED: _("The school would take the child. The Schulaufsicht has not decided yet."),
    S.ASSIGNED: _("The Schulaufsicht has decided. The school head admits the child; the first day is not confirmed yet."),
    S.ADMITTED: _("The school has confirmed the first day. The KI's watch over the Schulpflicht ends."),
    S.SUPPORTED: _("The child gets its first German support at the school."),
    S.TRANSITIONED: _("The child goes to a regular class without first support."),
    S.CLOSED: _("Nothing is left to do; the case waits for its erasure. It can be reopened."),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One state."""

    state: Status
    means: Any
    step: Any
    days: int | None
    waits_for: Any
    why: Why | None
    next: list[tuple[str, bool]]  # the states that can follow, and whether a person sets them by hand


def table() -> list[Row]:
    """All states in the order of the way."""
    return [_row(state) for state in Status]


def _row(state: Status) -> Row:
    plan = rules.PLANS.get(state)
    following = [(str(one.label), one in BY_HAND) for one in Status if one in NEXT[state]]
    if plan is None:
        return Row(state, MEANS[state], "", None, "", None, following)
    return Row(state, MEANS[state], plan.label, plan.days, plan.waits_for, rules.WHY[plan.why], following)
