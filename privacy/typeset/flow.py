"""Flowables of shaped, tagged text: one block per structure element, and pairs of blocks side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from reportlab.platypus import Flowable

from privacy.typeset import links
from privacy.typeset.lines import Line, Run, layout, numbered
from privacy.typeset.paint import draw_line, draw_pieces, stretches
from privacy.typeset.structure import Elem
from privacy.typeset.tagged import TaggedCanvas

Colour = tuple[float, float, float]
BLACK: Colour = (0.1, 0.1, 0.12)
BLUE: Colour = (0.05, 0.2, 0.42)
GREY: Colour = (0.35, 0.35, 0.38)
#: Arabic letters look smaller than Latin ones of the same size; the leading stays, so baselines agree.
_RTL_SCALE = 1.12
_BASELINE = 0.74  # of the leading, from the top of the line
_DEPTH = 0.3  # of the size: how far a link reaches below the baseline
_EPSILON = 1e-6
_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
#: Language tags as they may be written into a file (BCP 47, without extensions).
_RTL_LANGUAGES = frozenset({"ar", "fa", "prs", "ps", "ckb", "ur", "he"})
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Style:
    """Look of a block. Sizes in points, ``leading`` in sizes; ``align`` is start, center or end."""

    size: float = 10.0
    leading: float = 1.45
    bold: bool = False
    before: float = 0.0
    after: float = 3.0
    indent: float = 0.0
    color: Colour = BLACK
    align: str = "start"

    def scaled(self, factor: float) -> Style:
        """The same look, smaller or larger."""
        lengths = {name: getattr(self, name) * factor for name in ("size", "before", "after", "indent")}
        return replace(self, **lengths)


@dataclass(frozen=True)
class Voice:
    """Language (BCP 47) and base direction of a text."""

    lang: str = "de"
    rtl: bool = False

    def __post_init__(self) -> None:
        if not LANGUAGE.fullmatch(self.lang):
            raise ValueError(f"{self.lang!r} is not a language tag")


def voice_of(lang: str) -> Voice:
    """Language with the direction in which it is written. Raises ValueError for what is no language tag."""
    return Voice(lang, lang.split("-")[0] in _RTL_LANGUAGES)


def _has_rtl(text: str) -> bool:
    return _RTL_LETTER.search(text) is not None


class _Part(NamedTuple):
    """A part of a paragraph with links: its element, and for a link where it leads and what that does."""

    elem: Elem
    target: str
    alt: str


def _parts(runs: tuple[Run, ...], parent: Elem, *, actual: bool) -> list[_Part]:
    """Elements in logical order, whatever the order on the page will be; none for a paragraph without links.

    ``actual`` gives each its logical text: one on the whole paragraph would hide the links from a reader.
    """
    if not any(run.link for run in runs):
        return []
    out = []
    for _, group in groupby(zip(numbered(runs), runs, strict=True), key=itemgetter(0)):
        own = [run for _, run in group]
        text = "".join(run.text for run in own).replace("\u00a0", " ")
        link = links.Part(text, own[0].link)
        kind, lang = ("Link", own[0].lang) if link.target else ("Span", "")
        elem = Elem(kind, parent, lang=lang, actual=text if actual else "")
        out.append(_Part(elem, link.target, links.spoken(link) if link.target else ""))
    return out


class TextBlock(Flowable):
    """Content of one structure element, wrapped and shaped; ``label`` is the element of a list bullet."""

    def __init__(
        self, runs: tuple[Run, ...], voice: Voice, style: Style, elem: Elem, *, label: Elem | None = None
    ) -> None:
        super().__init__()
        if voice.rtl:
            style = replace(style, size=style.size * _RTL_SCALE, leading=style.leading / _RTL_SCALE)
        self.runs = tuple(run._replace(bold=True) for run in runs) if style.bold else runs
        self.text = text = "".join(run.text for run in runs).replace("\u00a0", " ")
        actual = _has_rtl(text)  # the glyphs will stand in visual order
        self.parts = _parts(self.runs, elem, actual=actual)
        if actual and not self.parts:
            elem.actual = text
        self.voice, self.style, self.elem, self.label = voice, style, elem, label
        self.lines: tuple[Line, ...] = ()
        self._fixed = False
        self._space(style)

    def _space(self, style: Style) -> None:
        self.style = style
        self.spaceBefore, self.spaceAfter = style.before, style.after
        self.lead = style.size * style.leading

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """Break lines for a width in points; returns width and height."""
        self.width = width
        if not self._fixed:
            room = width - self.style.indent
            self.lines = layout(self.runs, self.voice.lang, self.style.size, room, rtl=self.voice.rtl)
        self.height = len(self.lines) * self.lead
        return width, self.height

    def _part(self, lines: tuple[Line, ...], label: Elem | None, style: Style) -> TextBlock:
        part = copy(self)
        # That the whole did not fit (reportlab's note) must not stop a part.
        part.__dict__.pop("_postponed", None)
        part.lines, part.label, part._fixed = lines, label, True
        part._space(style)
        part.height = len(lines) * self.lead
        return part

    def split(self, width: float, height: float) -> list[TextBlock]:
        """Two parts, of which the first fits; no part is a single line."""
        self.wrap(width)
        fit = min(int(height / self.lead + _EPSILON), len(self.lines) - 2)
        if fit < 2:
            return []
        return [
            self._part(self.lines[:fit], self.label, replace(self.style, after=0.0)),
            self._part(self.lines[fit:], None, replace(self.style, before=0.0)),
        ]

    def least(self, width: float) -> float:
        """Height of the smallest part that may stand alone at the foot of a page; points."""
        self.wrap(width)
        return self.height if len(self.lines) < 4 else 2 * self.lead

    def cut(self, count: int) -> tuple[TextBlock, TextBlock]:
        """The first ``count`` lines and the others, after ``wrap``; one of them may be empty."""
        return self._part(self.lines[:count], self.label, self.style), self._part(
            self.lines[count:], None, self.style
        )

    def draw(self) -> None:
        """Called by reportlab with the origin at the lower left corner."""
        self.canv.catch_up()
        self.draw_at(self.canv, 0, self.height)

    def draw_again(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint what an earlier page already said, e.g. the heading of a column: a reader passes over it."""
        canvas.setFillColorRGB(*self.style.color)
        with canvas.artifact("Pagination"):
            self.draw_lines(canvas, x, top - self.lead * _BASELINE)

    def draw_at(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint with the upper left corner at (x, top), after ``wrap``."""
        if not any(line.pieces for line in self.lines):
            return
        y = top - self.lead * _BASELINE
        canvas.note_heading(self.elem, self.text, x, top)
        canvas.setFillColorRGB(*self.style.color)
        if self.label:
            self._draw_bullet(canvas, self.label, x, y)
        if self.parts:
            self._draw_parts(canvas, x, y)
            return
        with canvas.content(self.elem):
            self.draw_lines(canvas, x, y)

    def _boxes(self, x: float, y: float) -> Iterator[tuple[Line, tuple[float, float, float]]]:
        """Lines with left edge, baseline and width."""
        indent = self.style.indent
        left, width = (x if self.voice.rtl else x + indent), self.width - indent
        for i, line in enumerate(self.lines):
            yield line, (left, y - i * self.lead, width)

    def _draw_parts(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        """Paint each part as content of its own element, with a link over each line that a link covers."""
        size, rtl = self.style.size, self.voice.rtl
        for line, box in self._boxes(x, y):
            for part, left, width, pieces in stretches(line, box, size, rtl=rtl, align=self.style.align):
                elem, target, alt = self.parts[part]
                with canvas.content(elem):
                    draw_pieces(canvas, pieces, (left, box[1]), size, self.voice.lang)
                if target:
                    bottom = box[1] - _DEPTH * size
                    canvas.link(elem, (left, bottom, left + width, bottom + self.lead), target, alt)

    def draw_lines(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        """Paint the lines alone, the first baseline at ``y``; the caller marks them."""
        size, (lang, rtl) = self.style.size, (self.voice.lang, self.voice.rtl)
        for line, box in self._boxes(x, y):
            draw_line(canvas, line, box, size, lang, rtl=rtl, align=self.style.align)

    def _draw_bullet(self, canvas: TaggedCanvas, label: Elem, x: float, y: float) -> None:
        indent, (lang, rtl) = self.style.indent, (self.voice.lang, self.voice.rtl)
        left = x + self.width - indent if rtl else x
        line = layout((Run("•"),), lang, self.style.size, indent, rtl=rtl)[0]
        with canvas.content(label):
            draw_line(canvas, line, (left, y, indent), self.style.size, lang, rtl=rtl)


class PairRow(Flowable):
    """Two blocks with a common top edge, e.g. German and family language.

    ``gap`` in points, ``share`` of the left column in the rest; ``rule`` draws a hairline above;
    ``at_once`` is for a pair that is read from left to right, not as part of two columns.
    """

    def __init__(
        self,
        left: TextBlock | None,
        right: TextBlock | None,
        *,
        gap: float = 22.0,
        share: float = 0.5,
        rule: bool = False,
        keep: bool = False,
        at_once: bool = False,
    ) -> None:
        super().__init__()
        self.left, self.right, self.rule, self.keepWithNext = left, right, rule, keep
        self.gap, self.share, self.at_once = gap, share, at_once
        self.spaceBefore = max(block.spaceBefore for block in self._blocks())
        self.spaceAfter = max(block.spaceAfter for block in self._blocks())

    def _blocks(self) -> list[TextBlock]:
        return [block for block in (self.left, self.right) if block is not None]

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """The left block gets its share of the width less the gap; points."""
        self.width = width
        self.columns = ((width - self.gap) * self.share, (width - self.gap) * (1 - self.share))
        self.height = max(
            block.wrap(column)[1]
            for block, column in zip((self.left, self.right), self.columns, strict=True)
            if block is not None
        )
        return width, self.height

    def split(self, width: float, height: float) -> list[PairRow]:
        """Two rows, each holding its part of both languages; nothing if one of them cannot be cut here."""
        self.wrap(width)
        top: list[TextBlock | None] = []
        rest: list[TextBlock | None] = []
        for block, column in zip((self.left, self.right), self.columns, strict=True):
            if block is None or block.height <= height + _EPSILON:
                top.append(block)
                rest.append(None)
                continue
            parts = block.split(column, height)
            if not parts:
                return []
            top.append(parts[0])
            rest.append(parts[1])
        rows = [PairRow(*top, gap=self.gap, share=self.share, rule=self.rule)]
        return [*rows, PairRow(*rest, gap=self.gap, share=self.share)] if any(rest) else rows

    def draw(self) -> None:
        """The right block waits for the end of the section, so that content order is reading order."""
        canvas: Any = self.canv
        if self.rule:
            canvas.catch_up()
            y = self.height + self.spaceBefore / 2
            canvas.hairline(0, y, self.width, y)
        if self.left:
            self.left.draw_at(canvas, 0, self.height)
        if self.right:
            canvas.postpone(self.right, self.columns[0] + self.gap, self.height)
        if self.at_once:
            canvas.catch_up()
