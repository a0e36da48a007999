"""Changing what is known; two windows; sheets as the gate; talk and recommendation (decisions 8, 9, 24, 26)."""

import hashlib

import pypdfium2
import pytest
from django.forms import model_to_dict
from django.urls import reverse

from intake import actions
from intake.models import Case, Custodian, IntakeSession
from privacy.ledger.acts import NoAct
from privacy.ledger.history import ChangedMeanwhile
from privacy.models import AuditEvent, Installation, SheetIssue
from privacy.notices import documents, sheets
from tests import builders, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(client):
    builders.installation()
    builders.approved_texts()
    case = builders.open_case()
    client.force_login(case.owner)
    return case


def text_of(pdf):
    """All words of a PDF, as Chrome would copy them."""
    pages = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def pupil_form(case, **changes):
    """What the browser sends when the form is saved as it was shown."""
    stored = {name: "" if value is None else value for name, value in model_to_dict(case.pupil).items()}
    return {**stored, "version": case.pupil.version, "born_on": case.pupil.born_text, **changes}


def test_a_change_is_saved_with_its_history_and_one_event(client, case):
    address = reverse("intake:case_edit", args=[case.reference, "pupil"])
    response = client.post(address, pupil_form(case, german_level="A2"))

    case.pupil.refresh_from_db()
    event = AuditEvent.objects.filter(verb="case.changed").get()
    assert response.url == case.get_absolute_url()
    assert case.pupil.german_level == "A2"
    assert '"german_level"' in event.detail
    assert "A2" not in event.detail
    newest = case.pupil.history.first()
    assert (newest.act, newest.history_user) == (event.act, case.owner)


def test_the_second_window_overwrites_nothing_and_loses_nothing(client, case):
    address = reverse("intake:case_edit", args=[case.reference, "pupil"])
    stale = pupil_form(case, place_of_birth="Odessa")
    client.post(address, pupil_form(case, german_level="B1"))

    response = client.post(address, stale)

    case.pupil.refresh_from_db()
    assert response.status_code == 409
    assert 'value="Odessa"' in response.content.decode()
    assert (case.pupil.german_level, case.pupil.place_of_birth) == ("B1", "Charkiw")
    again = {**stale, "version": case.pupil.version, "german_level": "B1"}
    assert client.post(address, again).status_code == 302
    case.pupil.refresh_from_db()
    assert (case.pupil.german_level, case.pupil.place_of_birth) == ("B1", "Odessa")


def test_a_talk_is_drafted_at_once_and_concluded_only_when_everybody_is_informed(client, case):
    talk = reverse("intake:session_edit", args=[case.reference])
    form = builders.talk_form(case, talk__held_on="9.3.26", talk__participants=["P", "C1"])
    assert client.post(talk, form).url == reverse("intake:sheet_issue", args=[case.reference])

    client.post(reverse("intake:session_conclude", args=[case.reference]))
    assert not IntakeSession.objects.get().is_concluded
    assert AuditEvent.objects.filter(verb="act.refused", reference=case.reference).count() == 1

    builders.settle_sheets(case)
    client.post(reverse("intake:session_conclude", args=[case.reference]))
    assert IntakeSession.objects.get().is_concluded
    assert Case.objects.get().status == "counselled"


def test_a_talk_concluded_in_another_window_can_still_be_saved_as_a_new_one(client, case):
    talk = reverse("intake:session_edit", args=[case.reference])
    form = builders.talk_form(case, talk__held_on="9.3.26", talk__participants=["P", "C1"])
    client.post(talk, form)
    builders.settle_sheets(case)
    client.post(reverse("intake:session_conclude", args=[case.reference]))
    client.post(talk, {**form, "talk-notes": "Nachtrag"})
    assert IntakeSession.objects.draft().notes == "Nachtrag"
    assert IntakeSession.objects.count() == 2


def test_a_second_window_on_a_custodian_who_became_another_person_loses_nothing(client, case):
    mother = Custodian.objects.get()
    address = reverse("intake:case_edit", args=[case.reference, mother.part])
    form = {"version": mother.version, "kind": "mother", "surname": "Kowalenko", "given_names": "Iryna"}
    client.post(address, {**form, "kind": "foster"})
    page = client.post(address, {**form, "phone": "0171 999"})
    assert page.status_code == 409
    assert "0171 999" in page.content.decode()


def test_the_third_custodian_takes_part_in_the_talk_by_name(client, case):
    for given_names in ("Petro", "Jana"):
        values = {"kind": "foster", "surname": "Drei", "given_names": given_names}
        actions.add_custodian(case, values, by=case.owner)
    talk = reverse("intake:session_edit", args=[case.reference])
    assert "Drei, Jana" in client.get(talk).content.decode()
    form = builders.talk_form(case, talk__held_on="9.3.26", talk__participants=["P", "C3"])
    client.post(talk, form)
    assert IntakeSession.objects.get().participants == "P,C3"
    assert "C3" in IntakeSession.objects.get().participant_labels[1]


@pytest.mark.parametrize("state", ["refused", "impossible"])
def test_a_refused_sheet_opens_the_gate_too_and_says_why(client, case, state):
    form = {
        "people": ["P", "C1"],
        "state": state,
        "language": "de",
        "channel": "paper",
        "interpreter": "none",
    }
    address = reverse("intake:sheet_issue", args=[case.reference])

    assert client.post(address, form).status_code == 200  # a reason is missing
    assert sheets.open_for(case.reference).exists()
    client.post(address, {**form, "reason": "does_not_want"})

    sheets.demand_all_settled(case.reference)
    issue = SheetIssue.objects.first()
    assert (issue.state, issue.reason, issue.document) == (state, "does_not_want", None)


def test_handing_over_stores_one_pdf_a_receipt_and_both_digests(client, case):
    form = {
        "people": ["P", "C1"],
        "state": "issued",
        "language": "uk",
        "channel": "paper",
        "interpreter": "lay",
    }
    client.post(reverse("intake:sheet_issue", args=[case.reference]), form)

    first, second = SheetIssue.objects.of(case.reference)
    assert first.document == second.document
    assert first.receipt_sha256 != second.receipt_sha256
    sheet = client.get(reverse("intake:sheet_pdf", args=[case.reference, first.pk]))
    assert sheet["Content-Type"] == "application/pdf"
    assert hashlib.sha256(sheet.content).hexdigest() == first.sheet_sha256
    receipt = client.get(reverse("intake:receipt_pdf", args=[case.reference, first.pk])).content
    assert hashlib.sha256(receipt).hexdigest() == first.receipt_sha256
    for pdf in (sheet.content, receipt):
        words = text_of(pdf)
        assert "Kowalenko" not in words
    assert first.receipt_number in text_of(receipt)
    assert "Kreis Musterland" in text_of(sheet.content)


def test_no_sheet_is_printed_while_the_officers_contact_is_missing(client, case):
    Installation.objects.filter(pk=1).update(dpo_contact="")
    with pytest.raises(documents.ControllerDetailsMissing):
        builders.settle_sheets(case)
    builders.installation()
    builders.settle_sheets(case)
    assert not sheets.open_for(case.reference).exists()


def test_no_sheet_is_printed_before_two_people_approved_the_german_text(client):
    builders.installation()
    case = builders.open_case()
    with pytest.raises(documents.GermanTextNotApproved):
        builders.settle_sheets(case)
    builders.approved_texts()
    builders.settle_sheets(case)
    assert not sheets.open_for(case.reference).exists()


def test_data_from_an_office_needs_an_art_14_notice_and_the_talk_an_art_13_sheet(case):
    reported = builders.open_case(source="meldebehoerde")
    assert {issue.kind for issue in sheets.open_for(reported.reference)} == {"art14"}
    builders.record_session(reported)
    assert {issue.kind for issue in sheets.open_for(reported.reference)} == {"art13", "art14"}


def test_the_young_person_from_fourteen_gets_a_text_of_their_own():
    young = builders.open_case(born_on=builders.TODAY().replace(year=builders.TODAY().year - 15, day=1))
    audiences = dict(sheets.open_for(young.reference).values_list("person_code", "audience"))
    assert audiences == {"P": "pupil", "C1": "custodian"}


def test_the_way_has_an_order(case):
    with pytest.raises(actions.StepNotPossible):
        actions.move(case, "supported", version=case.version, by=case.owner)
    moved = actions.move(case, "invited", version=case.version, by=case.owner)
    assert moved.status == "invited"


def test_closing_takes_a_reason_and_reopening_takes_it_away(client, case):
    address = reverse("intake:case_move", args=[case.reference])
    client.post(address, {"to": "closed", "version": case.version})
    case.refresh_from_db()
    assert case.status == "reported"
    client.post(address, {"to": "closed", "closing_reason": "moved_away", "version": case.version})
    case.refresh_from_db()
    assert (case.status, case.closing_reason) == ("closed", "moved_away")
    client.post(address, {"to": "reported", "version": case.version})
    case.refresh_from_db()
    assert (case.status, case.closing_reason, case.closed_on) == ("reported", "", None)


def test_handing_a_case_to_another_team_takes_it_from_the_first(case):
    actions.assign(case, people.colleague(), version=case.version, by=people.lead())
    assert not Case.objects.visible_to(people.counsellor()).exists()
    assert not Case.objects.visible_to(people.teammate()).exists()
    assert Case.objects.visible_to(people.colleague()).exists()
    event = AuditEvent.objects.get(verb="case.assigned")
    assert "granted" in event.detail
    assert "revoked" in event.detail


def test_a_recommendation_is_not_a_decision_and_two_windows_do_not_overwrite(case):
    session = builders.record_session(case)
    builders.settle_sheets(case)
    actions.conclude_session(session, by=case.owner)
    advice = {"school_form": "15", "grade": 6, "support": "dfg", "reason": ""}
    actions.recommend(case, advice, version=0, by=case.owner)
    with pytest.raises(ChangedMeanwhile):
        actions.recommend(case, {**advice, "grade": 7}, version=0, by=case.owner)
    case.refresh_from_db()
    assert case.status == "seeking"
    assert case.recommendation.grade == 6


def test_nothing_is_written_outside_an_act(case):
    case.pupil.place_of_birth = "anderswo"
    with pytest.raises(NoAct):
        case.pupil.save()
