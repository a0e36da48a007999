"""A laid-out line becomes PDF operators, in visual order, with the language of each part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from privacy.typeset import bidi
from privacy.typeset.lines import Line, Piece
from privacy.typeset.tagged import TaggedCanvas


def number(value: float) -> str:
    """A number as PDF wants it: at most two decimals, no exponent."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _start(line: Line, scale: float, width: float, align: str, *, rtl: bool) -> float:
    visible = line.width * scale
    if align == "center":
        x = (width - visible) / 2
    elif (align == "start") != rtl:
        x = 0.0
    else:
        x = width - visible
    return x - line.trail * scale if rtl else x


class Stretch(NamedTuple):
    """Neighbouring pieces of one part of the paragraph, from left to right; ``x`` and ``width`` in points."""

    part: int
    x: float
    width: float
    pieces: tuple[Piece, ...]


def _visual(line: Line) -> list[Piece]:
    return [line.pieces[i] for i in bidi.reorder([piece.level for piece in line.pieces])]


def stretches(
    line: Line, box: tuple[float, float, float], size: float, *, rtl: bool, align: str
) -> Iterator[Stretch]:
    """The line's stretches from left to right, at the places where ``draw_line`` would paint them."""
    left, _, width = box
    scale = size / 1000.0
    x = left + _start(line, scale, width, align, rtl=rtl)
    for part, group in groupby(_visual(line), key=lambda piece: piece.part):
        pieces = tuple(group)
        room = sum(piece.shaped.width for piece in pieces) * scale
        yield Stretch(part, x, room, pieces)
        x += room


def draw_pieces(
    canvas: TaggedCanvas, pieces: Iterable[Piece], at: tuple[float, float], size: float, lang: str
) -> None:
    """Paint pieces from left to right, the first at ``at`` (left end of the baseline, points)."""
    out = [f"BT 1 0 0 1 {number(at[0])} {number(at[1])} Tm"]
    font, spoken = "", lang
    for piece in pieces:
        if piece.lang != spoken:
            out += ["EMC"] * (spoken != lang) + [f"/Span <</Lang ({piece.lang})>> BDC"] * (piece.lang != lang)
            spoken = piece.lang
        embedded = canvas.font(piece.shaped.face)
        if embedded.name != font:
            out.append(f"/{embedded.name} {number(size)} Tf")
            font = embedded.name
        out.append(embedded.shown(piece.shaped))
    out += ["EMC"] * (spoken != lang)
    canvas.write("\n".join([*out, "ET"]))


def draw_line(
    canvas: TaggedCanvas,
    line: Line,
    box: tuple[float, float, float],
    size: float,
    lang: str,
    *,
    rtl: bool = False,
    align: str = "start",
) -> None:
    """Paint a line. ``box`` is left edge, baseline and width in points; ``align`` is start, center or end."""
    if not line.pieces:
        return
    left, baseline, width = box
    x = left + _start(line, size / 1000.0, width, align, rtl=rtl)
    draw_pieces(canvas, _visual(line), (x, baseline), size, lang)
