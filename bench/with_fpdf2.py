"""fpdf2 with text shaping, untagged."""

from fpdf import FPDF

from bench.common import ARABIC, PLAIN, rows_of, static


def producer(code):
    fonts = {(name, style): static(path, weight) for name, path in (("N", PLAIN), ("A", ARABIC))
             for style, weight in (("", 400), ("B", 700))}  # fmt: skip
    rows = rows_of(code)

    def make():
        pdf = FPDF(format="A4")
        pdf.set_margins(20, 18)
        for (name, style), path in fonts.items():
            pdf.add_font(name, style, path)
        pdf.add_page()
        pdf.set_font("N", size=9.6)
        pdf.set_fallback_fonts(["A"])
        pdf.set_text_shaping(True)
        with pdf.table(borders_layout="NONE", first_row_as_headings=False, line_height=5) as table:
            for kind, left, right in rows:
                row = table.row()
                pdf.set_font("N", "B" if kind in ("title", "heading") else "", 9.6)
                row.cell(left)
                if right:
                    row.cell(right, align="R" if code == "ar" else "L")
        return bytes(pdf.output())

    return make
