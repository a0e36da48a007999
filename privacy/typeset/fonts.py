"""Faces for every script we print, chosen per grapheme cluster, and what no face can print.

The variable Noto fonts (SIL OFL 1.1, no reserved name) come unmodified from the package ``manimgx_fonts``.
HarfBuzz pins their weight in memory at first use, so there is no build step and no cache file.
"""

import threading
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, combining, normalize

import uharfbuzz as hb

REPLACEMENT = "[?]"  # plain letters: U+FFFD itself has no glyph in most faces
REGULAR, BOLD = 400, 700
_SCRIPTS = (
    "", "Arabic", "Ethiopic", "Armenian", "Georgian", "Hebrew", "Symbols", "Devanagari", "Bengali", "Tamil",
    "Thai", "Sinhala", "Gurmukhi", "Gujarati", "Telugu", "Kannada", "Malayalam", "Oriya", "Myanmar",
    "Khmer", "Lao",
)  # fmt: skip
FAMILIES = tuple(f"NotoSans{script}" for script in _SCRIPTS)
_LATIN_FIRST = FAMILIES
_ARABIC_FIRST = (FAMILIES[1], FAMILIES[0], *FAMILIES[2:])
_ARABIC_LANGUAGES = frozenset({"ar", "fa", "prs", "ps", "ckb", "ur"})
_MAX_CLUSTER = 9  # a letter and eight marks; more is decoration meant to break layouts
_MAX_PILE = 2  # marks above a letter, and below; no name needs more, and more would cover other lines
_BELOW, _ABOVE = 220, 230  # canonical combining classes
JOINERS = "\u200c\u200d"  # they carry meaning in Persian and in Indic scripts
_CONTROLS = (
    0x00AD,
    0x061C,
    0x2060,
    0xFEFF,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
#: Characters that never need a glyph: joiners, soft hyphen, bidi controls, variation selectors.
IGNORABLE = frozenset((*_CONTROLS, *range(0xFE00, 0xFE10)))
_CREATE = threading.RLock()


class MissingGlyph(ValueError):
    """Text holds characters that no face can draw; ``chars`` lists them."""

    def __init__(self, chars: set[str] | str) -> None:
        if isinstance(chars, str):  # reportlab makes the exception anew from its text, with a place added
            self.chars: list[str] = []
            super().__init__(chars)
            return
        self.chars = sorted(chars)
        super().__init__("no font for " + ", ".join(f"U+{ord(c):04X}" for c in self.chars))


class Face:
    """One family at one weight. Measures are in 1/1000 em; ``scale`` converts font units to them."""

    def __init__(self, family: str, weight: int) -> None:
        variable = _variable(family)
        pin = hb.SubsetInput()
        pin.keep_everything()
        pin.pin_axis_location(variable, "wght", float(weight))
        self.family, self.weight = family, weight
        self.hb_face = hb.subset(variable, pin)
        self.font = hb.Font(self.hb_face)
        self.scale = 1000.0 / float(self.hb_face.upem)
        extents = self.font.get_font_extents("ltr")
        self.ascent, self.descent = extents.ascender * self.scale, extents.descender * self.scale
        # The pinned bold keeps the PostScript name of the regular face: name it ourselves.
        self.name = family + ("-Bold" if weight >= BOLD else "-Regular")

    def advance(self, glyph: int) -> float:
        """Horizontal advance of a glyph in 1/1000 em."""
        return float(self.font.get_glyph_h_advance(glyph) * self.scale)

    def subset(self, glyphs: list[int]) -> bytes:
        """TrueType program holding only these outlines; glyph ids stay as they are."""
        keep = hb.SubsetInput()
        keep.glyph_set.update(glyphs)
        keep.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        for tag in (
            "GSUB",
            "GPOS",
            "GDEF",
            "STAT",
            "name",
            "post",
            "OS/2",
            "cmap",
            "gasp",
            "DSIG",
            "BASE",
            "MATH",
        ):
            keep.drop_table_tag_set.add(int.from_bytes(tag.ljust(4).encode("ascii"), "big"))
        return bytes(hb.subset(self.hb_face, keep).blob.data)


class Span(NamedTuple):
    """Part ``start:end`` of a text that one family draws."""

    start: int
    end: int
    family: str


@lru_cache(maxsize=1)
def _folder() -> Path:
    spec = find_spec("manimgx_fonts")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the package manimgx-fonts with the fonts of all PDFs is not installed")
    return Path(spec.submodule_search_locations[0])


@lru_cache(maxsize=len(FAMILIES))
def _variable(family: str) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(_folder() / f"{family}[wght].ttf")))


@lru_cache(maxsize=len(FAMILIES))
def _coverage(family: str) -> frozenset[int]:
    with _CREATE:
        return frozenset(_variable(family).unicodes)


@lru_cache(maxsize=2 * len(FAMILIES))
def _made(family: str, weight: int) -> Face:
    return Face(family, weight)


def face(family: str, *, bold: bool = False) -> Face:
    """The one face object of a family and weight; safe to call from several threads."""
    with _CREATE:
        return _made(family, BOLD if bold else REGULAR)


def stack(lang: str) -> tuple[str, ...]:
    """Families in the order in which they are asked for a language (BCP 47 tag)."""
    return _ARABIC_FIRST if lang.split("-")[0] in _ARABIC_LANGUAGES else _LATIN_FIRST


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each letter with the marks and joiners that follow it (close to UAX #29)."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not (category(text[i])[0] == "M" or ord(text[i]) in IGNORABLE):
            yield start, i
            start = i


def _covering(text: str, families: tuple[str, ...]) -> str | None:
    needed = {ord(c) for c in text} - IGNORABLE
    return next((family for family in families if needed <= _coverage(family)), None)


@lru_cache(maxsize=4096)
def pick(word: str, lang: str) -> tuple[Span, ...]:
    """Families that draw ``word``: the first one covering all of it, else one per grapheme cluster.

    Raises MissingGlyph when a cluster has none.
    """
    families = stack(lang)
    whole = _covering(word, families)
    if whole:
        return (Span(0, len(word), whole),)
    spans: list[Span] = []
    for start, end in clusters(word):
        previous = spans[-1].family if spans else None
        family = _covering(word[start:end], ((previous,) if previous else ()) + families)
        if family is None:
            raise MissingGlyph(_undrawable(word, lang))
        if family == previous:
            spans[-1] = Span(spans[-1].start, end, family)
        else:
            spans.append(Span(start, end, family))
    return tuple(spans)


def _drawable(cluster: str, families: tuple[str, ...]) -> bool:
    places = [combining(c) for c in cluster]
    if len(cluster) > _MAX_CLUSTER or max(places.count(_ABOVE), places.count(_BELOW)) > _MAX_PILE:
        return False
    if any(category(c) in ("Cs", "Co", "Cn") for c in cluster):
        return False
    return _covering(cluster, families) is not None


def _undrawable(text: str, lang: str) -> set[str]:
    families, out = stack(lang), set()
    for start, end in clusters(text):
        if not _drawable(text[start:end], families):
            alone = {c for c in text[start:end] if not _drawable(c, families)}
            out |= alone or set(text[start + 1 : end])  # each is known, but not in one face
    return out


def _plain(value: str) -> str:
    kept = (c for c in value if c in JOINERS or c.isspace() or category(c) not in ("Cc", "Cf"))
    visible = (c for c in kept if c in JOINERS or ord(c) not in IGNORABLE)
    return " ".join(normalize("NFC", "".join(visible)).split())


def missing(text: str, lang: str = "de") -> set[str]:
    """Characters of ``text`` that no face can print (controls do not count: they are never printed)."""
    return _undrawable(_plain(text), lang)


def _substitute(cluster: str, families: tuple[str, ...]) -> str:
    """As much of the cluster as one face can draw; every other character becomes the replacement."""
    kept, out = "", ""
    for c in cluster:
        if not out and _drawable(kept + c, families):
            kept += c
        elif c not in JOINERS:
            out += REPLACEMENT
    return kept + out


@lru_cache(maxsize=1024)
def printable(value: str) -> str:
    """``value`` as the documents print it; any text is accepted and nothing raises.

    NFC, one space for any white space, control characters and bidi controls removed, every character
    without a glyph replaced by ``[?]``. ZWJ and ZWNJ stay.
    """
    text = _plain(value)
    return "".join(
        text[a:b] if _drawable(text[a:b], _LATIN_FIRST) else _substitute(text[a:b], _LATIN_FIRST)
        for a, b in clusters(text)
    )
