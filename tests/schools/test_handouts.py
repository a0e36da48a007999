"""The family's handout: the same in every language, in its letters, beside the binding German; kept nowhere."""

import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from privacy.ledger.models import AuditEvent
from privacy.notices import texts
from privacy.typeset import missing
from schools import actions, handouts
from tests import builders, people

STAMP = datetime(2026, 11, 22, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
FACTS = handouts.HandoutFacts(
    child="Amīna Ḫalīl", school="Gesamtschule Eiserfeld", address="Weg 1, 57080 Siegen", school_phone="0271 35320",
    day=date(2026, 12, 1), at_time="8:00", km=4, way="Eingang im Hof", stop="Eiserfeld Rathaus", counsellor="Nadja Weber",
    phone="0271 333 1", reference="2026-0042", controller="Kreis Musterland",
)  # fmt: skip
WORDS = handouts.all_words()
GERMAN = WORDS["de"]
PLACEHOLDERS = re.compile(r"\{(\w+)\}")
FORBIDDEN = re.compile(r"impf|gesund|arzt|krank|vaccin|health|doctor", re.IGNORECASE)


def read(pdf):
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


# --- The words ------------------------------------------------------------------------------------------------


def test_there_is_a_handout_in_every_language_of_the_sheets():
    assert set(WORDS) == set(texts.available())
    assert next(iter(WORDS)) == "de"


@pytest.mark.parametrize("code", WORDS)
def test_every_language_has_the_ids_the_placeholders_and_the_letters(code):
    words, sheet = WORDS[code], texts.available()[code]
    assert (words.code, words.lang, words.direction) == (code, sheet.lang, sheet.direction)
    assert list(words.phrases) == list(GERMAN.phrases)
    for name, phrase in words.phrases.items():
        assert PLACEHOLDERS.findall(phrase) == PLACEHOLDERS.findall(GERMAN.phrases[name]), name
        assert phrase == phrase.strip()
        assert missing(phrase) == set(), name
        assert not FORBIDDEN.search(phrase), name  # nothing about health (VO-DV I § 1 (2))
        assert phrase.count("[[") == phrase.count("]]")


@pytest.mark.parametrize("code", [code for code, words in WORDS.items() if words.direction == "rtl"])
def test_latin_letters_stand_apart_in_lines_from_the_right(code):
    """UAX #9: bare ones would be shown in another order."""
    for name, phrase in WORDS[code].phrases.items():
        bare = PLACEHOLDERS.sub("", re.sub(r"\[\[.+?\]\]", "", phrase))
        assert not re.search(r"[A-Za-z0-9]", bare), name


def test_no_translation_is_the_german_text_by_mistake():
    for code, words in WORDS.items():
        if code not in ("de", "de-leicht"):
            assert (
                len([name for name, phrase in words.phrases.items() if phrase == GERMAN.phrases[name]]) <= 2
            ), code  # Serbian too says Telefon and Datum


# --- The paper ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", WORDS)
def test_one_page_in_german_and_the_familys_language(code):
    pdf = handouts.handout(FACTS, code, stamp=STAMP)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    said = read(pdf)
    for part in ("Der erste Schultag", "Amīna Ḫalīl", "Gesamtschule Eiserfeld", "01.12.2026", "8:00", "0271", "2026-0042",
                 "Nadja Weber", "Eiserfeld Rathaus", "Eingang im Hof", "Das bringen Sie mit"):  # fmt: skip
        assert part in said, part
    assert ("Die Übersetzung ist ein Entwurf" in said) == (code != "de")
    assert f"{code} 2026-12" in said
    assert handouts.handout(FACTS, code, stamp=STAMP) == pdf  # same facts, same bytes


def test_each_column_is_tagged_with_its_language():
    with pikepdf.open(BytesIO(handouts.handout(FACTS, "ar", stamp=STAMP))) as document:
        assert document.Root.StructTreeRoot is not None
        assert {"de", "ar"} <= languages(document.Root.StructTreeRoot) | {str(document.Root.Lang)}


def languages(node):
    """Every language named in the structure tree."""
    found = {str(node.Lang)} if "/Lang" in node else set()
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found |= languages(kid)
    return found


def test_what_is_not_known_is_left_out():
    bare = replace(FACTS, school_phone="", at_time="", km=None, way="", stop="", counsellor="")
    said = read(handouts.handout(bare, "de", stamp=STAMP))
    for part in ("Der Weg", "Haltestelle", "Uhrzeit", "Ansprechperson", "None"):
        assert part not in said
    assert "0271 333 1" in said.replace("\u00a0", " ")
    only_stop = read(handouts.handout(replace(bare, stop="Rathaus"), "de", stamp=STAMP))
    assert "Haltestelle: Rathaus" in only_stop
    assert "km" not in only_stop


@pytest.mark.parametrize(
    "value", ["**[[{school}]]**", "{unknown}", "a\0b", "\u202eabc", "😀" * 50, "x" * 3000, "<b>"]
)
def test_values_are_never_parsed(value):
    pdf = handouts.handout(replace(FACTS, way=value, child=value, school=value), "ar", stamp=STAMP)
    assert pdf.startswith(b"%PDF-")


def test_an_unknown_language_is_an_error():
    with pytest.raises(KeyError):
        handouts.handout(FACTS, "xx", stamp=STAMP)


# --- The page -------------------------------------------------------------------------------------------------


@pytest.fixture
def decided(db):
    asked = builders.request_place()
    office = people.school_user(asked.school)
    asked = actions.accept(asked, version=asked.version, by=office)
    actions.decide(
        asked, authority="schulamt", decided_on=builders.TODAY(), file_number="", expected_on=builders.TODAY(),
        version=asked.version, by=asked.case.owner,
    )  # fmt: skip
    asked.refresh_from_db()
    return asked


def page_of(asked):
    return reverse("schools:handout_make", args=[asked.pk])


def test_the_counsellor_opens_it_from_the_request(client, decided):
    client.force_login(decided.case.owner)
    assert page_of(decided) in client.get(decided.get_absolute_url()).content.decode()
    form = client.get(page_of(decided)).context["form"]
    assert (form.initial["language"], form.initial["phone"]) == ("uk", "0271 0")
    answer = client.post(
        page_of(decided), {"language": "uk", "at_time": "7.45", "stop": "Markt", "phone": "0271 333 1"}
    )
    assert answer["Content-Type"] == "application/pdf"
    said = read(answer.content).replace("\u00a0", " ")
    for part in ("Daryna Kowalenko", decided.school.name, f"{builders.TODAY():%d.%m.%Y}", "7:45", "Markt", "Nadja Weber",
                 "0271 333 1", "ungefähr", "Перший день у школі"):  # fmt: skip
        assert part in said, part
    event = AuditEvent.objects.filter(verb="letter.opened").get()
    assert (event.reference, bool(event.content_digest)) == (decided.case.reference, True)
    assert '"handout"' in event.detail
    assert "Kowalenko" not in event.detail
    assert "kowalenko" not in answer["Content-Disposition"].lower()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"language": "xx"}, "language"),
        ({"at_time": "25:00"}, "at_time"),
        ({"at_time": "acht"}, "at_time"),
        ({"way": "x" * 10_000}, "way"),
        ({"stop": "a\0b"}, "stop"),
        ({"phone": ""}, "phone"),
        ({"phone": "anrufen"}, "phone"),
    ],
)
def test_bad_input_is_named_at_its_field(client, decided, form, field):
    client.force_login(decided.case.owner)
    page = client.post(
        page_of(decided), {"language": "de", "phone": "0271 0000", "way": "Eingang im Hof", **form}
    )
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert form.get("way", "Eingang im Hof")[:50] in page.content.decode()
    assert not AuditEvent.objects.filter(verb="letter.opened").exists()


def test_without_a_first_day_there_is_nothing_to_hand_out(client, decided):
    client.force_login(decided.case.owner)
    assert (
        client.get(page_of(builders.request_place(builders.seeking_case(surname="Andere")))).status_code
        == 404
    )
    admission = decided.decision.admission
    actions.did_not_appear(admission, version=admission.version, by=decided.case.owner)
    assert client.get(page_of(decided)).status_code == 404


def test_schools_and_other_teams_do_not_see_it(client, decided):
    client.force_login(people.colleague())
    assert client.get(page_of(decided)).status_code == 404
    client.force_login(people.school_user(decided.school))
    assert client.get(page_of(decided)).status_code == 403
    assert "handout" not in client.get(decided.get_absolute_url()).content.decode()
