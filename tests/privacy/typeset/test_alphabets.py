"""Every language of the sheets, set beside German: all its letters are drawn and can be copied."""

import pikepdf
import pytest

from privacy.typeset import missing, sheet
from privacy.typeset.lines import layout, plain_run

from .alphabets import SAMPLES
from .reading import folded, likeness, opened, text_of
from .samples import STAMP, TEXTS, VALUES

LANGUAGES = {
    "de",
    "de-leicht",
    "en",
    "uk",
    "ru",
    "ar",
    "fa",
    "prs",
    "ps",
    "ku",
    "ckb",
    "tr",
    "ro",
    "bg",
    "sq",
}
LANGUAGES |= {"pl", "fr", "es", "sr", "ti", "so"}
RTL = [code for code in SAMPLES if SAMPLES[code].rtl]
LTR = [code for code in SAMPLES if not SAMPLES[code].rtl]


def made(code):
    """A sheet in German and the language of the sample."""
    return sheet(TEXTS["de"], SAMPLES[code].text("sample"), VALUES, stamp=STAMP)


def parts(code):
    return SAMPLES[code].sentence, SAMPLES[code].row


def test_all_languages_have_a_sample():
    assert set(SAMPLES) == LANGUAGES | {"sr-Latn"}


@pytest.mark.parametrize("code", SAMPLES)
def test_a_sample_uses_all_letters_digits_and_signs_of_its_language(code):
    sample = SAMPLES[code]
    assert set(sample.letters) - {"\u200c"} <= set(sample.row)
    assert set(sample.others) <= set(sample.sentence)
    if code != "ti":  # nobody writes a sentence of 275 syllables
        assert set(sample.letters) <= set(sample.sentence.lower())


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("code", SAMPLES)
def test_every_letter_is_drawn(code, bold):
    lang, rtl = SAMPLES[code].lang, SAMPLES[code].rtl
    for part in parts(code):
        assert missing(part, lang) == set()
        lines = layout((plain_run(part, bold=bold),), lang, 10, 300, rtl=rtl)
        items = [item for line in lines for piece in line.pieces for item in piece.shaped.items]
        assert [item for item in items if item.glyph in (0, ()) and item.text.strip("\u200c")] == []


@pytest.mark.parametrize("code", LTR)
def test_text_from_left_to_right_is_copied_exactly(code):
    text = text_of(made(code))
    sentence, row = (folded(part) for part in parts(code))
    assert text.count(sentence) == 3  # heading, paragraph, list item
    assert text.count(row) == 2


@pytest.mark.parametrize("code", RTL)
def test_text_from_right_to_left_is_copied_nearly_and_heard_exactly(code):
    data = made(code)
    sentence, row = parts(code)
    text = text_of(data)
    assert likeness(sentence, text) >= 0.9
    assert likeness(row, text) >= 0.9
    with opened(data) as pdf:
        heard = [
            str(o.ActualText) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/ActualText" in o
        ]
    assert heard.count(sentence) == 3
    assert heard.count(row) == 2
