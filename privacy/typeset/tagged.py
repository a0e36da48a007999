"""A canvas that writes tagged pages: everything painted belongs to an element or is an artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import md5
from itertools import chain
from typing import IO, Protocol

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfdoc import PDFName
from reportlab.pdfgen.canvas import Canvas

from privacy.typeset import archive, links
from privacy.typeset.cidfont import EmbeddedFont
from privacy.typeset.fonts import Face
from privacy.typeset.outline import Heading, add_outline, is_heading
from privacy.typeset.structure import Annotation, Box, Elem, tree_of

#: Draws what every page repeats: canvas, page number from 1, number of pages.
Furniture = Callable[["TaggedCanvas", int, int], None]


class Drawable(Protocol):
    """Something that paints itself below and right of a point."""

    def draw_at(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint with the upper left corner at (x, top)."""


class TaggedCanvas(Canvas):
    """Pages are kept back until ``save``, because their footers name the number of pages."""

    def __init__(self, target: IO[bytes], facts: archive.Facts, root: Elem, furniture: Furniture) -> None:
        self.fonts: dict[str, EmbeddedFont] = {}
        self._facts, self._root, self._furniture = facts, root, furniture
        self._kept: list[list[str]] = []
        self._marks: list[list[Elem]] = [[]]
        self._annotations: list[list[Annotation]] = [[]]
        self._headings: dict[int, Heading] = {}
        self._inside = False
        self._postponed: list[tuple[Drawable, float, float]] = []
        super().__init__(target, pagesize=A4, invariant=1, lang=facts.lang, pdfVersion=(1, 7))
        # reportlab starts the digest behind /ID with a time that an environment variable can set.
        self._doc.signature = md5(usedforsecurity=False)
        self._doc._timeStamp = archive.time_stamp(facts.stamp)
        self._doc.info.__class__ = archive.Info
        self._doc.info.facts = facts

    def _make_preamble(self) -> None:
        # reportlab would name Helvetica here, which nobody embeds.
        self._preamble = "1 0 0 1 0 0 cm"

    def font(self, face: Face) -> EmbeddedFont:
        """The face as a font of this document."""
        if face.name not in self.fonts:
            made = EmbeddedFont(face, f"F{len(self.fonts) + 1}")
            self.fonts[face.name] = made
            self._doc.delayedFonts.append(made)
        return self.fonts[face.name]

    def write(self, operators: str) -> None:
        """Append operators to the page's content stream."""
        self._code.append(operators)

    @contextmanager
    def _marked(self, opening: str) -> Iterator[None]:
        if self._inside:
            raise RuntimeError("marked content inside marked content")
        self._inside = True
        self.write(opening)
        yield
        self.write("EMC")
        self._inside = False

    @contextmanager
    def content(self, element: Elem) -> Iterator[None]:
        """What is painted inside is content of ``element``."""
        marks = self._marks[-1]
        element.kids.append((len(self._marks) - 1, len(marks)))
        marks.append(element)
        with self._marked(f"/{element.kind} <</MCID {len(marks) - 1}>> BDC"):
            yield

    def note_heading(self, element: Elem, title: str, x: float, top: float) -> None:
        """Remember where a heading begins, for the bookmarks; any other element is passed over."""
        if is_heading(element):
            place = Heading(title, len(self._marks) - 1, self.absolutePosition(x, top)[1])
            self._headings.setdefault(id(element), place)

    def link(self, element: Elem, box: Box, target: str, alt: str) -> None:
        """Let the reader follow ``target`` from a box (points, in the present coordinates) of ``element``.

        Raises ValueError for any other scheme than mailto, https and tel.
        """
        if not target.startswith(links.SCHEMES):
            raise ValueError("a link may only lead to a mail, https or telephone address")
        place = (*self.absolutePosition(*box[:2]), *self.absolutePosition(*box[2:]))
        made = Annotation(element, len(self._marks) - 1, place, target, alt)
        element.kids.append(made)
        self._annotations[-1].append(made)

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """What is painted inside is decoration (Layout) or repeated on each page (Pagination)."""
        with self._marked(f"/Artifact <</Type /{kind}>> BDC"):
            yield

    def hairline(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0.72) -> None:
        """A thin line as decoration; points."""
        with self.artifact():
            self.setStrokeColorRGB(grey, grey, grey)
            self.setLineWidth(0.5)
            self.line(x0, y0, x1, y1)

    def postpone(self, block: Drawable, x: float, top: float) -> None:
        """Paint at the next ``catch_up``: content of the right column follows all of the left one."""
        left, upper = self.absolutePosition(x, top)
        self._postponed.append((block, left, upper))

    def catch_up(self) -> None:
        """Paint what was postponed."""
        x, y = self.absolutePosition(0, 0)
        waiting, self._postponed = self._postponed, []
        for block, left, upper in waiting:
            block.draw_at(self, left - x, upper - y)

    def showPage(self) -> None:
        """Finish a page; its content is kept until ``save``."""
        self.catch_up()
        self._kept.append(self._code)
        self._marks.append([])
        self._annotations.append([])
        self._startPage()

    def _setAnnotations(self, page: archive.Page) -> None:
        super()._setAnnotations(page)
        page.__class__ = archive.Page
        page.StructParents, page.Tabs = self._pageNumber - 1, PDFName("S")

    def save(self) -> None:
        """Draw the furniture of all pages, add structure and metadata, write the file."""
        if self._marks[-1]:
            self.showPage()
        self._marks.pop()
        self._pageNumber = 1
        for i, code in enumerate(self._kept):
            self._code = code
            self._annotationrefs = [self._doc.Reference(made) for made in self._annotations[i]]
            self._furniture(self, i + 1, len(self._kept))
            super().showPage()
        self._doc.Catalog.StructTreeRoot = tree_of(
            self._doc, self._root, self._marks, [*chain(*self._annotations)]
        )
        archive.describe(self._doc, self._facts)
        add_outline(self._doc, self._root, self._headings, len(self._kept))
        self._code = []
        self._doc.SaveToFile(self._filename, self)
