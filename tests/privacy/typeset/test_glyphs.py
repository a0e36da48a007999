"""Every letter of a name is drawn and can be copied, or its absence is visible."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.typeset import letter, missing, printable
from privacy.typeset.lines import layout, plain_run

from .reading import text_of
from .samples import LETTER, STAMP

# Letters with combining marks of DIN 91379 (names of the state's registers): most have no precomposed form.
_TABLE = """
A̋ C̀ C̄ C̆ C̈ C̕ C̣ C̦ C̨̆ D̂ F̀ F̄ G̀ H̄ H̦ H̱ J́ J̌ K̀ K̂ K̄ K̇ K̕ K̛ K̦ K͟H K͟h L̂ L̥ L̥̄ L̦ M̀ M̂ M̆ M̐ N̂ N̄ N̆ N̦
P̀ P̄ P̕ P̣ R̆ R̥ R̥̄ S̀ S̄ S̛̄ S̱ T̀ T̄ T̈ T̕ T̛ U̇ Z̀ Z̄ Z̆ Z̈ Z̧
a̋ c̀ c̄ c̆ c̈ c̕ c̣ c̦ c̨̆ d̂ g̀ h̄ h̦ j́ k̀ k̂ l̂ l̥ m̀ m̐ n̂ n̄ p̀ r̥ r̥̄ s̀ s̛̄ t̀ t̕ u̇ z̀ z̈
"""
SEQUENCES = _TABLE.split()
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
@pytest.mark.parametrize("text", [*SEQUENCES, *NAMES])
def test_every_letter_has_a_glyph(text, bold):
    assert missing(text) == set()
    assert printable(text) == normalize("NFC", text)
    assert blank(layout((plain_run(text, bold=bold),), "de", 10, 400, rtl=False)) == []


def test_a_composed_letter_is_one_code_for_its_characters():
    (line,) = layout((plain_run("C̨̆x"),), "de", 10, 400, rtl=False)
    items = line.pieces[0].shaped.items
    assert [item.text for item in items] == ["C̨̆", "x"]


def test_combining_sequences_are_copied_exactly():
    shown = " ".join(SEQUENCES)
    facts = LETTER.__class__(**{**vars(LETTER), "paragraphs": (shown,)})
    extracted = text_of(letter(facts, stamp=STAMP))
    assert [s for s in SEQUENCES if normalize("NFC", s) not in extracted.split()] == []


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
