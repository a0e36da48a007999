"""Tables with hairlines: facts (a label per row and its value), and data of several columns over many pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable

from privacy.typeset.flow import GREY, Style, TextBlock, Voice
from privacy.typeset.lines import MAX_PARAGRAPH, plain_run
from privacy.typeset.structure import Elem
from privacy.typeset.tagged import TaggedCanvas

Row = tuple[TextBlock, TextBlock]
Cells = tuple[TextBlock, ...]
_MAX_LABEL, _MAX_VALUE = 120, 600  # characters; a row of facts stays lower than a page
_MAX_HEADING, _MAX_COLUMNS = 60, 12
_GUTTER = 8.0  # points between two columns
_NARROW = 2.0  # times narrower than its even share a column may be: a letter a line would fill a book
_HEAD_SIZE = 0.92  # of the size of the cells


def rows_of(
    facts: Iterable[tuple[str, str]], table: Elem, voice: Voice, style: Style, *, limit: int = _MAX_VALUE
) -> list[Row]:
    """Rows of blocks for (label, value) pairs, with their elements under ``table``.

    A value is cut visibly after ``limit`` characters.
    """
    label_style = Style(style.size, style.leading, color=GREY)
    rows = []
    for label, value in facts:
        row = table.sub("TR")
        head = row.sub("TH", attributes={"O": "Table", "Scope": "Row"})
        left = TextBlock((plain_run(label, limit=_MAX_LABEL),), voice, label_style, head)
        right = TextBlock((plain_run(value, limit=limit),), voice, style, row.sub("TD"))
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


@dataclass(frozen=True)
class Column:
    """Heading of a column, its share of the width beside the others, and whether it is flush at its end."""

    heading: str
    width: float = 1.0
    end: bool = False


@dataclass(frozen=True)
class TableFacts:
    """Columns, at most twelve, and rows of one value for each of them; values are never parsed."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not 0 < len(self.columns) <= _MAX_COLUMNS or any(column.width <= 0 for column in self.columns):
            raise ValueError("a table has one to twelve columns, each with a width")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row of a table has one value for each column")


class DataTable(Flowable):
    """Rows of cells, cut over pages between rows; a row higher than half a page is cut between its lines.

    ``widths`` are shares of the width. ``head`` is repeated on each page. ``tall`` is the height of an empty
    page in points. With ``rtl`` the first column stands on the right.
    """

    def __init__(
        self,
        rows: list[Cells],
        widths: tuple[float, ...],
        tall: float,
        *,
        head: Cells = (),
        rtl: bool = False,
    ) -> None:
        super().__init__()
        self.rows, self.widths, self.tall, self.head, self.rtl = rows, widths, tall, head, rtl
        self.pad, self.repeats = 3.5, False
        self.spaceBefore, self.spaceAfter = 6.0, 10.0
        self._known: tuple[float, list[float]] | None = None  # width, and heights of the rows

    def _rooms(self) -> list[tuple[float, float]]:
        """Left edge and width of each column."""
        least = sum(self.widths) / len(self.widths) / _NARROW
        shares = [max(share, least) for share in self.widths]
        free = self.width - _GUTTER * (len(shares) - 1)
        out, x = [], 0.0
        for share in shares:
            room = free * share / sum(shares)
            out.append((self.width - x - room if self.rtl else x, room))
            x += room + _GUTTER
        return out

    def _measured(self, row: Cells) -> float:
        rooms = self._rooms()
        return max(cell.wrap(room)[1] for cell, (_, room) in zip(row, rooms, strict=True)) + 2 * self.pad

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """Break the lines of all cells; points."""
        if self._known is None or self._known[0] != width:
            self.width = width
            self._known = width, [self._measured(row) for row in self.rows]
            self.head_height = self._measured(self.head) if self.head else 0.0
        self.heights = self._known[1]
        self.height = self.head_height + sum(self.heights)
        return width, self.height

    def least(self, width: float) -> float:
        """Height of the head and of as much of the first row as must stand with it; points."""
        self.wrap(width)
        first = self.heights[0] if self.heights else 0.0
        return self.head_height + (first if self._stays_whole(first) else self.tall / 4)

    def _stays_whole(self, height: float) -> bool:
        return self.head_height + height <= self.tall / 2

    def _with(self, rows: list[Cells], heights: list[float], *, repeats: bool) -> DataTable:
        part = DataTable(rows, self.widths, self.tall, head=self.head, rtl=self.rtl)
        part.width, part.head_height, part.repeats = self.width, self.head_height, repeats
        part._known = self.width, heights
        return part

    def _cut(self, row: Cells, room: float) -> tuple[Cells, Cells] | None:
        """A row cut after the lines that ``room`` holds; nothing if that is not even two."""
        counts = [int((room - 2 * self.pad) / cell.lead) for cell in row]
        if min(counts) < 2:
            return None
        tops, rests = zip(*(cell.cut(count) for cell, count in zip(row, counts, strict=True)), strict=True)
        return tops, rests

    def split(self, width: float, height: float) -> list[DataTable]:
        """Two tables, cut between rows, or inside a high row."""
        self.wrap(width)
        fit, used = 0, self.head_height
        while fit < len(self.rows) and used + self.heights[fit] <= height:
            used += self.heights[fit]
            fit += 1
        if fit == len(self.rows):
            return []
        above, below = self.rows[:fit], self.rows[fit:]
        heights, others = self.heights[:fit], self.heights[fit:]
        cut = None if self._stays_whole(others[0]) else self._cut(below[0], height - used)
        if cut:
            above.append(cut[0])
            heights.append(self._measured(cut[0]))
            below[0], others[0] = cut[1], self._measured(cut[1])
        if not above:
            return []
        return [
            self._with(above, heights, repeats=self.repeats),
            self._with(below, others, repeats=bool(self.head)),
        ]

    def draw(self) -> None:
        """Called by reportlab with the origin at the lower left corner."""
        canvas: TaggedCanvas = self.canv
        canvas.catch_up()
        top = self.height
        if self.head:
            self._draw_row(canvas, self.head, top, again=self.repeats)
            top -= self.head_height
        canvas.hairline(0, top, self.width, top, grey=0.4 if self.head else 0.72)
        for row, height in zip(self.rows, self.heights, strict=True):
            self._draw_row(canvas, row, top)
            top -= height
            canvas.hairline(0, top, self.width, top)

    def _draw_row(self, canvas: TaggedCanvas, row: Cells, top: float, *, again: bool = False) -> None:
        for cell, (x, _) in zip(row, self._rooms(), strict=True):
            (cell.draw_again if again else cell.draw_at)(canvas, x, top - self.pad)


def _cells(
    values: Iterable[str], row: Elem, voice: Voice, styles: list[Style], limit: int, **head: str
) -> Iterator[TextBlock]:
    for value, style in zip(values, styles, strict=True):
        cell = row.sub("TH" if head else "TD", attributes={"O": "Table", **head} if head else None)
        yield TextBlock((plain_run(value, limit=limit),), voice, style, cell)


def data_table(facts: TableFacts, table: Elem, voice: Voice, style: Style, tall: float) -> DataTable:
    """A table of facts in columns, with its elements under ``table``; ``tall`` as of ``DataTable``."""
    styles = [replace(style, align="end" if column.end else "start") for column in facts.columns]
    heads = [replace(s, size=style.size * _HEAD_SIZE, bold=True, color=GREY) for s in styles]
    headings = [column.heading for column in facts.columns]
    head = tuple(_cells(headings, table.sub("TR"), voice, heads, _MAX_HEADING, Scope="Column"))
    rows = [tuple(_cells(row, table.sub("TR"), voice, styles, MAX_PARAGRAPH)) for row in facts.rows]
    widths = tuple(column.width for column in facts.columns)
    return DataTable(rows, widths, tall, head=head, rtl=voice.rtl)
