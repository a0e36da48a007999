"""The structure tree of a tagged PDF (ISO 32000-1, 14.7): built in reading order before anything is drawn."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName

#: Marked content of an element: page index and number on that page.
Mark = tuple[int, int]


class Elem:
    """A structure element. Its place in the tree is its reading order; drawing only attaches content to it.

    ``lang`` is a BCP 47 tag, ``actual`` the logical text of content drawn in visual order, ``attributes`` the
    entries of /A (a string is written as a name).
    """

    def __init__(
        self,
        kind: str,
        parent: Elem | None = None,
        *,
        lang: str = "",
        actual: str = "",
        attributes: dict[str, str] | None = None,
    ) -> None:
        self.kind, self.lang, self.actual, self.attributes = kind, lang, actual, attributes or {}
        self.kids: list[Elem | Mark] = []
        if parent is not None:
            parent.kids.append(self)

    def sub(self, kind: str, *, lang: str = "", attributes: dict[str, str] | None = None) -> Elem:
        """A new last child."""
        return Elem(kind, self, lang=lang, attributes=attributes)

    @property
    def used(self) -> bool:
        """Whether it holds content. Empty table cells stay: a row must keep its columns."""
        if self.kind in ("TD", "TH"):
            return True
        return any(kid.used if isinstance(kid, Elem) else True for kid in self.kids)


class _Written(pdfdoc.PDFObject):
    """An object whose bytes are ready: there are several hundred elements in a document."""

    data = b"null"

    def format(self, document: Any) -> bytes:
        """Bytes of the object."""
        return self.data


def _utf16(text: str) -> str:
    return "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"


class _Writer:
    def __init__(self, document: Any, pages: int) -> None:
        self.document = document
        self.pages = [self._reference(pdfdoc.PDFObjectReference(f"Page{i + 1}")) for i in range(pages)]
        self.reference_of: dict[int, str] = {}

    def _reference(self, reference: Any) -> str:
        return str(reference.format(self.document).decode("ascii"))

    def write(self, element: Elem, parent: str) -> str:
        """Add the element and what it holds; returns its reference."""
        target = _Written()
        reference = self._reference(self.document.Reference(target))
        self.reference_of[id(element)] = reference
        on = {kid[0] for kid in element.kids if not isinstance(kid, Elem)}
        page = on.pop() if len(on) == 1 else None
        kids = [
            self._kid(kid, reference, page) for kid in element.kids if not isinstance(kid, Elem) or kid.used
        ]
        where = "" if page is None else f"/Pg {self.pages[page]}"
        entries = f"/Type/StructElem/S/{element.kind}/P {parent}{self._properties(element)}{where}"
        target.data = f"<<{entries}/K [{' '.join(kids)}]>>".encode("ascii")
        return reference

    def _kid(self, kid: Elem | Mark, parent: str, page: int | None) -> str:
        if isinstance(kid, Elem):
            return self.write(kid, parent)
        at, mark = kid
        return str(mark) if page is not None else f"<</Type/MCR/Pg {self.pages[at]}/MCID {mark}>>"

    def _properties(self, element: Elem) -> str:
        out = f"/Lang({element.lang})" if element.lang else ""
        if element.actual:
            out += f"/ActualText{_utf16(element.actual)}"
        if element.attributes:
            out += "/A<<" + "".join(f"/{k}/{v}" for k, v in element.attributes.items()) + ">>"
        return out


def tree_of(document: Any, root: Elem, marks: list[list[Elem]]) -> PDFDictionary:
    """StructTreeRoot of a document. ``marks[page][number]`` is the element of each marked content."""
    tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    writer = _Writer(document, len(marks))
    parent = document.Reference(tree).format(document).decode("ascii")
    tree.dict["K"] = writer.write(root, parent)
    rows = (" ".join(writer.reference_of[id(e)] for e in page) for page in marks)
    numbers = " ".join(f"{i} [{row}]" for i, row in enumerate(rows))
    tree.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": f"[{numbers}]"}))
    tree.dict["ParentTreeNextKey"] = len(marks)
    return tree
