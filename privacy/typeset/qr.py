"""A QR code (ISO/IEC 18004) as merged rectangles, tagged as a figure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import segno
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from privacy.typeset.flow import TextBlock
from privacy.typeset.paint import number
from privacy.typeset.structure import Elem
from privacy.typeset.tagged import TaggedCanvas

_QUIET = 4  # modules left white on each side
_GAP = 22.0  # points between the code and the text beside it, and between two columns of text
_LEAST = 25 * mm  # width of the symbol without its quiet zone: a telephone must read it from paper
_MODULE = 0.45 * mm  # smallest module that a printer and a telephone agree on

#: Left edge, top edge, width and height, in modules from the upper left corner of the symbol.
Rectangle = tuple[int, int, int, int]


def _strokes(row: bytes) -> Iterator[tuple[int, int]]:
    """Start and length of each dark stretch of a row."""
    x = 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            yield x, length
        x += length


def rectangles(matrix: list[bytes]) -> list[Rectangle]:
    """The dark modules as few rectangles: equal stretches of neighbouring rows are one."""
    out: list[Rectangle] = []
    growing: dict[tuple[int, int], int] = {}  # stretch to the row in which it began
    for y, row in enumerate([*matrix, b""]):
        now = set(_strokes(row))
        out += [(x, top, width, y - top) for (x, width), top in growing.items() if (x, width) not in now]
        growing = {stroke: growing.get(stroke, y) for stroke in sorted(now)}
    return sorted(out)


class QrCode:
    """A QR code of error level M, black on white, its symbol at least 25 mm wide; ``side`` in points.

    ``content`` is ASCII. ``alt`` is what a screen reader says; the figure's element hangs under ``parent``.
    """

    def __init__(self, content: str, alt: str, parent: Elem) -> None:
        made = segno.make_qr(content, error="m", boost_error=False)
        self.matrix = [bytes(row) for row in made.matrix]
        self.elem = Elem("Figure", parent, alt=alt)
        self.module = round(max(_LEAST / len(self.matrix), _MODULE) + 0.005, 2)  # as precise as it is written
        self.quiet = _QUIET * self.module
        self.side = (len(self.matrix) + 2 * _QUIET) * self.module

    def draw_at(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint with the upper left corner at (x, top)."""
        left, upper = canvas.absolutePosition(x, top)
        box = (left, upper - self.side, left + self.side, upper)
        self.elem.attributes = {
            "O": "Layout",
            "Placement": "Block",
            "BBox": f"[{' '.join(number(v) for v in box)}]",
        }
        place = f"{number(x + self.quiet)} {number(top - self.quiet)}"
        dark = "".join(f"{a} {-b} {w} {-h} re\n" for a, b, w, h in rectangles(self.matrix))
        white = f"1 1 1 rg {number(x)} {number(top - self.side)} {number(self.side)} {number(self.side)} re f"
        unit = f"q {number(self.module)} 0 0 {number(self.module)} {place} cm"
        with canvas.content(self.elem):
            canvas.write(f"q {white} Q\n{unit} 0 0 0 rg\n{dark}f Q")


class QrRow(Flowable):
    """A code with what to do with it: columns of one language each, and a line across them.

    The figure is read last: its element must be the last of all of them.
    """

    def __init__(self, code: QrCode, columns: list[TextBlock], across: TextBlock, *, before: float) -> None:
        super().__init__()
        self.code, self.columns, self.across, self.spaceBefore = code, columns, across, before

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """The code stands on the left, its quiet zone in the margin; points."""
        self.left = self.code.side - 2 * self.code.quiet + _GAP
        room = width - self.left
        self.column = (room - _GAP * (len(self.columns) - 1)) / len(self.columns)
        self.upper = max(block.wrap(self.column)[1] + block.spaceAfter for block in self.columns)
        self.height = max(self.code.side - self.code.quiet, self.upper + self.across.wrap(room)[1])
        return width, self.height

    def draw(self) -> None:
        """Called by reportlab with the origin at the lower left corner."""
        canvas: TaggedCanvas = self.canv
        canvas.catch_up()
        for i, block in enumerate(self.columns):
            block.draw_at(canvas, self.left + i * (self.column + _GAP), self.height)
        self.across.draw_at(canvas, self.left, self.height - self.upper)
        self.code.draw_at(canvas, -self.code.quiet, self.height + self.code.quiet)
