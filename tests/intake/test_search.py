"""Finding a case: parts of a name in any order and spelling, a date of birth beside or instead of it, a reference."""

import unicodedata
from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from intake import actions
from intake.fields import PersonNameField
from intake.filters import found
from intake.models import Case, Pupil
from intake.names import BirthDate, like_patterns
from intake.searching import understood
from privacy.ledger.acts import acting
from tests import builders, people
from tests.intake.test_names import letters
from tests.test_access import QUERIES, TABLE, World, addresses

pytestmark = pytest.mark.django_db

FOR_OTHERS = {
    "schools:answer", "receipt_check",  # for people without an account
    "intake:case_walk_in", "intake:session_edit", "intake:session_check",  # the family looks at the screen
}  # fmt: skip

words = st.lists(st.one_of(letters, st.sampled_from("'’ʿ")), min_size=1, max_size=8).map("".join)
accepted_names = st.lists(words, min_size=1, max_size=4).map(" ".join)


def hits(text, user=None):
    return {case.pk for case in found(text, user or people.lead())}


def case_of(**child):
    with acting(people.lead()):
        return builders.open_case(by=people.lead(), **child)


def without_marks(name):
    return "".join(one for one in unicodedata.normalize("NFD", name) if unicodedata.category(one) != "Mn")


# --- Names ------------------------------------------------------------------------------------------------


@given(accepted_names, accepted_names, st.randoms(use_true_random=False))
def test_an_accepted_name_is_found_by_its_parts_in_any_order_with_and_without_marks(
    surname, given_names, random
):
    field = PersonNameField(label="x")
    surname, given_names = field.clean(surname), field.clean(given_names)
    case = Case.objects.first() or case_of()
    with acting(people.lead()):
        child = Pupil.objects.get(pk=case.pupil_id).assign({"surname": surname, "given_names": given_names})
        child.name_form = actions.name_form(child)
        child.save()
    parts = [part for part in f"{surname} {given_names}".split() if like_patterns(part)]
    chosen = random.sample(parts, random.randint(1, len(parts))) if parts else []
    for query in filter(None, (" ".join(chosen), without_marks(" ".join(chosen)), " ".join(chosen).lower())):
        assert hits(query) == {case.pk}, query


@pytest.mark.parametrize("typed", ["halil", "Amina Halil", "ḪALĪL amī", "Khalil", "Chalil, Amina", "a halil"])
def test_a_child_is_found_however_the_name_is_typed(typed):
    case = case_of(surname="Ḫalīl", given_names="Amīna")
    case_of()
    assert hits(typed) == {case.pk}


def test_every_typed_part_must_fit():
    case_of(surname="Ḫalīl", given_names="Amīna")
    assert hits("Halil Otto") == set()


def test_stored_names_are_folded_anew_when_the_program_is_upgraded():
    case = case_of(surname="Kowalenko", given_names="Anna")
    QuerySet(Pupil).filter(pk=case.pupil_id).update(name_form=" ANNA KOWALENKO ")
    assert hits("Kovalenko Ana") == set()
    loader = MigrationLoader(connection)
    (upgrade,) = (
        name for name in loader.disk_migrations if name[0] == "intake" and name[1].endswith("_counselling")
    )
    then = loader.project_state([upgrade]).apps
    import_module(f"intake.migrations.{upgrade[1]}").fold_names_anew(then, None)
    assert hits("Kovalenko Ana") == {case.pk}


# --- Dates of birth ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "births"),
    [
        ("Halil 09.03.2014", "Halil", ["09.03.2014"]),
        ("9.3.14 Halil", "Halil", ["09.03.2014"]),
        ("Halil, (090314)", "Halil,", ["09.03.2014"]),
        ("Halil * 9. 3. 2014", "Halil *", ["09.03.2014"]),
        ("03.2014", "", ["03.2014"]),
        ("2014-03-09 Amina Halil", "Amina Halil", ["09.03.2014"]),
        ("Halil 2014", "Halil", ["2014"]),
        ("2026-0042", "2026-0042", []),
        ("31.02.2014", "31.02.2014", []),
        ("01.01.1950", "01.01.1950", []),
        ("9" * 5000, "9" * 5000, []),
        ("", "", []),
    ],
)
def test_a_date_is_told_from_a_name(text, name, births):
    wanted = understood(text)
    assert (wanted.name, [str(born) for born in wanted.births]) == (name, births)


BORN = {"day": date(2014, 3, 9), "month": date(2014, 3, 1), "year": date(2014, 1, 1)}


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("09.03.2014", {"day", "month", "year"}),
        ("10.03.2014", {"month", "year"}),
        ("09.04.2014", {"year"}),
        ("03.2014", {"day", "month", "year"}),
        ("04.2014", {"year"}),
        ("2014", {"day", "month", "year"}),
        ("01.03.2014", {"month", "year"}),
        ("09.03.2015", set()),
        ("2013", set()),
    ],
)
def test_a_child_is_found_by_a_date_as_far_as_both_are_known(typed, finds):
    cases = {precision: case_of(born_on=day, birth_precision=precision).pk for precision, day in BORN.items()}
    assert hits(typed) == {cases[precision] for precision in finds}


def test_the_first_of_january_counts_as_only_the_year_known():
    case = case_of(born_on=date(2014, 1, 1), birth_precision="day")
    assert hits("09.03.2014") == {case.pk}


@given(st.dates(date(2000, 1, 1), date(2024, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_a_child_is_found_by_its_own_date_and_by_each_shorter_one(day, precision):
    case = Case.objects.first() or case_of()
    stored = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[precision]
    with acting(people.lead()):
        Pupil.objects.get(pk=case.pupil_id).assign({"born_on": stored, "birth_precision": precision}).save()
    for known in ("day", "month", "year"):
        assert hits(str(BirthDate(day, known))) == {case.pk}


def test_name_and_date_together_must_both_fit():
    wanted = case_of(surname="Ḫalīl", born_on=BORN["day"])
    case_of(surname="Ḫalīl", born_on=date(2013, 5, 5))
    case_of(surname="Otto", born_on=BORN["day"])
    assert hits("09.03.2014 Halil") == {wanted.pk}


def test_a_search_finds_closed_cases_too_and_no_case_of_another_team():
    case = case_of(surname="Ḫalīl")
    assert hits("Halil", people.counsellor()) == set()
    assert hits("Halil") == {case.pk}


# --- From every page --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["counsellor", "lead"])
def test_the_search_field_stands_on_every_page_of_who_may_search(client, who):
    """ui.md § 8 no. 12: Ctrl+K focuses it, so it must be there."""
    world = World()
    client.force_login(world.cast[who])
    pages = 0
    for name, parts in addresses().items():
        if name not in TABLE or TABLE[name][0] != "GET" or name in FOR_OTHERS:
            continue
        known = world.arguments(name)
        address = reverse(name, kwargs={part: known[part] for part in parts})
        response = client.get(address + QUERIES.get(name, "").format(**known))
        if response.get("Content-Type", "").startswith("text/html") and response.status_code in (
            200,
            403,
            404,
        ):
            assert 'id="quick"' in response.content.decode(), name
            pages += 1
    assert pages > 30
