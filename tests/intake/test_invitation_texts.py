"""The invitation in every language a sheet is in: the same sentences, nothing missing, nothing that cannot be printed."""

import re

import pytest

from intake import invitations
from intake.invitations import GERMAN, Occasion
from privacy.notices import texts
from privacy.typeset import LetterFacts, letter, missing
from privacy.typeset.texts import parse
from tests.privacy.typeset.reading import elements, folded, opened, spoken
from tests.privacy.typeset.samples import LETTER, STAMP

CODES = sorted(set(texts.available()) - {GERMAN})
VALUES = {
    "child": "Łucja Ș̌ahin", "date": "07.12.2026", "time": "09:00", "place": "Rathaus, Markt 1", "phone": "0271 333-1",
    "dates": "01.12.2026, 07.12.2026",
}  # fmt: skip
PLACEHOLDER = re.compile(r"\{(\w+)\}")
GERMAN_WORDS = invitations.available()[GERMAN].words


def test_the_languages_are_those_of_the_sheets():
    assert list(invitations.available()) == list(texts.available())
    for code, own in invitations.available().items():
        sheet = texts.available()[code]
        assert (own.lang, own.name) == (sheet.lang, sheet.name)


@pytest.mark.parametrize("code", CODES)
def test_each_language_has_the_same_keys_and_placeholders_as_the_german_text(code):
    own = invitations.available()[code].words
    for table, german in GERMAN_WORDS.items():
        assert list(own[table]) == list(german)
        for key, text in german.items():
            assert PLACEHOLDER.findall(own[table][key]) == PLACEHOLDER.findall(text), key
            assert own[table][key].count("**") == text.count("**"), key
            assert own[table][key].strip()


@pytest.mark.parametrize("code", [GERMAN, *CODES])
def test_every_letter_has_a_glyph_and_every_placeholder_a_value(code):
    own = invitations.available()[code]
    for table in invitations.TABLES:
        for text in own.words[table].values():
            assert not missing(text, own.lang)
            parse(text, VALUES)


@pytest.mark.parametrize("code", [code for code in CODES if texts.available()[code].rtl])
def test_latin_letters_in_right_to_left_text_stand_alone(code):
    for table in invitations.TABLES:
        for text in invitations.available()[code].words[table].values():
            bare = re.sub(r"\[\[.+?\]\]|\{\w+\}", "", text)
            assert not re.search("[A-Za-z0-9]", bare), text


@pytest.mark.parametrize("code", [GERMAN, *CODES])
def test_every_language_but_german_is_marked_as_a_draft_and_says_what_is_binding(code):
    own = invitations.available()[code]
    assert own.is_draft == (code != GERMAN)
    assert bool(invitations.mark_of(code)) == (code != GERMAN)
    text = invitations.invitation(code, VALUES, Occasion())
    assert (own.words["common"]["binding"] in text.after) == (code != GERMAN)


@pytest.mark.parametrize("code", CODES)
def test_only_what_applies_is_said(code):
    said = invitations.available()[code].words["invitation"]
    plain = invitations.invitation(code, VALUES, Occasion(brings_child=False, interpreter=False))
    assert not {said["video"], said["come"], said["interpreter"], said["enclosed"]} & {
        *plain.before,
        *plain.after,
    }
    whole = invitations.invitation(code, VALUES, Occasion(is_video=True, encloses=True))
    assert {said["video"], said["come"], said["interpreter"], said["enclosed"]} <= {
        *whole.before,
        *whole.after,
    }
    assert said["place"] not in whole.before


def printed(code):
    """An invitation in German and this language, set without a database."""
    german, family = (invitations.invitation(one, VALUES, Occasion()) for one in (GERMAN, code))
    facts = {**vars(LETTER), "rows": (), "wording": german, "following": (family,)}
    return letter(LetterFacts(**facts), stamp=STAMP)


@pytest.mark.parametrize("code", CODES)
def test_page_two_is_spoken_in_its_own_language(code):
    own = invitations.available()[code]
    with opened(printed(code)) as pdf:
        assert len(pdf.pages) == 2
        languages = {str(one.Lang) for one in elements(pdf.Root.StructTreeRoot) if "/Lang" in one}
        heard = {folded(spoken(one)) for one in elements(pdf.Root.StructTreeRoot) if spoken(one)}
    assert own.lang == "de" or own.lang in languages
    if texts.available()[code].rtl:
        assert folded(own.words["invitation"]["originals"]) in heard
