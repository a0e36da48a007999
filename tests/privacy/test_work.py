"""The worker: mails go out once, duties run once a day, and what fails is not lost."""

from datetime import time, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from privacy.models import Job, OutboxMail
from privacy.work import duties
from privacy.work.housekeeping import forget_sessions
from privacy.work.outbox import post, send_waiting

pytestmark = pytest.mark.django_db


def test_a_mail_goes_out_once_and_its_body_is_forgotten():
    post("school@example.org", "Anfrage 2026-0001", "link", reference="2026-0001")
    assert (send_waiting(), send_waiting()) == (1, 0)
    assert [message.body for message in mail.outbox] == ["link"]
    row = OutboxMail.objects.get()
    assert (row.body, row.attempts) == ("", 1)


def test_a_mail_that_cannot_be_sent_is_kept_and_tried_again_later(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1  # nobody listens there
    post("school@example.org", "Anfrage", "link")
    assert send_waiting() == 0
    row = OutboxMail.objects.get()
    assert (row.body, row.attempts, row.sent_at) == ("link", 1, None)
    assert row.next_attempt_at > timezone.now()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_waiting() == 0  # not before its time
    row.next_attempt_at = timezone.now()
    row.save()
    assert send_waiting() == 1


def test_without_an_address_there_is_no_mail():
    assert post("", "Anfrage", "link") is None
    assert not OutboxMail.objects.exists()


@pytest.fixture
def only(monkeypatch):
    monkeypatch.setattr(duties, "_duties", {})


def test_a_duty_runs_once_a_day_when_its_hour_has_come(only):
    runs = []
    duties.register(duties.Duty("due", time(0, 0), lambda: runs.append("due") or "done"))
    duties.register(duties.Duty("later", time(23, 59, 59), lambda: runs.append("later") or "done"))
    assert (duties.run_due(), duties.run_due()) == (1, 0)
    assert runs == ["due"]
    assert Job.objects.get().state == Job.State.DONE


def test_a_failing_duty_says_so_and_is_not_hidden(only):
    duties.register(duties.Duty("broken", time(0, 0), lambda: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        duties.run_due()
    assert Job.objects.get().state == Job.State.FAILED
    assert duties.run_due() == 0


def test_ended_sessions_are_forgotten():
    ended, lasting = timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(minutes=1)
    Session.objects.create(session_key="a" * 32, session_data="x", expire_date=ended)
    Session.objects.create(session_key="b" * 32, session_data="x", expire_date=lasting)
    assert forget_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["b" * 32]


@pytest.mark.django_db(transaction=True)  # the command looks after its own connection
def test_one_round_of_the_worker_sends_what_waits():
    post("school@example.org", "Anfrage", "link")
    call_command("work", "--once")
    assert len(mail.outbox) == 1
