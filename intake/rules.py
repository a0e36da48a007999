"""Clocks and ages, each with its norm. Pure: dates in, dates and words out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# Assumed, not law: targets seen in other KIs (Köln, Krefeld). To be set by the county.
DAYS_TO_TALK: Final = 14
DAYS_FOR_SCHOOL: Final = 7
SHEET_FROM_AGE: Final = 14  # own sheet for the young person; insight decides, not a number (Art. 12 (1) GDPR)


@dataclass(frozen=True)
class Step:
    """What has to happen next, by when; `waits_for` names somebody else whose move it is."""

    label: Any
    due_on: date | None = None
    waits_for: Any = ""


def compulsory_since(*, assigned_on: date | None, resident_since: date | None) -> date | None:
    """Start of Schulpflicht: the assignment to the municipality if one was entered, else taking up residence.

    § 34 (1) and (6) SchulG NRW. Which of the two applies and why is not stored (decision 2).
    """
    return assigned_on or resident_since


def age_on(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def school_year_start(day: date) -> date:
    """1 August of the school year that `day` lies in (§ 7 SchulG NRW)."""
    return date(day.year if day.month >= 8 else day.year - 1, 8, 1)


def expected_grade(born_on: date, day: date) -> int:
    """The grade of pupils of this age in the school year of `day`, between 1 and 13.

    Who turns six by 30 September starts on 1 August (§ 35 (1) SchulG NRW). A hint for the counsellor, no rule.
    """
    start = school_year_start(day)
    enrolled = born_on.year + 6 + (1 if (born_on.month, born_on.day) > (9, 30) else 0)
    return max(1, min(13, start.year - enrolled + 1))


def stage_of(grade: int) -> str:
    """primary (1-4), secondary1 (5-10) or berufskolleg (above)."""
    if grade <= 4:
        return "primary"
    return "secondary1" if grade <= 10 else "berufskolleg"


@dataclass(frozen=True)
class Plan:
    """What follows a status: the step, within how many days, and for whom the case then waits."""

    days: int
    label: Any
    waits_for: Any = ""


PLANS: Final = {
    "reported": Plan(DAYS_TO_TALK, _("Arrange and hold the talk")),
    "invited": Plan(DAYS_TO_TALK, _("Hold the talk"), _("the family")),
    "counselled": Plan(3, _("Record the recommendation")),
    "seeking": Plan(7, _("Ask a school")),
    "requested": Plan(DAYS_FOR_SCHOOL, _("Wait for the school's answer"), _("the school")),
    "promised": Plan(DAYS_TO_TALK, _("Enter the decision of the school authority"), _("the Schulaufsicht")),
    "assigned": Plan(DAYS_TO_TALK, _("Get the first school day confirmed"), _("the school")),
    "admitted": Plan(30, _("Hand over to first support")),
    "supported": Plan(180, _("Review the German support")),
    "transitioned": Plan(30, _("Close the case")),
}


def next_step(status: str, since: date) -> Step:
    """The next step of a case by its status. Every open status has a date or says for whom it waits."""
    plan = PLANS.get(status)
    if plan is None:
        return Step(_("Nothing is left to do."))
    return Step(plan.label, since + timedelta(days=plan.days), plan.waits_for)
