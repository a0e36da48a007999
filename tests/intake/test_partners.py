"""The directory of partners: who helps, for which municipalities, topics and languages."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from intake.catalogues import languages
from intake.models import Partner
from intake.models.partners import packed
from privacy.ledger import audit
from privacy.ledger.models import AuditEvent
from privacy.ledger.verbs import Verb
from privacy.rights.registry import subject_of
from tests import builders, people

pytestmark = pytest.mark.django_db
LIST = "/cases/partners/"
SIEGEN, BURBACH = "05970040", "05970008"
NEW = {
    "kind": "association", "organisation": "Sportverein Musterdorf", "person": "Rita Klein", "phone": "0271 998877",
    "email": "rita@example.org", "topics": ["leisure", "mentoring"], "municipalities": [SIEGEN], "is_active": "on",
}  # fmt: skip
INTERPRETER = {"kind": "interpreter", "person": "Olena Melnyk", "interpreter_type": "lay", "languages": ["ukr", "rus"],
               "is_active": "on"}  # fmt: skip


@pytest.fixture
def desk(client):
    client.force_login(people.counsellor())
    return client


def names(page):
    return [str(one) for one in page.context["page"]]


def edit_form(partner, **changes):
    lists = {name: getattr(partner, name).split() for name in ("topics", "languages", "municipalities")}
    texts = {
        name: getattr(partner, name)
        for name in ("kind", "organisation", "person", "phone", "interpreter_type")
    }
    return {**texts, **lists, "version": partner.version, "is_active": "on", **changes}


# --- An entry ------------------------------------------------------------------------------------------------


def test_an_entry_is_added_and_the_event_names_nobody(desk):
    assert desk.post(f"{LIST}new/", NEW).url == LIST
    partner = Partner.objects.get()
    assert (str(partner), partner.topic_codes, partner.municipality_codes, partner.is_public) == (
        "Sportverein Musterdorf, Rita Klein",
        ["leisure", "mentoring"],
        [SIEGEN],
        False,
    )
    event = AuditEvent.objects.filter(verb="partner.changed").get()
    assert (event.reference, event.object_id) == ("", str(partner.pk))
    assert "Klein" not in event.detail
    page = desk.get(LIST).content.decode()
    for part in ("Sportverein Musterdorf, Rita Klein", "0271 998877", "rita@example.org", "Siegen"):
        assert part in page


def test_an_interpreter_has_a_kind_and_languages(desk):
    desk.post(f"{LIST}new/", INTERPRETER)
    partner = Partner.objects.get()
    assert (partner.interpreter_type, partner.language_codes) == ("lay", ["ukr", "rus"])
    assert "Laien" in desk.get(LIST).content.decode()


def test_an_authority_is_always_public_and_has_no_kind_of_interpreter(desk):
    desk.post(f"{LIST}new/", {**NEW, "kind": "authority", "interpreter_type": "lay"})
    partner = Partner.objects.get()
    assert (partner.is_public, partner.interpreter_type) == (True, "")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"kind": ""}, "kind", "Art"),
        ({"kind": "pigeon"}, "kind", "pigeon"),
        ({"organisation": "", "person": ""}, "organisation", "Organisation oder die Person"),
        ({"organisation": "x" * 10_000}, "organisation", "120"),
        ({"person": "a\0b"}, "person", "Steuerzeichen"),
        ({"person": "a\u202eb"}, "person", "Steuerzeichen"),
        ({"phone": "anrufen"}, "phone", "Ziffern"),
        ({"postcode": "123"}, "postcode", "fünf Ziffern"),
        ({"email": "x@"}, "email", "E-Mail"),
        ({"municipalities": ["05970040", "00000000"]}, "municipalities", "00000000"),
        ({"topics": ["health"]}, "topics", "health"),
        ({"is_public": "on"}, "is_public", "Verwaltung"),
        ({**INTERPRETER, "interpreter_type": ""}, "interpreter_type", "Sprachmittlung"),
        ({**INTERPRETER, "languages": []}, "languages", "Sprache"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_lost(desk, changes, field, words):
    page = desk.post(f"{LIST}new/", {**NEW, "qualification": "Kurs 2026 😀", **changes})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert words in str(page.context["form"].errors[field])
    assert "Kurs 2026 😀" in page.content.decode()
    assert not Partner.objects.exists()


def test_every_language_of_the_list_fits_into_one_entry():
    every = [one.code for one in languages()]
    assert len(packed(every)) <= Partner._meta.get_field("languages").max_length


def test_the_database_refuses_what_the_form_refuses():
    """Nameless, an interpreter without a kind, a Verein of the public sector, an authority outside of it."""
    for wrong in (
        {"kind": "agency"},
        {"kind": "interpreter", "person": "X"},
        {"kind": "agency", "person": "X", "interpreter_type": "lay"},
        {"kind": "volunteer", "person": "X", "is_public": True},
        {"kind": "authority", "organisation": "X", "is_public": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            _save(wrong, by=people.counsellor())
    _save({"kind": "agency", "person": "X", "is_public": True}, by=people.counsellor())


@audit.action
def _save(values, *, by):
    Partner(**values).save()
    audit.record(Verb.PARTNER_CHANGED)


# --- Changing and switching off --------------------------------------------------------------------------------


def test_a_change_is_kept_with_its_fields_and_who_made_it(desk):
    partner = builders.partner(by=people.lead())
    desk.post(partner.get_absolute_url(), edit_form(partner, phone="0271 111111"))
    newest, first = partner.changes
    assert (newest.by, newest.fields) == ("Nadja Weber", ("Telefon",))
    assert (first.by, first.fields) == ("Petra Brandt", ())
    assert "Petra Brandt" in desk.get(partner.get_absolute_url()).content.decode()
    event = AuditEvent.objects.filter(verb="partner.changed").first()
    assert "0271" not in event.detail
    assert "phone" in event.detail


def test_who_is_switched_off_stays_and_is_not_offered(desk):
    partner, other = builders.partner(), builders.partner(organisation="Andere")
    desk.post(partner.get_absolute_url(), edit_form(partner, is_active=""))
    assert names(desk.get(LIST)) == ["Andere"]
    assert names(desk.get(LIST, {"off": "on"})) == ["Andere", "Jugendmigrationsdienst Musterstadt"]
    assert list(Partner.objects.active()) == [other]
    with pytest.raises(TypeError):
        Partner.objects.all().delete()


def test_two_windows_one_entry(desk):
    partner = builders.partner()
    old = edit_form(partner, phone="0271 222222")
    desk.post(partner.get_absolute_url(), edit_form(partner, phone="0271 333333"))
    page = desk.post(partner.get_absolute_url(), old)
    assert page.status_code == 409
    assert "0271 222222" in page.content.decode()
    partner.refresh_from_db()
    assert partner.phone == "0271 333333"


# --- Finding ---------------------------------------------------------------------------------------------------


def test_the_list_is_filtered_by_kind_language_municipality_and_topic(desk):
    builders.interpreter("ukr", municipalities=[SIEGEN])
    builders.interpreter("ara", person="Samir Haddad")
    builders.partner(municipalities=[BURBACH], topics=["work", "german"])
    jmd = "Jugendmigrationsdienst Musterstadt"
    for query, expected in (
        ({}, ["Olena Melnyk", "Samir Haddad", jmd]),
        ({"kind": "interpreter"}, ["Olena Melnyk", "Samir Haddad"]),
        ({"language": "ukr"}, ["Olena Melnyk"]),
        ({"municipality": SIEGEN}, ["Olena Melnyk", "Samir Haddad"]),  # he works in the whole Kreis
        ({"municipality": BURBACH}, ["Samir Haddad", jmd]),
        ({"topic": "german"}, [jmd]),
        ({"topic": "german", "municipality": SIEGEN}, []),
    ):
        assert sorted(names(desk.get(LIST, query))) == sorted(expected), query
    assert desk.get(LIST, {"language": "'; DROP", "topic": "\0", "page": "9" * 30}).status_code == 200


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_asks_the_database_as_often_for_fifty_entries_as_for_one(
    desk, number, django_assert_num_queries
):
    for _each in range(number):
        builders.partner()
    with django_assert_num_queries(8):
        assert len(desk.get(LIST).context["page"]) == number


def test_my_day_leads_to_the_directory(desk):
    assert f'href="{LIST}"' in desk.get(reverse("intake:my_day")).content.decode()


def test_a_partner_is_nobodys_case():
    """Contact data of people in their function, as accounts: in no family's trail, packet or erasure."""
    assert subject_of(Partner) is None


# --- Who is responsible for what ----------------------------------------------------------------------------------


def overview(desk, **query):
    page = desk.get(f"{LIST}responsible/", query)
    return {
        place.name: {
            row.topic.value: [[str(one) for one in row.partners], [str(one) for one in row.counsellors]]
            for row in place.topics
        }
        for place in page.context["places"]
    }


def test_the_overview_says_who_helps_where_with_what(desk):
    builders.partner(municipalities=[SIEGEN], topics=["work"])
    builders.partner("association", organisation="Sportverein", topics=["leisure"])  # in the whole Kreis
    builders.partner("counsellor", organisation="", person="Nadja Weber", topics=["work"], municipalities=[SIEGEN],
                     is_public=True)  # fmt: skip
    builders.partner(organisation="Abgeschaltet", topics=["work"], is_active=False)
    found = overview(desk)
    assert len(found) == 11
    assert found["Siegen"] == {
        "work": [["Jugendmigrationsdienst Musterstadt"], ["Nadja Weber"]], "leisure": [["Sportverein"], []],
    }  # fmt: skip
    assert found["Burbach"] == {"leisure": [["Sportverein"], []]}
    assert overview(desk, municipality=SIEGEN, topic="work") == {"Siegen": {"work": found["Siegen"]["work"]}}
    page = desk.get(f"{LIST}responsible/", {"municipality": BURBACH}).content.decode()
    assert "Noch niemand für: Schule und Bildung; Ausbildung und Arbeit" in page


@pytest.mark.parametrize("wrong", ["'; DROP", "\0", "😀" * 3000])
def test_an_unknown_municipality_or_topic_is_said(desk, wrong):
    page = desk.get(f"{LIST}responsible/", {"municipality": wrong, "topic": "work"})
    assert page.status_code == 200
    assert "municipality" in page.context["form"].errors


def test_the_case_shows_who_helps_in_its_municipality(desk):
    builders.partner(municipalities=[SIEGEN], topics=["work"])
    builders.partner(organisation="Nur in Burbach", municipalities=[BURBACH], topics=["work"])
    case = builders.open_case()
    page = desk.get(reverse("intake:case_partners", args=[case.reference])).content.decode()
    assert "Jugendmigrationsdienst Musterstadt" in page
    assert "Nur in Burbach" not in page
    assert f"{LIST}responsible/?municipality={SIEGEN}" in page


@pytest.mark.parametrize("number", [1, 50])
def test_the_overview_asks_the_database_as_often_for_fifty_entries_as_for_one(
    desk, number, django_assert_num_queries
):
    for _each in range(number):
        builders.partner()
    with django_assert_num_queries(7):
        desk.get(f"{LIST}responsible/")
