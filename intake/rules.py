"""Clocks and ages, each with its norm. Pure: dates in, dates and words out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from privacy.rights.why import Why

# Assumed, not law: targets seen in other KIs (Köln, Krefeld). To be set by the county.
DAYS_TO_TALK: Final = 14
DAYS_FOR_SCHOOL: Final = 7
BERUFSKOLLEG_FROM_AGE: Final = 16
NEW_FOR_YEARS: Final = 2  # at a German school: who has been there longer is not newly arrived (Herne, Essen)
FULL_TIME_YEARS: Final = (
    10  # § 37 (1) SchulG NRW; nine for an eight-year Gymnasium, which newcomers have not attended
)
SHEET_FROM_AGE: Final = 14  # own sheet for the young person; insight decides, not a number (Art. 12 (1) GDPR)


@dataclass(frozen=True)
class Step:
    """What has to happen next, by when; `waits_for` names somebody else whose move it is."""

    label: Any
    due_on: date | None = None
    waits_for: Any = ""


def compulsory_since(*, assigned_on: date | None, resident_since: date | None, born_on: date) -> date | None:
    """Start of Schulpflicht: the assignment to the municipality if one was entered, else taking up residence.

    § 34 (1) and (6) SchulG NRW; not before the age of § 35 (1). Which of the two applies and why is not stored
    (decision 2). None as long as neither day is known.
    """
    here_since = assigned_on or resident_since
    return here_since and max(here_since, compulsory_by_age(born_on))


def compulsory_by_age(born_on: date) -> date:
    """1 August of the year in which a child who turns six by 30 September becomes schulpflichtig (§ 35 (1) SchulG NRW)."""
    return date(_year_of_six(born_on), 8, 1)


def compulsory_until(born_on: date) -> date:
    """31 July of the school year in which the pupil turns eighteen: the last day of Schulpflicht (§ 38 SchulG NRW)."""
    eighteen = date(
        born_on.year + 18, born_on.month, min(born_on.day, 28)
    )  # 29 February is not in every year
    return date(school_year_start(eighteen).year + 1, 7, 31)


def is_for_berufskolleg(born_on: date, years_attended: int | None, day: date) -> bool:
    """Whether the way leads to a Berufskolleg: from 16, or after ten years at school, while Schulpflicht lasts.

    §§ 37, 38 SchulG NRW; Anlage A APO-BK. The age is what Berufskollegs of the region ask (assumed, not law).
    """
    is_old_enough = age_on(born_on, day) >= BERUFSKOLLEG_FROM_AGE or (years_attended or 0) >= FULL_TIME_YEARS
    return is_old_enough and day <= compulsory_until(born_on)


def next_intakes(day: date) -> tuple[date, date]:
    """The next first days of an Internationale Förderklasse (1 August) and of Fit für Mehr (1 November, February, May)."""
    return _next(day, ((8, 1),)), _next(day, ((2, 1), (5, 1), (11, 1)))


def _next(day: date, starts: tuple[tuple[int, int], ...]) -> date:
    return min(
        start
        for year in (day.year, day.year + 1)
        for start in (date(year, *one) for one in starts)
        if start >= day
    )


def _year_of_six(born_on: date) -> int:
    return born_on.year + 6 + (1 if (born_on.month, born_on.day) > (9, 30) else 0)


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
    return max(1, min(13, start.year - _year_of_six(born_on) + 1))


def school_years(born_on: date, day: date) -> range:
    """The school years a pupil of this age can have behind them, by the year in which each began (§ 35 (1) SchulG NRW)."""
    return range(_year_of_six(born_on), school_year_start(day).year + 1)


def stage_of(grade: int) -> str:
    """primary (1-4), secondary1 (5-10) or berufskolleg (above)."""
    if grade <= 4:
        return "primary"
    return "secondary1" if grade <= 10 else "berufskolleg"


@dataclass(frozen=True)
class Hint:
    """What a rule means for a case: a sentence, and the rule's name in WHY."""

    text: Any
    why: str


@dataclass(frozen=True)
class Plan:
    """What follows a status: the step, within how many days and why, and for whom the case then waits."""

    days: int
    label: Any
    waits_for: Any = ""
    why: str = "target"  # a name in WHY


# One sentence and its norm for each rule; an empty norm says that the number is the office's own.
WHY: Final = {
    "compulsory_since": Why(
        _("Schulpflicht begins with the assignment to a municipality, otherwise with taking up residence."),
        "§ 34 Abs. 1, 6 SchulG NRW",
    ),
    "compulsory_by_age": Why(
        _("Who turns six by 30 September is schulpflichtig from 1 August of that year."), "§ 35 Abs. 1 SchulG NRW"
    ),
    "compulsory_until": Why(
        _("Schulpflicht ends with the school year in which the pupil turns eighteen."), "§ 38 SchulG NRW"
    ),
    "not_target_group": Why(
        _("Newly arrived is who attends a German school for the first time; KIs count about two years as new."),
        "BASS 13-63 Nr. 3",
    ),
    "berufskolleg": Why(
        _("After ten years at school, or from about 16, the way leads to a Berufskolleg until Schulpflicht ends."),
        "§§ 37, 38 SchulG NRW, Anlage A APO-BK",
    ),
    "age": Why(
        _("The age decides on year group, school form and the end of Schulpflicht."), "§§ 35, 37, 38 SchulG NRW"
    ),
    "own_sheet": Why(
        _("From 14 on, young people get a sheet in words of their own; what counts is insight, not the number."),
        "Art. 12 Abs. 1 DSGVO",
    ),
    "reported_on": Why(
        _("Waiting times are counted from the report, and with data from others the month for the information."),
        "Art. 14 Abs. 3 Buchst. a DSGVO",
    ),
    "decision_target": Why(
        _("From the talk to a decision other KIs need two weeks; after four somebody must ask why. The office sets both.")
    ),
    "examination": Why(
        _("Children who enter school are examined; where the KI reports them, it passes on these data and no others."),
        "§ 54 Abs. 4 SchulG NRW, § 8 VO-DV I",
    ),
    "target": Why(_("So many days are the target, so that no child is forgotten.")),
    "follow_up": Why(_("Who was written to or not reached is contacted again, so that nobody is forgotten.")),
    "appointment": Why(_("This is the day that was agreed with the family.")),
    "no_show": Why(_("Who did not come is invited again; Schulpflicht does not wait."), "§ 41 Abs. 1, 5 SchulG NRW"),
    "answer": Why(_("The school has this long to answer; then the place is free for another child.")),
    "decision": Why(
        _("The Schulaufsicht decides; the KI only enters the decision and asks when it is late."), "§ 46 Abs. 7 SchulG NRW"
    ),
    "admission": Why(
        _("Only the school's confirmation of the first day ends the KI's watch."), "§ 7 Abs. 1 VO-DV I"
    ),
    "support": Why(_("German support is reviewed, so that it ends when the child is ready."), "BASS 13-63 Nr. 3"),
    "recommendation": Why(
        _("The KI recommends school form, grade and support; it neither assigns nor admits."), "§ 8 TIntG"
    ),
}  # fmt: skip


PLANS: Final = {
    "reported": Plan(DAYS_TO_TALK, _("Arrange and hold the talk")),
    "invited": Plan(DAYS_TO_TALK, _("Hold the talk"), _("the family")),
    "counselled": Plan(3, _("Record the recommendation"), why="recommendation"),
    "seeking": Plan(7, _("Ask a school")),
    "requested": Plan(DAYS_FOR_SCHOOL, _("Wait for the school's answer"), _("the school"), "answer"),
    "promised": Plan(
        DAYS_TO_TALK, _("Enter the decision of the school authority"), _("the Schulaufsicht"), "decision"
    ),
    "assigned": Plan(DAYS_TO_TALK, _("Get the first school day confirmed"), _("the school"), "admission"),
    "admitted": Plan(30, _("Hand over to first support"), why="support"),
    "supported": Plan(180, _("Review the German support"), why="support"),
    "transitioned": Plan(30, _("Close the case")),
}


def waiting_hints(since: date | None, day: date, targets: tuple[int, int]) -> list[Hint]:
    """How long a counselled child has waited for a decision, once that is longer than the target (target, alarm: days)."""
    target, alarm = targets
    days = (day - since).days if since else 0
    if days <= target:
        return []
    words = {"days": days, "target": target, "alarm": alarm}
    if days <= alarm:
        return [
            Hint(
                _("Waits %(days)d days for a decision; the target is %(target)d.") % words, "decision_target"
            )
        ]
    return [
        Hint(_("Alarm: waits %(days)d days for a decision, more than %(alarm)d.") % words, "decision_target")
    ]


def new_hints(german_years: int) -> list[Hint]:
    """Whether the child may not be newly arrived any more, by its years at German schools (BASS 13-63 Nr. 3)."""
    if german_years < NEW_FOR_YEARS:
        return []
    text = _("Two years or more at a German school: perhaps not newly arrived any more.")
    return [Hint(text, "not_target_group")]


def planned_in(days: int) -> list[str]:
    """The states whose next step is due after so many days."""
    return [status for status, plan in PLANS.items() if plan.days == days]


def hints(born_on: date, years_attended: int | None, day: date) -> list[Hint]:
    """What the age means on this day: not schulpflichtig yet, not any more, or on the way to a Berufskolleg."""
    starts, ends = compulsory_by_age(born_on), compulsory_until(born_on)
    if day < starts:
        return [Hint(_("Schulpflichtig only from %(day)s.") % {"day": _german(starts)}, "compulsory_by_age")]
    if day > ends:
        return [Hint(_("Schulpflicht ended on %(day)s.") % {"day": _german(ends)}, "compulsory_until")]
    if is_for_berufskolleg(born_on, years_attended, day):
        class_, more = next_intakes(day)
        days = {"class": _german(class_), "more": _german(more)}
        return [
            Hint(
                _(
                    "Way to a Berufskolleg: Internationale Förderklasse from %(class)s, Fit für Mehr from %(more)s."
                )
                % days,
                "berufskolleg",
            )
        ]
    return []


def _german(day: date) -> str:
    return f"{day:%d.%m.%Y}"


# Assumed, not law: days after which a family that was written to, or not reached, is contacted again.
FOLLOW_UP_DAYS: Final = {"call": None, "mail": 7, "letter": 7, "not_reached": 3}


def follow_up(kind: str, made_on: date) -> date | None:
    """When to contact the family again after a contact of this kind; None after a call, in which all was said."""
    days = FOLLOW_UP_DAYS[kind]
    return None if days is None else made_on + timedelta(days=days)


# Assumed, not law: what follows when nobody came, and how long before an appointment the family is called.
INVITE_AGAIN_DAYS: Final = 3
REMINDER_AFTER: Final = 2  # no-shows, then a letter that reminds of Schulpflicht
ESCALATION_AFTER: Final = 3  # no-shows, then a report may go to the Schulaufsicht (§ 41 (5) SchulG NRW)
REMIND_DAYS: Final = 3  # so that the families of a Monday are on Friday's list


def invite_again_on(day: date) -> date:
    """By when a family that did not come, or cancelled, is invited again."""
    return day + timedelta(days=INVITE_AGAIN_DAYS)


def appointment_step(on: date, today: date) -> Step:
    """What an appointment on this day means: it is still to come, or nobody has recorded yet who came."""
    if on < today:
        return Step(_("Record whether the family came"), on)
    return Step(_("Hold the talk: appointment"), on)


def again_step(no_shows: int, due_on: date | None) -> Step:
    """The next step with a family that is to be contacted again, by how often nobody came."""
    if no_shows >= ESCALATION_AFTER:
        return Step(_("Nobody came %(n)d times: invite again, or report it") % {"n": no_shows}, due_on)
    if no_shows >= REMINDER_AFTER:
        return Step(_("Nobody came twice: remind by letter and invite again"), due_on)
    if no_shows:
        return Step(_("Nobody came: invite again"), due_on)
    return Step(_("Contact the family again"), due_on)


def next_step(status: str, since: date) -> Step:
    """The next step of a case by its status. Every open status has a date or says for whom it waits."""
    plan = PLANS.get(status)
    if plan is None:
        return Step(_("Nothing is left to do."))
    return Step(plan.label, since + timedelta(days=plan.days), plan.waits_for)


def why_step(status: str) -> Why:
    """Why the next step of a case with this status is due when it is."""
    plan = PLANS.get(status)
    return WHY[plan.why if plan else "target"]
