"""Every text on file as it is printed: nothing missing, copied as it was written, spoken in its own language."""

import re
from functools import cache

import pytest

from privacy.accounts.demo import CONTROLLER
from privacy.accounts.models import Installation
from privacy.notices import documents, texts
from privacy.notices.scope import scope_of
from privacy.typeset import filled, plain
from tests.privacy.typeset.reading import elements, folded, likeness, opened, spoken, text_of

OFFICE = Installation(reports_for_examination=True, **CONTROLLER)
CODES = sorted(set(texts.available()) - {texts.GERMAN})
THE_21 = ["de", "de-leicht", "en", "uk", "ru", "ar", "fa", "prs", "ps", "ku", "ckb", "tr", "ro", "bg", "sq", "pl", "fr", "es", "sr", "ti", "so"]  # fmt: skip


@cache
def printed(code, kind="art13", audience="pupil"):
    german, family = texts.unsaved("de"), texts.unsaved(code)
    return documents.render(OFFICE, german, family, kind=kind, audience=audience, mark="")


def wording(code, kind="art13", audience="pupil"):
    """All paragraphs of the family's column as a reader reads them aloud."""
    text = filled(texts.available()[code], scope_of(OFFICE))
    values = documents.values(OFFICE)
    parts = [text.title, text.subtitle]
    for section in text.sections:
        if kind in section.applies and audience in section.audience:
            parts += [section.heading, *section.text, *section.items]
    return [folded(plain(part, values)) for part in parts]


def test_all_languages_of_the_families_are_there():
    assert set(texts.available()) == set(THE_21)


@pytest.mark.parametrize("code", CODES)
def test_what_is_printed_can_be_copied(code):
    """Left-to-right text exactly; right-to-left text as pdfium turns it around, at least nine tenths alike."""
    read = text_of(printed(code))
    text = texts.available()[code]
    for part in wording(code):
        if not text.rtl:
            assert _stands_in(_tight(part), _tight(read)), part
    for section in text.sections:
        if text.rtl and "art13" in section.applies:
            assert likeness(folded(plain(section.heading, {})), read) >= 0.9, section.heading
    assert "[?]" not in read


def _tight(words):
    """Without spaces and hyphens, at which lines may break (pdfium reads a hyphen there as U+0002 or U+FFFE)."""
    return re.sub(r"[\s\u00ad\u0002\ufffe-]+", "", words)


def _stands_in(part, read):
    """Whole, or in two pieces if a page ends in it."""
    return part in read or any(part[:i] in read and part[i:] in read for i in range(1, len(part)))


@pytest.mark.parametrize("code", CODES)
def test_it_is_spoken_in_its_own_language_and_in_logical_order(code):
    text = texts.available()[code]
    with opened(printed(code)) as pdf:
        spoken_parts = {folded(spoken(one)) for one in elements(pdf.Root.StructTreeRoot) if spoken(one)}
        languages = {str(one.Lang) for one in elements(pdf.Root.StructTreeRoot) if "/Lang" in one}
    assert {"de", text.lang} <= languages
    if text.rtl:
        for part in wording(code):
            assert part in spoken_parts, part


@pytest.mark.parametrize("code", CODES)
def test_each_kind_and_reader_has_its_sheet(code):
    for kind in ("art13", "art14"):
        for audience in ("custodian", "pupil"):
            assert printed(code, kind, audience).startswith(b"%PDF-1.7")
