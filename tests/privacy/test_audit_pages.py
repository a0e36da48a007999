"""The officer reads who did what; values of families stay masked until she says why she needs them (decision 7)."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from intake import actions
from intake.models import Case, Pupil
from privacy.ledger import audit, review
from privacy.ledger.models import AuditEvent
from privacy.ledger.verbs import Verb, stream_of
from tests import builders, people

pytestmark = pytest.mark.django_db
TRAIL = "/privacy/audit/"
SURNAME = "Kowalenko"


def at_desk_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer():
    return at_desk_of(people.dpo())


@pytest.fixture
def case():
    return builders.open_case()


def event_page(event):
    return f"{TRAIL}{event.pk}/"


def event_of(verb):
    return AuditEvent.objects.filter(verb=verb).first()


def verbs(response):
    return [entry.event.verb for entry in response.context["entries"]]


def change_surname(case, surname="Kovalenko"):
    actions.change(case, case.pupil, {"surname": surname}, version=case.pupil.version, by=people.counsellor())
    return event_of(Verb.CASE_CHANGED)


def some_event(verb=Verb.LOGGED_IN, *, at=None, reference=""):
    """A row as the ledger would hold it, at a moment of the test's choice."""
    return AuditEvent.objects.create(
        act=uuid4(), stream=stream_of(verb), at=at or timezone.now(), verb=verb, actor_id=7, actor_label="Seven",
        reference=reference, detail="{}", key_number=1, mac=b"0" * 32,
    )  # fmt: skip


# --- Who may look, and that looking is an event -------------------------------------------------------------


@pytest.mark.parametrize("person", [people.counsellor, people.lead, people.administrator])
def test_nobody_but_the_officer_reads_the_trail(case, person):
    event = event_of(Verb.CASE_OPENED)
    desk = at_desk_of(person())
    assert desk.get(TRAIL).status_code == 403
    assert desk.get(event_page(event)).status_code == 403
    assert desk.post(f"{event_page(event)}reveal/", {"reason": "sample"}).status_code == 403
    assert event_of(Verb.AUDIT_READ) is None
    assert event_of(Verb.VALUE_REVEALED) is None


def test_the_officer_reads_sentences_without_names_of_families(officer, case):
    page = officer.get(TRAIL).content.decode()
    assert "Nadja Weber" in page
    assert case.reference in page
    assert SURNAME not in page


def test_every_look_is_an_event_with_its_filter(officer, case):
    officer.get(TRAIL, {"reference": case.reference, "stream": "W"})
    event = event_of(Verb.AUDIT_READ)
    assert (event.actor_label, event.reference) == ("Ines Falk", case.reference)
    assert json.loads(event.detail) == {"filter": {"reference": case.reference, "stream": "W"}}
    officer.get(event_page(event_of(Verb.CASE_OPENED)))
    assert json.loads(event_of(Verb.AUDIT_READ).detail)["event"] == event_of(Verb.CASE_OPENED).pk


def test_an_event_that_does_not_exist_is_not_found(officer):
    assert officer.get(f"{TRAIL}4711/").status_code == 404
    assert officer.get(f"{TRAIL}{10**30}/").status_code == 404


# --- The filter -------------------------------------------------------------------------------------------


def test_each_filter_shows_what_it_asks_for(officer, case):
    yesterday, today = timezone.localdate() - timedelta(days=1), timezone.localdate()
    old = some_event(at=timezone.now() - timedelta(days=1))
    unusual = some_event(Verb.CASE_OPENED_UNUSUALLY, reference="2026-0777")

    def shown(**wanted):
        return [entry.event for entry in officer.get(TRAIL, wanted).context["entries"]]

    opened = event_of(Verb.CASE_OPENED)
    assert shown(reference=case.reference)[-1] == opened
    assert shown(reference="2026-0777") == [unusual]
    assert shown(actor=people.counsellor().pk) == [opened]
    assert shown(verb=Verb.CASE_OPENED) == [opened]
    assert {event.stream for event in shown(stream="R")} == {"R"}
    assert shown(until=yesterday) == [old]
    assert old not in shown(since=today)
    assert opened in shown(since=today, until=today)
    assert shown(unusual="on") == [unusual]


def test_a_name_typed_into_the_reference_is_refused_and_written_down_nowhere(officer, case):
    response = officer.get(TRAIL, {"reference": SURNAME})
    assert response.context["form"].errors["reference"]
    assert not response.context["entries"]
    assert event_of(Verb.AUDIT_READ) is None


@pytest.mark.parametrize(
    "hostile",
    [
        {"reference": "2026-0001\x00"}, {"actor": "abc"}, {"actor": str(10**30)}, {"verb": "nothing"},
        {"since": "99999-01-01"}, {"until": "9999-12-31"}, {"since": "0001-01-01"}, {"before": str(10**30)},
        {"before": "-1"}, {"before": "x"}, {"since": "2026-02-02", "until": "2026-02-01"}, {"stream": "\x00"},
    ],
    ids=str,
)  # fmt: skip
def test_a_hostile_filter_is_an_error_of_the_form(officer, hostile):
    response = officer.get(TRAIL, hostile)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not response.context["entries"]


def test_an_active_filter_is_a_chip_whose_link_takes_it_away(officer, case):
    response = officer.get(TRAIL, {"reference": case.reference, "stream": "W", "before": "1"})
    assert [address for _label, _value, address in response.context["form"].chips()] == [
        "?stream=W",
        f"?reference={case.reference}",
    ]


def test_who_has_seen_this_child_counts_lists_as_well(officer, case):
    facts = {"verb": Verb.CASES_LISTED, "shown": [case.reference, "2026-0777"]}
    audit.record_alone(people.colleague(), facts)
    audit.record_alone(people.colleague(), {"verb": Verb.CASES_LISTED, "shown": ["2026-0777"]})
    plain = officer.get(TRAIL, {"reference": case.reference})
    assert verbs(plain) == [Verb.CASE_OPENED]
    seen = officer.get(TRAIL, {"reference": case.reference, "seen": "on"})
    assert verbs(seen) == [Verb.AUDIT_READ, Verb.CASES_LISTED, Verb.CASE_OPENED]


# --- Pages ------------------------------------------------------------------------------------------------


def test_pages_neither_skip_nor_repeat_events_of_the_same_moment():
    moment = timezone.now()
    made = [some_event(at=moment) for _ in range(5)]
    found, before = [], None
    for _ in range(3):
        page = review.page(review.events(review.EventFilter()), before, size=2)
        found += page.rows
        before = page.next_before
    assert found == made[::-1]
    assert before is None


def test_an_event_written_meanwhile_shifts_nothing():
    made = [some_event() for _ in range(4)]
    first = review.page(review.events(review.EventFilter()), None, size=2)
    some_event()
    second = review.page(review.events(review.EventFilter()), first.next_before, size=2)
    assert first.rows + second.rows == made[::-1]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_equally_often_for_one_event_and_for_three(
    officer, number, django_assert_num_queries
):
    for _ in range(number):
        some_event()
    with django_assert_num_queries(11):
        assert len(officer.get(TRAIL).context["entries"]) == number


# --- One event --------------------------------------------------------------------------------------------


def test_field_names_are_visible_and_personal_values_are_not(officer, case):
    response = officer.get(event_page(change_surname(case)))
    change = next(one for one in response.context["changes"] if one.personal)
    assert change.field == str(Pupil._meta.get_field("surname").verbose_name)
    assert (change.before, change.after) == (str(review.MASK), str(review.MASK))
    page = response.content.decode()
    assert SURNAME not in page
    assert "Kovalenko" not in page


def test_plain_values_are_visible(officer, case):
    actions.move(case, "invited", version=case.version, by=people.counsellor())
    response = officer.get(event_page(event_of(Verb.CASE_MOVED)))
    status = str(Case._meta.get_field("status").verbose_name)
    change = next(one for one in response.context["changes"] if one.field == status)
    assert not change.personal
    assert change.after not in ("", str(review.MASK))
    assert change.before != change.after


def test_an_event_is_shown_as_written_only_if_its_code_fits(officer, case):
    assert officer.get(event_page(event_of(Verb.CASE_OPENED))).context["is_authentic"]
    forged = some_event(reference=case.reference)
    assert not officer.get(event_page(forged)).context["is_authentic"]


def test_the_cases_that_a_list_showed_are_named_by_reference(officer):
    audit.record_alone(people.counsellor(), {"verb": Verb.CASES_LISTED, "shown": ["2026-0001", "2026-0002"]})
    response = officer.get(event_page(event_of(Verb.CASES_LISTED)))
    assert [one.reference for one in response.context["shown"]] == ["2026-0001", "2026-0002"]


# --- Revealing --------------------------------------------------------------------------------------------


def reveal(officer, event, **form):
    return officer.post(f"{event_page(event)}reveal/", form)


def test_values_of_one_event_are_revealed_with_a_reason(officer, case):
    opened, changed = event_of(Verb.CASE_OPENED), change_surname(case)
    assert reveal(officer, changed, reason="complaint", text="Call of 3 May").status_code == 302
    revealed = event_of(Verb.VALUE_REVEALED)
    assert (revealed.object_id, revealed.reference) == (str(changed.pk), case.reference)
    assert json.loads(revealed.detail) == {"reason": "complaint", "text": "Call of 3 May"}
    page = officer.get(event_page(changed)).content.decode()
    assert SURNAME in page
    assert "Kovalenko" in page
    assert json.loads(event_of(Verb.AUDIT_READ).detail)["revealed"] is True
    assert SURNAME not in officer.get(event_page(opened)).content.decode()


@pytest.mark.parametrize("form", [{}, {"reason": "other"}, {"reason": "curiosity"}], ids=str)
def test_without_a_reason_nothing_is_revealed(officer, case, form):
    event = change_surname(case)
    response = reveal(officer, event, **form)
    assert response.context["form"].errors
    assert SURNAME not in response.content.decode()
    assert SURNAME not in officer.get(event_page(event)).content.decode()
    assert event_of(Verb.VALUE_REVEALED) is None


def test_another_reason_is_said_in_words(officer, case):
    event = change_surname(case)
    assert reveal(officer, event, reason="other", text="Question of the staff council").status_code == 302


def test_after_ten_minutes_the_values_are_masked_again(officer, case):
    event = change_surname(case)
    reveal(officer, event, reason="sample")
    session = officer.session
    until = session["revealed"][str(event.pk)]
    assert 590 < until - timezone.now().timestamp() <= 600
    session["revealed"] = {str(event.pk): timezone.now().timestamp() - 1}
    session.save()
    assert SURNAME not in officer.get(event_page(event)).content.decode()


def test_what_one_officer_revealed_stays_masked_in_another_session(officer, case):
    event = change_surname(case)
    reveal(officer, event, reason="sample")
    assert SURNAME not in at_desk_of(people.dpo()).get(event_page(event)).content.decode()


# --- What changed -----------------------------------------------------------------------------------------


def test_a_new_case_lists_each_record_with_what_was_entered(case):
    changes = review.changes(event_of(Verb.CASE_OPENED))
    assert {change.kind for change in changes} == {"created"}
    assert {change.before for change in changes} == {""}
    entered = {change.after for change in changes if change.personal}
    assert {"Kowalenko", "Daryna", "Iryna", "0171 2345678"} <= entered


def test_only_changed_fields_are_listed_with_both_values(case):
    [change] = review.changes(change_surname(case))
    assert (change.before, change.after, change.kind) == ("Kowalenko", "Kovalenko", "changed")
    assert change.row == str(case.pupil.pk)


def test_choices_and_people_are_words_and_a_pupil_is_a_number(case):
    actions.assign(case, people.colleague(), version=case.version, by=people.lead())
    changes = {change.field: change for change in review.changes(event_of(Verb.CASE_ASSIGNED))}
    owner = changes[str(Case._meta.get_field("owner").verbose_name)]
    assert (owner.before, owner.after) == ("Nadja Weber", "Jonas Roth")
    plain = [change for change in review.changes(event_of(Verb.CASE_OPENED)) if not change.personal]
    pupil = next(
        change for change in plain if change.field == str(Case._meta.get_field("pupil").verbose_name)
    )
    assert pupil.after == f"#{case.pupil.pk}"
    assert not any(SURNAME in change.after for change in plain)


def test_a_row_saved_twice_in_one_act_is_one_change(case):
    @audit.action
    def twice(*, by):
        for surname in ("Kovalenko", "Kowalenka"):
            pupil = Pupil.objects.locked(case.pupil.pk)
            pupil.surname = surname
            pupil.save()
        audit.record(Verb.CASE_CHANGED)

    twice(by=people.counsellor())
    [change] = review.changes(event_of(Verb.CASE_CHANGED))
    assert change.pair == ("Kowalenko", "Kowalenka")


def test_a_deleted_record_shows_what_it_held(case):
    @audit.action
    def remove(custodian, *, by):
        custodian.delete()
        audit.record(Verb.CASE_CHANGED)

    remove(case.pupil.household.custodians.get(), by=people.counsellor())
    changes = review.changes(event_of(Verb.CASE_CHANGED))
    assert {(change.kind, change.after) for change in changes} == {("deleted", "")}
    assert "Iryna" in {change.before for change in changes}
    assert "Iryna" not in {change.before for change in review.masked(changes)}


def test_a_mask_does_not_tell_whether_a_field_was_empty(case):
    actions.change(case, case.pupil, {"birth_name": "Bondar"}, version=1, by=people.counsellor())
    [change] = review.masked(review.changes(event_of(Verb.CASE_CHANGED)))
    assert change.pair == (str(review.MASK), str(review.MASK))


@pytest.mark.parametrize("number", [1, 3])
def test_the_time_line_of_a_case_has_values_and_a_constant_number_of_queries(
    case, number, django_assert_num_queries
):
    for turn in range(number - 1):
        case.pupil.refresh_from_db()
        change_surname(case, f"Kovalenko {turn}")
    with django_assert_num_queries(20):
        line = review.time_line(case.reference)
    assert len(line.entries) == number
    assert "Kowalenko" in {change.after for change in line.entries[-1].changes}
