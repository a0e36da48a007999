"""Many cases of the list at once: one act and one event for each, a result for each, and "Undo" (peers: bulk edit)."""

import re

import pytest
from django.urls import reverse

from intake import actions, together
from intake.models import Case, Contact
from privacy.ledger.models import AuditEvent
from privacy.models import SheetIssue
from tests import builders, people

pytestmark = pytest.mark.django_db
ONCE = "0" * 32


@pytest.fixture
def nadja(client):
    user = people.counsellor()
    client.force_login(user)
    return user


def tick(*cases):
    return [f"{case.reference}:{case.version}" for case in cases]


def send(client, act, *cases, once=ONCE, **more):
    return client.post(
        reverse("intake:case_together"), {"cases": tick(*cases), "act": act, "once": once, **more}
    )


def results(client, once=ONCE):
    """What the result page says per case: done or not, and why."""
    page = client.get(reverse("intake:case_results", args=[once]))
    return {one.reference: (one.is_done, str(one.text)) for one, _name in page.context["rows"]}


def fresh(case):
    return Case.objects.get(pk=case.pk)


def writes():
    return AuditEvent.objects.writes().exclude(verb="case.opened")


# --- One act for each case --------------------------------------------------------------------------------


def test_the_list_offers_a_box_for_each_case_and_works_without_a_script(client, nadja):
    case = builders.open_case()
    page = client.get(reverse("intake:case_list")).content.decode()
    assert f'name="cases" value="{case.reference}:{case.version}"' in page
    once = re.search(r'name="once" value="([0-9a-f]{32})"', page)[1]
    send(client, "assign", case, once=once, owner=people.teammate().pk)
    assert fresh(case).owner == people.teammate()


def test_cases_are_handed_over_one_by_one_each_with_its_own_event(client, nadja):
    first, second = builders.open_case(), builders.open_case()
    response = send(client, "assign", first, second, owner=people.colleague().pk)
    assert response.url == reverse("intake:case_results", args=[ONCE])
    assert [fresh(case).owner for case in (first, second)] == [people.colleague()] * 2
    assert [(event.verb, event.reference, event.actor_id) for event in writes().order_by("id")] == [
        ("case.assigned", first.reference, nadja.pk), ("case.assigned", second.reference, nadja.pk),
    ]  # fmt: skip
    assert results(client) == {case.reference: (True, "An Jonas Roth übergeben.") for case in (first, second)}


def test_a_refusal_stops_no_other_and_says_why(client, nadja):
    fine, counselled, foreign = (
        builders.open_case(), builders.counselled_case(), builders.open_case(by=people.colleague()),
    )  # fmt: skip
    stale = builders.open_case()
    actions.assign(stale, people.teammate(), version=stale.version, by=nadja)

    send(client, "invite", counselled, stale, foreign, fine)

    found = results(client)
    assert [found[case.reference][0] for case in (counselled, stale, foreign, fine)] == [
        False, False, False, True,
    ]  # fmt: skip
    assert found[counselled.reference][1] == "Dieser Schritt ist jetzt nicht möglich."
    assert found[stale.reference][1].startswith("Jemand anderes")
    assert found[foreign.reference][1] == "Dieser Fall ist für Sie nicht mehr offen."
    assert [fresh(case).status for case in (counselled, stale, foreign, fine)] == [
        "counselled", "reported", "reported", "invited",
    ]  # fmt: skip
    assert writes().filter(verb="case.moved").count() == 1
    assert writes().filter(verb="act.refused").count() == 2  # of a case that is not open nothing was tried


def test_a_letter_of_today_is_recorded_once_and_makes_art_14_due(client, nadja):
    """Art. 14 (3) (b) GDPR: at the latest with the first communication."""
    case = builders.open_case(source="jugendamt")
    send(client, "letter", case)
    letter = Contact.objects.get()
    assert (letter.case, letter.kind, letter.made_on) == (case, "letter", builders.TODAY())
    assert {one.due_on for one in SheetIssue.objects.of(case.reference)} == {builders.TODAY()}
    assert [event.verb for event in writes()] == ["case.contacted"]

    send(client, "letter", fresh(case), once="1" * 32)
    assert results(client, "1" * 32)[case.reference] == (
        False,
        "Ein Brief von heute ist schon festgehalten.",
    )
    assert Contact.objects.count() == 1


def test_loading_the_result_anew_and_a_second_click_do_nothing_again(client, nadja):
    case = builders.open_case()
    send(client, "letter", case)
    before = results(client)
    assert send(client, "letter", case).url == reverse("intake:case_results", args=[ONCE])
    assert results(client) == before
    assert Contact.objects.count() == 1


def test_the_result_belongs_to_who_did_it_and_shows_no_name_that_is_not_open_any_more(client, nadja):
    case = builders.open_case()
    send(client, "assign", case, owner=people.colleague().pk)
    page = client.get(reverse("intake:case_results", args=[ONCE])).content.decode()
    assert case.reference in page
    assert "Kowalenko" not in page
    client.force_login(people.lead())
    assert client.get(reverse("intake:case_results", args=[ONCE])).url == reverse("intake:case_list")


def test_looking_at_the_result_is_a_read_of_the_cases_it_names(client, nadja):
    case = builders.open_case()
    send(client, "invite", case)
    assert "Kowalenko" in client.get(reverse("intake:case_results", args=[ONCE])).content.decode()
    event = AuditEvent.objects.order_by("id").last()
    assert (event.verb, [one.reference for one in event.shown.all()]) == ("case.listed", [case.reference])


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"cases": []}, "Bitte haken Sie mindestens einen Fall an."),
        ({"cases": ["2026-0001"]}, "2026-0001"),
        ({"cases": ["😀:1"]}, "😀"),
        ({"cases": [f"2026-{number}:1" for number in range(51)]}, "Höchstens 50 Fälle auf einmal."),
        ({"act": "erase"}, "erase"),
        ({"owner": ""}, "Bitte wählen Sie, an wen die Fälle übergeben werden."),
        ({"owner": "9" * 40}, "gültige"),
        ({"once": "x"}, "gültige"),
    ],
)
def test_bad_input_is_named_and_nothing_happens(client, nadja, form, words):
    case = builders.open_case()
    good = {"cases": tick(case), "act": "assign", "once": ONCE, "owner": people.teammate().pk}
    response = client.post(
        reverse("intake:case_together"), {**good, "back": "view=mine", **form}, follow=True
    )
    assert response.redirect_chain == [(reverse("intake:case_list") + "?view=mine", 302)]
    assert words in response.content.decode()
    assert fresh(case).owner == nadja
    assert not writes().exists()


def test_who_does_not_counsel_gets_no_case(client, nadja):
    case = builders.open_case()
    send(client, "assign", case, owner=people.dpo().pk)
    assert fresh(case).owner == nadja


def test_a_visitor_of_another_team_hands_nothing_over(client):
    case = builders.open_case()
    jonas = people.colleague()
    actions.open_unusually(case, purpose="cover", explanation="Vertretung", by=jonas)
    client.force_login(jonas)
    send(client, "assign", case, owner=jonas.pk)
    assert results(client)[case.reference][0] is False
    assert fresh(case).owner == people.counsellor()


# --- All cases of a colleague -----------------------------------------------------------------------------


def test_all_cases_of_a_colleague_who_has_left_are_handed_over(client):
    tarik, jonas = people.teammate(), people.colleague()
    mine = builders.open_case()
    left = [builders.open_case(by=tarik), builders.open_case(by=tarik)]
    builders.open_case(by=jonas)
    tarik.is_active = False
    tarik.save()
    client.force_login(people.counsellor())

    page = client.get(reverse("intake:case_list"), {"owner": tarik.pk})
    assert {case.pk for case in page.context["page"]} == {case.pk for case in left}
    assert "Jonas Roth" not in str(page.context["filter"].form)  # no case of his is open to her
    send(client, "assign", *left, owner=people.counsellor().pk)

    assert {case.owner for case in Case.objects.filter(pk__in=[one.pk for one in left])} == {mine.owner}


@pytest.mark.parametrize("typed", ["x", "0", "9" * 30, "-1", "\u0663"])
def test_a_responsible_person_who_is_none_filters_nothing(client, nadja, typed):
    case = builders.open_case()
    page = client.get(reverse("intake:case_list"), {"owner": typed})
    assert case.reference in page.content.decode()


@pytest.mark.parametrize("number", [1, 50])
def test_list_and_result_ask_the_database_as_often_for_fifty_cases_as_for_one(
    client, nadja, number, django_assert_num_queries
):
    cases = [
        builders.open_case(given_names=f"Kind {'abcdefghij'[index % 10] * (index + 1)}")
        for index in range(number)
    ]
    send(client, "invite", *cases)
    client.get(reverse("intake:case_list"))
    with django_assert_num_queries(17):
        client.get(reverse("intake:case_list"))
    with django_assert_num_queries(12):
        assert len(results(client)) == number


def test_only_the_last_results_are_kept(client, nadja):
    case = builders.open_case()
    for number in range(together.RESULTS_KEPT + 1):
        send(client, "letter", case, once=f"{number:032x}")
    kept = client.session["together"]
    assert list(kept) == [f"{number:032x}" for number in range(1, together.RESULTS_KEPT + 1)]


# --- Undo -------------------------------------------------------------------------------------------------


def take_back(client, case, version, **more):
    address = reverse("intake:case_take_back", args=[case.reference])
    return client.post(address, {"version": version, **more}, follow=True).content.decode()


def test_taking_over_offers_to_undo_it_and_undoing_puts_the_former_state_back(client, nadja):
    case = builders.open_case(by=people.lead())
    case = actions.assign(case, None, version=case.version, by=people.lead())
    address = reverse("intake:case_assign", args=[case.reference])
    page = client.post(
        address, {"owner": nadja.pk, "version": case.version, "next": "/cases/?view=unassigned"}, follow=True
    )
    assert page.redirect_chain == [("/cases/?view=unassigned", 302)]
    content = page.content.decode()
    assert f"{case.reference}: Nadja Weber ist jetzt zuständig." in content
    undo = re.search(r'action="(\S+/undo/)">.*?name="version" value="(\d+)"', content)
    assert "Kowalenko" not in undo[1]

    client.post(undo[1], {"version": undo[2]})

    assert (fresh(case).owner, fresh(case).team) == (None, None)
    assert Case.objects.visible_to(people.colleague()).filter(pk=case.pk).exists()
    event = AuditEvent.objects.writes().order_by("id").last()
    assert (event.verb, event.reference, '"undone":true' in event.detail) == (
        "case.assigned",
        case.reference,
        True,
    )


def test_what_was_handed_to_another_team_comes_back_although_it_is_closed_to_her(client, nadja):
    case = builders.open_case()
    handed = actions.assign(case, people.colleague(), version=case.version, by=nadja)
    assert client.get(case.get_absolute_url()).status_code == 404

    assert f"{case.reference}: rückgängig gemacht." in take_back(client, case, handed.version)

    assert (fresh(case).owner, fresh(case).team) == (nadja, nadja.team)
    assert Case.objects.visible_to(people.teammate()).filter(pk=case.pk).exists()
    assert not Case.objects.visible_to(people.colleague()).filter(pk=case.pk).exists()


def test_the_result_page_undoes_row_by_row(client, nadja):
    first, second = builders.open_case(), builders.open_case()
    send(client, "assign", first, second, owner=people.colleague().pk)
    address = reverse("intake:case_results", args=[ONCE])
    page = client.get(address).content.decode()
    assert page.count("/responsible/undo/") == 2
    version = fresh(first).version
    take_back(client, first, version, next=address)
    assert (fresh(first).owner, fresh(second).owner) == (nadja, people.colleague())


def test_after_somebody_changed_the_case_nothing_is_undone(client, nadja):
    case = builders.open_case()
    handed = actions.assign(case, people.colleague(), version=case.version, by=nadja)
    actions.move(handed, "invited", version=handed.version, by=people.colleague())
    page = take_back(client, case, handed.version)
    assert "Jemand hat diesen Fall seitdem geändert" in page
    assert "Kowalenko" not in page
    assert fresh(case).owner == people.colleague()
    assert AuditEvent.objects.filter(verb="act.refused", detail__contains="NotToBeUndone").exists()


def test_nobody_else_undoes_it_and_no_other_change_is_undone(client, nadja):
    case = builders.open_case()
    handed = actions.assign(case, people.teammate(), version=case.version, by=nadja)
    client.force_login(people.teammate())
    take_back(client, case, handed.version)
    assert fresh(case).owner == people.teammate()
    client.force_login(people.colleague())
    assert client.post(reverse("intake:case_take_back", args=[case.reference])).status_code == 404


def test_who_does_not_counsel_any_more_gets_nothing_back(client, nadja):
    tarik = people.teammate()
    case = builders.open_case(by=tarik)
    handed = actions.assign(case, nadja, version=case.version, by=nadja)
    tarik.is_active = False
    tarik.save()
    assert "berät nicht mehr" in take_back(client, case, handed.version)
    assert fresh(case).owner == nadja


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 40, "\u0663", "1.5"])
def test_a_version_that_is_none_undoes_nothing(client, nadja, version):
    case = builders.open_case()
    actions.assign(case, people.teammate(), version=case.version, by=nadja)
    take_back(client, case, version)
    assert fresh(case).owner == people.teammate()


def test_handing_a_case_to_whom_it_belongs_changes_nothing_and_offers_no_undo(client, nadja):
    case = builders.open_case()
    address = reverse("intake:case_assign", args=[case.reference])
    page = client.post(address, {"owner": nadja.pk, "version": case.version}, follow=True).content.decode()
    assert "Nichts geändert" in page
    assert "/responsible/undo/" not in page


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_to_no_other_place(client, nadja, target):
    case = builders.open_case()
    address = reverse("intake:case_assign", args=[case.reference])
    response = client.post(address, {"owner": "", "version": case.version, "next": target})
    assert response.url == case.get_absolute_url()
