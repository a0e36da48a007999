"""One family at one time: seats are counted, a case has one live appointment, and the case knows what comes next."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from intake import actions, rules
from intake.models import Appointment, AppointmentCase, Case, Slot
from intake.models.appointments import NEXT, State
from privacy.ledger.models import AuditEvent
from privacy.models import SheetIssue
from tests import builders, people

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY


@pytest.fixture(autouse=True)
def office(db):
    builders.installation()
    builders.approved_texts()


def fresh(case):
    return Case.objects.with_due().select_related("pupil__household").get(pk=case.pk)


def sibling_of(case):
    return actions.open_case(
        household=case.pupil.household,
        pupil={"surname": "Kowalenko", "given_names": "Maksym", "born_on": case.pupil.born_on, "sex": "m"},
        custodians=[],
        referral={"source": "family", "channel": "person", "received_on": TODAY()},
        facts={},
        by=case.owner,
    )


def event(verb):
    return AuditEvent.objects.filter(verb=verb).latest("id")


# --- slots


def test_one_counsellors_slots_do_not_overlap_and_anothers_may():
    first = builders.slot(at="09:00")
    with pytest.raises(actions.SlotsOverlap):
        builders.slot(at="09:30")
    with pytest.raises(actions.SlotsOverlap):
        builders.slot(at="08:30", minutes=480)
    assert builders.slot(at="10:00").starts_at == first.ends_at
    builders.slot(at="09:30", who=people.teammate())
    assert Slot.objects.count() == 3


def test_a_series_is_entered_whole_or_not_at_all():
    taken = builders.slot(days=8)
    starts = [taken.starts_at - timedelta(days=1), taken.starts_at]
    facts = {"minutes": 60, "kind": "video", "place": "", "seats": 1}
    with pytest.raises(actions.SlotsOverlap):
        actions.offer_slots(starts, [people.teammate(), people.counsellor()], facts, by=people.counsellor())
    assert Slot.objects.count() == 1
    actions.offer_slots(starts, [people.teammate()], facts, by=people.counsellor())
    assert Slot.objects.count() == 3
    assert '"number":2' in event("slot.offered").detail


def test_a_slot_is_withdrawn_unless_a_family_is_booked_and_its_time_is_free_again():
    slot = builders.slot()
    booked = builders.appointment(at=slot)
    with pytest.raises(actions.SlotIsTaken):
        actions.withdraw_slot(slot, by=people.counsellor())
    actions.cancel_appointment(booked, reason="by_office", by=people.counsellor())
    actions.withdraw_slot(slot, by=people.counsellor())
    assert not Slot.objects.offered().exists()
    builders.slot()
    with pytest.raises(actions.NoFreeSeat):
        builders.appointment(at=slot)


class Overlaps(TestCase):
    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 24)), min_size=2, max_size=6))
    def test_whatever_is_offered_no_two_slots_of_one_counsellor_overlap(self, wishes):
        day = builders.slot(days=30).starts_at - timedelta(hours=9)
        for start, length in wishes:
            facts = {"minutes": length * 5, "kind": "on_site", "place": "", "seats": 1}
            begins = day + timedelta(minutes=start * 10)
            with suppress(actions.SlotsOverlap):
                actions.offer_slots([begins], [people.counsellor()], facts, by=people.counsellor())
        slots = sorted(Slot.objects.all(), key=lambda one: one.starts_at)
        assert all(one.ends_at <= other.starts_at for one, other in pairwise(slots))


# --- booking


def test_booking_invites_the_case_and_is_its_next_step():
    case = builders.open_case()
    slot = builders.slot()
    appointment = builders.appointment(case, at=slot)
    now = fresh(case)
    assert (now.status, now.appointment_on, now.follow_up_on) == ("invited", slot.day, None)
    assert (str(now.next_step.label), now.next_step.due_on) == ("Gespräch führen: Termin", slot.day)
    assert now.due_on == slot.day  # the list sorts by the same date
    assert (appointment.references, appointment.invited_on) == ([case.reference], None)
    booked = event("appointment.booked")
    assert (booked.reference, case.pupil.surname in booked.detail) == (case.reference, False)


def test_one_appointment_for_several_children_takes_one_seat_and_stands_in_each_trail():
    case = builders.open_case()
    brother = sibling_of(case)
    slot = builders.slot()
    appointment = actions.book([brother, case], slot, channel="phone", by=case.owner)
    assert set(appointment.references) == {case.reference, brother.reference}
    assert Slot.objects.with_taken().get().free == 0
    assert {one.reference for one in event("appointment.booked").shown.all()} == set(appointment.references)
    assert {fresh(one).appointment_on for one in (case, brother)} == {slot.day}


def test_a_sibling_joins_the_familys_seat_and_a_stranger_does_not():
    case = builders.open_case()
    slot = builders.slot()
    first = builders.appointment(case, at=slot)
    second = actions.book([sibling_of(case)], slot, channel="letter", by=case.owner)
    assert first.pk == second.pk
    with pytest.raises(actions.NoFreeSeat):
        builders.appointment(at=slot)
    with pytest.raises(actions.NotOneFamily):
        actions.book(
            [builders.open_case(), builders.open_case()], builders.slot(at="11:00"), channel="letter",
            by=people.counsellor(),
        )  # fmt: skip


def test_a_case_has_one_live_appointment_and_the_database_says_so():
    case = builders.open_case()
    appointment = builders.appointment(case)
    later = builders.slot(at="11:00")
    with pytest.raises(actions.AlreadyInvited):
        builders.appointment(case, at=later)
    other = builders.appointment(at=later)
    live = AppointmentCase(appointment=other, case=case)
    with pytest.raises(IntegrityError), transaction.atomic():
        super(AppointmentCase.__mro__[1], live).save()
    assert Appointment.objects.get(pk=appointment.pk).is_booked


def test_a_group_has_as_many_seats_as_it_says():
    slot = builders.slot(kind="group", seats=2)
    for _ in range(2):
        builders.appointment(at=slot)
    with pytest.raises(actions.NoFreeSeat):
        builders.appointment(at=slot)


def test_what_is_over_and_who_is_closed_cannot_be_booked():
    closed = builders.open_case()
    actions.move(closed, "closed", closing_reason="duplicate", version=closed.version, by=closed.owner)
    with pytest.raises(actions.StepNotPossible):
        builders.appointment(closed)
    past = builders.slot(days=-1)
    with pytest.raises(actions.NoFreeSeat):
        builders.appointment(at=past)
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(("channel", "is_due_now"), [("phone", True), ("person", True), ("letter", False)])
def test_telling_the_family_makes_art_14_due_and_a_letter_does_when_it_is_issued(channel, is_due_now):
    """Art. 14 (3) (b) GDPR: at the latest with the first communication to the person."""
    case = builders.open_case(source="jugendamt")
    appointment = builders.appointment(case, channel=channel)
    issues = SheetIssue.objects.of(case.reference)
    assert {issue.due_on == TODAY() for issue in issues} == {is_due_now}
    assert (appointment.invited_on == TODAY()) == is_due_now


def test_only_slots_of_who_may_open_the_case_are_offered():
    case = builders.open_case()
    mine, team = builders.slot(), builders.slot(at="10:00", who=people.teammate())
    leads = builders.slot(at="11:00", who=people.lead())
    builders.slot(at="09:00", who=people.colleague())  # another team cannot open the case
    builders.slot(days=-2, at="09:00")
    assert list(Slot.objects.open_to(case)) == [mine, team, leads]
    builders.appointment(at=mine)
    assert list(Slot.objects.open_to(case)) == [team, leads]
    actions.book([case], team, channel="phone", by=case.owner)
    assert list(Slot.objects.open_to(sibling_of(case))) == [team, leads]  # the family's own seat


# --- moving, cancelling, what became of it


def test_moving_keeps_the_appointment_and_the_family_has_to_be_told_anew():
    case = builders.open_case()
    appointment = builders.appointment(case, channel="phone")
    old, later = appointment.slot, builders.slot(days=9)
    moved = actions.move_appointment(appointment, later, channel="letter", by=case.owner)
    assert (moved.pk, moved.invited_on, moved.slot) == (appointment.pk, None, later)
    assert fresh(case).appointment_on == later.day
    assert list(Slot.objects.with_taken().order_by("pk").values_list("free", flat=True)) == [1, 0]
    full = builders.appointment(at=old)
    with pytest.raises(actions.NoFreeSeat):
        actions.move_appointment(moved, full.slot, channel="phone", by=case.owner)


@pytest.mark.parametrize("reason", ["by_family", "late", "by_office"])
def test_cancelling_frees_the_seat_and_the_family_is_called_again(reason):
    case = builders.open_case()
    appointment = builders.appointment(case)
    actions.cancel_appointment(appointment, reason=reason, by=case.owner)
    now = fresh(case)
    assert (now.appointment_on, now.no_shows) == (None, 0)
    assert now.next_step.due_on == TODAY() + timedelta(days=rules.INVITE_AGAIN_DAYS)
    assert str(now.next_step.label) == "Familie wieder kontaktieren"
    assert Slot.objects.with_taken().get().free == 1
    with pytest.raises(actions.AppointmentIsOver):
        actions.cancel_appointment(appointment, reason=reason, by=case.owner)


def test_who_came_is_recorded_once_the_day_has_come():
    case = builders.open_case()
    appointment = builders.appointment(case)
    for act in (actions.record_came, actions.record_no_show):
        with pytest.raises(actions.NotYet):
            act(appointment, by=case.owner)
    overdue = builders.let_pass(appointment)
    assert str(fresh(case).next_step.label) == "Eintragen, ob die Familie gekommen ist"
    actions.record_came(overdue, by=case.owner)
    now = fresh(case)
    assert (now.appointment_on, now.no_shows, now.status) == (None, 0, "invited")
    with pytest.raises(actions.AppointmentIsOver):
        actions.record_no_show(overdue, by=case.owner)


def test_each_no_show_counts_and_the_next_step_says_what_follows():
    """The numbers are assumed (rules.REMINDER_AFTER, ESCALATION_AFTER); closing stays by hand."""
    case = builders.open_case()
    said = []
    for hour in ("09:00", "10:00", "11:00"):
        missed = builders.let_pass(builders.appointment(case, at=builders.slot(at=hour)))
        actions.record_no_show(missed, by=case.owner)
        now = fresh(case)
        said.append(str(now.next_step.label))
        assert now.next_step.due_on == now.due_on == TODAY() + timedelta(days=rules.INVITE_AGAIN_DAYS)
    assert (now.no_shows, now.status) == (3, "invited")
    assert said == [
        "Niemand ist gekommen: wieder einladen",
        "Zweimal ist niemand gekommen: schriftlich erinnern und wieder einladen",
        "3-mal ist niemand gekommen: wieder einladen oder melden",
    ]
    assert '"no_shows":3' in event("appointment.recorded").detail
    closed = actions.move(now, "closed", closing_reason="no_show", version=now.version, by=case.owner)
    again = actions.move(closed, "reported", version=closed.version, by=case.owner)
    assert again.no_shows == 0


def test_a_contact_before_the_appointment_does_not_hide_it_and_an_earlier_day_does():
    case = builders.open_case()
    appointment = builders.appointment(case)
    told = {"kind": "mail", "made_on": TODAY(), "note": "", "follow_up_on": None}
    actions.log_contact(case, told, by=case.owner)
    assert fresh(case).due_on == appointment.slot.day
    actions.log_contact(case, {**told, "kind": "not_reached"}, by=case.owner)
    now = fresh(case)
    assert now.due_on == now.next_step.due_on == TODAY() + timedelta(days=3)
    late = {**told, "follow_up_on": TODAY() + timedelta(days=30)}
    actions.log_contact(case, late, by=case.owner)
    assert fresh(case).due_on == fresh(case).next_step.due_on == appointment.slot.day


def test_concluding_the_talk_ends_the_appointment_as_held():
    case = builders.open_case()
    appointment = builders.let_pass(builders.appointment(case), days=7)
    talk = builders.record_session(Case.objects.get(pk=case.pk))
    builders.settle_sheets(case)
    actions.conclude_session(talk, by=case.owner)
    assert Appointment.objects.get(pk=appointment.pk).state == "held"
    assert fresh(case).appointment_on is None


def test_closing_one_case_leaves_the_appointment_to_its_siblings():
    case = builders.open_case()
    brother = sibling_of(case)
    appointment = actions.book([case, brother], builders.slot(), channel="phone", by=case.owner)
    for one, state in ((case, "booked"), (brother, "cancelled")):
        now = fresh(one)
        actions.move(now, "closed", closing_reason="moved_away", version=now.version, by=case.owner)
        assert Appointment.objects.get(pk=appointment.pk).state == state
    assert not AppointmentCase.objects.filter(is_live=True).exists()


def test_calling_before_the_appointment_is_a_contact_in_each_case():
    case = builders.open_case()
    appointment = builders.appointment(case, at=builders.slot(days=2))
    assert appointment.is_to_be_reminded
    reminded = actions.remind(appointment, by=case.owner)
    assert (reminded.is_to_be_reminded, reminded.reminded_on) == (False, TODAY())
    assert [one.kind for one in case.contacts.all()] == ["call"]
    assert fresh(case).next_step.due_on == appointment.slot.day
    assert event("appointment.reminded").reference == case.reference


def test_every_state_has_a_row_in_its_table():
    assert set(NEXT) == set(State)
