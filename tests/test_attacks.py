"""What a hostile or careless user tried once, and what became of it."""

import pytest
from django.urls import NoReverseMatch, reverse

from intake import actions
from intake.models import Case, CaseUserPermission, Household
from privacy.ledger import review
from privacy.models import AuditEvent, Installation, OutboxMail, SheetIssue
from privacy.notices import sheets, texts
from privacy.work.outbox import post, send_waiting
from schools import actions as school_actions
from schools.models import DazOffering, PlacementNotice, PlacementRequest
from tests import builders, people
from tests.intake.test_cases import FORM

pytestmark = pytest.mark.django_db


@pytest.fixture
def jonas_inside(client):
    """Jonas of another team has opened Nadja's case for a day."""
    case = builders.open_case()
    actions.open_unusually(case, purpose="cover", explanation="Vertretung", by=people.colleague())
    client.force_login(people.colleague())
    return case


def test_a_visitor_cannot_take_the_case_over(client, jonas_inside):
    case = jonas_inside
    client.post(reverse("intake:case_assign", args=[case.reference]),
                {"owner": people.colleague().pk, "version": case.version})  # fmt: skip
    case.refresh_from_db()
    assert case.owner == people.counsellor()
    assert AuditEvent.objects.filter(verb="act.refused", detail__contains="NotYoursToAssign").exists()
    actions.assign(case, people.colleague(), version=case.version, by=people.teammate())
    case.refresh_from_db()
    assert case.owner == people.colleague()


def test_a_visit_does_not_shorten_what_is_open_for_good(client):
    case = builders.open_case()
    client.force_login(case.owner)
    assert client.get(reverse("intake:case_unusual", args=[case.reference])).url == case.get_absolute_url()
    actions.open_unusually(case, purpose="cover", explanation="Versehen", by=case.owner)
    assert CaseUserPermission.objects.get(user=case.owner).until is None


def test_two_clicks_open_one_case(client):
    client.force_login(people.counsellor())
    first = client.post(reverse("intake:case_new"), {**FORM, "other_child": "1"})
    second = client.post(reverse("intake:case_new"), {**FORM, "other_child": "1"})
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_opening_a_sibling_reverts_nothing_of_the_household():
    case = builders.open_case()
    stale = Household.objects.get(pk=case.pupil.household_id)
    actions.change(case, case.pupil.household, {"street": "Neue Straße 2"}, version=1, by=case.owner)
    actions.open_case(
        household=stale, pupil={"surname": "Kowalenko", "given_names": "Petro", "born_on": builders.TODAY()},
        custodians=[], referral={"source": "family", "channel": "person", "received_on": builders.TODAY()}, facts={},
        by=case.owner,
    )  # fmt: skip
    stale.refresh_from_db()
    assert stale.street == "Neue Straße 2"
    assert list(stale.history.values_list("version", flat=True)) == [2, 1]


def test_what_changes_for_one_sibling_stands_in_the_trail_of_each():
    case = builders.open_case()
    sibling = actions.open_case(
        household=case.pupil.household, pupil={"surname": "Kowalenko", "given_names": "Petro", "born_on": builders.TODAY()},
        custodians=[], referral={"source": "family", "channel": "person", "received_on": builders.TODAY()}, facts={},
        by=people.colleague(),
    )  # fmt: skip
    actions.change(case, case.pupil.household, {"street": "Neue Straße 2"}, version=1, by=case.owner)
    actions.add_custodian(case, {"kind": "father", "surname": "Kowalenko"}, by=case.owner)
    verbs = [entry.event.verb for entry in review.time_line(sibling.reference).entries]
    assert verbs == ["case.changed", "case.changed", "case.opened"]


def test_what_stands_in_an_address_does_not_get_into_the_ledger(client):
    client.force_login(people.counsellor())
    client.get(reverse("intake:case_list"), {"view": "Kind Daryna ist krank"})
    assert not AuditEvent.objects.filter(detail__contains="Daryna").exists()
    assert AuditEvent.objects.filter(verb="case.listed", detail__contains='"list":"all"').exists()


def test_who_is_told_that_a_child_is_known_stands_in_the_ledger(client):
    known = builders.open_case(by=people.colleague())
    child = known.pupil
    client.force_login(people.counsellor())
    key = {"surname": child.surname, "given_names": child.given_names, "born_on": child.born_text}
    assert known.reference in client.post(reverse("intake:case_new"), key).content.decode()
    event = AuditEvent.objects.get(verb="case.listed")
    assert [shown.reference for shown in event.shown.all()] == [known.reference]
    client.get(reverse("intake:case_unusual", args=[known.reference]))
    assert AuditEvent.objects.filter(verb="access.refused", reference=known.reference).exists()


def test_the_ledger_says_nothing_of_who_reported_the_child():
    builders.open_case(source="jugendamt")
    assert not AuditEvent.objects.filter(detail__contains="jugendamt").exists()


def test_no_typed_reason_outlives_the_case(client):
    case = builders.open_case()
    client.force_login(case.owner)
    form = {
        "people": ["P", "C1"],
        "state": "impossible",
        "language": "de",
        "channel": "paper",
        "interpreter": "none",
    }
    address = reverse("intake:sheet_issue", args=[case.reference])
    client.post(address, {**form, "reason": "Vater Iwan ist krank"})
    assert sheets.open_for(case.reference).exists()
    client.post(address, {**form, "reason": "not_present"})
    assert set(SheetIssue.objects.values_list("reason", flat=True)) == {"not_present"}


def test_an_account_cannot_redirect_its_reset_link():
    with pytest.raises(NoReverseMatch):
        reverse("account_email")


def test_nobody_enters_a_demonstration_that_is_served_for_real(client):
    user = people.counsellor()
    login = {"login": user.username, "password": "correct horse battery"}
    builders.installation(is_demo=True)
    assert client.post(reverse("account_login"), login).status_code == 200
    Installation.objects.update(is_demo=False)
    assert client.post(reverse("account_login"), login).status_code == 302


def test_one_person_never_gives_both_approvals():
    notice = texts.current("de")
    ines = people.dpo()
    texts.approve(notice, seal=notice.sha256, by=ines)
    ines.role = "lead"
    with pytest.raises(texts.NotYoursToApprove):
        texts.approve(notice, seal=notice.sha256, by=ines)
    assert texts.approve(notice, seal=notice.sha256, by=people.lead()).is_approved


@pytest.mark.parametrize("address", ["school\n@example.org", "a@" + "x" * 70 + ".org"])
def test_an_impossible_address_stops_no_other_mail(settings, address):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1
    post(address, "Anfrage", "link")
    assert send_waiting() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    post("school@example.org", "Anfrage", "link")
    assert send_waiting() == 1
    assert OutboxMail.objects.filter(sent_at=None).count() == 1


class TestRequestsThatNoBrowserSends:
    def test_a_status_that_is_not_closed_has_no_closing_reason(self, client):
        case = builders.open_case()
        client.force_login(case.owner)
        form = {"to": "invited", "closing_reason": "arrived", "version": case.version}
        assert client.post(reverse("intake:case_move", args=[case.reference]), form).status_code == 302
        case.refresh_from_db()
        assert (case.status, case.closing_reason) == ("invited", "")

    def test_numbers_that_no_row_can_have(self, client):
        case = builders.open_case()
        client.force_login(case.owner)
        address = reverse("intake:sheet_issue", args=[case.reference])
        assert client.post(address, {"issues": [str(10**20)], "state": "refused"}).status_code == 200

    def test_very_long_searches(self, client):
        client.force_login(people.lead())
        assert client.get(reverse("schools:school_list"), {"q": "a " * 2000}).status_code == 200

    def test_a_next_page_that_is_none(self, client):
        assert client.post(reverse("appearance"), {"next": "999", "theme": "dark"}).status_code == 302

    def test_a_body_in_another_encoding(self, client):
        response = client.generic(
            "POST",
            reverse("account_login"),
            b"login=+2AA-",
            "application/x-www-form-urlencoded; charset=utf-7",
        )
        assert response.status_code == 400

    def test_a_cookie_with_a_nul(self, client):
        client.cookies["session"] = "aaaa\0bbbb"
        assert client.get(reverse("account_login")).status_code == 400

    def test_signs_that_turn_a_page_around(self, client):
        client.force_login(people.counsellor())
        client.post(reverse("intake:case_new"), {**FORM, "household-care_of": "\u202eevil"})
        assert not Case.objects.exists()


def test_a_school_sees_the_child_no_longer_than_it_needs(client):
    asked = builders.request_place()
    office = people.school_user(asked.school)
    asked = school_actions.accept(asked, version=asked.version, by=office)
    decision = school_actions.decide(
        asked, authority="schulamt", decided_on=builders.TODAY(), file_number="", expected_on=builders.TODAY(),
        version=asked.version, by=asked.case.owner,
    )  # fmt: skip
    admission = school_actions.admit(
        decision.admission, first_day=builders.TODAY(), version=decision.admission.version, by=office
    )
    client.force_login(office)
    page = reverse("schools:request_detail", args=[asked.pk])
    assert "Kowalenko" in client.get(page).content.decode()
    assert taken(asked) == 1

    client.post(reverse("schools:admission_end", args=[asked.pk]), {"version": admission.version})
    assert "Kowalenko" not in client.get(page).content.decode()
    assert taken(asked) == 0


def test_a_closed_case_is_closed_to_the_school_too():
    asked = builders.request_place()
    office = people.school_user(asked.school)
    asked = school_actions.accept(asked, version=asked.version, by=office)
    decision = school_actions.decide(
        asked, authority="schulamt", decided_on=builders.TODAY(), file_number="", expected_on=builders.TODAY(),
        version=asked.version, by=asked.case.owner,
    )  # fmt: skip
    school_actions.admit(decision.admission, first_day=builders.TODAY(), version=1, by=office)
    school_actions.issue_notice(
        asked, recipient="Schule", fields=["surname"], pdf=b"%PDF-", by=asked.case.owner
    )
    case = Case.objects.get()
    actions.move(case, "closed", closing_reason="moved_away", version=case.version, by=case.owner)
    assert PlacementRequest.objects.get().open_to_school is None
    assert not PlacementNotice.objects.visible_to(office).exists()


def taken(asked):
    return DazOffering.objects.with_taken().get(pk=asked.offering_id).taken
