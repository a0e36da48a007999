"""What a second pair of eyes found in law and in the day's work, and how it stands now."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from intake import actions
from intake.models import Case
from intake.rules import Step
from privacy.models import PrivacyNotice, SheetIssue
from privacy.notices import documents, sheets
from schools import actions as school_actions
from schools import disclosure
from schools.duties import expire_unanswered
from schools.models import PlacementRequest
from tests import builders, people
from tests.intake.test_cases import FORM

pytestmark = pytest.mark.django_db


def asked_back():
    asked = builders.request_place()
    office = people.school_user(asked.school)
    return school_actions.ask(asked, question="Welche Fremdsprache?", version=asked.version, by=office)


def admitted():
    asked = builders.request_place()
    office = people.school_user(asked.school)
    asked = school_actions.accept(asked, version=asked.version, by=office)
    decision = school_actions.decide(
        asked, authority="schulamt", decided_on=builders.TODAY(), file_number="", expected_on=builders.TODAY(),
        version=asked.version, by=asked.case.owner,
    )  # fmt: skip
    return school_actions.admit(decision.admission, first_day=builders.TODAY(), version=1, by=office)


def test_a_question_that_the_ki_leaves_lying_never_expires_on_the_school():
    asked = asked_back()
    asked.answer_by = builders.TODAY() - timedelta(days=60)
    with_act(asked)
    expire_unanswered()
    assert PlacementRequest.objects.get().status == "question"


def with_act(row):
    from privacy.ledger.acts import acting  # noqa: PLC0415 - for this one line only

    with acting(people.lead()):
        row.save()


def test_a_question_is_the_kis_turn_everywhere_and_the_reply_gives_it_back():
    asked = asked_back()
    case = Case.objects.get()
    assert (str(case.next_step.waits_for), case.next_step.due_on) == ("", builders.TODAY())
    school_actions.reply(asked, text="Englisch", version=asked.version, by=case.owner)
    case.refresh_from_db()
    asked.refresh_from_db()
    assert isinstance(case.next_step, Step)
    assert case.next_step.waits_for
    assert case.next_step.due_on == asked.answer_by


def test_a_schools_deadline_is_the_one_it_was_given():
    builders.installation(answer_days=21)
    builders.request_place()
    assert Case.objects.get().next_step.due_on == builders.TODAY() + timedelta(days=21)
    assert Case.objects.with_due().get().due_on == builders.TODAY() + timedelta(days=21)


def test_art_14_counts_from_the_day_the_data_came(client):
    """Art. 14 (3) (a) GDPR: from obtaining the data, not from typing them."""
    client.force_login(people.counsellor())
    client.post(reverse("intake:case_new"), {**FORM, "referral-source": "meldebehoerde",
                                             "referral-received_on": "31.01.2026"})  # fmt: skip
    assert set(SheetIssue.objects.values_list("due_on", flat=True)) == {date(2026, 2, 28)}
    assert Case.objects.get().reported_on == date(2026, 1, 31)


def test_who_was_not_present_can_still_be_informed(client):
    builders.installation()
    builders.approved_texts()
    case = builders.open_case()
    builders.settle_sheets(case, state="impossible")
    client.force_login(case.owner)
    absent = SheetIssue.objects.get(person_code="C1")
    again = reverse("intake:sheet_reopen", args=[case.reference, absent.pk])
    client.post(again)
    client.post(again)  # a second click opens no second sheet
    assert list(sheets.open_for(case.reference).values_list("person_code", flat=True)) == ["C1"]
    builders.settle_sheets(case)
    absent.refresh_from_db()
    assert absent.state == "impossible"
    with pytest.raises(sheets.AlreadySettled):
        sheets.reopen(absent, audience="custodian", by=case.owner)


def test_a_custodian_who_came_later_is_not_disclosed_before_being_informed():
    asked = builders.request_place()
    case = asked.case
    actions.add_custodian(case, {"kind": "father", "surname": "Spätgekommen"}, by=case.owner)
    assert "Spätgekommen" not in str(disclosure.section_7_2(Case.objects.get(), grade=6))
    builders.settle_sheets(case)
    assert "Spätgekommen" in str(disclosure.section_7_2(Case.objects.get(), grade=6))


def test_no_letter_goes_out_while_somebody_is_not_informed():
    asked = builders.request_place()
    asked = school_actions.accept(asked, version=asked.version, by=people.school_user(asked.school))
    actions.add_custodian(asked.case, {"kind": "father", "surname": "Spät"}, by=asked.case.owner)
    letter = {"recipient": "Schule", "fields": ["surname"], "pdf": b"%PDF-", "by": asked.case.owner}
    with pytest.raises(sheets.SheetsStillOpen):
        school_actions.issue_notice(asked, **letter)
    builders.settle_sheets(asked.case)
    assert school_actions.issue_notice(asked, **letter).number == 1


def test_a_translation_older_than_the_german_text_says_so():
    builders.installation()
    builders.approved_texts()
    assert "outdated" not in mark("uk")
    PrivacyNotice.objects.filter(language="uk").update(text_version="2020-01")
    assert "outdated" in mark("uk")


def mark(language):
    made = documents.document("art13", "custodian", language)
    import pypdfium2  # noqa: PLC0415

    return pypdfium2.PdfDocument(bytes(made.pdf))[0].get_textpage().get_text_range()


@pytest.mark.parametrize("field", ["referral-received_on", "case-arrived_in_germany_on"])
def test_nothing_has_happened_tomorrow(client, field):
    client.force_login(people.counsellor())
    tomorrow = builders.TODAY() + timedelta(days=1)
    client.post(reverse("intake:case_new"), {**FORM, field: f"{tomorrow:%d.%m.%Y}"})
    assert not Case.objects.exists()


def test_nobody_has_custody_of_an_adult(client):
    client.force_login(people.counsellor())
    alone = {name: value for name, value in FORM.items() if not name.startswith("first")}
    client.post(reverse("intake:case_new"), alone)
    assert not Case.objects.exists()
    client.post(reverse("intake:case_new"), {**alone, "pupil-born_on": f"01.01.{builders.TODAY().year - 19}"})
    assert Case.objects.get().pupil.household.custodians.count() == 0


def test_a_place_that_was_left_can_be_followed_by_another():
    admission = admitted()
    confirmed = admission.confirmed_by
    ended = school_actions.end_admission(admission, again=True, version=admission.version, by=people.lead())
    assert (Case.objects.get().status, ended.confirmed_by) == ("seeking", confirmed)


def test_a_child_that_moved_away_takes_no_place_and_one_that_arrived_does():
    admission = admitted()
    place = admission.decision.request.offering
    case = Case.objects.get()
    actions.move(case, "closed", closing_reason="moved_away", version=case.version, by=case.owner)
    assert type(place).objects.with_taken().get(pk=place.pk).taken == 0
    case.refresh_from_db()
    case = actions.move(case, "reported", version=case.version, by=case.owner)
    actions.move(case, "closed", closing_reason="arrived", version=case.version, by=case.owner)
    assert type(place).objects.with_taken().get(pk=place.pk).taken == 1


class TestTalks:
    def test_none_in_a_closed_case(self, client):
        case = builders.open_case()
        actions.move(case, "closed", closing_reason="duplicate", version=case.version, by=case.owner)
        with pytest.raises(actions.StepNotPossible):
            builders.record_session(case)
        client.force_login(case.owner)
        for name, form in (
            ("session_edit", builders.talk_form(case)),
            ("recommendation_edit", {"grade": 6, "support": "dfg"}),
        ):
            answer = client.post(reverse(f"intake:{name}", args=[case.reference]), form)
            assert answer.url == case.get_absolute_url()

    def test_a_recommendation_written_first_is_not_asked_for_again(self):
        builders.installation()
        builders.approved_texts()
        case = builders.open_case()
        actions.recommend(case, {"grade": 6, "support": "dfg"}, version=0, by=case.owner)
        session = builders.record_session(case)
        builders.settle_sheets(case)
        actions.conclude_session(session, by=case.owner)
        assert Case.objects.get().status == "seeking"


def test_evidence_does_not_contradict_itself(client):
    builders.installation()
    builders.approved_texts()
    case = builders.open_case()
    client.force_login(case.owner)
    form = {"language": "de", "channel": "paper", "interpreter": "lay", "reason": "does_not_want"}
    address = reverse("intake:sheet_issue", args=[case.reference])
    client.post(address, {**form, "people": ["P"], "state": "issued"})
    client.post(address, {**form, "people": ["C1"], "state": "refused"})
    issued, refused = (SheetIssue.objects.get(person_code=code) for code in ("P", "C1"))
    assert (issued.reason, issued.channel) == ("", "paper")
    assert (refused.reason, refused.channel, refused.language, refused.interpreter) == (
        "does_not_want",
        "",
        "",
        "",
    )
