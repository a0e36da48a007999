import pytest

from privacy.typeset import TextError, sheet

from .reading import elements, likeness, opened, pages_of, spoken, text_of
from .samples import STAMP, TEXTS, VALUES

DE = TEXTS["de"]


def headings(text):
    return [
        text.title,
        *(section.heading for section in text.sections if section.id in ("controller", "rights")),
    ]


@pytest.mark.parametrize("family", [None, "uk", "ar"])
def test_headings_can_be_copied(family):
    text = text_of(sheet(DE, TEXTS.get(family), VALUES, stamp=STAMP))
    assert [h for h in headings(DE) if h not in text] == []
    if family == "uk":
        assert [h for h in headings(TEXTS["uk"]) if h not in text] == []
    if family == "ar":
        assert min(likeness(h, text) for h in headings(TEXTS["ar"])) >= 0.9


def test_values_are_printed_in_both_languages_in_their_own_order():
    text = text_of(sheet(DE, TEXTS["ar"], VALUES, stamp=STAMP))
    assert text.count("ki@musterland.example") == 2
    assert text.count("0211 38424-0") == 2


@pytest.mark.parametrize(
    ("kind", "audience", "shown", "hidden"),
    [
        ("art13", "custodian", [], ["Woher kommen", "Für Jugendliche"]),
        ("art14", "custodian", ["Woher kommen"], ["Für Jugendliche"]),
        ("art13", "pupil", ["Für Jugendliche"], ["Woher kommen"]),
        ("art14", "pupil", ["Woher kommen", "Für Jugendliche"], []),
    ],
)
def test_only_sections_of_the_kind_and_audience_are_printed(kind, audience, shown, hidden):
    text = text_of(sheet(DE, None, VALUES, kind=kind, audience=audience, stamp=STAMP))
    assert all(part in text for part in shown)
    assert not any(part in text for part in hidden)
    assert {"art13": "Art. 13 DSGVO ·", "art14": "Art. 14 DSGVO ·"}[kind] in text


def test_every_page_says_version_language_number_and_mark():
    long = DE.sections[0].__class__(id="long", heading="Lang", text=("Wort " * 400,) * 5, items=())
    text = DE.__class__(**{**vars(DE), "sections": (*DE.sections, long)})
    pages = pages_of(sheet(text, None, VALUES, stamp=STAMP, mark="Entwurf / draft"))
    assert len(pages) > 2
    for i, page in enumerate(pages, 1):
        assert f"Seite {i} von {len(pages)}" in page
        assert "de 2026-11" in page
        assert "Entwurf / draft" in page


def test_without_a_mark_none_is_printed():
    assert "Demo" not in text_of(sheet(DE, None, VALUES, stamp=STAMP))


def test_a_section_that_is_only_a_heading_is_printed():
    bare = DE.sections[0].__class__(id="bare", heading="Nur dies", text=(), items=())
    text = DE.__class__(**{**vars(DE), "sections": (bare,)})
    assert "Nur dies" in text_of(sheet(text, None, VALUES, stamp=STAMP))


def test_german_beside_german_is_german_alone():
    assert sheet(DE, DE, VALUES, stamp=STAMP) == sheet(DE, None, VALUES, stamp=STAMP)


def test_the_reader_hears_arabic_in_its_logical_order():
    with opened(sheet(DE, TEXTS["ar"], VALUES, stamp=STAMP)) as pdf:
        said = [spoken(element) for element in elements(pdf.Root.StructTreeRoot)]
    assert TEXTS["ar"].title in said
    assert "الجهة المسؤولة هي Kreis Musterland، Rathausplatz 1, 12345 Musterstadt، هاتف 0211 38424-0." in said


def test_the_title_of_the_document_is_the_title_of_the_sheet():
    with opened(sheet(DE, TEXTS["uk"], VALUES, stamp=STAMP)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Hinweise zum Datenschutz / Інформація про захист даних"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261122093000+00'00'"
        assert str(pdf.docinfo["/Producer"]) == str(pdf.docinfo["/Creator"]) == "Einstieg"


def test_a_missing_value_an_unknown_kind_and_a_time_without_zone_are_refused():
    with pytest.raises(TextError):
        sheet(DE, None, {}, stamp=STAMP)
    with pytest.raises(ValueError, match="art99"):
        sheet(DE, None, VALUES, kind="art99", stamp=STAMP)
    with pytest.raises(ValueError, match="time zone"):
        sheet(DE, None, VALUES, stamp=STAMP.replace(tzinfo=None))
