"""The pages of appointments: what a counsellor does in a week, and what others do not see."""

from datetime import timedelta

import pytest
from django.urls import reverse

from config import navigation
from intake.models import Appointment, Case, Slot
from privacy.models import AuditEvent
from tests import builders, people

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY
NAME = "Kowalenko"


@pytest.fixture(autouse=True)
def desk(client):
    builders.installation()
    builders.approved_texts()
    client.force_login(people.counsellor())


def page(client, name, *args, **query):
    answer = client.get(reverse(f"intake:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, name, *args, **form):
    return client.post(reverse(f"intake:{name}", args=args), form)


def week_of(day):
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


SERIES = {"first": "9", "last": "12:00", "minutes": "60", "kind": "on_site", "place": "", "seats": "1"}


def series(client, **changes):
    day = TODAY() + timedelta(days=7)
    mine = [people.counsellor().pk]
    return post(client, "slot_new", **{**SERIES, "day": f"{day:%d.%m.%Y}", "counsellors": mine, **changes})


# --- offering times


def test_a_series_becomes_one_slot_after_the_other_for_each_colleague(client):
    both = [people.counsellor().pk, people.teammate().pk]
    assert series(client, counsellors=both, first="9.30", last="1200", minutes="45").status_code == 302
    slots = Slot.objects.of(people.counsellor()).order_by("starts_at")
    assert [f"{one.local_start:%H:%M}" for one in slots] == ["09:30", "10:15", "11:00"]
    assert Slot.objects.of(people.teammate()).count() == 3


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"day": "31.02.2027"}, "day", "31.02.2027"),
        ({"day": "1.1.2020"}, "day", "ab heute"),
        ({"first": "25:00"}, "first", "Uhrzeit"),
        ({"first": "\0"}, "first", "Uhrzeit"),
        ({"last": "9:30"}, "last", "kein einziger"),
        ({"minutes": "99999999999999999999"}, "minutes", "480"),
        ({"minutes": "5", "first": "0", "last": "23:59"}, "minutes", "mehr als 48"),
        ({"seats": "0"}, "seats", "1"),
        ({"kind": "outreach"}, "place", "wo"),
        ({"place": "x" * 10_000}, "place", "120"),
        ({"place": "a\u202eb"}, "place", "Steuerzeichen"),
        ({"counsellors": []}, "counsellors", "ankreuzen"),
        ({"counsellors": ["99999999999999999999"]}, "counsellors", "99999999999999999999"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_entered(client, changes, field, words):
    answer = series(client, **changes)
    assert answer.status_code == 200
    assert words in str(answer.context["form"].errors[field]).replace("kreuzen Sie", "ankreuzen")
    assert not Slot.objects.exists()


def test_nobody_offers_times_for_another_team(client):
    assert series(client, counsellors=[people.colleague().pk]).status_code == 200
    assert not Slot.objects.exists()


def test_overlapping_times_are_refused_in_words_and_the_entries_stay(client):
    series(client)
    answer = series(client, first="11:30", last="13:00")
    assert "Nadja Weber hat" in str(answer.context["form"].errors)
    assert Slot.objects.count() == 3


# --- the week


def test_the_week_shows_times_and_families_and_leads_to_them(client):
    appointment = builders.appointment(channel="phone")
    free = builders.slot(at="11:00")
    shown = page(client, "appointment_list", week=week_of(free.day))
    assert NAME in shown
    assert appointment.get_absolute_url() in shown
    assert shown.count(reverse("intake:slot_withdraw", args=[free.pk])) == 1
    assert reverse("intake:slot_withdraw", args=[appointment.slot_id]) not in shown
    listed = AuditEvent.objects.filter(verb="case.listed").latest("id")
    assert [one.reference for one in listed.shown.all()] == appointment.references


def test_a_colleague_sees_that_a_team_time_is_taken_but_not_by_whom_if_the_case_is_not_open_to_her(client):
    case = builders.open_case(by=people.colleague())
    leads = builders.slot(who=people.lead())
    appointment = builders.appointment(case, at=leads)
    Slot._base_manager.filter(pk=leads.pk).update(counsellor=people.counsellor())
    shown = page(client, "appointment_list", week=week_of(leads.day))
    assert NAME not in shown
    assert "von einem anderen Team vergeben" in shown
    assert client.get(appointment.get_absolute_url()).status_code == 404
    assert AuditEvent.objects.filter(verb="access.refused", reference=case.reference).exists()
    client.force_login(people.colleague())
    assert client.get(appointment.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["2026-W60", "0000-W01", "9999-W52", "x", "2026-W5\0"])
def test_a_week_that_is_none_is_the_current_one(client, name):
    monday = TODAY() - timedelta(days=TODAY().weekday())
    assert f"{monday:%d.%m.%Y}" in page(client, "appointment_list", week=name)


def test_lists_cost_the_same_with_one_and_with_fifty_appointments(client, django_assert_num_queries):
    slot = builders.slot(days=1, seats=60, kind="group", place="Rathaus")
    page(client, "my_day")  # the first page of a process looks up its content types
    for number in (1, 49):
        for i in range(number):
            builders.appointment(builders.open_case(given_names=f"Kind {number}-{i}"), at=slot)
        with django_assert_num_queries(15):
            page(client, "appointment_list", week=week_of(slot.day), view="team")
        with django_assert_num_queries(27):
            page(client, "my_day")


# --- from the case to the talk


def test_booking_from_the_case_page(client):
    case = builders.open_case()
    slot, later = builders.slot(), builders.slot(days=9)
    assert reverse("intake:appointment_new", args=[case.reference]) in page(
        client, "case_detail", case.reference
    )
    offered = page(client, "appointment_new", case.reference)
    assert offered.index(f"{slot.day:%d.%m.%Y}") < offered.index(f"{later.day:%d.%m.%Y}")
    assert f"{slot.day:%d.%m.%Y}, " not in page(
        client, "appointment_new", case.reference, since=f"{later.day:%d.%m.%Y}"
    )
    form = {"children": [case.reference], "slot": slot.pk, "channel": "phone"}
    appointment_url = post(client, "appointment_new", case.reference, **form).url
    appointment = Appointment.objects.get()
    assert appointment_url == appointment.get_absolute_url()
    shown = page(client, "case_detail", case.reference)
    assert "Gespräch führen: Termin" in shown
    assert f"{slot.day:%d.%m.%Y}, 09:00" in shown


@pytest.mark.parametrize(
    "changes",
    [{"slot": ""}, {"slot": "99999999999999999999"}, {"children": ["2020-0001"]}, {"channel": "pigeon"}],
)
def test_bad_choices_book_nothing(client, changes):
    case = builders.open_case()
    form = {"children": [case.reference], "slot": builders.slot().pk, "channel": "phone", **changes}
    assert post(client, "appointment_new", case.reference, **form).status_code == 200
    assert not Appointment.objects.exists()


def test_moving_and_cancelling(client):
    appointment = builders.appointment()
    later = builders.slot(days=9)
    assert f"{later.day:%d.%m.%Y}" in page(client, "appointment_move", appointment.pk)
    post(client, "appointment_move", appointment.pk, slot=later.pk, channel="phone")
    assert Appointment.objects.get().slot == later
    assert (
        "Bitte geben Sie an"
        in client.post(
            reverse("intake:appointment_cancel", args=[appointment.pk]), {"reason": ""}, follow=True
        ).content.decode()
    )
    post(client, "appointment_cancel", appointment.pk, reason="by_family")
    assert Appointment.objects.get().state == "cancelled"
    assert "Wieder einladen" in page(client, "appointment_detail", appointment.pk)
    again = post(client, "appointment_cancel", appointment.pk, reason="by_family")
    assert again.status_code == 302
    assert AuditEvent.objects.filter(verb="act.refused").exists()


def test_today_leads_to_the_talk_and_what_nobody_recorded_is_asked_for(client):
    case = builders.open_case()
    appointment = builders.let_pass(builders.appointment(case), days=7)
    today = page(client, "my_day")
    assert "Gespräch beginnen" in today
    answer = post(client, "appointment_outcome", appointment.pk, outcome="came")
    assert answer.url == reverse("intake:session_edit", args=[case.reference])
    assert Appointment.objects.get().state == "held"
    missed = builders.let_pass(builders.appointment(at=builders.slot(at="11:00")))
    assert "wer ist gekommen?" in page(client, "my_day")
    assert "Niemand gekommen" in page(client, "appointment_detail", missed.pk)
    post(client, "appointment_outcome", missed.pk, outcome="no_show")
    assert Case.objects.get(bookings__appointment=missed).no_shows == 1
    assert "wer ist gekommen?" not in page(client, "my_day")


def test_families_are_called_before_with_one_click(client):
    appointment = builders.appointment(at=builders.slot(days=2))
    shown = page(client, "my_day")
    assert "0171 2345678" in shown
    assert post(client, "appointment_remind", appointment.pk).url == reverse("intake:my_day")
    assert "0171 2345678" not in page(client, "my_day")
    assert Case.objects.get().contacts.get().kind == "call"


@pytest.mark.parametrize("act", ["cancel", "outcome", "remind"])
def test_strangers_do_nothing_and_a_teammate_may(client, act):
    appointment = builders.appointment(at=builders.slot(days=2))
    form = {"reason": "by_office", "outcome": "came"}
    client.force_login(people.colleague())
    assert post(client, f"appointment_{act}", appointment.pk, **form).status_code == 404
    client.force_login(people.teammate())
    assert post(client, f"appointment_{act}", appointment.pk, **form).status_code == 302


def test_nobody_has_more_than_six_entries_and_each_finds_the_appointments():
    for user in (people.counsellor(), people.lead(), people.dpo(), people.administrator()):
        assert len(navigation.links_for(user, "intake:my_day")) <= 6
    for user in (people.counsellor(), people.lead()):
        links = {
            link.url: link.is_current for link in navigation.links_for(user, "intake:appointment_detail")
        }
        assert links[reverse("intake:appointment_list")]


def test_the_lead_reaches_who_is_informed_from_the_sheets(client):
    there = reverse("privacy:sheet_review")
    assert there not in page(client, "sheet_list")
    client.force_login(people.lead())
    assert there in page(client, "sheet_list")
