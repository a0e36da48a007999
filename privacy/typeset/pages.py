"""From a story of flowables to the bytes of a document: A4, footer, page numbers, mark."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, PageTemplate

from privacy.typeset import fonts
from privacy.typeset.archive import Facts
from privacy.typeset.flow import GREY, Colour
from privacy.typeset.lines import Run, layout, plain_run
from privacy.typeset.paint import draw_line
from privacy.typeset.structure import Elem
from privacy.typeset.tagged import TaggedCanvas

WIDTH, HEIGHT = A4
MARGIN = 20 * mm
_ONE_LINE = 400  # characters looked at for what must fit one line
_FOOTER_SIZE = 7.5
_FOOTER_BASELINE = 10 * mm
_MARK_BASELINE = HEIGHT - 11 * mm
_MARK_SIZE = 10.0
_NUMBERS_ROOM = 30 * mm  # the footer's text leaves it to the page numbers
_MARK_COLOR: Colour = (0.65, 0.1, 0.1)
_PAGE_OF = {"de": "Seite {} von {}", "en": "Page {} of {}"}


@dataclass(frozen=True)
class Furniture:
    """What each page repeats: footer text on the left, "page n of m" right, ``mark`` in the header."""

    footer: str
    mark: str = ""
    lang: str = "de"
    left: float = MARGIN
    right: float = MARGIN

    def __call__(self, canvas: TaggedCanvas, page: int, pages: int) -> None:
        """Paint it as pagination artifacts."""
        numbers = _PAGE_OF.get(self.lang.split("-")[0], "{} / {}").format(page, pages)
        with canvas.artifact("Pagination"):
            canvas.setFillColorRGB(*GREY)
            self._write(canvas, self.footer, _FOOTER_SIZE, _FOOTER_BASELINE, align="start")
            self._write(canvas, numbers, _FOOTER_SIZE, _FOOTER_BASELINE, align="end")
            canvas.setFillColorRGB(*_MARK_COLOR)
            self._write(canvas, self.mark, _MARK_SIZE, _MARK_BASELINE, align="end", bold=True)

    def _write(
        self, canvas: TaggedCanvas, text: str, size: float, baseline: float, *, align: str, bold: bool = False
    ) -> None:
        room = WIDTH - self.left - self.right
        run = fitted(text, self.lang, size, room - _NUMBERS_ROOM, bold=bold)
        line = layout((run,), self.lang, size, room, rtl=False)[0]
        draw_line(canvas, line, (self.left, baseline, room), size, self.lang, align=align)


def fitted(text: str, lang: str, size: float, width: float, *, bold: bool = False) -> Run:
    """A value that takes one line of ``width`` points; what exceeds it is cut with an ellipsis."""
    run = plain_run(text, bold=bold, limit=_ONE_LINE)
    while len(lines := layout((run,), lang, size, width, rtl=False)) > 1:
        shown = "".join(piece.text for piece in lines[0].pieces).rstrip()
        run = plain_run(shown[:-2].rstrip() + "…", bold=bold)
    return run


def build(
    story: list[Flowable], root: Elem, facts: Facts, furniture: Furniture, templates: list[PageTemplate]
) -> bytes:
    """PDF of a story. ``root`` is the Document element whose children the story's blocks fill."""
    target = io.BytesIO()
    clean = replace(
        facts,
        title=fonts.printable(facts.title),
        subject=fonts.printable(facts.subject),
        author=fonts.printable(facts.author),
    )
    document = BaseDocTemplate(target, pagesize=A4)
    document.addPageTemplates(templates)
    document.build(
        story, canvasmaker=lambda _target, **_options: TaggedCanvas(target, clean, root, furniture)
    )
    return target.getvalue()
