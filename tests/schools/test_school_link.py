"""The mailed link: one request, one answer, no account, no name."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from privacy.ledger.acts import acting
from privacy.models import AuditEvent, OutboxMail
from schools import actions
from tests import builders, people

pytestmark = pytest.mark.django_db

NEEDLES = ("Kowalenko", "Daryna", "Iryna", "Charkiw", "Sandstra", "0171 2345678")


def link():
    """The path of the newest link that was mailed."""
    mail = OutboxMail.objects.order_by("id").last()
    return re.search(r"/schools/answer/[\w-]{43}/", mail.body)[0]


def asked():
    request = builders.request_place()
    return request, link()


def test_the_link_shows_the_minimum_and_no_name():
    request, address = asked()
    response = Client().get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert request.school.name in page
    assert request.case.reference in page
    assert [needle for needle in NEEDLES if needle in page] == []
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    event = AuditEvent.objects.order_by("id").last()
    assert (event.verb, event.actor_id, event.actor_label) == (
        "request.read", None, f"link school {request.school.number}",
    )  # fmt: skip
    request.refresh_from_db()
    assert request.status == "open"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"answer": "accept"}, "accepted"),
        ({"answer": "question", "question": "From when?"}, "question"),
        ({"answer": "refuse", "reason": "full_grade"}, "refused"),
    ],
)
def test_one_answer_is_taken_without_login_and_the_link_dies(answer, status):
    request, address = asked()
    client = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    receipt = client.post(address, {"version": request.version, **answer})
    assert receipt.status_code == 200
    assert receipt["Referrer-Policy"] == "no-referrer"
    assert [needle for needle in NEEDLES if needle in receipt.content.decode()] == []
    request.refresh_from_db()
    assert (request.status, request.answered_by) == (status, f"link school {request.school.number}")

    again = client.post(address, {"version": request.version, "answer": "refuse", "reason": "age"})
    assert again.status_code == 404
    request.refresh_from_db()
    assert request.status == status


def test_half_an_answer_is_refused_at_its_field():
    request, address = asked()
    response = Client().post(address, {"version": request.version, "answer": "refuse"})
    assert list(response.context["form"].errors) == ["reason"]
    request.refresh_from_db()
    assert request.status == "open"


def test_a_stale_answer_changes_nothing_and_keeps_the_input():
    request, address = asked()
    sent = {"version": request.version - 1, "answer": "question", "question": "From when?"}
    response = Client().post(address, sent)
    request.refresh_from_db()
    assert request.status == "open"
    assert response.context["form"]["question"].value() == "From when?"
    assert [str(message) for message in response.context["messages"]]


def test_the_reply_brings_a_new_link_and_the_old_one_stays_dead():
    request, first = asked()
    Client().post(first, {"version": request.version, "answer": "question", "question": "From when?"})
    request.refresh_from_db()
    actions.reply(request, text="From Monday", version=request.version, by=request.case.owner)
    second = link()
    assert second != first
    assert Client().get(first).status_code == 404
    assert "From Monday" in Client().get(second).content.decode()


def test_after_the_last_day_the_link_is_dead_and_the_login_is_not():
    request, address = asked()
    for day, status in ((builders.TODAY(), 200), (builders.TODAY() - timedelta(days=1), 404)):
        with acting(people.lead()):
            request.assign({"answer_by": day}).save()
        assert Client().get(address).status_code == status
    office = Client()
    office.force_login(people.school_user(request.school))
    assert office.get(request.get_absolute_url()).status_code == 200


def test_a_withdrawn_request_and_an_unknown_link_look_the_same():
    request, address = asked()
    actions.withdraw(request, version=request.version, by=request.case.owner)
    unknown = reverse("schools:answer", args=["x" * 43])
    pages = [Client().get(where) for where in (address, unknown)]
    bodies = [re.sub(r'"x-csrftoken": "\w+"', "", page.content.decode()) for page in pages]
    assert [page.status_code for page in pages] == [404, 404]
    assert bodies[0].replace(address, unknown) == bodies[1]
    assert pages[0]["Referrer-Policy"] == "no-referrer"
    assert reverse("schools:inbox") in bodies[0]


def test_only_the_digest_of_a_link_is_stored():
    request, address = asked()
    token = address.split("/")[-2]
    request.refresh_from_db()
    assert token not in str(request.__dict__)
    assert request.token_digest == actions.token_digest(token)


def test_who_is_logged_in_answers_by_the_link_as_the_school_all_the_same():
    request, address = asked()
    client = Client()
    client.force_login(people.counsellor())
    client.post(address, {"version": request.version, "answer": "accept"})
    request.refresh_from_db()
    assert request.answered_by == f"link school {request.school.number}"
