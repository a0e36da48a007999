"""Things that tests start from, made by the product's own actions. Names are invented."""

import sqlite3
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from intake import actions
from intake.models import (
    Appointment,
    Case,
    HandOn,
    HandOnConsent,
    IntakeSession,
    InterpreterBooking,
    Partner,
    Slot,
)
from intake.models.partners import packed
from intake.talk import TalkForms
from privacy.models import Installation, User
from privacy.notices import sheets, texts
from schools import actions as school_actions
from schools.models import DazOffering, PlacementRequest, School, SchoolForm
from schools.ranking import rank_case
from tests import people

TODAY = timezone.localdate


def installation(**changes: Any) -> Installation:
    """The controller's details, complete, unless changed."""
    values = {
        "controller_name": "Kreis Musterland, Der Landrat", "street": "Hauptstraße 1", "postcode": "57072",
        "town": "Siegen", "phone": "0271 0", "email": "post@example.org", "dpo_contact": "dsb@example.org",
        "authority_name": "LDI NRW", "authority_contact": "poststelle@example.org", **changes,
    }  # fmt: skip
    return Installation.objects.update_or_create(pk=1, defaults=values)[0]


def approved_texts(*codes: str) -> None:
    """These languages' texts approved by the officer and the lead; German and Ukrainian unless others are named."""
    for notice in (texts.current(code) for code in codes or ("de", "uk")):
        if notice.dpo_approved_by is None:
            texts.approve(notice, seal=notice.sha256, by=people.dpo())
        if notice.lead_approved_by is None:
            texts.approve(notice, seal=notice.sha256, by=people.lead())


def open_case(*, by: User | None = None, **changes: Any) -> Case:
    """A girl of eleven from Ukraine with her mother, reported by the family itself. `changes` go to the pupil."""
    by = by or people.counsellor()
    source = changes.pop("source", "family")
    facts = changes.pop("facts", {})
    municipality = changes.pop("municipality", "05970040")
    home = changes.pop("household", {})
    given = " ".join(["Daryna", *"ABCDEFGH"[: Case.objects.count()]])  # nobody opens the same child twice
    pupil = {
        "surname": "Kowalenko", "given_names": given, "born_on": date(TODAY().year - 11, 3, 9), "sex": "w",
        "nationality": "166", "country_of_birth": "166", "place_of_birth": "Charkiw", "first_language": "ukr",
        "literacy": "both", "german_level": "A1", **changes,
    }  # fmt: skip
    return actions.open_case(
        household={"street": "Sandstraße 5", "postcode": "57072", "town": "Siegen", "municipality": municipality,
                   "language": "ukr", **home},
        pupil=pupil,
        custodians=[{"kind": "mother", "surname": "Kowalenko", "given_names": "Iryna", "phone": "0171 2345678"}],
        referral={"source": source, "channel": "person", "received_on": TODAY()},
        facts=facts,
        by=by,
    )  # fmt: skip


def copy_of_database(file: Path) -> None:
    """The test's own SQLite database as a file, for other processes: much faster than to migrate a new one."""
    with closing(sqlite3.connect(file)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)


def settle_sheets(case: Case, *, by: User | None = None, state: str = "issued", language: str = "de") -> None:
    """Every open sheet of the case handed over on paper."""
    issues = list(sheets.open_for(case.reference))
    if not issues:
        return
    outcome = sheets.Outcome(state=state, language=language, channel="paper", interpreter="none")
    if state != "issued":
        outcome = sheets.Outcome(state=state, reason="not_present")
    sheets.hand_over(issues, outcome, by=by or case.owner or people.counsellor())


def counselled_case(**changes: Any) -> Case:
    """A case whose talk is concluded and whose family is informed; texts and installation are ready."""
    if not Installation.objects.exists():
        installation()
    approved_texts()
    case = open_case(**changes)
    session = record_session(case)
    settle_sheets(case)
    actions.conclude_session(session, by=case.owner)
    return Case.objects.get(pk=case.pk)


def record_session(case: Case, **changes: Any) -> IntakeSession:
    values = {"held_on": TODAY(), "kind": "on_site", "participants": "P,C1", "interpreter": "lay", "notes": "",
              **changes}  # fmt: skip
    return actions.record_talk(case, [actions.talk_entry(case, values, by=case.owner)], by=case.owner)


def talk_form(case: Case, **typed: Any) -> dict[str, Any]:
    """What the browser sends from the talk page, with `typed` put in: `talk__notes` is the field "talk-notes"."""
    form: dict[str, Any] = {"window": "this", "number": 0}
    for part in TalkForms(Case.objects.get(pk=case.pk), user=case.owner or people.counsellor()).parts():
        for bound in part.form:
            value = bound.field.prepare_value(bound.initial)
            for name in (bound.html_name, bound.html_initial_name):
                form[name] = "" if value in (None, False) else value
    return form | form_names(typed)


def form_names(typed: dict[str, Any]) -> dict[str, Any]:
    """`year_2024__grade` as the page calls it: "year-2024-grade"."""
    parts = {name: name.partition("__") for name in typed}
    return {
        f"{part.replace('_', '-')}-{field}" if field else name: typed[name]
        for name, (part, _, field) in parts.items()
    }


def seeking_case(**changes: Any) -> Case:
    """A counselled case with a recommendation: grade 6, Gesamtschule, Deutschfördergruppe."""
    case = counselled_case(**changes)
    advice = {"school_form": "15", "grade": 6, "support": "dfg", "reason": ""}
    actions.recommend(case, advice, version=0, by=case.owner)
    return Case.objects.get(pk=case.pk)


def slot(*, days: int = 7, at: str = "09:00", who: User | None = None, **facts: Any) -> Slot:
    """An hour at the office with Nadja in so many days, for one family."""
    values = {"minutes": 60, "kind": "on_site", "place": "", "seats": 1, **facts}
    starts_at = timezone.make_aware(datetime.combine(TODAY() + timedelta(days=days), time.fromisoformat(at)))
    who = who or people.counsellor()
    return actions.offer_slots([starts_at], [who], values, by=who)[0]


def appointment(case: Case | None = None, *, at: Slot | None = None, channel: str = "letter") -> Appointment:
    """The case's family booked; in a week unless another slot is given."""
    case = case or open_case()
    return actions.book([case], at or slot(), channel=channel, by=case.owner or people.counsellor())


def let_pass(booked: Appointment, days: int = 8) -> Appointment:
    """Turn the clock of a booked appointment back, as if it had been days ago."""
    Slot._base_manager.filter(pk=booked.slot_id).update(
        starts_at=booked.slot.starts_at - timedelta(days=days)
    )
    Case._base_manager.filter(bookings__appointment=booked).update(
        appointment_on=TODAY() - timedelta(days=days - 7)
    )
    return Appointment.objects.get(pk=booked.pk)


def missed(case: Case | None = None, times: int = 3) -> Appointment:
    """The last of so many appointments to which nobody came."""
    case = case or open_case()
    for _ in range(times):
        late = let_pass(appointment(case, at=slot(at=f"{12 + Slot.objects.count()}:00")))
        late = actions.record_no_show(late, by=case.owner)
    return late


def school(number: str = "188000", **changes: Any) -> School:
    """A Gesamtschule in Siegen, with an office."""
    values = {
        "name": f"Gesamtschule {number}", "form": SchoolForm.GESAMTSCHULE, "ags": "05970040", "street": "Weg 1",
        "postcode": "57072", "town": "Siegen", "email": f"{number}@example.org", "easting": 430000,
        "northing": 5636000, "pupils": 600, **changes,
    }  # fmt: skip
    made, _ = School.objects.get_or_create(number=number, defaults=values)
    people.school_user(made)
    made.refresh_from_db()
    return made


def offering(at: School | None = None, **changes: Any) -> DazOffering:
    """Two places for grades 5 to 7 in a Deutschfördergruppe."""
    values = {"support": "dfg", "grade_from": 5, "grade_to": 7, "capacity": 2,
              "valid_from": TODAY() - timedelta(days=30), **changes}  # fmt: skip
    return school_actions.save_offering(
        DazOffering(school=at or school()), values, version=0, by=people.lead()
    )


def request_place(
    case: Case | None = None, place: DazOffering | None = None, **changes: Any
) -> PlacementRequest:
    """The first-ranked school asked."""
    place = place or offering()
    case = case or seeking_case()
    values = {"grade": 6, "sibling": False, "rank": 1, "override_reason": "", "ranking": rank_case(case).inputs,
              "by": case.owner, **changes}  # fmt: skip
    return school_actions.request_place(case, place, **values)


def partner(kind: str = "jmd_mbe", *, by: User | None = None, **changes: Any) -> Partner:
    """The Jugendmigrationsdienst, outside the public sector; `kind` and `changes` make it somebody else."""
    lists = ("municipalities", "topics", "languages")
    values = {
        "kind": kind, "organisation": "Jugendmigrationsdienst Musterstadt", "phone": "0271 445566",
        "topics": ["work"], **changes,
    }  # fmt: skip
    packed_values = {name: packed(value) if name in lists else value for name, value in values.items()}
    return actions.save_partner(Partner(), packed_values, version=0, by=by or people.counsellor())


def interpreter(language: str = "ukr", kind: str = "lay", **changes: Any) -> Partner:
    """Olena Melnyk of the lay pool, who speaks Ukrainian."""
    values = {
        "organisation": "", "person": "Olena Melnyk", "interpreter_type": kind, "languages": [language], **changes,
    }  # fmt: skip
    return partner("interpreter", **values)


def booking(case: Case, **changes: Any) -> InterpreterBooking:
    """A lay interpreter for the first talk in four weeks, from the pool."""
    values = {
        "wanted_on": TODAY() + timedelta(days=28), "starts_at": None, "language": "ukr", "kind": "lay", "partner": None,
        "topic": "counselling", "cost_centre": "", "note": "", **changes,
    }  # fmt: skip
    return actions.book_interpreter(case, values, by=case.owner)


def done(booked: InterpreterBooking, **changes: Any) -> InterpreterBooking:
    """The same booking, confirmed and over: an hour, 25 euros."""
    for values in ({"state": "confirmed"}, {"state": "done", "minutes": 60, "cost_cents": 2500, **changes}):
        booked = actions.change_booking(booked, values, version=booked.version, by=booked.booked_by)
    return booked


def consent(case: Case, to: Partner, **changes: Any) -> HandOnConsent:
    """The mother agrees, in the talk, that this partner is told everything on the list."""
    values = {
        "partner": to, "topic": "work", "person_code": "C1", "fields": ["name", "phone", "language", "wish"],
        "text_version": "2026-12", "language": "ukr", "interpreter": "lay", "form": "oral", "given_on": TODAY(), **changes,
    }  # fmt: skip
    return actions.record_consent(case, values, by=case.owner)


def handed_on(case: Case, to: Partner, **changes: Any) -> HandOn:
    """The family handed on to this partner today, by phone; with consent where one is needed."""
    if not to.is_public and not case.hand_on_consents.valid().exists():
        consent(case, to)
    values = {
        "partner": to, "topic": "work", "person_code": "C1", "fields": ["name", "phone"], "channel": "phone",
        "answer_by": None, "is_told": True, **changes,
    }  # fmt: skip
    return actions.hand_on(case, values, by=case.owner)
