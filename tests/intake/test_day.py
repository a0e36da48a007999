"""My day: what is due and why, one action for each row, what others did (ui.md § 3.3.1, § 8 no. 23)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from intake import actions, bulk
from intake.models import Case
from intake.models.cases import Status
from privacy.ledger.acts import acting
from privacy.models import AuditEvent, SheetIssue
from privacy.work import jobs
from schools import actions as school_actions
from tests import builders, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadja(client):
    builders.installation()
    builders.approved_texts()
    user = people.counsellor()
    client.force_login(user)
    return user


def day(client):
    return client.get(reverse("intake:my_day")).content.decode()


def row(client, case):
    """The words and links of the card of this case among the next steps."""
    page = day(client)
    steps = page[page.index("Nächste Schritte") : page.index('aria-labelledby="news"')]
    return next(card for card in steps.split("<li") if case.reference in card)


def link(name, case):
    return f'href="{reverse(name, args=[case.reference])}"'


def set_status(case, status, days_ago=0):
    with acting(people.lead()):
        fresh = Case.objects.get(pk=case.pk)
        since = builders.TODAY() - timedelta(days=days_ago)
        fresh.assign({"status": status, "status_since": since}).save()
    return fresh


def test_each_due_row_says_what_by_when_and_why(client, nadja):
    case = set_status(builders.open_case(), "counselled", days_ago=5)
    builders.settle_sheets(case)
    card = row(client, case)
    assert "Empfehlung eintragen" in card
    assert "seit 2 Tagen überfällig" in card  # in words, not only in colour
    assert "Warum?" in card
    assert "§ 8 TIntG" in card


@pytest.mark.parametrize(
    ("status", "leads_to"),
    [
        ("reported", "intake:session_edit"),
        ("invited", "intake:session_edit"),
        ("counselled", "intake:recommendation_edit"),
        ("seeking", "schools:match"),
        *((one, "intake:case_detail") for one in ("requested", "promised", "assigned", "admitted", "supported",
                                                   "transitioned")),
    ],
)  # fmt: skip
def test_each_status_has_one_action_that_is_the_one_of_the_case_page(client, nadja, status, leads_to):
    assert set(Status) - {Status.CLOSED} >= {status}
    case = builders.open_case()
    builders.settle_sheets(case)
    card = row(client, set_status(case, status))
    buttons = re.findall(r'<a class="es-mini" (href="[^"]+")', card)
    assert buttons == [link(leads_to, case)]
    if leads_to != "intake:case_detail":
        assert link(leads_to, case) in client.get(case.get_absolute_url()).content.decode()


def test_the_sheet_comes_first_and_has_a_row_of_its_own(client, nadja):
    """Art. 13 (1) GDPR: it is due when the data are obtained."""
    case = builders.open_case()
    assert link("intake:sheet_issue", case) in row(client, case)
    page = day(client)
    sheets = page[page.index("Noch auszuhändigende Informationsblätter") : page.index("Nächste Schritte")]
    assert case.reference in sheets
    assert "Warum?" in sheets
    builders.settle_sheets(case)
    assert link("intake:sheet_issue", case) not in day(client)


def test_after_a_letter_the_action_is_to_contact_the_family_again(client, nadja):
    case = builders.open_case()
    builders.settle_sheets(case)
    values = {"kind": "letter", "made_on": builders.TODAY(), "note": "", "follow_up_on": None}
    actions.log_contact(case, values, by=nadja)
    assert link("intake:contact_new", case) in row(client, case)


def test_a_question_of_the_school_is_hers_to_answer(client, nadja):
    asked = builders.request_place()
    office = people.school_user(asked.school)
    school_actions.ask(asked, question="Welche Fremdsprache?", version=asked.version, by=office)
    card = row(client, asked.case)
    assert "Der Schule antworten" in card
    assert "Warum?" not in card  # no rule of ours: the school waits


def test_the_most_urgent_ten_are_shown_the_longest_overdue_first(client, nadja):
    cases = [
        set_status(builders.open_case(given_names="Kind" + "a" * number), "counselled", days_ago=number)
        for number in range(12)
    ]
    page = day(client)
    steps = page[page.index("Nächste Schritte") : page.index('aria-labelledby="news"')]
    shown = re.findall(r'<span class="es-muted">(\d{4}-\d{4})</span>', steps)
    assert shown == [case.reference for case in reversed(cases)][:10]


def test_taking_over_from_my_day_takes_one_click_and_offers_undo(client, nadja):
    case = builders.open_case(by=people.lead())
    case = actions.assign(case, None, version=case.version, by=people.lead())
    page = day(client)
    assert f'action="{reverse("intake:case_assign", args=[case.reference])}"' in page
    done = client.post(
        reverse("intake:case_assign", args=[case.reference]),
        {"owner": nadja.pk, "version": case.version},
        follow=True,
    )
    assert "/responsible/undo/" in done.content.decode()


def test_what_others_did_in_her_cases_also_in_one_they_merged_away(client, nadja):
    gone = builders.open_case()
    kept = builders.open_case(by=people.teammate())
    actions.merge(
        Case.objects.get(pk=kept.pk),
        gone,
        version=kept.version,
        gone_version=gone.version,
        by=people.teammate(),
    )
    page = day(client)
    assert "hat den Fall mit einem anderen desselben Kindes zusammengeführt" in page
    assert gone.reference in page
    shown = {one.reference for one in AuditEvent.objects.order_by("id").last().shown.all()}
    assert gone.reference in shown


def test_a_finished_file_is_reported(client, nadja):
    case = builders.open_case()
    issue = SheetIssue.objects.of(case.reference).first()
    job = bulk.start([issue.pk], "paper", by=nadja)
    assert "Ihre Datei für den Drucker" not in day(client)
    jobs.run_waiting()
    assert reverse("privacy:job_detail", args=[job.pk]) in day(client)


def test_an_empty_day_says_what_to_do_next(client, nadja):
    page = day(client)
    for address in (f"{reverse('intake:case_list')}?view=team", f"{reverse('intake:case_list')}?view=all"):
        assert f'href="{address}"' in page
    assert page.count("es-empty") == 3


@pytest.mark.parametrize("number", [1, 50])
def test_the_day_asks_the_database_as_often_for_fifty_cases_as_for_one(
    client, nadja, number, django_assert_num_queries
):
    for index in range(number):
        builders.open_case(given_names=f"Kind {'abcdefghij'[index % 10] * (index + 1)}")
    day(client)
    with django_assert_num_queries(22):
        day(client)
