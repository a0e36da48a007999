"""Two cases of one child become one (domain.md requirement 44): what comes over, what stays, what is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from intake import actions
from intake.actions.merging import NotToBeMerged
from intake.models import Case, FurtherLanguage, Pupil, SchoolYear, SeenDocument, TalkDraft
from intake.models.cases import WITH_THE_FAMILY, Status
from privacy.ledger import review
from privacy.ledger.acts import acting
from privacy.ledger.history import ChangedMeanwhile
from privacy.models import AuditEvent, SheetIssue
from tests import builders, people

pytestmark = pytest.mark.django_db
POOR = {
    "surname": "Halil", "given_names": "Amina", "born_on": date(2014, 3, 9), "place_of_birth": "", "sex": "",
    "nationality": "", "german_level": "", "years_attended": None, "literacy": "",
    "household": {"street": "", "postcode": "", "town": ""},
}  # fmt: skip
RICH = {
    "surname": "Ḫalīl", "given_names": "Amīna", "born_on": date(2014, 3, 9), "place_of_birth": "Damaskus", "sex": "w",
    "nationality": "475", "german_level": "A1", "years_attended": 0, "original_name": "أمينة خليل",
    "facts": {"resident_since": date(2026, 2, 1), "wish_note": "nahe bei der Tante"},
}  # fmt: skip


@pytest.fixture
def pair():
    """Nadja's case with little in it, and Tarik's of the same child, with more."""
    return builders.open_case(**POOR), builders.open_case(by=people.teammate(), **RICH)


def fresh(case):
    return Case.objects.get(pk=case.pk)


def merge(kept, gone, by=None):
    kept, gone = fresh(kept), fresh(gone)
    return actions.merge(
        kept, gone, version=kept.version, gone_version=gone.version, by=by or people.counsellor()
    )


def add_father(case, by=None, **more):
    values = {"kind": "father", "surname": "Ḫalīl", "given_names": "Yūsuf", "phone": "0171 7", **more}
    return actions.add_custodian(case, values, by=by or case.owner)


# --- What happens -----------------------------------------------------------------------------------------


def test_what_is_empty_is_filled_in_and_nothing_is_overwritten(pair):
    kept, gone = pair
    actions.change(kept, kept.pupil, {"nationality": "166"}, version=1, by=kept.owner)
    merge(kept, gone)
    child = fresh(kept).pupil
    assert (child.place_of_birth, child.sex, child.german_level, child.years_attended) == (
        "Damaskus", "w", "A1", 0,
    )  # fmt: skip
    assert (child.surname, child.nationality) == ("Halil", "166")  # these stood here already
    assert child.original_name == "أمينة خليل"
    assert "خليل" in child.name_form  # and it is found by it
    now = fresh(kept)
    assert (now.resident_since, now.wish_note) == (date(2026, 2, 1), "nahe bei der Tante")
    assert child.household.street == "Sandstraße 5"
    assert (now.status, now.owner) == ("reported", people.counsellor())


def test_half_an_address_is_not_mixed_with_another(pair):
    kept, gone = pair
    home = kept.pupil.household
    actions.change(kept, home, {"postcode": "57080"}, version=1, by=kept.owner)
    merge(kept, gone)
    home.refresh_from_db()
    assert (home.street, home.postcode, home.town) == ("", "57080", "")


def test_the_other_case_is_closed_as_entered_twice_and_says_where_it_went(client, pair):
    kept, gone = pair
    merge(kept, gone)
    now = fresh(gone)
    assert (now.status, now.closing_reason, now.closed_on, now.merged_into) == (
        "closed", "duplicate", builders.TODAY(), kept,
    )  # fmt: skip
    client.force_login(kept.owner)
    assert gone.reference in client.get(kept.get_absolute_url()).content.decode()
    page = client.get(gone.get_absolute_url()).content.decode()
    assert "Dieser Fall war doppelt angelegt" in page
    assert kept.reference in page


def test_talks_contacts_and_sheets_stay_where_they_are_as_evidence(pair):
    kept, gone = pair
    builders.installation()
    builders.approved_texts()
    builders.record_session(gone)
    actions.log_contact(
        gone, {"kind": "call", "made_on": builders.TODAY(), "note": "", "follow_up_on": None}, by=gone.owner
    )
    builders.settle_sheets(gone)
    proofs = list(SheetIssue.objects.of(gone.reference).order_by("pk").values())
    merge(kept, gone)
    assert (gone.sessions.count(), gone.contacts.count(), fresh(kept).sessions.count()) == (1, 1, 0)
    assert list(SheetIssue.objects.of(gone.reference).order_by("pk").values()) == proofs


def test_what_says_something_about_another_detail_goes_with_that_one_only(pair):
    """How well a language is spoken, which script, on what the level rests."""
    kept, gone = pair
    told = {"second_language": "kur", "second_language_fluency": "fluent", "german_basis": "test",
            "literacy": "other", "script": "arabic"}  # fmt: skip
    actions.change(gone, gone.pupil, told, version=1, by=gone.owner)
    here = {"second_language": "ara", "literacy": "other"}
    actions.change(kept, Pupil.objects.get(pk=kept.pupil_id), here, version=1, by=kept.owner)
    merge(kept, gone)
    child = fresh(kept).pupil
    assert (child.second_language, child.second_language_fluency) == ("ara", "")  # of another language
    assert (child.literacy, child.script) == ("other", "arabic")
    assert (child.german_level, child.german_basis) == ("A1", "test")


def with_school_so_far(case):
    with acting(people.lead()):
        SchoolYear(pupil=case.pupil, year=2024, attendance="full", country="475", grade=3).save()
        FurtherLanguage(pupil=case.pupil, position=1, language="eng", from_grade=1).save()
        SeenDocument(case=case, kind="identity", seen_on=builders.TODAY()).save()


def test_school_years_languages_and_papers_come_over_where_there_are_none(pair):
    kept, gone = pair
    with_school_so_far(gone)
    merge(kept, gone)
    child = fresh(kept).pupil
    assert [(one.year, one.country, one.grade) for one in child.school_years.all()] == [(2024, "475", 3)]
    assert [one.language for one in child.further_languages.all()] == ["eng"]
    assert [one.kind for one in fresh(kept).seen_documents.all()] == ["identity"]
    assert gone.pupil.school_years.count() == 1  # and stay as evidence


def test_what_is_told_of_school_here_is_not_mixed_with_the_other(pair):
    kept, gone = pair
    with_school_so_far(gone)
    with acting(people.lead()):
        SchoolYear(pupil=kept.pupil, year=2023, attendance="none").save()
        SeenDocument(case=kept, kind="identity", seen_on=date(2026, 1, 1)).save()
    merge(kept, gone)
    assert [one.year for one in fresh(kept).pupil.school_years.all()] == [2023]
    assert [one.seen_on for one in fresh(kept).seen_documents.all()] == [date(2026, 1, 1)]


def test_custodians_who_are_missing_come_over_and_a_sheet_becomes_due_for_them(pair):
    """Art. 13 for who gave the data, Art. 14 for who was only spoken of in the other case."""
    kept, gone = pair
    add_father(gone)
    add_father(gone, given_names="Karim", is_absent=True)
    before = set(SheetIssue.objects.of(kept.reference).values_list("pk", flat=True))

    merge(kept, gone)

    home = fresh(kept).pupil.household
    assert [(one.code, one.full_name) for one in home.custodians.all()] == [
        ("C1", "Kowalenko, Iryna"), ("C2", "Ḫalīl, Yūsuf"), ("C3", "Ḫalīl, Karim"),
    ]  # fmt: skip
    new = SheetIssue.objects.of(kept.reference).open().exclude(pk__in=before)
    assert {(one.person_code, one.kind) for one in new} >= {("C2", "art13"), ("C3", "art14")}
    assert gone.pupil.household.custodians.count() == 3  # what the other case says stays


def test_who_comes_from_another_address_keeps_it(pair):
    kept, gone = pair
    add_father(gone)
    actions.change(kept, kept.pupil.household, {"street": "Weg 9", "postcode": "57080", "town": "Siegen"}, version=1,
                   by=kept.owner)  # fmt: skip
    merge(kept, gone)
    home = fresh(kept).pupil.household
    assert home.address_lines == ["Weg 9", "57080 Siegen"]
    assert home.custodians.get(kind="father").address_lines == ["Sandstraße 5", "57072 Siegen"]


def test_a_protected_address_stays_protected_and_never_becomes_the_households(pair):
    kept, gone = pair
    add_father(gone, is_protected=True)
    merge(kept, gone)
    home = fresh(kept).pupil.household
    father = home.custodians.get(kind="father")
    assert (home.address_lines, father.is_protected) == ([], True)
    assert father.address_lines == ["Sandstraße 5", "57072 Siegen"]


def test_who_is_protected_in_one_of_the_cases_is_protected(pair):
    kept, gone = pair
    add_father(kept)
    add_father(gone, is_protected=True)
    merge(kept, gone)
    assert fresh(kept).pupil.household.custodians.get(kind="father").is_protected


def test_a_custodian_known_by_another_spelling_is_not_doubled_but_completed(pair):
    kept, gone = pair
    add_father(kept, surname="Halil", given_names="Yusuf", phone="")
    add_father(gone)
    merge(kept, gone)
    father = fresh(kept).pupil.household.custodians.get(kind="father")
    assert (father.full_name, father.phone) == ("Halil, Yusuf", "0171 7")


def test_two_cases_in_one_household_share_their_custodians(pair):
    kept, _other = pair
    twin = actions.open_case(
        household=kept.pupil.household,
        pupil={"surname": "Halil", "given_names": "Amina M.", "born_on": date(2014, 3, 9)},
        custodians=[], referral={"source": "family", "channel": "person", "received_on": builders.TODAY()}, facts={},
        by=kept.owner,
    )  # fmt: skip
    merge(kept, twin)
    assert fresh(kept).pupil.household.custodians.count() == 1
    assert fresh(twin).merged_into == kept


def test_corrected_data_are_told_as_with_every_change(pair):
    kept, gone = pair
    merge(kept, gone)
    occasions = SheetIssue.objects.of(kept.reference).values_list("collection__occasion", flat=True)
    assert "correction" in set(occasions)


def test_one_event_tells_of_both_and_of_what_was_filled_without_a_value(pair):
    kept, gone = pair
    add_father(gone)
    merge(kept, gone)
    event = AuditEvent.objects.get(verb="case.merged")
    assert (event.reference, f'"into":"{kept.reference}"' in event.detail) == (gone.reference, True)
    assert {one.reference for one in event.shown.all()} == {kept.reference, gone.reference}
    assert '"pupil.place_of_birth"' in event.detail
    assert not any(value in event.detail for value in ("Damaskus", "Ḫalīl", "Tante"))
    for case in (kept, gone):  # it stands in the trail of both
        assert review.time_line(case.reference).entries[0].event == event
    assert set(
        Pupil.history.filter(id=kept.pupil_id, act=event.act).values_list("history_type", flat=True)
    ) == {"~"}


def test_what_had_been_merged_into_the_one_that_goes_now_points_to_the_one_that_stays(pair):
    kept, gone = pair
    first = builders.open_case(by=people.lead(), **POOR)
    merge(gone, first, by=people.teammate())
    merge(kept, gone)
    assert {case.pk for case in fresh(kept).merged_cases.all()} == {first.pk, gone.pk}


# --- What is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [one for one in Status if one != Status.CLOSED])
def test_only_before_a_school_was_asked_a_case_can_go_away(pair, status):
    kept, gone = pair
    with acting(people.lead()):
        fresh(gone).assign({"status": status}).save()
    if status in WITH_THE_FAMILY:
        merge(kept, gone)
        assert fresh(gone).merged_into == kept
    else:
        with pytest.raises(NotToBeMerged, match="Schule"):
            merge(kept, gone)
        assert fresh(gone).merged_into is None
        assert AuditEvent.objects.filter(verb="act.refused", reference=gone.reference).exists()


def test_the_case_with_a_school_may_be_the_one_that_stays():
    asked = builders.request_place()
    twin = builders.open_case(**POOR)
    assert merge(asked.case, twin).status == "requested"
    assert asked.case.requests.count() == 1


def test_closed_cases_and_the_same_one_twice_are_not_merged(pair):
    kept, gone = pair
    with pytest.raises(NotToBeMerged):
        merge(kept, kept)
    actions.move(kept, "closed", closing_reason="moved_away", version=kept.version, by=kept.owner)
    for one, other in ((kept, gone), (gone, kept)):
        with pytest.raises(NotToBeMerged, match=kept.reference):
            merge(one, other)
    assert fresh(gone).status == "reported"


def test_while_a_talk_is_being_written_down_the_case_does_not_go_away(pair):
    kept, gone = pair
    draft = TalkDraft.objects.create(
        case=gone, user=gone.owner, content="", window="w", number=1, informed="", saved_at=timezone.now()
    )
    with pytest.raises(NotToBeMerged, match="Gespräch"):
        merge(kept, gone)
    draft.delete()
    merge(kept, gone)


def test_while_the_family_has_an_appointment_there_the_case_does_not_go_away(pair):
    kept, gone = pair
    appointment = builders.appointment(gone)
    with pytest.raises(NotToBeMerged, match="Termin"):
        merge(kept, gone)
    actions.cancel_appointment(appointment, reason="by_office", by=gone.owner)
    merge(kept, gone)
    assert fresh(gone).merged_into == kept


def test_a_merged_case_is_not_reopened_and_goes_nowhere_else(client, pair):
    kept, gone = pair
    third = builders.open_case(by=people.lead(), **POOR)
    merge(kept, gone)
    with pytest.raises(actions.StepNotPossible):
        actions.move(fresh(gone), "reported", version=fresh(gone).version, by=gone.owner)
    for one, other in ((gone, third), (third, gone)):
        with pytest.raises(NotToBeMerged):
            merge(one, other)
    ordinary = actions.move(
        third, "closed", closing_reason="duplicate", version=third.version, by=third.owner
    )
    assert actions.move(ordinary, "reported", version=ordinary.version, by=third.owner).status == "reported"


def test_who_saw_an_older_state_of_either_merges_nothing(pair):
    kept, gone = pair
    for versions in (
        {"version": 9, "gone_version": gone.version},
        {"version": kept.version, "gone_version": 0},
    ):
        with pytest.raises(ChangedMeanwhile):
            actions.merge(kept, gone, by=kept.owner, **versions)
    assert fresh(gone).merged_into is None


@pytest.mark.parametrize(
    "values",
    [
        {"status": "reported", "closing_reason": "", "closed_on": None},
        {"status": "closed", "closing_reason": "moved_away", "closed_on": date(2026, 1, 1)},
    ],
)
def test_the_database_keeps_merged_cases_closed_as_duplicates(pair, values):
    kept, gone = pair
    with pytest.raises(IntegrityError), acting(people.lead()), transaction.atomic():
        fresh(gone).assign({"merged_into": kept, **values}).save()
    closed = actions.move(gone, "closed", closing_reason="duplicate", version=gone.version, by=gone.owner)
    with pytest.raises(IntegrityError), acting(people.lead()), transaction.atomic():
        closed.assign({"merged_into": closed}).save()
    with acting(people.lead()):
        fresh(gone).assign({"merged_into": kept}).save()


# --- The pages --------------------------------------------------------------------------------------------


def address(case):
    return reverse("intake:case_merge", args=[case.reference])


def test_the_second_look_shows_both_and_says_what_will_happen_and_changes_nothing(client, pair):
    kept, gone = pair
    add_father(gone)
    client.force_login(kept.owner)
    assert address(kept) in client.get(kept.get_absolute_url()).content.decode()
    writes = AuditEvent.objects.writes().count()

    page = client.get(address(kept), {"other": f" {gone.reference} "}).content.decode()

    for words in ("Halil, Amina", "Ḫalīl, Amīna", "Tarik Aydın", "Nadja Weber", "Geburtsort", "Ḫalīl, Yūsuf"):
        assert words in page
    assert "Nichts wird überschrieben" in page
    assert "Bitte prüfen Sie, ob es wirklich dasselbe Kind ist" not in page
    assert AuditEvent.objects.writes().count() == writes
    read = AuditEvent.objects.order_by("id").last()
    assert (read.verb, read.reference, read.shown.get().reference) == (
        "case.read", kept.reference, gone.reference,
    )  # fmt: skip

    response = client.post(
        address(kept), {"other": gone.reference, "version": kept.version, "gone_version": gone.version}
    )
    assert response.url == kept.get_absolute_url()
    assert fresh(gone).merged_into == kept


def test_different_children_are_warned_of(client, pair):
    kept, _gone = pair
    other = builders.open_case(surname="Otto", given_names="Karl", born_on=date(2012, 5, 5))
    client.force_login(kept.owner)
    page = client.get(address(kept), {"other": other.reference}).content.decode()
    assert "Bitte prüfen Sie, ob es wirklich dasselbe Kind ist" in page


def test_a_refusal_is_said_before_anybody_presses_and_the_other_way_round_is_offered(client):
    asked = builders.request_place()
    kept = builders.open_case(**POOR)
    client.force_login(kept.owner)
    page = client.get(address(kept), {"other": asked.case.reference}).content.decode()
    assert "eine Schule ist damit befasst" in page
    assert "Endgültig zusammenführen" not in page
    assert f"{address(asked.case)}?other={kept.reference}" in page


@pytest.mark.parametrize(
    "typed", ["2099-0001", "x" * 10_000, "\0", "😀", "\u202e2026", "", "2026-0001 OR 1=1"]
)
def test_an_unknown_reference_is_named_at_its_field(client, pair, typed):
    kept, _gone = pair
    client.force_login(kept.owner)
    page = client.get(address(kept), {"other": typed})
    assert page.status_code == 200
    assert "other" in page.context["form"].errors
    assert "case" in page.context


def test_a_case_of_another_team_is_not_merged_unless_it_is_open_to_her(client, pair):
    kept, _gone = pair
    foreign = builders.open_case(by=people.colleague(), **RICH)
    client.force_login(kept.owner)
    form = {"other": foreign.reference, "version": kept.version, "gone_version": foreign.version}
    page = client.post(address(kept), form).content.decode()
    assert "Kein Fall mit diesem Aktenzeichen ist für Sie offen." in page
    assert "Ḫalīl" not in page
    assert fresh(foreign).merged_into is None
    actions.open_unusually(foreign, purpose="duplicate", explanation="doppelt", by=kept.owner)
    client.post(address(kept), form)
    assert fresh(foreign).merged_into == kept


def test_posting_without_the_second_look_merges_nothing(client, pair):
    kept, gone = pair
    client.force_login(kept.owner)
    response = client.post(address(kept), {"other": gone.reference})
    assert response.url == f"{address(kept)}?other={gone.reference}"
    assert fresh(gone).merged_into is None


def test_no_name_gets_into_an_address(client, pair):
    kept, gone = pair
    client.force_login(kept.owner)
    response = client.post(address(kept), {"other": gone.reference, "version": 99, "gone_version": 1})
    assert "alil" not in response.url
    assert "inzwischen" in client.get(response.url).content.decode()
