"""The interpreters of one month: what took place, how long it took, what it cost, by cost centre."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intake import catalogues
from intake.csvfile import csv_bytes
from intake.models import InterpreterBooking
from privacy.models import User

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
NO_CENTRE = "!"  # cannot be the name of one


@dataclass(frozen=True)
class Total:
    """The sum of one cost centre; "" stands for none."""

    centre: str
    number: int
    minutes: int
    cents: int


@dataclass(frozen=True)
class Month:
    """The billed bookings of one month that the user may see, by day, and their sums by cost centre."""

    first: date
    rows: list[InterpreterBooking]
    totals: list[Total]
    centres: list[str]  # of the whole month, whatever was chosen
    chosen: str

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return _last_day(self.first) + timedelta(days=1)

    @property
    def total(self) -> Total:
        return _total("", self.rows)

    @property
    def references(self) -> set[str]:
        return {row.case.reference for row in self.rows}


def month_of(user: User, month: str, centre: str) -> Month:
    """The month "2026-12", or this one for anything else; `centre` chooses one cost centre, NO_CENTRE those without."""
    first = _first_day(month)
    bookings = InterpreterBooking.objects.visible_to(user)
    rows = list(bookings.billed_between(first, _last_day(first)).for_list())
    centres = sorted({row.cost_centre for row in rows if row.cost_centre})
    if centre in (*centres, NO_CENTRE):
        wanted = "" if centre == NO_CENTRE else centre
        rows = [row for row in rows if row.cost_centre == wanted]
    else:
        centre = ""
    by_centre: dict[str, list[InterpreterBooking]] = defaultdict(list)
    for row in rows:
        by_centre[row.cost_centre].append(row)
    totals = [_total(name, by_centre[name]) for name in sorted(by_centre)]
    return Month(first, rows, totals, centres, centre)


def as_csv(month: Month) -> bytes:
    """The same list for a spreadsheet: minutes as they are, costs in euros."""
    head = [_("Day"), _("Case"), _("Language"), _("Kind of interpreter"), _("Interpreter"), _("Kind of talk"),
            _("State"), _("Minutes"), _("Cost in euros"), _("Cost centre")]  # fmt: skip
    return csv_bytes(head, (_cells(row) for row in month.rows))


def _cells(row: InterpreterBooking) -> list[Any]:
    lang = get_language() or "de"
    return [
        f"{row.wanted_on:%d.%m.%Y}", row.case.reference, catalogues.language(row.language).name(lang),
        row.get_kind_display(), row.partner or "", catalogues.talk_topic(row.topic).name(lang), row.get_state_display(),
        row.minutes or 0, euros(row.cost_cents or 0), row.cost_centre,
    ]  # fmt: skip


def euros(cents: int) -> str:
    """2550 as 25,50."""
    return f"{cents // 100},{cents % 100:02}"


def _total(centre: str, rows: Iterable[InterpreterBooking]) -> Total:
    counted = list(rows)
    minutes = sum(row.minutes or 0 for row in counted)
    return Total(centre, len(counted), minutes, sum(row.cost_cents or 0 for row in counted))


def _first_day(month: str) -> date:
    found = _MONTH.fullmatch(month)
    return date(int(found[1]), int(found[2]), 1) if found else timezone.localdate().replace(day=1)


def _last_day(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
