"""reportlab's own Paragraph, untagged and unshaped."""

import html
import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from bench.common import PLAIN, rows_of, static


def producer(code):
    """Untagged, unshaped, left to right only: what `Paragraph` does out of the box, in the layout of the others.

    German alone: the heading beside its section, as ours. Raises LookupError for Arabic.
    """
    if code == "ar":
        raise LookupError("not possible")
    for name, weight in (("P", 400), ("PB", 700)):
        pdfmetrics.registerFont(TTFont(name, static(PLAIN, weight)))
    body = ParagraphStyle("body", fontName="P", bulletFontName="P", fontSize=9.6, leading=14.4)
    item = ParagraphStyle("item", parent=body, leftIndent=11)
    head = ParagraphStyle("head", fontName="PB", fontSize=10.5, leading=15.2)
    rows = rows_of(code)

    def block(kind, words):
        if kind == "item":
            return Paragraph(html.escape(words), item, bulletText="•")
        return Paragraph(html.escape(words), body if kind == "text" else head)

    def alone():
        return [Table([section], colWidths=[50 * mm, 120 * mm]) for section in _sections(rows, block)]

    def beside():
        return [Table([[block(kind, left), block(kind, right)]]) for kind, left, right in rows]

    def number(canvas, document):
        canvas.setFont("P", 7.5)
        canvas.drawRightString(190 * mm, 10 * mm, f"Seite {document.page}")

    def make():
        target = io.BytesIO()
        document = SimpleDocTemplate(target, pagesize=A4, leftMargin=20 * mm, rightMargin=20 * mm)
        document.build(alone() if code == "de" else beside(), onFirstPage=number, onLaterPages=number)
        return target.getvalue()

    return make


def _sections(rows, block):
    """Headings, each with the blocks that follow it."""
    sections = []
    for kind, words, _ in rows:
        if kind in ("title", "heading"):
            sections.append([block(kind, words), []])
        else:
            sections[-1][1].append(block(kind, words))
    return sections
