"""The calendar link: RFC 5545 to the letter, a key that is stored nowhere, and nothing about a family behind it."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from intake import actions, ical
from intake.ical import Event, calendar
from intake.models import CalendarFeed
from privacy.models import AuditEvent
from tests import builders, people

STAMP = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)


def event(**changes):
    facts = {
        "uid": "appointment-1@example.org", "sequence": 1, "starts_at": datetime(2026, 12, 7, 8, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 7, 9, 0, tzinfo=UTC), "summary": "Beratung 2026-0042", **changes,
    }  # fmt: skip
    return Event(**facts)


def unfolded(data):
    return data.decode().replace("\r\n ", "").split("\r\n")


def unescaped(value):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def value_of(data, name):
    return next(line.partition(":")[2] for line in unfolded(data) if line.startswith(name))


# --- RFC 5545


def test_a_calendar_is_what_the_standard_demands():
    lines = unfolded(calendar([event(location="Rathaus", category="per Video")], stamp=STAMP))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines[lines.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT", "UID:appointment-1@example.org", "DTSTAMP:20261128T080000Z",
        "DTSTART;TZID=Europe/Berlin:20261207T090000", "DTEND;TZID=Europe/Berlin:20261207T100000", "SEQUENCE:1",
        "SUMMARY:Beratung 2026-0042", "LOCATION:Rathaus", "CATEGORIES:per Video", "CLASS:PRIVATE", "END:VEVENT",
        "END:VCALENDAR", "",
    ]  # fmt: skip


def test_times_are_those_of_the_wall_in_summer_too():
    summer = event(starts_at=datetime(2026, 7, 7, 7, 0, tzinfo=UTC))
    assert value_of(calendar([summer], stamp=STAMP), "DTSTART;TZID") == "20260707T090000"


def test_an_empty_calendar_has_its_time_zone_and_so_a_component():
    """3.6: one or more calendar components."""
    lines = unfolded(calendar([], stamp=STAMP))
    assert "BEGIN:VTIMEZONE" in lines
    assert "BEGIN:VEVENT" not in lines


@given(st.text(max_size=300))
def test_any_text_is_folded_at_75_octets_and_comes_back(value):
    """3.1 and 3.3.11: CRLF, at most 75 octets, no character torn, separators escaped."""
    data = calendar([event(summary=value)], stamp=STAMP)
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    tidy = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", value.replace("\r\n", "\n").replace("\r", "\n"))
    assert unescaped(value_of(data, "SUMMARY")) == tidy
    assert sum(line.startswith("BEGIN:VEVENT") for line in unfolded(data)) == 1


@pytest.mark.parametrize(
    ("value", "escaped"),
    [
        ("a;b", "a\\;b"),
        ("a,b", "a\\,b"),
        ("a\\b", "a\\\\b"),
        ("a\r\nb", "a\\nb"),
        ("a\0b", "ab"),
        ("a:b", "a:b"),
    ],
)
def test_separators_are_escaped(value, escaped):
    assert ical.text(value) == escaped


# --- the link


@pytest.fixture
def nadja(client, db):
    cache.clear()  # the limit of requests is counted there
    builders.installation()
    builders.approved_texts()
    client.force_login(people.counsellor())
    return people.counsellor()


def feed(client, token):
    client.logout()
    return client.get(reverse("intake:calendar_feed", args=[token]))


def made_link(client):
    page = client.post(reverse("intake:calendar_link")).content.decode()
    return re.search(r"/appointments/calendar/([\w-]+)\.ics", page)[1]


def test_the_link_is_shown_once_and_stored_as_a_digest_only(client, nadja):
    token = made_link(client)
    assert len(token) == 43  # 256 bit
    stored = CalendarFeed.objects.get()
    assert token not in "".join(str(value) for value in vars(stored).values())
    assert token not in client.get(reverse("intake:calendar_link")).content.decode()
    noted = AuditEvent.objects.get(verb="calendar.linked")
    assert token not in noted.detail
    assert feed(client, token).status_code == 200


def test_behind_the_link_stand_time_place_kind_and_reference_and_no_person(client, nadja):
    case = builders.open_case(surname="Geheimová")
    slot = builders.slot(kind="outreach", place="Rathaus, Zimmer 3")
    builders.appointment(case, at=slot)
    builders.appointment(at=builders.slot(who=people.teammate()))
    cancelled = builders.appointment(at=builders.slot(at="11:00"))
    actions.cancel_appointment(cancelled, reason="by_office", by=nadja)
    answer = feed(client, actions.link_calendar(by=nadja))
    data = answer.content
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert value_of(data, "SUMMARY") == f"Beratung {case.reference}"
    assert value_of(data, "LOCATION") == "Rathaus\\, Zimmer 3"
    assert value_of(data, "DTSTART;TZID") == f"{slot.local_start:%Y%m%dT%H%M%S}"
    assert data.count(b"BEGIN:VEVENT") == 1
    for needle in ("Geheimov", "Daryna", "Iryna", "Sandstra", "0171", "Nadja"):
        assert needle not in data.decode()


def test_opening_the_link_is_a_read_by_whoever_holds_it(client, nadja):
    case = builders.open_case()
    builders.appointment(case)
    feed(client, actions.link_calendar(by=nadja))
    noted = AuditEvent.objects.get(verb="calendar.read")
    assert (noted.stream, noted.actor_id) == ("R", None)
    assert [one.reference for one in noted.shown.all()] == [case.reference]
    assert f'"user":{nadja.pk}' in noted.detail


def test_a_moved_appointment_keeps_its_uid_and_counts_on(client, nadja):
    token = actions.link_calendar(by=nadja)
    appointment = builders.appointment()
    before = feed(client, token).content
    actions.move_appointment(appointment, builders.slot(days=9), channel="phone", by=nadja)
    after = feed(client, token).content
    assert value_of(before, "UID") == value_of(after, "UID")
    assert int(value_of(before, "SEQUENCE")) < int(value_of(after, "SEQUENCE"))


def test_a_new_link_ends_the_old_one_and_switching_off_ends_both(client, nadja):
    old = made_link(client)
    new = actions.link_calendar(by=nadja)
    assert [feed(client, token).status_code for token in (old, new)] == [404, 200]
    client.force_login(nadja)
    client.post(reverse("intake:calendar_end"))
    assert feed(client, new).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_the_link_of_somebody_who_left_is_dead(client, nadja):
    token = actions.link_calendar(by=nadja)
    nadja.is_active = False
    nadja.save()
    assert feed(client, token).status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 5_000, "%00", "..%2F"])
def test_a_wrong_link_finds_nothing(client, nadja, token):
    client.logout()
    answer = client.get(f"/cases/appointments/calendar/{token}.ics")
    assert answer.status_code == 404
    assert not AuditEvent.objects.filter(verb="calendar.read").exists()


def test_who_asks_too_often_waits(client, nadja, settings):
    settings.ACCOUNT_RATE_LIMITS = {"calendar_feed": "3/m/ip"}
    token = actions.link_calendar(by=nadja)
    assert [feed(client, token).status_code for _ in range(5)] == [200, 200, 200, 429, 429]


def test_a_case_that_is_no_longer_open_to_the_counsellor_is_a_time_without_reference(client, nadja):
    case = builders.open_case()
    builders.appointment(case)
    case.refresh_from_db()
    actions.assign(case, people.colleague(), version=case.version, by=nadja)
    data = feed(client, actions.link_calendar(by=nadja)).content
    assert value_of(data, "SUMMARY") == "Beratung"
    assert case.reference not in data.decode()


def test_what_lies_long_back_is_left_out(client, nadja):
    builders.let_pass(builders.appointment(), days=60)
    assert b"VEVENT" not in feed(client, actions.link_calendar(by=nadja)).content
    builders.let_pass(builders.appointment(at=builders.slot(at="11:00")), days=8)
    assert b"VEVENT" in feed(client, actions.link_calendar(by=nadja)).content
