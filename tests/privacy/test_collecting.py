"""Each collection of data opens exactly one issue for everybody concerned, or says why none is owed."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from intake import actions, bulk
from intake.models import Case, Custodian
from intake.people import people_of
from privacy.accounts import actions as installation_actions
from privacy.ledger import audit
from privacy.ledger.acts import Outsider
from privacy.ledger.models import AuditEvent
from privacy.ledger.verbs import Verb
from privacy.models import Collection, Installation, SheetIssue
from privacy.notices import collecting, documents, sheets, texts
from privacy.notices.collecting import Occasion, Person
from privacy.notices.informing import inform_again, open_again
from privacy.notices.models import PrivacyNotice
from privacy.work import jobs
from schools import actions as school_actions
from tests import builders, people

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY


@pytest.fixture(autouse=True)
def ready():
    builders.installation()
    builders.approved_texts()


def issues(case, **wanted):
    return list(SheetIssue.objects.of(case.reference).filter(**wanted).order_by("pk"))


def of_last_collection(case):
    last = Collection.objects.filter(reference=case.reference).order_by("pk").last()
    return last, list(last.issues.order_by("person_code"))


def codes(found):
    return [issue.person_code for issue in found]


def family(**changes):
    """A child with mother and father. `father` holds changes of his."""
    father = {"kind": "father", "surname": "Kowalenko", "given_names": "Petro", **changes.pop("father", {})}
    values = {
        "household": {"municipality": "05970040", "language": "ukr"},
        "pupil": {"surname": "Kowalenko", "given_names": "Danylo", "born_on": date(TODAY().year - 11, 3, 9)},
        "custodians": [{"kind": "mother", "surname": "Kowalenko", "given_names": "Iryna"}, father],
        "referral": {"source": "family", "channel": "person", "received_on": TODAY()},
        "facts": {},
        "by": people.counsellor(),
    }  # fmt: skip
    return actions.open_case(**{**values, **changes})


# --- R08: one issue for each person concerned -------------------------------------------------------------------


def test_the_first_save_opens_one_issue_for_the_child_and_each_custodian():
    case = family()
    made, opened = of_last_collection(case)
    assert (made.occasion, made.source, codes(opened)) == ("first_save", "family", ["C1", "C2", "P"])
    assert {issue.kind for issue in opened} == {"art13"}
    assert {issue.due_on for issue in opened} == {TODAY()}  # Art. 13 (1): when the data are obtained


def test_a_father_who_is_not_here_is_told_by_art_14_within_a_month():
    """What the mother says of him is not obtained from him: Art. 14 (1), (3) (a) GDPR."""
    case = family(father={"is_absent": True})
    father = SheetIssue.objects.get(reference=case.reference, person_code="C2")
    assert (father.kind, father.collection.source) == ("art14", "family_member")
    assert father.due_on == collecting.one_month_after(TODAY())
    assert {issue.kind for issue in issues(case, person_code__in=["P", "C1"])} == {"art13"}
    assert not hasattr(Custodian.objects.get(position=2), "is_absent")


@pytest.mark.parametrize("source", ["meldebehoerde", "jugendamt", "school", "auslaenderbehoerde"])
def test_a_report_by_an_office_opens_art_14_for_everybody(source):
    case = family(referral={"source": source, "channel": "mail", "received_on": TODAY()})
    assert {(issue.kind, issue.collection.source) for issue in issues(case)} == {("art14", source)}


def test_a_talk_is_one_collection_from_those_who_take_part():
    case = family()
    builders.record_session(case, participants="P,C1")
    made, opened = of_last_collection(case)
    assert (made.occasion, codes(opened)) == ("talk", ["C1", "P"])
    values = {
        "held_on": TODAY(),
        "kind": "phone",
        "participants": "P,C1",
        "interpreter": "none",
        "notes": "x",
    }
    actions.record_talk(case, [actions.talk_entry(case, values, by=case.owner)], by=case.owner)
    assert (
        Collection.objects.filter(occasion="talk").count() == 1
    )  # saving the draft again collects nothing new


def test_a_correction_concerns_whom_it_is_about():
    case = family()
    mother = Custodian.objects.get(position=1)
    actions.change(case, mother, {"phone": "0171 1"}, version=mother.version, by=case.owner)
    assert codes(of_last_collection(case)[1]) == ["C1"]
    home = case.pupil.household
    actions.change(case, home, {"street": "Neue Straße 1"}, version=home.version, by=case.owner)
    assert codes(of_last_collection(case)[1]) == ["C1", "C2", "P"]
    child = Case.objects.get().pupil
    actions.change(case, child, {"place_of_birth": "Lwiw"}, version=child.version, by=case.owner)
    made, opened = of_last_collection(case)
    assert (made.occasion, codes(opened)) == ("correction", ["P"])


def test_saving_without_a_change_collects_nothing():
    case = family()
    before = Collection.objects.count()
    child = case.pupil
    actions.change(case, child, {"surname": child.surname}, version=child.version, by=case.owner)
    assert Collection.objects.count() == before


@pytest.mark.parametrize(("is_absent", "kind"), [(False, "art13"), (True, "art14")])
def test_a_custodian_added_later_is_informed_too(is_absent, kind):
    case = builders.open_case()
    values = {"kind": "father", "surname": "Spät", "is_absent": is_absent}
    actions.add_custodian(case, values, by=case.owner)
    made, opened = of_last_collection(case)
    assert (made.occasion, codes(opened), opened[0].kind) == ("person_added", ["C2"], kind)


def test_a_third_person_is_told_as_well():
    case = builders.open_case()
    opened = open_again(
        case.reference, [Person("T1")], occasion=Occasion.TALK, purpose="counselling", by=WORKER
    )
    assert [(issue.person_code, issue.kind) for issue in opened] == [("T1", "art13")]


WORKER = Outsider("worker")


def test_authority_and_school_tell_of_the_child():
    """Art. 14 GDPR: the decision comes from the Schulaufsicht, the first day from the school."""
    asked = builders.request_place()
    office = people.school_user(asked.school)
    asked = school_actions.accept(asked, version=asked.version, by=office)
    decision = school_actions.decide(
        asked, authority="schulamt", decided_on=TODAY(), file_number="", expected_on=TODAY(), version=asked.version,
        by=asked.case.owner,
    )  # fmt: skip
    made, told = of_last_collection(asked.case)
    assert (made.occasion, made.source, codes(told)) == ("authority", "supervision", ["P"])
    school_actions.admit(decision.admission, first_day=TODAY(), version=decision.admission.version, by=office)
    made, told = of_last_collection(asked.case)
    assert (made.occasion, made.source, codes(told)) == ("school", "school", ["P"])
    # The sheet named both sources: Art. 14 (5) (a).
    assert [(issue.state, issue.reason) for issue in told] == [("exempt", "art14_5_a")]
    assert told[0].settled_by == office


# --- R09: when Art. 14 is due -----------------------------------------------------------------------------------


def test_the_first_contact_makes_art_14_due():
    """Art. 14 (3) (b) GDPR."""
    case = builders.open_case(source="meldebehoerde")
    assert {issue.due_on for issue in issues(case)} == {collecting.one_month_after(TODAY())}
    actions.move(case, "invited", version=case.version, by=case.owner)
    assert {issue.due_on for issue in issues(case)} == {TODAY()}


def test_contact_never_puts_a_date_off():
    case = builders.open_case(source="meldebehoerde")
    past = TODAY() - timedelta(days=3)
    SheetIssue.objects.update(due_on=past)
    actions.move(case, "invited", version=case.version, by=case.owner)
    assert {issue.due_on for issue in issues(case)} == {past}


def test_no_school_is_asked_while_a_notice_is_open():
    """Art. 14 (3) (c) GDPR; its twin succeeds."""
    case = builders.seeking_case()
    actions.add_custodian(case, {"kind": "father", "surname": "Weit", "is_absent": True}, by=case.owner)
    place = builders.offering()
    with pytest.raises(sheets.SheetsStillOpen):
        builders.request_place(case, place)
    builders.settle_sheets(case)
    assert builders.request_place(case, place).status == "open"


# --- R11: Art. 13 (4) only with a reference ---------------------------------------------------------------------


def settled_case():
    case = builders.open_case()
    builders.settle_sheets(case)
    return case


@pytest.mark.parametrize(
    "changes",
    [{"controller_name": "Stadt Anders"}, {"dpo_contact": "neu@example.org"}, {"case_years": 10}],
    ids=str,
)
def test_who_was_told_something_else_is_told_anew(changes):
    """Changed controller or retention values make a new version (decision 10)."""
    case = settled_case()
    change_installation(**changes)
    assert sorted(codes(collecting.outdated([case.reference]))) == ["C1", "P"]
    assert correct(case).state == "open"


def test_a_translation_older_than_the_german_text_did_not_tell_it():
    new_german(is_substantive=True)
    case = builders.open_case()
    builders.settle_sheets(case, language="uk")  # its translation is still of the text before
    assert sorted(codes(collecting.outdated([case.reference]))) == ["C1", "P"]
    assert correct(case).state == "open"


def correct(case):
    """One more collection about the child; returns its issue."""
    child = Case.objects.get(pk=case.pk).pupil
    town = f"Ort {Collection.objects.count()}"
    actions.change(case, child, {"place_of_birth": town}, version=child.version, by=case.owner)
    return of_last_collection(case)[1][0]


def test_who_has_the_same_sheet_counts_as_informed_with_a_reference_to_it():
    case = settled_case()
    paper = SheetIssue.objects.get(person_code="P")
    issue = correct(case)
    assert (issue.state, issue.reason, issue.told_by) == ("exempt", "art13_4", paper)
    assert (issue.settled_by, issue.receipt_number, issue.document) == (case.owner, None, None)
    assert f"art13:P:{issue.state}" in AuditEvent.objects.filter(verb="case.changed").first().detail


def test_who_refused_or_was_not_reached_does_not():
    case = builders.open_case()
    builders.settle_sheets(case, state="refused")
    assert correct(case).state == "open"


def test_an_art_14_notice_does_not_stand_for_an_art_13_sheet():
    """It does not say what is necessary and what is voluntary (Art. 13 (2) (e)); the reverse holds."""
    case = builders.open_case(source="meldebehoerde")
    builders.settle_sheets(case)
    assert correct(case).state == "exempt"  # still what the Meldebehörde told
    builders.record_session(case)
    assert codes(issues(case, state="open")) == ["P", "C1"]


def test_the_text_for_custodians_does_not_stand_for_the_one_for_young_people():
    case = settled_case()
    child = Case.objects.get().pupil
    young = {"born_on": date(TODAY().year - 16, 1, 1)}
    actions.change(case, child, young, version=child.version, by=case.owner)
    issue = of_last_collection(case)[1][0]
    assert (issue.state, issue.audience) == ("open", "pupil")


def test_an_open_sheet_follows_a_corrected_birth_date():
    case = builders.open_case()
    child = case.pupil
    young = {"born_on": date(TODAY().year - 16, 1, 1)}
    actions.change(case, child, young, version=child.version, by=case.owner)
    assert {issue.audience for issue in issues(case, person_code="P")} == {"pupil"}


def test_the_office_may_hand_it_over_each_time():
    builders.installation(hands_out_each_time=True)
    case = settled_case()
    assert correct(case).state == "open"


def test_a_source_that_the_sheet_did_not_name_is_told():
    case = settled_case()
    paper = SheetIssue.objects.get(person_code="P")
    paper.document.sources = []
    paper.document.save()
    facts = {"occasion": Occasion.SCHOOL, "source": "school", "purpose": "placement", "on": TODAY()}
    assert told(case, **facts).state == "open"


def told(case, **facts):
    @audit.action
    def collect(*, by):
        found = collecting.collected(case.reference, people_of(case)[:1], **facts)
        audit.record(Verb.SHEETS_DUE, reference=case.reference)
        return found[0]

    return collect(by=case.owner)


def test_a_purpose_that_the_sheet_did_not_name_is_told():
    case = settled_case()
    facts = {"occasion": Occasion.NEW_PURPOSE, "purpose": "health_office", "on": TODAY()}
    assert told(case, **facts).state == "open"
    assert told(case, **{**facts, "purpose": "placement"}).state == "exempt"


# --- R12: what changes in substance is told anew ----------------------------------------------------------------


def new_german(*, is_substantive, version="2026-12.1"):
    notice = PrivacyNotice.objects.newest("de")
    body = notice.body.replace(f'version = "{notice.text_version}"', f'version = "{version}"')
    made = PrivacyNotice.objects.create(
        language="de",
        text_version=version,
        body=body,
        sha256=texts.digest(body),
        is_substantive=is_substantive,
    )
    texts.approve(made, seal=made.sha256, by=people.dpo())
    return texts.approve(made, seal=made.sha256, by=people.lead())


def test_a_substantive_text_opens_sheets_for_all_active_cases():
    """Art. 13 (3) GDPR."""
    case, closed = settled_case(), settled_case()
    actions.move(closed, "closed", closing_reason="duplicate", version=closed.version, by=closed.owner)
    new_german(is_substantive=True)
    assert not sheets.open_for(case.reference).exists()  # the worker does it
    assert jobs.run_waiting() == 1
    assert codes(issues(case, state="open")) == ["P", "C1"]
    assert not sheets.open_for(closed.reference).exists()
    assert correct(case).state == "open"


def test_a_better_wording_opens_none():
    case = settled_case()
    new_german(is_substantive=False)
    assert jobs.run_waiting() == 0
    assert not sheets.open_for(case.reference).exists()
    assert correct(case).state == "exempt"


def test_a_new_purpose_opens_sheets_for_all_active_cases():
    case = settled_case()
    change_installation(reports_for_examination=True)
    jobs.run_waiting()
    opened = issues(case, state="open")
    assert {issue.collection.purpose for issue in opened} == {"health_office"}
    assert codes(opened) == ["P", "C1"]
    builders.settle_sheets(case)
    change_installation(reports_for_examination=False)
    jobs.run_waiting()
    assert not sheets.open_for(case.reference).exists()


def change_installation(**changes):
    installation_actions.change_installation(
        changes, version=Installation.current().version, by=people.administrator()
    )


def test_the_job_opens_nothing_twice():
    case = settled_case()
    new_german(is_substantive=True)
    jobs.run_waiting()
    before = SheetIssue.objects.count()
    type(jobs.Job.objects.get()).objects.update(state="waiting")
    jobs.run_waiting()
    assert SheetIssue.objects.count() == before
    assert len(issues(case, state="open")) == 2


# --- One paper for all that a person is owed ----------------------------------------------------------------------


def test_one_paper_tells_a_person_everything_that_is_owed():
    case = builders.open_case(source="jugendamt")
    builders.record_session(case)
    assert len(issues(case, state="open")) == 4
    builders.settle_sheets(case)
    for code in ("P", "C1"):
        notice, sheet = issues(case, person_code=code)
        assert (sheet.kind, notice.kind) == ("art13", "art14")
        assert sheet.receipt_number
        assert (notice.state, notice.told_by, notice.receipt_number) == ("issued", sheet, None)
        assert notice.sheet_sha256 == sheet.sheet_sha256


def test_the_receipt_names_who_told_us():
    """Art. 14 (2) (f) GDPR, on the paper that names nobody."""
    case = builders.open_case(source="jugendamt")
    builders.settle_sheets(case)
    receipt = pypdfium2.PdfDocument(bytes(issues(case)[0].receipt))[0].get_textpage().get_text_range()
    assert "Jugendamt" in receipt
    assert "Kowalenko" not in receipt


def test_the_receipt_is_signed_once():
    case = settled_case()
    paper = SheetIssue.objects.get(person_code="C1")
    sheets.sign(paper, by=case.owner)
    paper.refresh_from_db()
    assert paper.signed_on == TODAY()
    open_sheet = correct(case)
    with pytest.raises(sheets.NotHandedOver):
        sheets.sign(open_sheet, by=case.owner)


def test_a_person_may_have_the_sheet_once_more_in_another_language():
    case = settled_case()
    first = SheetIssue.objects.get(person_code="C1")
    again = sheets.hand_over_again(first, audience="custodian", by=case.owner)
    assert (again.collection, again.attempt, again.state) == (first.collection, 2, "open")
    with pytest.raises(sheets.AlreadySettled):
        sheets.hand_over_again(first, audience="custodian", by=case.owner)
    builders.settle_sheets(case, language="uk")
    again.refresh_from_db()
    assert (again.language, again.state) == ("uk", "issued")
    assert again.receipt_number != first.receipt_number
    assert sheets.hand_over_again(first, audience="custodian", by=case.owner).attempt == 3


def at_desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_who_was_not_informed_may_be_asked_again_and_again():
    case = builders.open_case()
    builders.settle_sheets(case, state="refused")
    first = SheetIssue.objects.get(person_code="C1")
    reopen = reverse("intake:sheet_reopen", args=[case.reference, first.pk])
    for attempt in (2, 3):
        at_desk_of(case.owner).post(reopen)
        assert sheets.open_for(case.reference).get().attempt == attempt
        builders.settle_sheets(case, state="refused")
    at_desk_of(case.owner).post(reopen)
    builders.settle_sheets(case)
    at_desk_of(case.owner).post(reopen)  # informed at last: nothing is open any more
    assert not sheets.open_for(case.reference).exists()
    assert sheets.reopenable(case.reference) == {SheetIssue.objects.get(person_code="P").pk}


def test_each_refusal_stands_for_itself():
    """Nobody "has this information already" by a paper that was not taken."""
    case = builders.open_case(source="jugendamt")
    builders.record_session(case)
    builders.settle_sheets(case, state="refused")
    assert {issue.told_by for issue in issues(case)} == {None}


def test_a_new_try_has_the_text_that_is_right_today():
    grown = TODAY().replace(year=TODAY().year - 14, day=1)
    case = builders.open_case(born_on=grown)
    builders.settle_sheets(case)
    SheetIssue.objects.update(audience="custodian")  # handed over before the birthday
    mine = SheetIssue.objects.get(person_code="P")
    at_desk_of(case.owner).post(reverse("intake:sheet_again", args=[case.reference, mine.pk]))
    assert sheets.open_for(case.reference).get().audience == "pupil"


# --- Who is who, and who is here -----------------------------------------------------------------------------------


def test_another_person_behind_the_same_entry_is_owed_a_sheet_of_their_own():
    """Art. 13 (4) GDPR: what the mother was told, the Vormund does not know."""
    case = settled_case()
    mother = Custodian.objects.get()
    vormund = {"kind": "vormund", "surname": "Meier", "given_names": "Jana", "institution": "Jugendamt"}
    actions.change(case, mother, vormund, version=mother.version, by=case.owner)
    assert Custodian.objects.get().code == "C2"
    assert codes(issues(case, state="open")) == ["C2"]
    assert [issue.state for issue in issues(case, person_code="C1")] == ["issued"]


def test_a_corrected_spelling_makes_nobody_another_person():
    case = settled_case()
    mother = Custodian.objects.get()
    actions.change(case, mother, {"surname": "Kovalenko"}, version=mother.version, by=case.owner)
    assert Custodian.objects.get().code == "C1"
    assert not sheets.open_for(case.reference).exists()


def test_who_joins_the_talk_later_is_informed_too():
    case = family(father={"is_absent": True})
    builders.record_session(case, participants="P,C1")
    assert not issues(case, person_code="C2", kind="art13")
    values = {
        "held_on": TODAY(),
        "kind": "on_site",
        "participants": "P,C1,C2",
        "interpreter": "lay",
        "notes": "",
    }
    actions.record_talk(case, [actions.talk_entry(case, values, by=case.owner)], by=case.owner)
    made, opened = of_last_collection(case)
    assert (made.occasion, codes(opened), opened[0].kind) == ("talk", ["C2"], "art13")


def test_a_new_address_concerns_every_child_of_the_household():
    first = builders.open_case()
    second = sibling_of(first)
    home = first.pupil.household
    actions.change(first, home, {"street": "Neue Straße 1"}, version=home.version, by=first.owner)
    for case in (first, second):
        made, told = of_last_collection(case)
        assert (made.occasion, codes(told)) == ("correction", ["C1", "P"])


def sibling_of(case):
    return actions.open_case(
        household=case.pupil.household,
        pupil={"surname": "Kowalenko", "given_names": "Bohdan", "born_on": date(TODAY().year - 8, 1, 1)},
        custodians=[],
        referral={"source": "family", "channel": "person", "received_on": TODAY()},
        facts={},
        by=case.owner,
    )


def test_a_siblings_case_does_not_make_an_absent_father_be_here():
    case = builders.open_case()
    father = {"kind": "father", "surname": "Weit", "given_names": "Petro", "is_absent": True}
    actions.add_custodian(case, father, by=case.owner)
    second = sibling_of(Case.objects.get(pk=case.pk))
    kinds = {issue.person_code: issue.kind for issue in issues(second)}
    assert kinds == {"P": "art13", "C1": "art13", "C2": "art14"}


def test_what_everybody_is_told_anew_makes_him_be_here_neither():
    case = builders.open_case()
    father = {"kind": "father", "surname": "Weit", "given_names": "Petro", "is_absent": True}
    actions.add_custodian(case, father, by=case.owner)
    change_installation(reports_for_examination=True)
    jobs.run_waiting()
    last = SheetIssue.objects.filter(person_code="C2").last()
    assert (last.collection.purpose, last.kind) == ("health_office", "art14")
    assert last.due_on == collecting.one_month_after(TODAY())


def test_a_case_closed_meanwhile_is_left_alone(monkeypatch):
    case, closed = settled_case(), settled_case()
    new_german(is_substantive=True)
    parts = list(inform_again(jobs.Job.objects.get()))
    actions.move(closed, "closed", closing_reason="duplicate", version=closed.version, by=closed.owner)
    for part in parts:
        part.do()
    assert sheets.open_for(case.reference).exists()
    assert not sheets.open_for(closed.reference).exists()


def test_only_those_who_spoke_are_ticked_beforehand():
    case = family(father={"is_absent": True})
    page = at_desk_of(case.owner).get(reverse("intake:sheet_issue", args=[case.reference]))
    assert page.context["form"].initial["people"] == ["P", "C1"]


def test_a_correction_makes_nobody_be_here_who_is_not():
    case = family(father={"is_absent": True})
    builders.settle_sheets(case)
    home = case.pupil.household
    actions.change(case, home, {"street": "Neue Straße 1"}, version=home.version, by=case.owner)
    last = SheetIssue.objects.filter(person_code="C2").last()
    assert (last.kind, last.collection.source) == ("art14", "family_member")


def test_nobody_waits_for_a_former_custodian_and_their_paper_informs_nobody():
    case = builders.open_case()
    mother = Custodian.objects.get()
    new = {"kind": "vormund", "surname": "Meier", "given_names": "Jana", "institution": "Jugendamt"}
    actions.change(case, mother, new, version=mother.version, by=case.owner)
    former = SheetIssue.objects.get(person_code="C1")
    assert (former.state, former.reason, former.settled_by) == ("impossible", "gone", case.owner)
    assert "gone" in AuditEvent.objects.filter(verb="case.changed").first().detail
    desk = at_desk_of(case.owner)
    desk.post(reverse("intake:sheet_reopen", args=[case.reference, former.pk]))
    assert codes(issues(case, state="open")) == ["P", "C2"]


def test_a_former_custodians_old_paper_is_not_outdated():
    case = settled_case()
    mother = Custodian.objects.get()
    actions.change(case, mother, {"kind": "foster"}, version=mother.version, by=case.owner)
    builders.settle_sheets(case)
    change_installation(dpo_contact="neu@example.org")
    assert sorted(row.issue.person_code for row in bulk.rows(case.owner, "outdated")) == ["C2", "P"]


@pytest.mark.parametrize(
    ("given_names", "changed", "code"),
    [("", "Schmidt", "C2"), ("Jana", "Schmidt", "C1")],
)
def test_a_vormund_known_by_surname_only_is_somebody_else_by_another_surname(given_names, changed, code):
    values = {"kind": "vormund", "surname": "Müller", "given_names": given_names, "institution": "Jugendamt"}
    case = family(custodians=[values])
    vormund = Custodian.objects.get()
    actions.change(case, vormund, {"surname": changed}, version=vormund.version, by=case.owner)
    assert Custodian.objects.get().code == code


def test_who_came_while_the_case_was_closed_is_told_when_it_is_opened_again():
    case = builders.open_case()
    second = sibling_of(case)
    builders.settle_sheets(case)
    closed = Case.objects.get(pk=case.pk)
    closed = actions.move(
        closed, "closed", closing_reason="duplicate", version=closed.version, by=closed.owner
    )
    actions.add_custodian(
        second, {"kind": "father", "surname": "Neu", "given_names": "Petro"}, by=second.owner
    )
    actions.move(closed, "reported", version=closed.version, by=closed.owner)
    assert codes(issues(case, state="open")) == ["C2"]
    assert [issue.state for issue in of_last_collection(case)[1]] == ["open"]
    with pytest.raises(sheets.SheetsStillOpen):
        sheets.demand_all_settled(case.reference)


def test_who_turns_fourteen_before_the_sheet_is_handed_over_gets_their_own_text():
    case = builders.open_case(born_on=TODAY().replace(year=TODAY().year - 14, day=1))
    SheetIssue.objects.update(audience="custodian")  # opened before the birthday
    form = {"people": ["P"], "state": "issued", "language": "de", "channel": "paper", "interpreter": "none"}
    at_desk_of(case.owner).post(reverse("intake:sheet_issue", args=[case.reference]), form)
    mine = SheetIssue.objects.get(person_code="P")
    assert (mine.state, mine.audience, mine.document.audience) == ("issued", "pupil", "pupil")


def test_a_space_in_the_controllers_details_stops_no_sheet_and_outdates_none():
    case = settled_case()
    change_installation(controller_name="Kreis  Musterland, Der Landrat ")
    assert collecting.outdated([case.reference]) == []
    builders.settle_sheets(builders.open_case())


def test_papers_that_cannot_be_told_apart_are_one(monkeypatch):
    case = settled_case()
    monkeypatch.setattr(documents, "facts_of", lambda installation: "f" * 64)
    builders.settle_sheets(builders.open_case())
    assert SheetIssue.objects.filter(reference=case.reference).first().document.facts == "f" * 64


# --- Art. 14 (5) (b) ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "state"), [("family", "open"), ("jugendamt", "exempt")])
def test_effort_exempts_from_art_14_only(source, state):
    case = builders.open_case(source=source)
    form = {"people": ["P", "C1"], "state": "exempt", "reason": "art14_5_b", "language": "de", "channel": "paper",
            "interpreter": "none"}  # fmt: skip
    at_desk_of(case.owner).post(reverse("intake:sheet_issue", args=[case.reference]), form)
    assert {issue.state for issue in issues(case)} == {state}


def test_nor_by_any_other_way():
    case = builders.open_case()
    with pytest.raises(sheets.GroundOnlyForArt14):
        sheets.settle(issues(case), {}, sheets.Outcome("exempt", reason="art14_5_b"), by=case.owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetIssue.objects.update(reason="art14_5_b")


# --- What is outdated -----------------------------------------------------------------------------------------------


def test_papers_of_an_old_text_are_listed_as_outdated():
    case = settled_case()
    assert collecting.outdated([case.reference]) == []
    new_german(is_substantive=False)  # the same in other words
    assert collecting.outdated([case.reference]) == []
    new_german(is_substantive=True, version="2026-12.2")
    assert sorted(codes(collecting.outdated([case.reference]))) == ["C1", "P"]
    assert collecting.outdated(["2000-0001"]) == []
