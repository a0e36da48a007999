"""Every letter of a name is drawn and can be copied, or its absence is visible."""

from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.typeset import letter, missing, printable, sheet
from privacy.typeset.lines import layout, plain_run

from .reading import text_of
from .samples import LETTER, STAMP, TEXTS

# DIN 91379, the characters of names in the state's registers. Most sequences have no precomposed form.
DATA = Path(__file__).parent / "data"


def code_points(name):
    """The lines of a data file as lists of code points."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split(";")[0].split() for line in lines if not line.startswith("#")]


def characters(points):
    return "".join(chr(int(point, 16)) for point in points)


SEQUENCES = [characters(line) for line in code_points("din91379_sequences.txt")]
SINGLE = [characters([point]) for line in code_points("din91379_letters.txt") for point in line]
NAMES = ["Łucja Ēriķe Ș̌ahin-Özgür", "Олена Ґалаґан", "ليلى الخطيب", "زهرا کریمی‌نژاد", "ڕۆژان", "ګلالۍ ښکلا"]
NAMES += ["ሳምራዊት ተኽለ", "გიორგი ბერიძე", "Արամ Հակոբյան", "שרה כהן", "सीता शर्मा", "தமிழ்", "สมชาย"]


def blank(lines):
    """Glyphs without an outline in the font that stand for something."""
    items = [
        (piece.shaped.face, item) for line in lines for piece in line.pieces for item in piece.shaped.items
    ]
    return [
        item for _, item in items if item.glyph == 0 or (isinstance(item.glyph, tuple) and not item.glyph)
    ]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", [*SEQUENCES, *NAMES, "".join(SINGLE)])
def test_every_letter_has_a_glyph(text, bold):
    assert missing(text) == set()
    assert printable(text) == normalize("NFC", text)
    assert blank(layout((plain_run(text, bold=bold),), "de", 10, 400, rtl=False)) == []


def test_a_composed_letter_is_one_code_for_its_characters():
    (line,) = layout((plain_run("C̨̆x"),), "de", 10, 400, rtl=False)
    items = line.pieces[0].shaped.items
    assert [item.text for item in items] == ["C̨̆", "x"]


def test_the_lists_of_din_91379_are_complete():
    assert len(set(SEQUENCES)) == len(SEQUENCES) == 149
    assert len(set(SINGLE)) == len(SINGLE) == 518


def set_twice(text):
    """A sheet with this text in regular and in bold."""
    section = replace(TEXTS["de"].sections[0], text=(text, f"**{text}**"), items=())
    return sheet(replace(TEXTS["de"], sections=(section,)), None, {}, stamp=STAMP)


@pytest.mark.parametrize(
    "characters", [SEQUENCES, [c for c in SINGLE if c != " "]], ids=["sequences", "single"]
)
def test_all_characters_of_din_91379_are_copied_exactly_regular_and_bold(characters):
    shown = normalize("NFC", " ".join(characters))
    assert text_of(set_twice(shown)).count(shown) == 2


# Comma above right, horn and double macron below stand beside their letter or below two.
ASIDE = set("\u0315\u031b\u035f")
NEAR = 40  # thousandths of an em: an ogonek touches its letter, an accent on J stands on its stem


def box(face, part):
    """Left, bottom, right, top of one outline of a composed letter, in font units."""
    glyph, x, y = part
    extents = face.font.get_glyph_extents(glyph)
    left, top = x + extents.x_bearing, y + extents.y_bearing
    return left, top + extents.height, left + extents.width, top


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", SEQUENCES)
def test_every_mark_has_ink_and_its_place_above_or_below_its_letter(text, bold):
    (line,) = layout((plain_run(text, bold=bold),), "de", 10, 400, rtl=False)
    (piece,) = line.pieces
    first = piece.shaped.items[0]
    assert isinstance(first.glyph, tuple)
    (left, bottom, right, top), *marks = [box(piece.shaped.face, part) for part in first.glyph]
    assert marks
    for mark_left, mark_bottom, mark_right, mark_top in marks:
        assert mark_left < mark_right
        assert mark_bottom < mark_top
        if ASIDE.isdisjoint(text):
            assert left - NEAR <= (mark_left + mark_right) / 2 <= right + NEAR
            assert mark_bottom >= top - NEAR or mark_top <= bottom + NEAR
        else:
            assert left <= mark_right
            assert mark_left <= right + 2 * NEAR


def test_arabic_ligatures_and_vowel_signs_are_copied_in_order():
    words = ["لا", "حقًّا", "الاسم", "مُعَلِّم", "پښتو"]
    facts = LETTER.__class__(**{**vars(LETTER), "paragraphs": tuple(words)})
    extracted = text_of(letter(facts, stamp=STAMP)).split()
    assert [word for word in words if normalize("NFC", word) not in extracted] == []


def test_characters_without_a_glyph_are_named_and_replaced():
    assert missing("Li 王小明") == set("王小明")
    assert printable("Li 王小明 😀") == "Li [?][?][?] [?]"
    assert printable("a\u0627\u0300") == "a\u0627[?]"  # both are known, but to no common face


def test_controls_are_stripped_and_joiners_stay():
    assert printable("a\u202eb\u2066c\u2069\u0000\u200f \n d") == "abc d"
    assert printable("کریمی\u200cنژاد") == "کریمی\u200cنژاد"
    assert missing("a\u202e\u0007") == set()
    assert printable("e\u202e\u0301") == "é"


@given(st.text(max_size=60))
def test_whatever_is_printable_can_be_shaped(text):
    once = printable(text)
    assert printable(once) == once
    assert missing(once) == set()
    for lang in ("de", "ar"):
        layout((plain_run(text, bold=True),), lang, 10, 80, rtl=lang == "ar")


@given(st.text(alphabet="ab \u0627\u0628\u0301\u200c-/1", max_size=80), st.integers(20, 200))
def test_lines_hold_all_letters_in_order(text, width):
    lines = layout((plain_run(text),), "de", 10, width, rtl=False)
    joined = "".join(piece.text for line in lines for piece in line.pieces)
    assert joined.replace(" ", "").replace("\u200c", "") == printable(text).replace(" ", "").replace(
        "\u200c", ""
    )
    assert all(line.width <= width * 100 + 0.1 for line in lines) or width < 40
