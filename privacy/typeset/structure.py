"""The structure tree of a tagged PDF (ISO 32000-1, 14.7): built in reading order before anything is drawn."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName

#: Marked content of an element: page index and number on that page.
Mark = tuple[int, int]


#: Left, bottom, right, top in points from the lower left corner of the page.
Box = tuple[float, float, float, float]


class Elem:
    """A structure element. Its place in the tree is its reading order; drawing only attaches content to it.

    ``lang`` is a BCP 47 tag, ``actual`` the logical text of content drawn in visual order, ``attributes`` the
    entries of /A (written as names, but for arrays), ``alt`` the words for a figure.
    """

    def __init__(
        self,
        kind: str,
        parent: Elem | None = None,
        *,
        lang: str = "",
        actual: str = "",
        alt: str = "",
        attributes: dict[str, str] | None = None,
    ) -> None:
        self.kind, self.lang, self.actual, self.alt = kind, lang, actual, alt
        self.attributes = attributes or {}
        self.kids: list[Elem | Mark | Annotation] = []
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


class Written(pdfdoc.PDFObject):
    """An object whose bytes are ready: there are several hundred elements in a document."""

    data = b"null"

    def format(self, document: Any) -> bytes:
        """Bytes of the object."""
        return self.data


def utf16(text: str) -> str:
    """Text as a PDF string that any reader understands."""
    return "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"


class Annotation(pdfdoc.PDFObject):
    """A link over one line of an element's text; ``target`` is a URI, ``alt`` says what following it does.

    Printed but without a border (ISO 19005-2, 6.3.2); ``number`` is its key in the parent tree.
    """

    def __init__(self, element: Elem, page: int, box: Box, target: str, alt: str) -> None:
        self.element, self.page, self.box, self.target, self.alt = element, page, box, target, alt
        self.number = 0

    def format(self, _document: Any) -> bytes:
        """Bytes of the annotation."""
        box = " ".join(f"{value:.2f}" for value in self.box)
        action = f"<</S/URI/URI <{self.target.encode('ascii').hex().upper()}>>>"
        look = f"/Rect [{box}]/Border [0 0 0]/F 4/StructParent {self.number}/Contents {utf16(self.alt)}"
        return f"<</Type/Annot/Subtype/Link{look}/A {action}>>".encode("ascii")


def _page_of(kid: Mark | Annotation) -> int:
    return kid.page if isinstance(kid, Annotation) else kid[0]


class _Writer:
    def __init__(self, document: Any, pages: int) -> None:
        self.document = document
        self.pages = [self._reference(pdfdoc.PDFObjectReference(f"Page{i + 1}")) for i in range(pages)]
        self.reference_of: dict[int, str] = {}

    def _reference(self, reference: Any) -> str:
        return str(reference.format(self.document).decode("ascii"))

    def write(self, element: Elem, parent: str) -> str:
        """Add the element and what it holds; returns its reference."""
        target = Written()
        reference = self._reference(self.document.Reference(target))
        self.reference_of[id(element)] = reference
        on = {_page_of(kid) for kid in element.kids if not isinstance(kid, Elem)}
        page = on.pop() if len(on) == 1 else None
        kids = [
            self._kid(kid, reference, page) for kid in element.kids if not isinstance(kid, Elem) or kid.used
        ]
        where = "" if page is None else f"/Pg {self.pages[page]}"
        entries = f"/Type/StructElem/S/{element.kind}/P {parent}{self._properties(element)}{where}"
        target.data = f"<<{entries}/K [{' '.join(kids)}]>>".encode("ascii")
        return reference

    def _kid(self, kid: Elem | Mark | Annotation, parent: str, page: int | None) -> str:
        if isinstance(kid, Elem):
            return self.write(kid, parent)
        if isinstance(kid, Annotation):
            reference = self._reference(self.document.Reference(kid))
            return f"<</Type/OBJR/Obj {reference}/Pg {self.pages[kid.page]}>>"
        at, mark = kid
        return str(mark) if page is not None else f"<</Type/MCR/Pg {self.pages[at]}/MCID {mark}>>"

    def _properties(self, element: Elem) -> str:
        out = f"/Lang({element.lang})" if element.lang else ""
        if element.actual:
            out += f"/ActualText{utf16(element.actual)}"
        if element.alt:
            out += f"/Alt{utf16(element.alt)}"
        if element.attributes:
            pairs = element.attributes.items()
            out += "/A<<" + "".join(f"/{k}{v if v.startswith('[') else '/' + v}" for k, v in pairs) + ">>"
        return out


def tree_of(
    document: Any, root: Elem, marks: list[list[Elem]], annotations: list[Annotation]
) -> PDFDictionary:
    """StructTreeRoot of a document. ``marks[page][number]`` is the element of each marked content."""
    tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    writer = _Writer(document, len(marks))
    parent = document.Reference(tree).format(document).decode("ascii")
    tree.dict["K"] = writer.write(root, parent)
    rows = (" ".join(writer.reference_of[id(e)] for e in page) for page in marks)
    entries = [f"{i} [{row}]" for i, row in enumerate(rows)]
    for annotation in annotations:
        annotation.number = len(entries)
        entries.append(f"{annotation.number} {writer.reference_of[id(annotation.element)]}")
    tree.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": f"[{' '.join(entries)}]"}))
    tree.dict["ParentTreeNextKey"] = len(entries)
    return tree
