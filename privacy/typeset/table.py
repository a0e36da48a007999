"""A table of facts: a label per row (TH, Scope Row) and its value, hairlines between the rows."""

from __future__ import annotations

from collections.abc import Iterable

from reportlab.platypus import Flowable

from privacy.typeset.flow import GREY, Style, TextBlock, Voice
from privacy.typeset.lines import plain_run
from privacy.typeset.structure import Elem
from privacy.typeset.tagged import TaggedCanvas

Row = tuple[TextBlock, TextBlock]
_MAX_LABEL, _MAX_VALUE = 120, 600  # characters; a row stays lower than a page


def rows_of(facts: Iterable[tuple[str, str]], table: Elem, voice: Voice, style: Style) -> list[Row]:
    """Rows of blocks for (label, value) pairs, with their elements under ``table``."""
    label_style = Style(style.size, style.leading, color=GREY)
    rows = []
    for label, value in facts:
        row = table.sub("TR")
        head = row.sub("TH", attributes={"O": "Table", "Scope": "Row"})
        left = TextBlock((plain_run(label, limit=_MAX_LABEL),), voice, label_style, head)
        right = TextBlock((plain_run(value, limit=_MAX_VALUE),), voice, style, row.sub("TD"))
        rows.append((left, right))
    return rows


class FactTable(Flowable):
    """Rows of (label, value). ``label_width`` and ``pad`` (above and below the text) in points."""

    def __init__(self, rows: list[Row], label_width: float, *, pad: float = 4.0, ruled: bool = True) -> None:
        super().__init__()
        self.rows, self.label_width, self.pad, self.ruled = rows, label_width, pad, ruled
        self.spaceBefore, self.spaceAfter = (6.0, 10.0) if ruled else (0.0, 0.0)

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """Break the lines of all cells; points."""
        self.width = width
        self.heights = [
            max(left.wrap(self.label_width - 6)[1], right.wrap(width - self.label_width)[1]) + 2 * self.pad
            for left, right in self.rows
        ]
        self.height = sum(self.heights)
        return width, self.height

    def split(self, width: float, height: float) -> list[FactTable]:
        """Two tables, cut between rows."""
        self.wrap(width)
        fit, used = 0, 0.0
        while fit < len(self.rows) and used + self.heights[fit] <= height:
            used += self.heights[fit]
            fit += 1
        if fit in (0, len(self.rows)):
            return []
        return [
            FactTable(rows, self.label_width, pad=self.pad, ruled=self.ruled)
            for rows in (self.rows[:fit], self.rows[fit:])
        ]

    def draw(self) -> None:
        """Called by reportlab with the origin at the lower left corner."""
        self.canv.catch_up()
        self.draw_at(self.canv, 0, self.height)

    def draw_at(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint with the upper left corner at (x, top), after ``wrap``."""
        if self.ruled:
            canvas.hairline(x, top, x + self.width, top)
        for (left, right), height in zip(self.rows, self.heights, strict=True):
            left.draw_at(canvas, x, top - self.pad)
            right.draw_at(canvas, x + self.label_width, top - self.pad)
            top -= height
            if self.ruled:
                canvas.hairline(x, top, x + self.width, top)
