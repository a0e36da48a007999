"""Bookmarks: the German headings, where they are, in the order in which they are read."""

from dataclasses import replace

import pytest

from privacy.typeset import letter, receipt, sheet
from privacy.typeset.texts import Section

from .reading import opened, text_in
from .samples import LETTER, RECEIPT, STAMP, TEXTS, VALUES

HEADINGS = ["Wer ist verantwortlich?", "Welche Rechte haben Sie?"]


def longer(text, count, words):
    """A text with ``count`` more sections of several lines each."""
    more = tuple(
        Section(id=f"more{i}", heading=f"{words} {i} (§ 1)", text=(f"{words} " * 150,), items=())
        for i in range(count)
    )
    return replace(text, sections=(*text.sections, *more))


def bookmarks(pdf):
    """(level, title, page from 0, y) of every bookmark."""
    with pdf.open_outline() as outline:
        return list(walk(pdf, outline.root, 1))


def walk(pdf, items, level):
    pages = [page.objgen for page in pdf.pages]
    for item in items:
        page, kind, left, top, zoom = item.destination
        assert (kind, left, zoom) == ("/XYZ", None, None)
        yield level, item.title, pages.index(page.objgen), float(top)
        yield from walk(pdf, item.children, level + 1)


@pytest.mark.parametrize("language", [None, "uk", "ar"])
def test_a_sheet_of_some_pages_has_its_german_headings_as_bookmarks(language):
    family = longer(TEXTS[language], 4, "Wort") if language else None
    with opened(sheet(longer(TEXTS["de"], 4, "Mehr"), family, VALUES, stamp=STAMP)) as pdf:
        found = bookmarks(pdf)
        assert len(pdf.pages) > 1
    assert [title for _, title, *_ in found] == [
        "Hinweise zum Datenschutz",
        *HEADINGS,
        *(f"Mehr {i} (§ 1)" for i in range(4)),
    ]
    assert [level for level, *_ in found] == [1] + [2] * 6
    places = [(page, -top) for *_, page, top in found]
    assert places == sorted(places)


def test_a_bookmark_leads_to_its_heading():
    data = sheet(longer(TEXTS["de"], 4, "Mehr"), None, VALUES, stamp=STAMP)
    with opened(data) as pdf:
        _, title, page, top = bookmarks(pdf)[1]
    down = 297 - top / 72 * 25.4
    assert page == 0
    assert title.split()[0] in text_in(data, 0, down, 210, down + 10)


@pytest.mark.parametrize(("sections", "mode"), [(6, "/UseNone"), (14, "/UseOutlines")])
def test_bookmarks_open_by_themselves_only_in_a_long_document(sections, mode):
    with opened(sheet(longer(TEXTS["de"], sections, "Mehr"), None, VALUES, stamp=STAMP)) as pdf:
        assert (len(pdf.pages) > 3) == (mode == "/UseOutlines")
        assert str(pdf.Root.PageMode) == mode
        assert "/Outlines" in pdf.Root


def test_one_page_has_none():
    for data in (receipt(TEXTS["de"], None, RECEIPT), letter(LETTER, stamp=STAMP)):
        with opened(data) as pdf:
            assert "/Outlines" not in pdf.Root
            assert str(pdf.Root.PageMode) == "/UseNone"


def test_a_title_in_any_script_is_plain_text():
    subject = "Łucja \ud800 **ليلى** (x) \\ <b>"
    long = replace(LETTER, subject=subject, paragraphs=("Wort " * 700,) * 3)
    with opened(letter(long, stamp=STAMP)) as pdf:
        assert [title for _, title, *_ in bookmarks(pdf)] == ["Łucja [?] **ليلى** (x) \\ <b>"]
