"""The contact log: what was tried, and when to try again (Art. 14 (3) (b) GDPR)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from intake import actions, rules
from intake.models import Case, Contact
from privacy.ledger.models import AuditEvent
from privacy.models import SheetIssue
from tests import builders, people

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY


@pytest.fixture
def case(client):
    builders.installation()
    builders.approved_texts()
    case = builders.open_case()
    client.force_login(case.owner)
    return case


def log(client, case, **form):
    return client.post(reverse("intake:contact_new", args=[case.reference]), form)


def fresh(case):
    return Case.objects.with_due().get(pk=case.pk)


@pytest.mark.parametrize(("kind", "days"), [("not_reached", 3), ("mail", 7), ("letter", 7)])
def test_one_button_records_it_and_the_case_says_when_to_try_again(client, case, kind, days):
    assert log(client, case, kind=kind).url == case.get_absolute_url()
    contact = Contact.objects.get()
    assert (contact.kind, contact.made_on, contact.recorded_by) == (kind, TODAY(), case.owner)
    now = fresh(case)
    assert str(now.next_step.label) == "Familie wieder kontaktieren"
    assert (now.next_step.due_on, now.next_step.waits_for) == (TODAY() + timedelta(days=days), "")
    assert now.due_on == now.next_step.due_on  # the list sorts by the same date
    event = AuditEvent.objects.filter(verb="case.contacted").get()
    assert (event.reference, kind in event.detail) == (case.reference, True)


def test_after_a_call_the_usual_next_step_counts_again(client, case):
    log(client, case, kind="not_reached")
    log(client, case, kind="call")
    assert fresh(case).next_step.label == rules.PLANS["reported"].label


def test_a_chosen_day_wins_and_a_note_is_kept(client, case):
    day = TODAY() + timedelta(days=20)
    log(client, case, kind="call", note="Mutter ist bis dahin verreist", follow_up_on=f"{day:%d.%m.%Y}")
    assert fresh(case).next_step.due_on == day
    page = client.get(case.get_absolute_url()).content.decode()
    assert "Mutter ist bis dahin verreist" in page
    assert "Familie wieder kontaktieren" in page


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "call", "follow_up_on": "1.1.2020"}, "Dieser Tag ist vorbei"),
        ({"kind": "call", "follow_up_on": "31.02.2027"}, "31.02.2027"),
        ({"kind": "call", "made_on": "1.1.2090"}, "Zukunft"),
        ({"kind": "pigeon"}, "pigeon"),
        ({}, "Art"),
        ({"kind": "call", "note": "x" * 10_000}, "200"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_lost(client, case, form, words):
    page = log(client, case, **{"note": "Wichtig", **form})
    assert page.status_code == 200
    assert words in str(page.context["form"].errors)
    assert form.get("note", "Wichtig")[:50] in page.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(("kind", "is_due_now"), [("call", True), ("letter", True), ("not_reached", False)])
def test_hearing_from_us_makes_art_14_due(client, kind, is_due_now):
    """Art. 14 (3) (b) GDPR: at the latest with the first communication to the person."""
    case = builders.open_case(source="jugendamt")
    client.force_login(case.owner)
    log(client, case, kind=kind)
    assert {issue.due_on == TODAY() for issue in SheetIssue.objects.of(case.reference)} == {is_due_now}


def test_a_talk_and_a_new_status_end_the_trying(client, case):
    log(client, case, kind="not_reached")
    builders.record_session(Case.objects.get(pk=case.pk))
    assert fresh(case).follow_up_on is None
    log(client, case, kind="not_reached")
    moved = Case.objects.get(pk=case.pk)
    actions.move(moved, "invited", version=moved.version, by=case.owner)
    assert fresh(case).follow_up_on is None


def test_while_somebody_else_has_a_deadline_that_one_counts(client):
    asked = builders.request_place()
    client.force_login(asked.case.owner)
    log(client, asked.case, kind="not_reached")
    assert fresh(asked.case).next_step.due_on == asked.answer_by


def test_strangers_and_closed_cases_record_nothing(client, case):
    client.force_login(people.colleague())
    assert log(client, case, kind="call").status_code == 404
    client.force_login(case.owner)
    closed = Case.objects.get(pk=case.pk)
    actions.move(closed, "closed", closing_reason="duplicate", version=closed.version, by=case.owner)
    log(client, case, kind="call")
    assert not Contact.objects.exists()
    assert "data-numbered" not in client.get(case.get_absolute_url()).content.decode()
