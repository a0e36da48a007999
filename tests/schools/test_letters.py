"""The letter to the school: exactly the § 7 (2) fields, in German, and no decision of ours."""

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pypdfium2
import pytest
from django.utils import translation

from schools import letters
from schools.disclosure import SECTION_7_2_LABELS
from schools.models import Authority
from tests import builders

STAMP = datetime(2026, 11, 22, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
DISCLOSED = {
    "grade": 6, "surname": "Ḫalīl", "given_names": "Amīna", "born_on": "09.03.2014", "sex": "w",
    "parents": ["Ḫalīl, Zahrāʾ, 0171 2345678", "Jugendamt Musterland"], "attendance": 4,
}  # fmt: skip
FACTS = letters.NoticeFacts(
    sender=("Kreis Musterland, Der Landrat", "Kommunales Integrationszentrum", "Hauptstraße 1", "57072 Siegen"),
    phone="0271 0", email="ki@example.org", contact="Nadja Weber",
    recipient=("Gesamtschule Eiserfeld", "Schulleitung", "Weg 1", "57080 Siegen"),
    reference="2026-0042", disclosed=DISCLOSED, authority="schulamt", decided_on=date(2026, 11, 20),
    file_number="40-1", expected_on=date(2026, 12, 1),
)  # fmt: skip


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document).replace("\r", "")


def changed(**changes):
    return letters.placement_notice(letters.NoticeFacts(**{**FACTS.__dict__, **changes}), stamp=STAMP)


def test_the_letter_says_who_asks_and_what():
    notice = letters.placement_notice(FACTS, stamp=STAMP)
    text = " ".join(text_of(notice.pdf).split())
    for words in (
        "Gesamtschule Eiserfeld", "2026-0042", "22.11.2026", "Mitteilung zur Aufnahme", "09.03.2014", "weiblich",
        "§ 120 Abs. 5 SchulG NRW, § 7 Abs. 2 VO-DV I", "bestätigen Sie uns den ersten Schultag", "01.12.2026",
        "Das Schulamt hat am 20.11.2026 entschieden, Aktenzeichen 40-1", "Nadja Weber",
    ):  # fmt: skip
        assert words in text
    assert notice.recipient == "Gesamtschule Eiserfeld, Schulleitung, Weg 1, 57080 Siegen"


def test_the_letter_decides_nothing():
    text = text_of(letters.placement_notice(FACTS, stamp=STAMP).pdf).lower()
    for word in ("bescheid", "zuweis", "wir entscheiden", "demo"):
        assert word not in text


def test_the_letter_tells_the_disclosed_fields_in_the_order_of_the_law_and_no_other():
    notice = letters.placement_notice(FACTS, stamp=STAMP)
    assert notice.fields == [name for name in SECTION_7_2_LABELS if name in DISCLOSED]
    text = text_of(notice.pdf)
    for name, label in letters.ROWS.items():
        assert (f"\n{label}" in text) == (name in DISCLOSED), label
    assert changed(disclosed={**DISCLOSED, "german_level": "A1 secret"}).fields == notice.fields


def test_every_field_and_every_authority_has_its_german_words():
    assert list(letters.ROWS) == list(SECTION_7_2_LABELS)
    assert list(letters.AUTHORITIES) == Authority.values


def test_same_facts_same_bytes_whatever_the_interface_speaks():
    with translation.override("en"):
        english = letters.placement_notice(FACTS, stamp=STAMP)
    with translation.override("de"):
        german = letters.placement_notice(FACTS, stamp=STAMP)
    assert english == german


def test_before_the_decision_the_letter_does_not_speak_of_one():
    notice = changed(authority="", decided_on=None, file_number="", expected_on=None)
    text = text_of(notice.pdf)
    assert "entschieden" not in text
    assert "Erwartet" not in text


def test_in_a_demonstration_every_page_says_so():
    assert "Demo" in text_of(changed(is_demo=True).pdf)


def test_the_letter_is_tagged_german_with_a_title_that_names_nobody():
    pdf = letters.placement_notice(FACTS, stamp=STAMP).pdf
    with pikepdf.open(BytesIO(pdf)) as document:
        assert "Amīna" not in str(document.docinfo.get("/Title", ""))
        assert document.Root.Lang == "de"


@pytest.mark.django_db
def test_the_facts_come_from_the_snapshot_and_not_from_the_case():
    request = builders.request_place()
    assert letters.facts_of(request, builders.installation(), contact="Nadja Weber").disclosed == {}
