"""Handing a family on: with consent outside the public sector (Art. 6 (1) (a), 7 GDPR), and every disclosure on record."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from intake import actions, handing_on
from intake.models import Case, HandOn, HandOnConsent
from privacy.ledger.acts import acting
from privacy.ledger.models import AuditEvent
from privacy.models import Installation
from privacy.notices import sheets
from privacy.rights import registry
from tests import builders, people

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY
CHOICE = {"topic": "work", "person_code": "C1", "fields_told": ["name", "phone"]}
GIVEN = {"language": "ukr", "interpreter": "lay", "form": "oral", "is_given": "on"}


@pytest.fixture
def case(client):
    """Everybody is informed; nothing may go out before that."""
    builders.installation()
    builders.approved_texts()
    case = builders.open_case()
    builders.settle_sheets(case)
    client.force_login(case.owner)
    return case


@pytest.fixture
def jmd():
    return builders.partner()


@pytest.fixture
def office():
    return builders.partner("authority", organisation="Schulverwaltungsamt Musterstadt", is_public=True)


@pytest.fixture
def named(case, monkeypatch):
    """As if the sheet had words for other offices; the families of the case are informed by then."""
    monkeypatch.setitem(registry._recipients, "public_office", registry.Recipient("public_office"))


def address(case, name, *numbers):
    return reverse(f"intake:{name}", args=[case.reference, *numbers])


def ask(client, case, partner, **form):
    """Both steps of the page: the text is shown, then the consent is recorded."""
    page = client.post(address(case, "consent_new"), {**CHOICE, "partner": partner.pk, **form})
    read = page.context["text"].digest
    today = f"{TODAY():%d.%m.%Y}"
    return client.post(
        address(case, "consent_new"),
        {**CHOICE, "partner": partner.pk, "read": read, "given_on": today, **GIVEN, **form},
    )


def tell(client, case, partner, **form):
    values = {**CHOICE, "partner": partner.pk, "channel": "phone", **form}
    return client.post(address(case, "hand_on_new"), values, follow=True)


# --- The consent -------------------------------------------------------------------------------------------------


def test_first_the_text_is_shown_and_nothing_is_recorded(client, case, jmd):
    page = client.post(address(case, "consent_new"), {**CHOICE, "partner": jmd.pk})
    words = page.content.decode()
    for part in ("Jugendmigrationsdienst Musterstadt", "Name, Telefonnummer", "Ausbildung und Arbeit", "freiwillig",
                 "jederzeit widerrufen", "Kreis Musterland, Der Landrat", "0271 0", "2026-12"):  # fmt: skip
        assert part in words
    assert not HandOnConsent.objects.exists()


def test_a_consent_has_purpose_text_version_language_day_and_who_recorded_it(client, case, jmd):
    answer = ask(client, case, jmd)
    consent = HandOnConsent.objects.get()
    assert answer.url == f"{address(case, 'hand_on_new')}?consent={consent.pk}"
    assert (consent.partner, consent.topic, consent.fields, consent.person_code) == (
        jmd,
        "work",
        ["name", "phone"],
        "C1",
    )
    assert (consent.text_version, consent.language, consent.given_on, consent.recorded_by, consent.form) == (
        "2026-12", "ukr", TODAY(), case.owner, "oral",
    )  # fmt: skip
    event = AuditEvent.objects.filter(verb="consent.recorded").get()
    assert json.loads(event.detail) == {"people": "C1", "partner": jmd.pk, "version": "2026-12"}
    form = client.get(answer.url).context["form"]
    assert form.initial == {
        "partner": jmd.pk,
        "topic": "work",
        "person_code": "C1",
        "fields_told": ["name", "phone"],
    }


def test_another_choice_is_another_text_that_must_be_read_first(client, case, jmd):
    page = client.post(address(case, "consent_new"), {**CHOICE, "partner": jmd.pk})
    old = page.context["text"].digest
    form = {
        **CHOICE,
        **GIVEN,
        "partner": jmd.pk,
        "read": old,
        "given_on": "1.1.2026",
        "fields_told": ["name"],
    }
    page = client.post(address(case, "consent_new"), {**form, "form": "paper"})
    assert page.context["text"].digest != old
    assert page.context["given"].initial["form"] == "paper"  # what was typed stays, the tick does not
    assert "checked" not in str(page.context["given"]["is_given"])
    assert not HandOnConsent.objects.exists()


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        ({"is_given": ""}, "is_given", "nichts weitergegeben"),
        ({"given_on": "1.1.2090"}, "given_on", "Zukunft"),
        ({"form": ""}, "form", "Wie eingewilligt wurde"),
        ({"language": "\0"}, "language", ""),
        ({"interpreter": "parrot"}, "interpreter", "parrot"),
    ],
)
def test_without_a_clear_yes_nothing_is_recorded(client, case, jmd, form, field, words):
    page = ask(client, case, jmd, **form)
    assert list(page.context["given"].errors) == [field]
    assert words in str(page.context["given"].errors[field])
    assert page.context["text"].digest in page.content.decode()
    assert not HandOnConsent.objects.exists()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"partner": "9" * 40}, "partner"),
        ({"partner": ""}, "partner"),
        ({"topic": "interpreting"}, "topic"),
        ({"topic": "health"}, "topic"),
        ({"person_code": "C9"}, "person_code"),
        ({"person_code": "P"}, "person_code"),  # eleven years old
        ({"fields_told": ["name", "born_on"]}, "fields_told"),
        ({"fields_told": []}, "fields_told"),
    ],
)
def test_nothing_outside_the_lists_can_be_chosen(client, case, jmd, form, field):
    for name, more in (("consent_new", {}), ("hand_on_new", {"channel": "phone", "is_told": "on"})):
        page = client.post(address(case, name), {**CHOICE, "partner": jmd.pk, **more, **form})
        assert list((page.context.get("choice") or page.context["form"]).errors) == [field], name
    assert not HandOnConsent.objects.exists()
    assert not HandOn.objects.exists()


def test_no_consent_is_asked_for_what_is_a_public_task(client, case, office):
    """Art. 7 (4) GDPR: where nobody could refuse, a consent would be worth nothing."""
    page = client.post(address(case, "consent_new"), {**CHOICE, "partner": office.pk})
    assert "partner" in page.context["choice"].errors
    with pytest.raises(actions.NoConsentNeeded):
        builders.consent(case, office)


def test_nothing_goes_to_a_recipient_that_the_sheet_does_not_name(case, office, monkeypatch):
    """Art. 13 (1) (e) GDPR: the sheet's recipients are those of the register, and nobody else is told anything."""
    assert "outside" in {one.code for one in registry.recipients(Installation.current())}
    with pytest.raises(actions.NotOnTheSheet):
        builders.handed_on(case, office)
    assert not HandOn.objects.exists()
    assert AuditEvent.objects.filter(verb="act.refused", reference=case.reference).count() == 1
    monkeypatch.setitem(registry._recipients, "public_office", registry.Recipient("public_office"))
    assert builders.handed_on(case, office).basis == "task"


def test_the_young_person_agrees_from_fourteen_on(case, jmd):
    """Insight decides, not the number (recital 38 GDPR)."""
    with pytest.raises(actions.NobodyToCall):
        builders.consent(case, jmd, person_code="P")
    older = builders.open_case(born_on=date(TODAY().year - 16, 1, 1))
    assert builders.consent(older, jmd, person_code="P", fields=["name"]).person_code == "P"


def test_a_changed_wording_needs_a_new_version():
    version, lines = handing_on.wording()
    pinned = {"2026-12": "a84ce0ded2557f1f"}
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] == pinned[version]


def test_the_text_says_what_article_7_demands():
    """Art. 4 no. 11, Art. 7 (2), (3), (4) GDPR: for this case, voluntary, informed, and withdrawal announced beforehand."""
    partner = builders.partner("volunteer", organisation="", person="Rita {name} Klein")
    text = handing_on.consent_text(partner, "mentoring", ["name"], Installation(phone="0271 1"))
    said = "\n".join(text.lines)
    for part in (
        "Rita {name} Klein",
        "Begleitung und Lernhilfe",
        ": Name. Mehr",
        "freiwillig",
        "widerrufen",
        "0271 1",
    ):
        assert part in said
    for topic in handing_on.TOPICS:
        assert handing_on.consent_text(partner, topic, handing_on.FIELDS, Installation()).lines


# --- Handing on --------------------------------------------------------------------------------------------------


def test_without_consent_nothing_goes_outside_the_public_sector(client, case, jmd):
    page = tell(client, case, jmd, is_told="on")
    assert "Art. 6 Abs. 1 Buchst. a, Art. 7 DSGVO" in str(page.context["form"].errors)
    assert not HandOn.objects.exists()
    refused = AuditEvent.objects.filter(verb="act.refused").get()
    assert "ConsentMissing" in refused.detail
    ask(client, case, jmd)
    tell(client, case, jmd)
    assert HandOn.objects.get().consent == HandOnConsent.objects.get()


@pytest.mark.parametrize(
    "other",
    [
        {"topic": "german"},
        {"fields_told": ["name", "phone", "language"]},
        {"topic": "german", "fields_told": ["name"]},
    ],
)
def test_a_consent_covers_this_purpose_and_these_fields_only(client, case, jmd, other):
    ask(client, case, jmd)
    tell(client, case, jmd, **other)
    assert not HandOn.objects.exists()
    tell(client, case, jmd, fields_told=["name"])  # less is covered
    assert HandOn.objects.get().fields == ["name"]


def test_a_consent_for_one_partner_is_none_for_another(case, jmd):
    builders.consent(case, jmd)
    with pytest.raises(actions.ConsentMissing):
        builders.handed_on(case, builders.partner(organisation="Andere"))
    builders.handed_on(case, jmd)


def test_the_disclosure_is_on_record_with_recipient_fields_ground_and_way(client, case, jmd):
    """Art. 15 (1) (c), 19 GDPR."""
    builders.handed_on(case, jmd, channel="mail")
    event = AuditEvent.objects.filter(verb="partner.told").get()
    assert (event.reference, event.actor_label) == (case.reference, "Nadja Weber")
    assert json.loads(event.detail) == {
        "partner": jmd.pk, "kind": "jmd_mbe", "disclosed": ["name", "phone"], "basis": handing_on.BASIS_CONSENT,
        "channel": "mail",
    }  # fmt: skip
    assert "Kowalenko" not in event.detail


def test_the_page_says_exactly_what_was_ticked_and_nothing_else(client, case, jmd):
    ask(client, case, jmd, fields_told=["name", "language", "wish"])
    page = tell(client, case, jmd, fields_told=["name", "language", "wish"])
    assert [(str(label), value) for label, value in page.context["told"]] == [
        ("Name", "Iryna Kowalenko"), ("Sprache", "Ukrainisch"),
        ("Anliegen der Familie, mit dem Aktenzeichen", f"Ausbildung und Arbeit ({case.reference})"),
    ]  # fmt: skip
    assert "0171 2345678" not in page.content.decode()
    assert set(handing_on.FIELDS) == {"name", "phone", "language", "wish"}


def test_to_an_authority_nothing_goes_behind_the_familys_back(client, case, office, named):
    page = tell(client, case, office)
    assert "Sagen Sie der Familie zuerst" in str(page.context["form"].errors)
    assert not HandOn.objects.exists()
    tell(client, case, office, is_told="on")
    done = HandOn.objects.get()
    assert (done.basis, done.consent) == ("task", None)
    detail = json.loads(AuditEvent.objects.filter(verb="partner.told").get().detail)
    assert detail["basis"] == handing_on.BASIS_TASK


def test_who_stops_being_public_needs_consent_from_then_on(case, named):
    service = builders.partner("migration", is_public=True)
    builders.handed_on(case, service)
    actions.save_partner(service, {"is_public": False}, version=service.version, by=case.owner)
    with pytest.raises(actions.ConsentMissing):
        actions.hand_on(
            case,
            {"partner": service, "topic": "work", "person_code": "C1", "fields": ["name"], "channel": "phone",
             "answer_by": None, "is_told": True},
            by=case.owner,
        )  # fmt: skip


def test_before_everybody_is_informed_nothing_goes_out(case, jmd):
    """Art. 13 (1), 14 (3) (c) GDPR; decision 9."""
    fresh = builders.open_case()
    with pytest.raises(sheets.SheetsStillOpen):
        builders.handed_on(fresh, jmd)
    builders.settle_sheets(fresh)
    builders.handed_on(fresh, jmd)


def test_nobody_is_handed_on_to_interpreters_our_own_office_or_who_is_switched_off(client, case, jmd):
    for partner in (
        builders.interpreter(),
        builders.partner("counsellor", person="Nadja Weber", is_public=True),
        builders.partner(is_active=False),
    ):
        assert "partner" in tell(client, case, partner, is_told="on").context["form"].errors
        with pytest.raises(actions.NotAPartner):
            builders.consent(case, partner)


def test_a_number_that_is_not_stored_cannot_be_passed_on(client, case, jmd):
    mother = case.pupil.household.custodians.get()
    actions.change(case, mother, {"phone": ""}, version=mother.version, by=case.owner)
    page = client.post(address(case, "consent_new"), {**CHOICE, "partner": jmd.pk})
    assert "Telefonnummer" in str(page.context["choice"].errors["fields_told"])


def test_the_sheet_names_these_recipients(case):
    """Art. 13 (1) (e) GDPR: "bodies outside the administration, only with consent"."""
    assert "outside" in {one.code for one in registry.recipients(Installation.current())}


# --- The answer --------------------------------------------------------------------------------------------------


def test_the_answer_is_tracked(client, case, jmd):
    done = builders.handed_on(case, jmd)
    assert (done.answer, done.answer_by) == ("open", TODAY() + timedelta(days=14))
    client.post(address(case, "hand_on_edit", done.pk), {"answer": "accepted", "version": done.version})
    done.refresh_from_db()
    assert (done.answer, done.answered_on) == ("accepted", TODAY())
    assert json.loads(AuditEvent.objects.filter(verb="partner.answered").get().detail)["answer"] == "accepted"
    page = client.get(address(case, "hand_on_edit", done.pk))
    assert page.context["told"] == []  # once answered there is nothing more to say
    client.post(address(case, "hand_on_edit", done.pk), {"answer": "open", "version": done.version})
    done.refresh_from_db()
    assert (done.answer, done.answered_on) == ("open", None)


def test_two_windows_one_answer(client, case, jmd):
    done = builders.handed_on(case, jmd)
    old = done.version
    actions.record_partner_answer(
        done, {"answer": "accepted", "answered_on": TODAY()}, version=old, by=case.owner
    )
    page = client.post(address(case, "hand_on_edit", done.pk), {"answer": "no_capacity", "version": old})
    assert page.status_code == 409
    assert HandOn.objects.get().answer == "accepted"


def test_an_overdue_answer_shows_on_the_case(client, case, jmd, monkeypatch):
    done = builders.handed_on(case, jmd, answer_by=TODAY())
    assert "keine Antwort" not in client.get(case.get_absolute_url()).content.decode()
    tomorrow = TODAY() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_, **__: tomorrow)
    assert list(case.hand_ons.needing_attention()) == [done]
    page = client.get(case.get_absolute_url()).content.decode()
    assert "keine Antwort" in page
    actions.record_partner_answer(
        done, {"answer": "no_answer", "answered_on": tomorrow}, version=done.version, by=case.owner
    )
    assert not case.hand_ons.needing_attention().exists()


# --- Withdrawal --------------------------------------------------------------------------------------------------


def test_after_a_withdrawal_nothing_more_goes_and_the_partner_is_told(client, case, jmd):
    """Art. 7 (3), 19 GDPR."""
    done = builders.handed_on(case, jmd)
    answer = client.post(address(case, "consent_withdraw", done.consent.pk), follow=True)
    assert "Sagen Sie dem Partner jetzt Bescheid" in answer.content.decode()
    assert HandOnConsent.objects.get().withdrawn_on == TODAY()
    assert str(done.pk) in AuditEvent.objects.filter(verb="consent.withdrawn").get().detail
    assert "vom Widerruf informieren" in client.get(case.get_absolute_url()).content.decode()
    page = client.get(address(case, "hand_on_edit", done.pk))
    assert page.context["told"] == []
    assert "0171 2345678" not in page.content.decode()
    with pytest.raises(actions.ConsentWithdrawn):
        actions.hand_on(
            case,
            {"partner": jmd, "topic": "work", "person_code": "C1", "fields": ["name"], "channel": "phone",
             "answer_by": None, "is_told": True},
            by=case.owner,
        )  # fmt: skip
    client.post(address(case, "hand_on_told", done.pk))
    done.refresh_from_db()
    assert done.stop_told_on == TODAY()
    assert "vom Widerruf informieren" not in client.get(case.get_absolute_url()).content.decode()
    assert AuditEvent.objects.filter(verb="partner.stopped").count() == 1
    client.post(address(case, "hand_on_told", done.pk))  # a second click
    assert AuditEvent.objects.filter(verb="partner.stopped").count() == 1


def test_whoever_agrees_again_can_be_handed_on_again(case, jmd):
    consent = builders.consent(case, jmd)
    actions.withdraw_consent(consent, by=case.owner)
    builders.consent(case, jmd)
    assert builders.handed_on(case, jmd).consent.is_valid


def test_a_consent_is_withdrawn_in_a_closed_case_too_and_twice_is_once(client, case, jmd):
    done = builders.handed_on(case, jmd)
    closed = Case.objects.get(pk=case.pk)
    actions.move(closed, "closed", closing_reason="moved_away", version=closed.version, by=case.owner)
    for _click in range(2):
        client.post(address(case, "consent_withdraw", done.consent.pk))
    consent = HandOnConsent.objects.get()
    assert (consent.withdrawn_on, consent.version) == (TODAY(), 2)
    with pytest.raises(actions.StepNotPossible):
        builders.consent(closed, jmd)


# --- Who may, and what the database says ---------------------------------------------------------------------------


def test_strangers_and_other_cases_reach_nothing(client, case, jmd):
    done = builders.handed_on(case, jmd)
    other = builders.open_case()
    for number, name in (
        (done.pk, "hand_on_edit"),
        (done.consent.pk, "consent_withdraw"),
        (done.pk, "hand_on_told"),
    ):
        assert client.post(address(other, name, number)).status_code == 404
    assert (
        client.get(address(other, "hand_on_new"), {"consent": done.consent.pk}).context["form"].initial == {}
    )
    assert client.get(address(case, "hand_on_new"), {"consent": "9" * 40}).status_code == 200
    client.force_login(people.colleague())
    assert ask_status(client, case, jmd) == 404
    assert HandOnConsent.objects.get().is_valid


def ask_status(client, case, partner):
    return client.post(address(case, "consent_new"), {**CHOICE, "partner": partner.pk}).status_code


def test_the_database_refuses_a_disclosure_without_its_ground(case, jmd, office, named):
    done = builders.handed_on(case, jmd)
    by_task = builders.handed_on(case, office)
    for row, wrong in (
        (done, {"consent": None}),
        (by_task, {"basis": "consent"}),
        (done, {"answer": "accepted"}),
        (done, {"answered_on": TODAY()}),
        (done, {"answer_by": TODAY() - timedelta(days=1)}),
        (by_task, {"stop_told_on": TODAY()}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.record_partner_answer(row, wrong, version=row.version, by=case.owner)


def test_a_case_is_deleted_with_its_consents_and_the_partner_stays(case, jmd):
    builders.handed_on(case, jmd)
    with acting(case.owner):
        Case.objects.get(pk=case.pk).delete()
    assert not HandOn.objects.exists()
    assert not HandOnConsent.objects.exists()
    jmd.refresh_from_db()


@pytest.mark.parametrize("number", [1, 50])
def test_the_page_asks_the_database_as_often_for_fifty_as_for_one(
    client, case, jmd, number, django_assert_num_queries
):
    olena = builders.interpreter()
    for _each in range(number):
        builders.handed_on(case, jmd)
        builders.consent(case, jmd)
        builders.booking(case, partner=olena)
    with django_assert_num_queries(15):
        client.get(address(case, "case_partners"))
