"""The morning's mail to counsellors: the next day's appointments, by reference only."""

import pytest

from intake import actions
from intake.duties import remind_counsellors
from privacy.models import OutboxMail
from tests import builders, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office():
    builders.installation()
    builders.approved_texts()
    for user in (people.counsellor(), people.teammate()):
        user.email = f"{user.username}@example.org"
        user.save()


def test_each_counsellor_is_written_to_once_about_the_next_day():
    tomorrow = builders.slot(days=1)
    case = builders.open_case()
    builders.appointment(case, at=tomorrow)
    also = builders.appointment(at=builders.slot(days=1, at="11:00"))
    builders.appointment(at=builders.slot(days=2))
    cancelled = builders.appointment(at=builders.slot(days=1, at="13:00"))
    actions.cancel_appointment(cancelled, reason="by_family", by=people.counsellor())
    builders.slot(days=1, who=people.teammate())  # nobody is booked
    assert remind_counsellors() == "1 counsellors reminded"
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject) == ("nadja@example.org", f"Termine am {tomorrow.day:%d.%m.%Y}")
    assert f"09:00  {case.reference}" in mail.body
    assert f"11:00  {also.references[0]}" in mail.body
    assert cancelled.references[0] not in mail.body
    for needle in ("Kowalenko", "Daryna", "Iryna", "Sandstraße", "0171"):
        assert needle not in mail.subject + mail.body


def test_running_it_twice_writes_once():
    builders.appointment(at=builders.slot(days=1))
    remind_counsellors()
    assert remind_counsellors() == "0 counsellors reminded"
    assert OutboxMail.objects.count() == 1


def test_without_an_address_there_is_nothing_to_send():
    builders.appointment(at=builders.slot(days=1, who=people.lead()))
    assert remind_counsellors() == "0 counsellors reminded"
    assert not OutboxMail.objects.exists()
