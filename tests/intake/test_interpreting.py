"""Interpreters: notice in working days, what the lay pool does not do, hours and cost, the month's list."""

import csv
import io
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from intake import actions, billing, catalogues, interpreting, workdays
from intake.csvfile import csv_bytes
from intake.models import Case, InterpreterBooking
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.models import AuditEvent
from privacy.models import Installation
from privacy.rights.items import Item
from tests import builders, people

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY
State = InterpreterBooking.State


@pytest.fixture
def case(client):
    builders.installation()
    case = builders.open_case()
    client.force_login(case.owner)
    return case


def form_of(**changes):
    day = TODAY() + timedelta(days=28)
    return {
        "wanted_on": f"{day:%d.%m.%Y}",
        "language": "ukr",
        "kind": "lay",
        "topic": "counselling",
        **changes,
    }


def book(client, case, **changes):
    return client.post(reverse("intake:booking_new", args=[case.reference]), form_of(**changes), follow=True)


def change(client, booking, **form):
    address = reverse("intake:booking_edit", args=[booking.case.reference, booking.pk])
    kept = {"wanted_on": f"{booking.wanted_on:%d.%m.%Y}", "state": booking.state, "version": booking.version}
    return client.post(address, {**kept, **form})


# --- Booking ---------------------------------------------------------------------------------------------------


def test_an_interpreter_is_asked_for_and_the_event_holds_no_personal_value(client, case):
    olena = builders.interpreter()
    page = book(client, case, partner=olena.pk, starts_at="9:30", cost_centre="4711", note="Raum 12")
    booking = InterpreterBooking.objects.get()
    assert (booking.partner, booking.starts_at, booking.state, booking.booked_by) == (
        olena, time(9, 30), State.WANTED, case.owner,
    )  # fmt: skip
    assert not booking.is_short
    words = page.content.decode()
    for part in ("Olena Melnyk", "09:30", "4711", "Raum 12", "Erstberatung"):
        assert part in words
    event = AuditEvent.objects.filter(verb="interpreter.booked").get()
    assert event.reference == case.reference
    assert not any(part in event.detail for part in ("ukr", "counselling", "Raum"))


def test_language_and_kind_are_filled_in(client, case):
    form = client.get(reverse("intake:booking_new", args=[case.reference])).context["form"]
    assert (form.initial["language"], form.initial["kind"]) == ("ukr", "lay")
    page = client.get(reverse("intake:booking_new", args=[case.reference]), {"kind": "phone"})
    assert page.context["form"].initial["kind"] == "phone"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"wanted_on": "1.1.2020"}, "wanted_on", "vorbei"),
        ({"wanted_on": "31.02.2030"}, "wanted_on", "31.02.2030"),
        ({"wanted_on": ""}, "wanted_on", "Tag des Gesprächs"),
        ({"starts_at": "25:00"}, "starts_at", "9:30"),
        ({"starts_at": "\0"}, "starts_at", ""),
        ({"language": "xxx"}, "language", "xxx"),
        ({"kind": "pigeon"}, "kind", "pigeon"),
        ({"topic": ""}, "topic", "Art des Gesprächs"),
        ({"partner": "9" * 40}, "partner", ""),
        ({"cost_centre": "=1+1"}, "cost_centre", "20 Buchstaben"),
        ({"note": "x" * 10_000}, "note", "200"),
        ({"note": "a\u202eb"}, "note", "Steuerzeichen"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_lost(client, case, changes, field, words):
    page = book(client, case, **{"note": "Raum 12", **changes})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert words in str(page.context["form"].errors[field])
    assert changes.get("note", "Raum 12")[:50] in page.content.decode()
    assert not InterpreterBooking.objects.exists()


def test_an_interpreter_of_another_kind_or_language_is_refused_and_the_right_one_is_not(client, case):
    samir, agency = (
        builders.interpreter("ara", person="Samir Haddad"),
        builders.interpreter("ukr", "professional"),
    )
    for wrong, words in ((samir, "spricht die Sprache nicht"), (agency, "anderen Art")):
        assert words in str(book(client, case, partner=wrong.pk).context["form"].errors)
        with pytest.raises(actions.NotThisInterpreter):
            builders.booking(case, partner=wrong)
    book(client, case, partner=agency.pk, kind="professional")
    assert InterpreterBooking.objects.get().partner == agency


def test_who_is_switched_off_is_not_offered(client, case):
    gone = builders.interpreter(is_active=False)
    assert "partner" in book(client, case, partner=gone.pk).context["form"].errors


def test_without_interpreters_in_the_installation_nobody_is_booked(case):
    """Art. 13 (1) (e) GDPR: the families' sheet then names no interpreters."""
    builders.installation(uses_interpreters=False)
    with pytest.raises(actions.NoInterpretersHere):
        builders.booking(case)
    event = AuditEvent.objects.filter(verb="act.refused").get()
    assert "NoInterpretersHere" in event.detail
    builders.installation(uses_interpreters=True)
    builders.booking(case)


# --- Notice in advance ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "days"), [("lay", 7), ("professional", 5), ("family", 0), ("phone", 0)])
def test_the_notice_is_counted_in_working_days(kind, days):
    asked = date(2026, 12, 18)  # a Friday before Christmas
    assert interpreting.lead_days(kind, Installation()) == days
    expected = {7: date(2026, 12, 30), 5: date(2026, 12, 28), 0: asked}[days]
    assert interpreting.earliest_day(kind, asked, Installation()) == expected


@pytest.mark.parametrize("kind", ["lay", "professional"])
def test_too_short_a_notice_is_a_warning_and_the_telephone_is_offered(client, case, kind):
    """The family may be here today."""
    page = book(client, case, kind=kind, wanted_on=f"{TODAY():%d.%m.%Y}").content.decode()
    booking = InterpreterBooking.objects.get()
    assert booking.is_short
    assert f"frühestens ab {booking.earliest_on:%d.%m.%Y}" in page
    assert f"{reverse('intake:booking_new', args=[case.reference])}?kind=phone" in page
    assert booking.earliest_on == workdays.after(TODAY(), {"lay": 7, "professional": 5}[kind])


@pytest.mark.parametrize("kind", ["phone", "family"])
def test_the_telephone_and_the_familys_own_person_need_no_notice(client, case, kind):
    page = book(client, case, kind=kind, wanted_on=f"{TODAY():%d.%m.%Y}").content.decode()
    assert not InterpreterBooking.objects.get().is_short
    assert "Kurzfristig angefragt" not in page


def test_the_first_day_with_enough_notice_is_no_warning(case):
    first = workdays.after(TODAY(), 7)
    assert not builders.booking(case, wanted_on=first).is_short
    assert builders.booking(case, wanted_on=first - timedelta(days=1)).is_short


def test_the_county_sets_the_notice(case):
    builders.installation(lay_lead_days=0, professional_lead_days=60)
    assert not builders.booking(case, wanted_on=TODAY()).is_short
    assert builders.booking(case, kind="professional").is_short


# --- What the lay pool does not do --------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", [one.code for one in catalogues.talk_topics() if not one.is_for_lay])
def test_the_lay_pool_is_refused_with_the_rule_and_others_are_not(client, case, topic):
    page = book(client, case, topic=topic)
    rule = catalogues.talk_topic(topic).rule("de")
    assert rule in str(page.context["form"].errors["kind"])
    with pytest.raises(actions.LayPoolExcluded, match=rule[:30]):
        builders.booking(case, topic=topic)
    assert not InterpreterBooking.objects.exists()
    book(client, case, topic=topic, kind="professional")
    assert InterpreterBooking.objects.get().topic == topic


def test_kinds_of_talk_say_nothing_about_health():
    """VO-DV I § 1 (2), decision 2."""
    topics = catalogues.talk_topics()
    words = " ".join(one.name_de + one.name_en + one.rule_de + one.rule_en for one in topics).lower()
    assert not any(
        word in words for word in ("gesund", "health", "medi", "arzt", "ao-sf", "förder", "behind")
    )
    assert all(bool(one.rule_de) == bool(one.rule_en) == (not one.is_for_lay) for one in topics)
    assert len({one.code for one in topics}) == len(topics) > 4
    assert max(len(one.code) for one in topics) <= InterpreterBooking._meta.get_field("topic").max_length


# --- What became of it -------------------------------------------------------------------------------------------


def test_confirmed_and_done_with_hours_and_cost(client, case):
    booking = builders.booking(case)
    change(client, booking, state="confirmed")
    booking.refresh_from_db()
    change(client, booking, state="done", minutes="90", cost_cents="35,50", cost_centre="4711")
    booking.refresh_from_db()
    assert (booking.state, booking.minutes, booking.cost_cents) == (State.DONE, 90, 3550)
    page = client.get(reverse("intake:case_partners", args=[case.reference])).content.decode()
    assert "1:30" in page
    assert "35,50 €" in page
    event = AuditEvent.objects.filter(verb="interpreter.changed").first()
    assert "confirmed>done" in event.detail


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"state": "done"}, "minutes"),
        ({"state": "done", "minutes": "0"}, "minutes"),
        ({"state": "done", "minutes": "9" * 30}, "minutes"),
        ({"state": "done", "minutes": "60", "cost_cents": "viel"}, "cost_cents"),
        ({"state": "done", "minutes": "60", "cost_cents": "-1"}, "cost_cents"),
        ({"state": "done", "minutes": "60", "cost_cents": "9" * 30}, "cost_cents"),
        ({"state": "wanted"}, "state"),
        ({"state": "gone"}, "state"),
    ],
)
def test_the_end_needs_hours_and_goes_one_way(client, case, form, field):
    booking = builders.booking(case)
    booking = actions.change_booking(booking, {"state": "confirmed"}, version=booking.version, by=case.owner)
    page = change(client, booking, **form)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    booking.refresh_from_db()
    assert (booking.state, booking.minutes) == (State.CONFIRMED, None)


@pytest.mark.parametrize("before", State.values)
def test_no_other_way_than_the_table(case, before):
    booking = builders.booking(case)
    steps = {State.CONFIRMED: ["confirmed"], State.DONE: ["confirmed", "done"]}.get(before, [before])
    for step in steps if before != State.WANTED else []:
        extra = {"minutes": 60} if step == "done" else {}
        booking = actions.change_booking(
            booking, {"state": step, **extra}, version=booking.version, by=case.owner
        )
    for after in set(State.values) - InterpreterBooking.NEXT[before] - {before}:
        with pytest.raises(actions.BookingStepNotPossible):
            actions.change_booking(booking, {"state": after}, version=booking.version, by=case.owner)


def test_a_cancelled_booking_may_cost_something_and_has_no_hours(client, case):
    booking = builders.booking(case)
    change(client, booking, state="cancelled", minutes="60", cost_cents="15")
    booking.refresh_from_db()
    assert (booking.state, booking.minutes, booking.cost_cents) == (State.CANCELLED, None, 1500)


def test_the_database_refuses_hours_of_what_is_not_done(case):
    booking = builders.booking(case)
    booking = actions.change_booking(booking, {"state": "confirmed"}, version=booking.version, by=case.owner)
    for wrong in ({"minutes": 60}, {"state": "done"}, {"cost_cents": 1}, {"kind": "parrot"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.change_booking(booking, wrong, version=booking.version, by=case.owner)


def test_two_windows_one_booking(client, case):
    booking = builders.booking(case)
    actions.change_booking(booking, {"state": "confirmed"}, version=booking.version, by=case.owner)
    page = change(client, booking, state="cancelled", note="Familie krank gemeldet")
    assert page.status_code == 409
    assert "Familie krank gemeldet" in page.content.decode()
    with pytest.raises(ChangedMeanwhile):
        actions.change_booking(booking, {"state": "cancelled"}, version=booking.version, by=case.owner)
    assert InterpreterBooking.objects.get().state == State.CONFIRMED


def test_strangers_and_closed_cases_book_nothing(client, case):
    booking = builders.booking(case)
    client.force_login(people.colleague())
    assert book(client, case).status_code == 404
    assert change(client, booking, state="confirmed").status_code == 404
    client.force_login(case.owner)
    other = builders.open_case()
    address = reverse("intake:booking_edit", args=[other.reference, booking.pk])
    assert client.get(address).status_code == 404  # a booking of another case
    closed = Case.objects.get(pk=case.pk)
    actions.move(closed, "closed", closing_reason="duplicate", version=closed.version, by=case.owner)
    assert "geschlossen" in str(book(client, case).context["form"].errors)
    assert InterpreterBooking.objects.count() == 1


def test_the_family_sees_language_talk_and_note_as_its_data():
    assert InterpreterBooking.PersonalData.personal == {
        "language": Item.LANGUAGES, "topic": Item.TALKS, "note": Item.TALKS,
    }  # fmt: skip


# --- The month ----------------------------------------------------------------------------------------------------


def month_page(client, **query):
    return client.get(reverse("intake:booking_list"), query)


def test_the_month_lists_what_is_paid_for_by_cost_centre(client, case):
    day = TODAY().replace(day=28)
    builders.done(builders.booking(case, wanted_on=day, cost_centre="4711"))
    builders.done(builders.booking(case, wanted_on=day, cost_centre="4711"), minutes=45, cost_cents=1050)
    builders.done(builders.booking(case, wanted_on=day), cost_cents=None)
    cancelled = builders.booking(case, wanted_on=day, cost_centre="9")
    actions.change_booking(
        cancelled, {"state": "cancelled", "cost_cents": 500}, version=cancelled.version, by=case.owner
    )
    builders.booking(case, wanted_on=day)  # only asked for
    builders.done(builders.booking(case, wanted_on=day + timedelta(days=40)))  # another month
    month = month_page(client).context["month"]
    assert [(one.centre, one.number, one.minutes, one.cents) for one in month.totals] == [
        ("", 1, 60, 0), ("4711", 2, 105, 3550), ("9", 1, 0, 500),
    ]  # fmt: skip
    assert (month.total.number, month.total.minutes, month.total.cents) == (4, 165, 4050)
    page = month_page(client, centre="4711")
    assert page.context["month"].total.cents == 3550
    assert page.context["month"].centres == ["4711", "9"]
    assert "35,50" in page.content.decode()
    assert month_page(client, centre=billing.NO_CENTRE).context["month"].total.number == 1
    event = AuditEvent.objects.filter(verb="interpreter.listed").first()
    assert list(event.shown.values_list("reference", flat=True)) == [case.reference]


@pytest.mark.parametrize("month", ["", "2026-13", "2026-1", "\0", "9" * 40, "2026-12-01"])
def test_a_month_that_is_none_is_this_one(client, case, month):
    assert month_page(client, month=month).context["month"].first == TODAY().replace(day=1)


def test_months_follow_each_other(client, case):
    month = month_page(client, month="2026-12").context["month"]
    assert (month.before, month.after) == (date(2026, 11, 1), date(2027, 1, 1))


def test_a_counsellor_sees_the_bookings_of_her_cases_the_lead_all(client, case):
    builders.done(builders.booking(case, wanted_on=TODAY()))
    client.force_login(people.colleague())
    assert month_page(client).context["month"].rows == []
    client.force_login(people.lead())
    assert len(month_page(client).context["month"].rows) == 1


def test_the_table_for_a_spreadsheet(client, case):
    evil = builders.interpreter(person="=HYPERLINK(1)")
    builders.done(builders.booking(case, wanted_on=TODAY(), partner=evil, cost_centre="4711"))
    answer = client.get(reverse("intake:booking_export"))
    assert answer["Content-Disposition"].startswith("attachment")
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert dict(zip(head, row, strict=True)) == {
        "Tag": f"{TODAY():%d.%m.%Y}", "Fall": case.reference, "Sprache": "Ukrainisch",
        "Art der Sprachmittlung": "Laien-Sprachmittlung aus dem Pool", "Sprachmittlung": "'=HYPERLINK(1)",
        "Art des Gesprächs": "Erstberatung", "Status": "erledigt", "Minuten": "60", "Kosten in Euro": "25,00",
        "Kostenstelle": "4711",
    }  # fmt: skip
    assert "Kowalenko" not in answer.content.decode()
    assert AuditEvent.objects.filter(verb="interpreter.listed", detail__contains="csv").exists()


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_cell_begins_like_a_formula_and_nothing_else_changes(cells):
    written = csv_bytes(["a"] * len(cells), [cells]).decode("utf-8-sig")
    _head, row = csv.reader(io.StringIO(written, newline=""), delimiter=";")
    for cell, found in zip(cells, row, strict=True):
        assert found in (cell, f"'{cell}")
        assert not found.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("number", [1, 50])
def test_the_month_asks_the_database_as_often_for_fifty_bookings_as_for_one(
    client, case, number, django_assert_num_queries
):
    olena = builders.interpreter()
    for _each in range(number):
        builders.done(builders.booking(case, wanted_on=TODAY(), partner=olena))
    with django_assert_num_queries(12):
        assert len(month_page(client).context["month"].rows) == number
