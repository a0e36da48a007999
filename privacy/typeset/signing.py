"""Lines to sign and boxes to tick."""

from __future__ import annotations

from reportlab.platypus import Flowable

from privacy.typeset.flow import TextBlock
from privacy.typeset.tagged import TaggedCanvas

GAP = 22.0  # points between two lines side by side


class SignatureLine(Flowable):
    """Lines to sign, two side by side, each with its captions below. ``room`` above the line in points.

    With ``rtl`` the first stands on the right.
    """

    def __init__(self, slots: list[list[TextBlock]], room: float, *, rtl: bool = False) -> None:
        super().__init__()
        self.slots, self.room, self.rtl = slots, room, rtl

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """Every slot gets the same width; points."""
        self.width, self.slot = width, (width - GAP) / 2
        below = max(sum(block.wrap(self.slot)[1] for block in slot) for slot in self.slots)
        self.height = self.room + below + 3
        return width, self.height

    def draw(self) -> None:
        """Called by reportlab with the origin at the lower left corner."""
        canvas: TaggedCanvas = self.canv
        canvas.catch_up()
        for i, slot in enumerate(self.slots):
            x, y = i * (self.slot + GAP), self.height - self.room
            if self.rtl:
                x = self.width - self.slot - x
            canvas.hairline(x, y, x + self.slot, y, grey=0.3)
            y -= 3
            for block in slot:
                block.draw_at(canvas, x, y)
                y -= block.height


class TickLine(Flowable):
    """A box to tick and what ticking it says."""

    def __init__(self, block: TextBlock) -> None:
        super().__init__()
        self.block, self.spaceBefore = block, 24.0

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        """The box takes 18 points before the text."""
        self.width, self.height = width, self.block.wrap(width - 18)[1]
        return width, self.height

    def draw(self) -> None:
        """Called by reportlab with the origin at the lower left corner."""
        canvas: TaggedCanvas = self.canv
        canvas.catch_up()
        with canvas.artifact():
            canvas.setStrokeColorRGB(0.3, 0.3, 0.3)
            canvas.setLineWidth(0.7)
            canvas.rect(0, self.height - 12, 10, 10)
        self.block.draw_at(canvas, 18, self.height)
