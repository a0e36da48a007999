"""Bookmarks (ISO 32000-1, 12.3.3): the headings of a document of several pages, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFName

from privacy.typeset.structure import Elem, Written, utf16

_LEVELS = {"H1": 1, "H2": 2}
_ABOVE = 6.0  # points shown above a heading
_MANY_PAGES = 3  # a reader opens the bookmarks by itself if there are more


class Heading(NamedTuple):
    """Where a heading is: page from 0, upper edge in points from the lower edge of the page."""

    title: str
    page: int
    top: float


class Bookmark(NamedTuple):
    """A heading and its level from 1."""

    heading: Heading
    level: int


def is_heading(element: Elem) -> bool:
    """Whether an element can become a bookmark."""
    return element.kind in _LEVELS


def _inside(section: Elem) -> Iterator[Elem]:
    """Elements of a section in reading order; of a section within it only that itself."""
    for kid in section.kids:
        if isinstance(kid, Elem):
            yield kid
            if kid.kind != "Sect":
                yield from _inside(kid)


def bookmarks(section: Elem, found: dict[int, Heading]) -> Iterator[Bookmark]:
    """The first heading of each section: the German one where two languages stand side by side.

    ``found`` are the drawn headings by the id of their element.
    """
    waiting = True
    for element in _inside(section):
        if element.kind == "Sect":
            yield from bookmarks(element, found)
        elif waiting and id(element) in found:
            waiting = False
            yield Bookmark(found[id(element)], _LEVELS[element.kind])


class _Node:
    """An item of the outline, or its root (level 0)."""

    def __init__(self, level: int, bookmark: Bookmark | None = None) -> None:
        self.level, self.bookmark, self.kids = level, bookmark, list[_Node]()
        self.written = Written()

    def count(self) -> int:
        """Number of items below it; all of them are shown."""
        return len(self.kids) + sum(kid.count() for kid in self.kids)


def _tree(marks: list[Bookmark]) -> _Node:
    path = [_Node(0)]
    for mark in marks:
        while path[-1].level >= mark.level:
            path.pop()
        node = _Node(mark.level, mark)
        path[-1].kids.append(node)
        path.append(node)
    return path[0]


class Outline(pdfdoc.PDFObject):
    """The outline dictionary, in the place of reportlab's own."""

    ready = 1

    def __init__(self, document: Any, marks: list[Bookmark]) -> None:
        self._document = document
        self._root = _tree(marks)
        self._write(self._root, self._reference(self))

    def prepare(self, _document: Any, _canvas: Any) -> None:
        """Called by reportlab; everything is ready."""

    def _reference(self, target: pdfdoc.PDFObject) -> str:
        return str(self._document.Reference(target).format(self._document).decode("ascii"))

    def _write(self, node: _Node, own: str) -> None:
        references = [self._reference(kid.written) for kid in node.kids]
        for i, kid in enumerate(node.kids):
            entries = f"/Parent {own}{self._place(kid)}{self._ends(kid)}"
            entries += f"/Prev {references[i - 1]}" * (i > 0)
            entries += f"/Next {references[i + 1]}" if i + 1 < len(references) else ""
            kid.written.data = f"<<{entries}>>".encode("ascii")
            self._write(kid, references[i])

    def _place(self, node: _Node) -> str:
        if node.bookmark is None:
            return ""
        title, page, top = node.bookmark.heading
        on = self._reference(pdfdoc.PDFObjectReference(f"Page{page + 1}"))
        return f"/Title {utf16(title)}/Dest [{on}/XYZ null {top + _ABOVE:.1f} null]"

    def _ends(self, node: _Node) -> str:
        if not node.kids:
            return ""
        first, last = (self._reference(node.kids[i].written) for i in (0, -1))
        return f"/First {first}/Last {last}/Count {node.count()}"

    def format(self, _document: Any) -> bytes:
        """Bytes of the dictionary."""
        return f"<</Type/Outlines{self._ends(self._root)}>>".encode("ascii")


def add_outline(document: Any, root: Elem, found: dict[int, Heading], pages: int) -> None:
    """Give a document of several pages its outline; one page needs none."""
    marks = list(bookmarks(root, found))
    if pages < 2 or not marks:
        return
    document.Outlines = document.Catalog.Outlines = Outline(document, marks)
    if pages > _MANY_PAGES:
        document.Catalog.PageMode = PDFName("UseOutlines")
