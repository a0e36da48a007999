"""Clocks and ages of the School Act of North Rhine-Westphalia, each with its norm."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import rules

BIRTHDAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2030, 12, 31))


@pytest.mark.parametrize(
    ("assigned_on", "resident_since", "since"),
    [
        (date(2026, 3, 1), date(2026, 1, 1), date(2026, 3, 1)),  # § 34 (6): assigned to a municipality
        (None, date(2026, 1, 1), date(2026, 1, 1)),  # § 34 (1): taking up residence
        (None, None, None),
    ],
)
def test_schulpflicht_begins_with_the_assignment_else_with_residence(assigned_on, resident_since, since):
    found = rules.compulsory_since(
        assigned_on=assigned_on, resident_since=resident_since, born_on=date(2015, 1, 1)
    )
    assert found == since


@pytest.mark.parametrize(("born_on", "year"), [(date(2020, 9, 30), 2026), (date(2020, 10, 1), 2027)])
def test_nobody_is_schulpflichtig_before_the_august_of_being_six(born_on, year):
    """§ 35 (1) SchulG NRW."""
    assert rules.compulsory_by_age(born_on) == date(year, 8, 1)
    since = rules.compulsory_since(assigned_on=None, resident_since=date(2026, 1, 1), born_on=born_on)
    assert since == date(year, 8, 1)


@pytest.mark.parametrize(
    ("born_on", "last"),
    [
        (date(2008, 7, 31), date(2026, 7, 31)),  # eighteen on the last day of the school year
        (date(2008, 8, 1), date(2027, 7, 31)),  # on the first day of the next one
        (date(2008, 2, 29), date(2026, 7, 31)),
    ],
)
def test_schulpflicht_ends_with_the_school_year_of_being_eighteen(born_on, last):
    """§ 38 SchulG NRW; the school year: § 7."""
    assert rules.compulsory_until(born_on) == last


@pytest.mark.parametrize(
    ("born_on", "years", "is_for_it"),
    [
        (date(2010, 11, 28), 8, True),  # sixteen today
        (date(2010, 11, 29), 8, False),  # tomorrow
        (date(2012, 1, 1), 10, True),  # § 37 (1): ten years at school
        (date(2012, 1, 1), None, False),
        (date(2007, 1, 1), 10, False),  # § 38: Schulpflicht has ended
    ],
)
def test_the_way_to_a_berufskolleg(born_on, years, is_for_it):
    day = date(2026, 11, 28)
    assert rules.is_for_berufskolleg(born_on, years, day) is is_for_it
    assert ("berufskolleg" in [hint.why for hint in rules.hints(born_on, years, day)]) is is_for_it


@pytest.mark.parametrize(
    ("day", "class_", "more"),
    [
        (date(2026, 8, 1), date(2026, 8, 1), date(2026, 11, 1)),
        (date(2026, 11, 2), date(2027, 8, 1), date(2027, 2, 1)),
        (date(2027, 2, 2), date(2027, 8, 1), date(2027, 5, 1)),
    ],
)
def test_berufskollegs_take_in_on_fixed_days(day, class_, more):
    assert rules.next_intakes(day) == (class_, more)


@given(BIRTHDAYS, st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)))
def test_whatever_the_age_the_case_says_at_most_one_thing_of_it_and_a_known_reason(born_on, day):
    found = rules.hints(born_on, None, day)
    assert len(found) <= 1
    assert all(hint.why in rules.WHY for hint in found)


@given(BIRTHDAYS)
def test_schulpflicht_lasts_eleven_to_thirteen_years(born_on):
    lasts = rules.compulsory_until(born_on) - rules.compulsory_by_age(born_on)
    assert timedelta(days=365 * 11) < lasts < timedelta(days=366 * 13)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)))
def test_an_intake_is_never_in_the_past_and_within_a_year(day):
    for start in rules.next_intakes(day):
        assert day <= start <= day + timedelta(days=366)
