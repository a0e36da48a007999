"""The list of cases: its pages, its queries, what finds a case."""

from itertools import product

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from guardian.shortcuts import get_objects_for_user

from intake import actions, filters
from intake.filters import SORTS, cases_of_view, found, ordered, page_of
from intake.models import Case, Status
from intake.models.cases import DUE_BY
from tests import builders, people

pytestmark = pytest.mark.django_db
# Session, account, permission, keys and count, rows, who is responsible, saved filters, installation; then the read event in a transaction (4), the session (3).
QUERIES = 17
NUMBERS = [None, *"0123٢", "", "-1", "9" * 20, "1" * 5000, "two", "2.0", "\0"]


@pytest.fixture
def nadja(client):
    user = people.counsellor()
    client.force_login(user)
    return user


def cases(number):
    """So many cases, each of another child."""
    start = Case.objects.count()
    return [builders.open_case(given_names=f"Daryna {'ABCDEF'[n // 10]}{'ABCDEFGHIJ'[n % 10]}")
            for n in range(start, start + number)]  # fmt: skip


def test_one_case_and_fifty_take_the_same_queries(client, nadja):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("intake:case_list"))
        return len(captured)

    cases(1)
    queries()
    assert queries() == QUERIES
    cases(49)
    assert queries() == QUERIES


def test_every_page_in_every_order_is_what_djangos_paginator_shows(nadja, monkeypatch):
    monkeypatch.setattr(filters, "PAGE_SIZE", 2)
    made = cases(5)
    actions.move(made[1], "invited", version=1, by=nadja)
    actions.move(made[2], "closed", closing_reason="duplicate", version=1, by=nadja)

    for sort, number in product([*SORTS, "-due", "-name", ""], NUMBERS):
        listed = ordered(cases_of_view("all", nadja), sort)
        ours, djangos = page_of(listed, number), Paginator(listed, 2).get_page(number)
        assert [case.pk for case in ours] == [case.pk for case in djangos], (sort, number)
        assert (ours.number, ours.paginator.count, ours.paginator.num_pages) == (
            djangos.number, djangos.paginator.count, djangos.paginator.num_pages,
        )  # fmt: skip


def test_nothing_found_is_one_empty_page(client, nadja):
    page = page_of(ordered(cases_of_view("closed", nadja), ""), "7")
    assert (list(page), page.number, page.paginator.count) == ([], 1, 0)
    assert client.get(reverse("intake:case_list"), {"page": "7"}).status_code == 200


def test_two_states_at_once_show_each_case_once(client, nadja):
    first, second = cases(2)
    actions.move(second, "invited", version=1, by=nadja)
    page = client.get(reverse("intake:case_list"), {"status": ["reported", "invited"]}).content.decode()
    assert page.count(f">{first.reference}<") == page.count(f">{second.reference}<") == 1
    only = client.get(reverse("intake:case_list"), {"status": ["invited"]}).content.decode()
    assert first.reference not in only


@pytest.mark.parametrize(
    ("typed", "finds"),
    [("{reference}", True), (" {reference} ", True), ("{year}-", True), ("-", True), ("kowal", True),
     ("{reference}x", False), ("x-", False), ("%", False), ("_", False), ("٢٠", False)],
)  # fmt: skip
def test_a_part_of_a_reference_finds_the_case_and_letters_never_do(nadja, typed, finds):
    case = builders.open_case()
    text = typed.format(reference=case.reference, year=case.reference[:4])
    assert found(text, nadja).exists() is finds


def test_a_search_without_a_text_asks_for_no_stranger(nadja):
    builders.open_case(by=people.colleague())
    with CaptureQueriesContext(connection) as captured:
        assert Case.objects.foreign(nadja, "") is None
    assert not captured


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_status_reads_as_django_has_it(language):
    with translation.override(language):
        for status in Status:
            assert Case(status=status.value).get_status_display() == str(dict(Status.choices)[status.value])


def test_the_index_of_the_list_holds_what_the_due_date_is_made_of():
    """Otherwise the database reads every row of the table to sort it."""
    due = str(Case.objects.with_due().order_by().values("due_on").query)
    columns = {field.name for field in Case._meta.concrete_fields if f'"{field.column}"' in due}
    assert columns == {"status", *DUE_BY}
    index = next(one for one in Case._meta.indexes if one.name == "case_open_list")
    assert columns | {"id", "owner", "pupil", "reported_on"} == set(index.fields)


def test_own_cases_the_teams_and_a_visit_are_seen_once_each(nadja):
    """Rows of hers and of her team's open the same case; guardian's own answer for the table is the same set."""
    own = builders.open_case()
    teams = builders.open_case(by=people.teammate())
    foreign = builders.open_case(by=people.colleague())
    assert list(Case.objects.visible_to(nadja)) == [own, teams]
    actions.open_unusually(foreign, purpose="cover", explanation="Vertretung", by=nadja)
    seen = list(Case.objects.visible_to(nadja))
    assert seen == [own, teams, foreign]
    assert set(seen) == set(get_objects_for_user(nadja, "intake.view_case"))
