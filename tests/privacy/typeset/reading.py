"""Reading PDFs as others do: text by pdfium, structure and content streams by pikepdf."""

import io
import re
from difflib import SequenceMatcher
from unicodedata import normalize

import pikepdf
import pypdfium2

MM = 72 / 25.4


def folded(text):
    return re.sub(r"\s+", " ", normalize("NFC", text)).strip()


def text_of(data):
    """All text of a PDF, NFC, any white space as one space."""
    pages = pypdfium2.PdfDocument(data)
    return folded(" ".join(page.get_textpage().get_text_range() for page in pages))


def pages_of(data):
    return [folded(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(data)]


def text_in(data, left, top, right, bottom):
    """Text inside a box of the first page; millimetres from the upper left corner."""
    page = pypdfium2.PdfDocument(data)[0]
    height = page.get_height()
    box = {"left": left * MM, "right": right * MM, "top": height - top * MM, "bottom": height - bottom * MM}
    return page.get_textpage().get_text_bounded(**box)


def box_of(data, needle):
    """Left, bottom, right, top of a text on the first page; points from the lower left corner."""
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    start, count = page.search(needle).get_next()
    boxes = [page.get_charbox(i) for i in range(start, start + count)]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def likeness(needle, haystack):
    """Greatest similarity of ``needle`` to a part of ``haystack`` of its length, 0 to 1."""
    size, best = len(needle), 0.0
    matcher = SequenceMatcher(b=needle, autojunk=False)  # it remembers what it learnt about b
    for i in range(max(1, len(haystack) - size + 1)):
        matcher.set_seq1(haystack[i : i + size])
        if matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
    return best


def opened(data):
    return pikepdf.open(io.BytesIO(data))


def elements(node):
    """All structure elements below a node, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def spoken(element):
    """What a screen reader says instead of an element's glyphs: its own text or that of its parts."""
    kids = element.get("/K", [])
    own = str(element.get("/ActualText", ""))
    return own or "".join(spoken(kid) for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid)


def blocks(node):
    """Elements whose content is one block of the page, with all elements below them."""
    for element in elements(node):
        if element.S in ("/P", "/H1", "/H2", "/Lbl", "/LBody", "/TH", "/TD", "/Figure"):
            yield [element, *elements(element)]
