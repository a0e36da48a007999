"""UAX #9 by hand-checked cases, by the conformance test of the Unicode Character Database, by properties."""

import lzma
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.typeset import bidi

ALEF, BET, ARABIC_ONE = "\u05d0", "\u05d1", "\u0661"
UCD_TEST = Path(__file__).parent / "data" / "BidiCharacterTest-15.0.0.txt.xz"
UCD_CASES, SHARES = 91_707, 8
LRI, RLI, FSI, PDI, RLO = "\u2066", "\u2067", "\u2068", "\u2069", "\u202e"


def seen(text, base):
    """The characters from left to right."""
    levels = bidi.levels(text, base)
    kept = [i for i, level in enumerate(levels) if level is not None]
    return "".join(text[kept[k]] for k in bidi.reorder([levels[i] for i in kept]))


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("abc", 0, [0, 0, 0]),
        (ALEF + BET, 0, [1, 1]),
        ("a" + ALEF, 0, [0, 1]),
        (ALEF + "1", 1, [1, 2]),  # European number in right-to-left text (I2)
        ("\u0627" + "1", 0, [1, 2]),  # becomes an Arabic number (W2)
        ("a1", 1, [2, 2]),  # W7
        ("1+2", 1, [2, 2, 2]),  # W4
        ("1,5", 1, [2, 2, 2]),
        ("5%", 1, [2, 2]),  # W5
        ("(" + ALEF + ")", 0, [0, 1, 0]),  # N0: the embedding direction does not occur inside
        (ALEF + "(" + BET + ")", 0, [1, 1, 1, 1]),  # N0: strong context before
        (ALEF + " a", 1, [1, 1, 2]),
        ("a ", 1, [2, 1]),  # L1: trailing space
    ],
)
def test_levels_of_hand_checked_cases(text, base, expected):
    assert list(bidi.levels(text, base)) == expected


def test_base_direction_comes_from_the_first_strong_letter_outside_isolates():
    assert bidi.base_level("12 abc " + ALEF) == 0
    assert bidi.base_level("12 " + ALEF + " abc") == 1
    assert bidi.base_level(RLI + ALEF + PDI + "a") == 0
    assert bidi.base_level("12") == 0


def test_a_number_with_hyphen_turns_around_unless_it_is_isolated():
    assert seen("0211 38-0", 1) == "38-0 0211"
    assert "0211 38-0" in seen(f"{ALEF} {LRI}0211 38-0{PDI}", 1)


def test_what_follows_an_isolate_does_not_depend_on_it():
    with_rtl, with_ltr = (bidi.levels(f"a {FSI}{c}{PDI} 1", 0) for c in (ALEF, "b"))
    assert with_rtl[-2:] == with_ltr[-2:] == (0, 0)
    assert with_rtl[3] == 1
    assert with_ltr[3] == 2


def test_an_override_without_end_stays_inside_its_isolate():
    levels = bidi.levels(f"{FSI}{RLO}ab{PDI}cd", 0)
    assert levels[-2:] == (0, 0)


def test_brackets_pair_across_levels():
    assert seen("a(" + ALEF + ")b", 0) == "a(" + ALEF + ")b"
    assert seen(ALEF + "(a)" + BET, 1) == BET + ")a(" + ALEF


def test_nesting_beyond_the_limit_is_ignored():
    assert len(bidi.levels((RLI + LRI) * 200 + "a", 0)) == 401


@lru_cache(maxsize=1)
def ucd_cases():
    """Lines "code points; direction asked for (2: find it); paragraph level; levels; visual order"."""
    with lzma.open(UCD_TEST, "rt", encoding="utf-8") as lines:
        return [line.rstrip() for line in lines if line[0] not in "#\n"]


def resolved(case):
    """The fields of a case as we work them out, and as the file has them."""
    points, direction, paragraph, levels, order = case.split(";")
    text = "".join(chr(int(point, 16)) for point in points.split())
    base = bidi.base_level(text) if direction == "2" else int(direction)
    found = bidi.levels(text, None if direction == "2" else base)
    kept = [i for i, level in enumerate(found) if level is not None]
    ours = (
        str(base),
        " ".join("x" if level is None else str(level) for level in found),
        " ".join(str(kept[k]) for k in bidi.reorder([found[i] for i in kept])),
    )
    return ours, (paragraph, levels, order)


def test_the_conformance_test_is_complete():
    assert len(set(ucd_cases())) == len(ucd_cases()) == UCD_CASES


@pytest.mark.parametrize("share", range(SHARES))
def test_every_case_of_the_unicode_character_database(share):
    both = ((case, *resolved(case)) for case in ucd_cases()[share::SHARES])
    assert [(case, ours) for case, ours, expected in both if ours != expected] == []


@given(st.text(alphabet=st.characters(codec="utf-8")), st.sampled_from([None, 0, 1]))
def test_any_text_has_levels_and_its_order_is_a_permutation(text, base):
    levels = bidi.levels(text, base)
    assert len(levels) == len(text)
    kept = [level for level in levels if level is not None]
    assert sorted(bidi.reorder(kept)) == list(range(len(kept)))


@given(st.text(alphabet="abcäöü 0123.,-()"))
def test_left_to_right_text_keeps_its_order(text):
    assert seen(text, 0) == text


@given(st.text(alphabet=ALEF + BET, min_size=1))
def test_right_to_left_letters_are_reversed(text):
    assert seen(text, 1) == text[::-1]
