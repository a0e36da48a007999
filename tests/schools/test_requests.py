"""One request from both sides: who sees what at which moment, and that a stale page changes nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from privacy.ledger.acts import Outsider, acting
from privacy.models import AuditEvent, AuditShown, OutboxMail
from schools import actions, duties
from schools.disclosure import SECTION_7_2_LABELS, band_of
from schools.models import Decision, PlacementNotice, PlacementRequest
from tests import builders, people

pytestmark = pytest.mark.django_db

# What nobody outside the KI may read before a school has accepted.
NEEDLES = ("Kowalenko", "Daryna", "Iryna", "Charkiw", "Sandstra", "0171 2345678")
INBOX = reverse("schools:inbox")


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def office_of(request):
    return as_user(people.school_user(request.school))


def at(name, request):
    return reverse(f"schools:{name}", args=[request.pk])


def needles_in(response):
    page = response.content.decode()
    return [needle for needle in NEEDLES if needle in page]


def accepted():
    request = builders.request_place()
    return actions.accept(request, version=request.version, by=people.school_user(request.school))


def decided(request=None):
    request = request or accepted()
    actions.decide(
        request, authority="schulamt", decided_on=builders.TODAY(), file_number="40-1", expected_on=builders.TODAY(),
        version=request.version, by=request.case.owner,
    )  # fmt: skip
    return PlacementRequest.objects.get(pk=request.pk)


def last_event():
    return AuditEvent.objects.order_by("id").last()


# --- what the school sees


def test_before_acceptance_the_school_sees_no_name():
    request = builders.request_place()
    for address in (at("request_detail", request), at("request_answer", request), INBOX):
        response = office_of(request).get(address)
        assert response.status_code == 200
        assert needles_in(response) == []
        assert request.case.reference in response.content.decode()
        assert reverse("intake:case_detail", args=[request.case.reference]) not in response.content.decode()


def test_after_acceptance_the_school_sees_section_7_2_and_nothing_else():
    request = accepted()
    response = office_of(request).get(at("request_detail", request))
    assert needles_in(response) == list(NEEDLES)
    assert [label for label, _ in response.context["disclosed"]] == [
        label for name, label in SECTION_7_2_LABELS.items() if name in request.disclosed
    ]
    assert "A0-A1" in dict(response.context["minimum"]).values()  # the band, never the level
    event = last_event()
    assert (event.verb, event.reference) == ("request.read", request.case.reference)


def test_the_school_sees_no_name_any_more_when_the_request_is_withdrawn():
    request = accepted()
    actions.withdraw(request, version=request.version, by=request.case.owner)
    assert needles_in(office_of(request).get(at("request_detail", request))) == []


def test_the_school_sees_no_name_any_more_when_the_child_did_not_come():
    request = decided()
    admission = request.decision.admission
    office = people.school_user(request.school)
    actions.did_not_appear(admission, version=admission.version, by=office)
    assert needles_in(office_of(request).get(at("request_detail", request))) == []


def test_another_school_finds_nothing():
    request = decided()
    stranger = as_user(people.school_user(builders.school("188001")))
    for name in ("request_detail", "request_answer", "admission_record"):
        assert stranger.get(at(name, request)).status_code == 404
        assert stranger.post(at(name, request), {"version": request.version}).status_code in (404, 405)
    assert stranger.get(INBOX).status_code == 200
    assert request.case.reference not in stranger.get(INBOX).content.decode()


def test_a_school_reaches_no_page_of_a_case():
    request = accepted()
    client = office_of(request)
    for name in ("intake:case_detail", "intake:sheet_issue", "intake:case_trail", "schools:match"):
        assert client.get(reverse(name, args=[request.case.reference])).status_code in (403, 404)
    for name in ("request_reply", "request_withdraw", "request_decide", "notice_issue"):
        assert client.get(at(name, request)).status_code == 403


@pytest.mark.parametrize(
    ("level", "band"),
    [
        ("", ""),
        ("A1-", "A0-A1"),
        ("A1/A2", "A0-A1"),
        ("A2", "A2"),
        ("A2/B1", "A2"),
        ("B1", "B1+"),
        ("C2", "B1+"),
    ],
)
def test_a_level_is_told_only_as_a_band(level, band):
    assert band_of(level) == band


# --- the inbox


def test_the_inbox_is_sorted_by_whose_turn_it_is():
    open_one = builders.request_place(place=builders.offering(capacity=5))
    waiting, refused = (builders.request_place(builders.seeking_case(), open_one.offering) for _ in range(2))
    office = people.school_user(open_one.school)
    actions.accept(waiting, version=waiting.version, by=office)
    actions.refuse(refused, reason="full_daz", version=refused.version, by=office)

    response = as_user(office).get(INBOX)
    groups = [response.context[name] for name in ("unanswered", "awaited", "done")]
    assert groups == [[open_one], [waiting], [refused]]
    event = last_event()
    shown = set(AuditShown.objects.filter(event=event).values_list("reference", flat=True))
    assert event.verb == "request.listed"
    assert shown == {one.case.reference for one in (open_one, waiting, refused)}


@pytest.mark.parametrize("number", [1, 3])
def test_the_inbox_asks_the_database_as_often_for_three_requests_as_for_one(
    number, django_assert_num_queries
):
    place = builders.offering(capacity=5)
    for _ in range(number):
        builders.request_place(builders.seeking_case(), place)
    client = as_user(people.school_user(place.school))
    client.get(INBOX)
    with django_assert_num_queries(13):
        client.get(INBOX)


def test_only_schools_have_an_inbox():
    for user in (people.counsellor(), people.lead(), people.dpo()):
        assert as_user(user).get(INBOX).status_code == 403


# --- answers


@pytest.mark.parametrize(
    ("answer", "status", "case_status"),
    [
        ({"answer": "accept"}, "accepted", "promised"),
        ({"answer": "question", "question": "From when?"}, "question", "requested"),
        ({"answer": "refuse", "reason": "full_daz", "note": "From summer"}, "refused", "seeking"),
    ],
)
def test_the_school_gives_one_of_three_answers(answer, status, case_status):
    request = builders.request_place()
    response = office_of(request).post(at("request_answer", request), {"version": request.version, **answer})
    assert response.status_code == 302
    request.refresh_from_db()
    request.case.refresh_from_db()
    assert (request.status, request.case.status) == (status, case_status)
    assert (request.question, request.note) == (answer.get("question", ""), answer.get("note", ""))


@pytest.mark.parametrize(
    ("answer", "field"),
    [({}, "answer"), ({"answer": "question"}, "question"), ({"answer": "refuse"}, "reason"),
     ({"answer": "refuse", "reason": "health"}, "reason"), ({"answer": "accept", "note": "x" * 301}, "note")],
)  # fmt: skip
def test_half_an_answer_is_refused_at_its_field(answer, field):
    request = builders.request_place()
    response = office_of(request).post(at("request_answer", request), {"version": request.version, **answer})
    assert list(response.context["form"].errors) == [field]
    request.refresh_from_db()
    assert request.status == "open"


def test_a_stale_answer_changes_nothing_and_keeps_the_input():
    request = builders.request_place()
    office = people.school_user(request.school)
    old = request.version
    asked = actions.ask(request, question="From when?", version=old, by=office)
    actions.reply(asked, text="At once", version=asked.version, by=request.case.owner)

    client = as_user(office)
    sent = {"version": old, "answer": "refuse", "reason": "age", "note": "Too old for us"}
    response = client.post(at("request_answer", request), sent)
    request.refresh_from_db()
    assert request.status == "open"
    assert [str(message) for message in response.context["messages"]]
    assert response.context["form"]["note"].value() == "Too old for us"

    again = {**sent, "version": response.context["form"]["version"].value()}
    assert client.post(at("request_answer", request), again).status_code == 302
    request.refresh_from_db()
    assert request.status == "refused"


def test_an_answer_after_the_withdrawal_is_refused_in_words():
    request = builders.request_place()
    actions.withdraw(request, version=request.version, by=request.case.owner)
    sent = {"version": request.version, "answer": "accept"}
    response = office_of(request).post(at("request_answer", request), sent)
    assert [str(message) for message in response.context["messages"]]
    assert needles_in(response) == []
    request.refresh_from_db()
    assert (request.status, request.disclosed) == ("withdrawn", None)


# --- the KI's side


def test_the_ki_reads_the_whole_way():
    request = decided()
    response = as_user(request.case.owner).get(at("request_detail", request))
    assert needles_in(response) == list(NEEDLES)
    assert "40-1" in response.content.decode()
    assert last_event().verb == "request.read"


def test_other_teams_and_other_roles_do_not():
    request = builders.request_place()
    for user, status in (
        (people.colleague(), 404),
        (people.dpo(), 403),
        (people.lead(), 200),
        (people.teammate(), 200),
    ):
        assert as_user(user).get(at("request_detail", request)).status_code == status
    for name in ("request_reply", "request_withdraw", "request_decide", "notice_issue"):
        assert as_user(people.colleague()).post(at(name, request), {"version": 1}).status_code == 404


def test_question_and_reply_go_back_and_forth():
    request = builders.request_place()
    actions.ask(
        request, question="From when?", version=request.version, by=people.school_user(request.school)
    )
    request.refresh_from_db()
    client = as_user(request.case.owner)
    assert "From when?" in client.get(at("request_reply", request)).content.decode()
    sent = {"version": request.version, "text": "From Monday"}
    assert client.post(at("request_reply", request), sent).status_code == 302
    request.refresh_from_db()
    assert (request.status, request.reply) == ("open", "From Monday")
    assert request.token_digest


def test_withdrawing_frees_the_place():
    request = builders.request_place()
    client = as_user(request.case.owner)
    assert client.get(at("request_withdraw", request)).status_code == 200
    request.refresh_from_db()
    assert request.status == "open"
    client.post(at("request_withdraw", request), {"version": request.version})
    request.refresh_from_db()
    assert (request.status, request.offering.taken_now) == ("withdrawn", 0)


def test_the_decision_is_entered_once_the_school_has_accepted():
    request = builders.request_place()
    client = as_user(request.case.owner)
    day = f"{builders.TODAY():%d.%m.%Y}"
    sent = {"version": request.version, "authority": "schulamt", "decided_on": day, "expected_on": day}

    too_early = client.post(at("request_decide", request), sent)
    assert [str(message) for message in too_early.context["messages"]]
    assert not Decision.objects.exists()

    request = actions.accept(request, version=request.version, by=people.school_user(request.school))
    sent["version"] = request.version
    assert client.post(at("request_decide", request), sent).status_code == 302
    assert Decision.objects.get().authority == "schulamt"


def test_a_decision_of_tomorrow_has_not_been_made():
    request = accepted()
    tomorrow = f"{builders.TODAY() + timedelta(days=1):%d.%m.%Y}"
    sent = {
        "version": request.version,
        "authority": "schulamt",
        "decided_on": tomorrow,
        "expected_on": tomorrow,
    }
    response = as_user(request.case.owner).post(at("request_decide", request), sent)
    assert list(response.context["form"].errors) == ["decided_on"]


# --- the first school day


@pytest.mark.parametrize("side", ["school", "ki"])
def test_either_side_confirms_the_first_day(side):
    request = decided()
    admission = request.decision.admission
    user = people.school_user(request.school) if side == "school" else request.case.owner
    sent = {"version": admission.version, "outcome": "came", "first_day": f"{builders.TODAY():%d.%m.%Y}"}
    assert as_user(user).post(at("admission_record", request), sent).status_code == 302
    admission.refresh_from_db()
    request.case.refresh_from_db()
    assert (admission.status, admission.confirmed_by, request.case.status) == (
        "admitted",
        str(user),
        "admitted",
    )


def test_who_did_not_appear_is_looked_after_anew_and_the_place_is_free():
    request = decided()
    sent = {"version": request.decision.admission.version, "outcome": "did_not_appear", "first_day": ""}
    office_of(request).post(at("admission_record", request), sent)
    request.case.refresh_from_db()
    assert (request.case.status, request.offering.taken_now) == ("seeking", 0)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "outcome"),
        ({"outcome": "came", "first_day": ""}, "first_day"),
        ({"outcome": "came", "first_day": "9.9.2050"}, "first_day"),
    ],
)
def test_a_first_day_that_cannot_be_confirmed_is_refused(sent, field):
    request = decided()
    sent = {"version": request.decision.admission.version, **sent}
    response = office_of(request).post(at("admission_record", request), sent)
    assert list(response.context["form"].errors) == [field]


def test_before_the_decision_there_is_no_first_day_to_record():
    assert (
        office_of(accepted()).get(at("admission_record", PlacementRequest.objects.get())).status_code == 404
    )


# --- letters, mails, the morning


def test_a_letter_is_kept_and_opened_by_both_sides_and_by_nobody_else():
    request = accepted()
    as_user(request.case.owner).post(at("notice_issue", request), {"version": request.version})
    notice = PlacementNotice.objects.get()
    assert notice.fields == [name for name in SECTION_7_2_LABELS if name in request.disclosed]
    address = reverse("schools:notice_pdf", args=[notice.pk])
    for user in (request.case.owner, people.school_user(request.school)):
        response = as_user(user).get(address)
        assert response["Content-Type"] == "application/pdf"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert (
            response["Content-Disposition"] == f'inline; filename="mitteilung-{request.case.reference}-1.pdf"'
        )
        assert response.content == bytes(notice.pdf)
        event = last_event()
        assert (event.verb, event.reference) == ("letter.opened", request.case.reference)
        assert event.content_digest
    for user in (people.school_user(builders.school("188001")), people.colleague()):
        assert as_user(user).get(address).status_code == 404
    assert as_user(people.dpo()).get(address).status_code == 403


def test_a_letter_is_closed_to_the_school_with_the_withdrawal():
    request = accepted()
    as_user(request.case.owner).post(at("notice_issue", request), {"version": request.version})
    actions.withdraw(request, version=request.version, by=request.case.owner)
    address = reverse("schools:notice_pdf", args=[PlacementNotice.objects.get().pk])
    assert office_of(request).get(address).status_code == 404
    assert as_user(request.case.owner).get(address).status_code == 200


def test_no_letter_goes_out_before_the_school_has_accepted():
    request = builders.request_place()
    response = as_user(request.case.owner).post(at("notice_issue", request), {"version": request.version})
    assert [str(message) for message in response.context["messages"]]
    assert not PlacementNotice.objects.exists()


def test_no_mail_holds_a_name():
    request = decided()
    actions.expire(_second(request), by=Outsider("worker"))
    texts = [f"{mail.subject} {mail.body} {mail.to}" for mail in OutboxMail.objects.all()]
    assert len(texts) >= 4
    assert [needle for needle in NEEDLES for text in texts if needle in text] == []
    assert all(text.count("http") == 1 for text in texts)


def _second(request):
    return builders.request_place(builders.seeking_case(), request.offering)


def _put_last_day(request, day):
    with acting(people.lead()):
        request.assign({"answer_by": day}).save()


def test_a_week_after_its_last_day_a_request_ends_and_not_before():
    early = builders.request_place()
    late = _second(early)
    _put_last_day(early, builders.TODAY() - timedelta(days=6))
    _put_last_day(late, builders.TODAY() - timedelta(days=7))
    assert duties.expire_unanswered() == "1 requests expired"
    assert duties.expire_unanswered() == "0 requests expired"
    for request in (early, late):
        request.refresh_from_db()
        request.case.refresh_from_db()
    assert (early.status, early.case.status) == ("open", "requested")
    assert (late.status, late.case.status) == ("expired", "seeking")
    event = AuditEvent.objects.get(verb="request.expired")
    assert (event.actor_id, event.actor_label) == (None, "worker")
