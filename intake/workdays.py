"""Working days in North Rhine-Westphalia. Pure: dates in, dates out.

Holidays are those of § 2 (1) Feiertagsgesetz NW; the days that move follow Easter. A day that was a holiday once only
(31 October 2017) is not known here: nothing is booked in the past.
"""

from datetime import date, timedelta
from functools import cache
from typing import Final

_DAY: Final = timedelta(days=1)
_FIXED: Final = ((1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))
# Good Friday, Easter Monday, Ascension Day, Whit Monday, Corpus Christi: days counted from Easter Sunday.
_FROM_EASTER: Final = (-2, 1, 39, 50, 60)
_SATURDAY: Final = 5


@cache
def easter(year: int) -> date:
    """Easter Sunday by the Gregorian rule (Meeus, Jones and Butcher), right for every year of that calendar."""
    moon = year % 19
    century, rest = divmod(year, 100)
    leap, skipped = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * moon + century - leap - correction + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (moon + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The eleven holidays of a year (§ 2 (1) Feiertagsgesetz NW); Easter and Whit Sunday are Sundays anyway."""
    moving = (easter(year) + timedelta(days=days) for days in _FROM_EASTER)
    return frozenset({*(date(year, month, day) for month, day in _FIXED), *moving})


def is_working_day(day: date) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def after(day: date, days: int) -> date:
    """The working day that is `days` (0 or more) working days after `day`; for 0 the day itself, whatever it is."""
    for _step in range(days):
        day = _next(day)
    return day


def between(start: date, end: date) -> int:
    """How many working days come after `start`, up to and with `end`; 0 if `end` is not later."""
    return sum(is_working_day(start + _DAY * step) for step in range(1, (end - start).days + 1))


def _next(day: date) -> date:
    day += _DAY
    while not is_working_day(day):
        day += _DAY
    return day
