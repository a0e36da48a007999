"""What is next, by when, whose turn, since when: of every case, in the words of the page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from intake import rules, states
from intake.models import IntakeSession, Status
from intake.models.cases import NEXT
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [status for status in Status if status != Status.CLOSED])
def test_every_open_state_has_a_step_and_a_day(status):
    step = rules.next_step(status, builders.TODAY())
    assert step.label
    assert step.due_on is not None


def test_every_state_says_what_it_means_and_what_follows():
    rows = states.table()
    assert [row.state for row in rows] == list(Status)
    for row in rows:
        assert row.means
        assert len(row.next) == len(NEXT[row.state]) > 0
        assert (row.why is None) == (row.state == Status.CLOSED)


def test_the_case_page_says_all_four(client):
    case = builders.open_case()
    client.force_login(case.owner)
    page = client.get(case.get_absolute_url()).content.decode()
    for said in ("Was als Nächstes kommt", "Bis wann", "Wer dran ist", "Seit"):
        assert f"<dt>{said}</dt>" in page
    assert "Gespräch vereinbaren und führen" in page
    assert f"{builders.TODAY() + timedelta(days=rules.DAYS_TO_TALK):%d.%m.%Y}" in page


def test_who_waits_for_the_family_says_so(client):
    case = builders.open_case()
    client.force_login(case.owner)
    client.post(
        reverse("intake:case_move", args=[case.reference]), {"to": "invited", "version": case.version}
    )
    page = client.get(case.get_absolute_url()).content.decode()
    assert "<dt>Wer dran ist</dt><dd>die Familie</dd>" in page


@pytest.mark.parametrize(
    ("days", "said"), [(14, None), (15, "Ziel sind 14"), (28, "Ziel sind 14"), (29, "Alarm: wartet")]
)
def test_who_waits_longer_than_the_target_is_pointed_out(client, days, said):
    """14 days are what Köln and Krefeld need from the talk to a decision, after 28 somebody must ask (assumed, not law)."""
    case = builders.counselled_case()
    talk = IntakeSession.objects.get()
    long_ago = timezone.now() - timedelta(days=days)
    set_concluded(talk, long_ago)
    client.force_login(case.owner)
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("für eine Entscheidung" in page or "auf eine Entscheidung" in page) == (said is not None)
    if said:
        assert said in page


def set_concluded(talk, moment):
    """The past, as only a test can make it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_intakesession SET concluded_at = %s WHERE id = %s", [moment, talk.pk])


def test_the_office_sets_target_and_alarm():
    hints = [
        rules.waiting_hints(builders.TODAY() - timedelta(days=8), builders.TODAY(), days)
        for days in ((7, 10), (8, 10))
    ]
    assert [len(found) for found in hints] == [1, 0]


def test_nobody_waits_for_a_decision_once_there_is_one():
    case = builders.counselled_case()
    assert case.waiting_since == builders.TODAY()
    for status in (Status.ASSIGNED, Status.ADMITTED):
        case.status = status
        assert case.waiting_since is None
