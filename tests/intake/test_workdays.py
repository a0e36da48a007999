"""Working days of NRW: § 2 (1) Feiertagsgesetz NW, Easter by the Gregorian rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import workdays

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2199, 12, 31))


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (1818, 3, 22), (1943, 4, 25), (1954, 4, 18), (1961, 4, 2), (1981, 4, 19), (2000, 4, 23), (2008, 3, 23),
        (2011, 4, 24), (2016, 3, 27), (2018, 4, 1), (2019, 4, 21), (2020, 4, 12), (2021, 4, 4), (2022, 4, 17),
        (2023, 4, 9), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2029, 4, 1),
        (2030, 4, 21), (2038, 4, 25), (2049, 4, 18), (2076, 4, 19), (2285, 3, 22),
    ],
)  # fmt: skip
def test_easter_of_known_years(year, month, day):
    assert workdays.easter(year) == date(year, month, day)


@given(st.integers(min_value=1583, max_value=9000))
def test_easter_is_a_sunday_of_spring(year):
    """The first Sunday after the first full moon of spring: 22 March at the earliest, 25 April at the latest."""
    found = workdays.easter(year)
    assert found.weekday() == 6
    assert date(year, 3, 22) <= found <= date(year, 4, 25)


def test_the_holidays_of_two_years_as_the_state_published_them():
    assert sorted(workdays.holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25),
        date(2026, 6, 4), date(2026, 10, 3), date(2026, 11, 1), date(2026, 12, 25), date(2026, 12, 26),
    ]  # fmt: skip
    # In 2008 Ascension Day and 1 May were one day.
    assert len(workdays.holidays(2008)) == 10
    assert date(2008, 5, 1) in workdays.holidays(2008)


def test_days_that_are_holidays_elsewhere_are_working_days_here():
    for day in (date(2026, 1, 6), date(2025, 8, 15), date(2028, 10, 31), date(2026, 11, 18)):
        assert workdays.is_working_day(day)


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 11, 30), 0, date(2026, 11, 30)),  # a Monday
        (date(2026, 11, 28), 0, date(2026, 11, 28)),  # a Saturday: no lead, no rule
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 30), 7, date(2026, 12, 9)),
        (
            date(2026, 12, 23),
            2,
            date(2026, 12, 28),
        ),  # Christmas Eve is a working day, both days of Christmas are not
        (date(2026, 4, 1), 5, date(2026, 4, 10)),  # over Easter
    ],
)
def test_so_many_working_days_later(day, days, expected):
    assert workdays.after(day, days) == expected


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_counting_forward_and_counting_between_agree(day, days):
    found = workdays.after(day, days)
    assert workdays.is_working_day(found)
    assert workdays.between(day, found) == days
    assert workdays.between(day, found - timedelta(days=1)) == days - 1


@given(DAYS, st.integers(min_value=0, max_value=30))
def test_more_days_are_never_earlier(day, days):
    assert day <= workdays.after(day, days) < workdays.after(day, days + 1)


@given(DAYS)
def test_nothing_lies_between_a_day_and_an_earlier_one(day):
    assert workdays.between(day, day) == workdays.between(day, day - timedelta(days=9)) == 0
