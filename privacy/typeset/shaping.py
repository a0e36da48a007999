"""Shaping: a piece of text in one face and one direction becomes positioned glyphs (HarfBuzz)."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import uharfbuzz as hb

from privacy.typeset import fonts

#: Part of a composed glyph: glyph id and its offset in font units.
Part = tuple[int, int, int]
#: A glyph id, or the parts of a letter that the font draws as several glyphs (skeleton and dots).
Glyph = int | tuple[Part, ...]


class Item(NamedTuple):
    """One grapheme cluster: what to draw, its advance in 1/1000 em, and the characters it stands for."""

    glyph: Glyph
    advance: float
    text: str


class Entry(NamedTuple):
    """What one code of a font stands for; ``advance`` is the font program's own, in 1/1000 em."""

    glyph: Glyph
    text: str
    advance: float


class Shaped(NamedTuple):
    """A shaped piece; ``items`` are in visual order, ``width`` is in 1/1000 em.

    ``drawn`` is what goes into the file, from left to right: each entry, and how far the pen then moves back.
    """

    face: fonts.Face
    rtl: bool
    width: float
    items: tuple[Item, ...]
    drawn: tuple[tuple[Entry, int], ...]


def shaped(face: fonts.Face, items: tuple[Item, ...], *, rtl: bool) -> Shaped:
    """The piece of these items."""
    drawn = tuple(_drawn(face, item) for item in _single(items, rtl=rtl))
    return Shaped(face, rtl, sum(item.advance for item in items), items, drawn)


def _single(items: tuple[Item, ...], *, rtl: bool) -> Iterator[Item]:
    """Each code stands for one character where the order is reversed.

    Readers turn right-to-left text around code by code: blank carriers keep a ligature's letters in order.
    """
    for item in items:
        if rtl and len(item.text) > 1:
            yield from (Item((), 0.0, char) for char in item.text[:0:-1])
            yield item._replace(text=item.text[0])
        else:
            yield item


def _drawn(face: fonts.Face, item: Item) -> tuple[Entry, int]:
    """The pen moves where the shaper's advance is not the one that the font program gives to the glyph."""
    natural = face.advance(item.glyph) if isinstance(item.glyph, int) else item.advance
    return Entry(item.glyph, item.text, natural), round(natural - item.advance)


def _buffer(text: str, lang: str, *, rtl: bool) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = lang  # selects local letter forms, e.g. Serbian and Romanian
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    return buffer


def _visible(text: str) -> str:
    """Characters that a copy of the text shall hold; a space stays a space even where no line may break."""
    if len(text) == 1:
        return " " if text == "\u00a0" else text
    return "".join(c for c in text if c in fonts.JOINERS or ord(c) not in fonts.IGNORABLE)


def _items(buffer: hb.Buffer, text: str, scale: float) -> list[Item]:
    """Glyphs gathered by cluster."""
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    starts = [*sorted({info.cluster for info in infos}), len(text)]
    end_of = dict(pairwise(starts))
    groups: dict[int, tuple[list[Part], int]] = {}
    for info, at in zip(infos, positions, strict=True):
        parts, x = groups.get(info.cluster, ([], 0))
        parts.append((info.codepoint, x + at.x_offset, at.y_offset))
        groups[info.cluster] = parts, x + at.x_advance
    out = []
    for start, (parts, x) in groups.items():
        simple = len(parts) == 1 and parts[0][1:] == (0, 0)
        glyph: Glyph = parts[0][0] if simple else tuple(parts)
        out.append(Item(glyph, x * scale, _visible(text[start : end_of[start]])))
    return out


@lru_cache(maxsize=4096)
def shape(text: str, family: str, lang: str, *, bold: bool, rtl: bool) -> Shaped:
    """Glyphs of ``text`` of one direction. Raises MissingGlyph when the family cannot draw it."""
    face = fonts.face(family, bold=bold)
    buffer = _buffer(text, lang, rtl=rtl)
    # Discretionary ligatures would change letters in names.
    hb.shape(face.font, buffer, {"dlig": False})
    if any(info.codepoint == 0 for info in buffer.glyph_infos):
        raise fonts.MissingGlyph(set(text))
    return shaped(face, tuple(_items(buffer, text, face.scale)), rtl=rtl)
