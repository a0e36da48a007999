"""WeasyPrint: HTML and CSS to tagged PDF/UA-1."""

import html

from weasyprint import HTML
from weasyprint.text.ffi import harfbuzz_subset

from bench.common import ARABIC, PLAIN, rows_of

if not harfbuzz_subset:
    raise ImportError("WeasyPrint without libharfbuzz-subset is four times slower than it can be")


def producer(code, variant="pdf/ua-1"):
    faces = "".join(
        f"@font-face {{font-family: {name}; src: url('{path.as_uri()}'); font-weight: 400 700}}"
        for name, path in (("N", PLAIN), ("A", ARABIC))
    )
    style = f"{faces} @page {{size: A4; margin: 18mm 20mm}} body {{font: 9.6pt/1.5 N, A}} td {{width: 50%; vertical-align: top}}"
    page = f"<html lang=de><head><title>Sheet</title><style>{style}</style></head><body><table>"
    page += "".join(_row(code, *row) for row in rows_of(code)) + "</table></body></html>"
    return lambda: HTML(string=page).write_pdf(pdf_variant=variant)


def _row(code, kind, left, right):
    tag = {"title": "h1", "heading": "h2", "text": "p", "item": "li"}[kind]
    direction = "rtl" if code == "ar" else "ltr"
    cells = f"<td><{tag}>{html.escape(left)}</{tag}></td>"
    if right:
        cells += f"<td lang={code} dir={direction}><{tag}>{html.escape(right)}</{tag}></td>"
    return f"<tr>{cells}</tr>"
