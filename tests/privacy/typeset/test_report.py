"""One layer for packets, audit reports, certificates and lists: text, facts and tables over many pages."""

import re
from collections import Counter
from dataclasses import replace

import pikepdf
import pytest

from privacy.typeset import Column, ReportFacts, ReportSection, TableFacts, report

from .reading import box_of, elements, folded, likeness, opened, pages_of, text_of
from .samples import COLUMNS, NAMES, REPORT, STAMP, table

MANY = replace(REPORT, sections=(ReportSection("Zugriffe", ("Wer gelesen hat:",), table=table(500)),))


def of_table(columns, *rows):
    return replace(REPORT, sections=(ReportSection("Liste", table=TableFacts(columns, rows)),))


def test_everything_said_is_printed_in_its_order():
    text = text_of(report(REPORT, stamp=STAMP))
    said = [
        REPORT.title,
        REPORT.subtitle,
        "Aktenzeichen",
        "KI-2026-000123",
        "Zwecke",
        "Wir beraten Familien.",
    ]
    said += [NAMES[3], "Muttersprache", "ትግርኛ", "Україна", "Wer gelesen hat:", "Bemerkung", "Vermerk 0"]
    said += ["Vermerk 79", "Ort, Datum", "Unterschrift", "Siegel Nr. 17"]
    places = [text.index(folded(part)) for part in said]
    assert places[:5] == sorted(places[:5])
    assert places[-6:] == sorted(places[-6:])
    assert likeness(NAMES[1], text) >= 0.9


def test_five_hundred_rows_are_all_there_under_a_heading_on_every_page():
    pages = pages_of(report(MANY, stamp=STAMP))
    assert len(pages) > 10
    assert all(folded("Nr. Name Rolle Bemerkung") in page for page in pages)
    text = " ".join(pages)
    # pdfium turns a number around that stands in a line with Arabic: look for it anywhere.
    numbers = Counter(re.findall(r"\d+", text))
    assert [i for i in range(500) if numbers[str(i)] < 2] == []
    assert text.count("Vermerk") == 500
    for name in (NAMES[0], NAMES[2], NAMES[3]):
        assert text.count(folded(name)) == 100
    for i, page in enumerate(pages, 1):
        assert f"Seite {i} von {len(pages)}" in page


def test_a_table_is_one_table_whose_heading_is_read_once():
    with opened(report(MANY, stamp=STAMP)) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        heads = [e for e in found if e.S == "/TH" and e.A.Scope == "/Column"]
        rows = [e for e in found if e.S == "/TR"]
    assert len(heads) == len(COLUMNS)
    assert all(e.A.O == "/Table" for e in heads)
    assert len([e for e in found if e.S == "/Table"]) == 2
    assert len(rows) == len(REPORT.rows) + 1 + 500
    assert {len(row.K) for row in rows} == {2, len(COLUMNS)}  # empty cells are cells


def test_the_repeated_heading_is_an_artifact():
    with opened(report(MANY, stamp=STAMP)) as pdf:
        opening = next(
            operands
            for operands, operator in pikepdf.parse_content_stream(pdf.pages[1])
            if str(operator) == "BDC"
        )
    assert str(opening[0]) == "/Artifact"
    assert str(opening[1].Type) == "/Pagination"


@pytest.mark.parametrize("count", [1, 3, 40, 400])
def test_a_row_of_any_height_is_cut_over_pages_without_loss(count):
    words = " ".join(f"w{i}" for i in range(2 * count))
    narrow = (Column("Feld"), Column("Wert", 0.8), Column("Leer", 0.4))
    data = report(of_table(narrow, ("vor", "x", ""), (words, "kurz", ""), ("nach", "y", "")), stamp=STAMP)
    text = text_of(data)
    assert [w for w in words.split() if w not in text.split()] == []
    assert text.index("vor") < text.index("w0") < text.index("nach")
    with opened(data) as pdf:
        assert all(len(e.K) == 3 for e in elements(pdf.Root.StructTreeRoot) if e.S == "/TR" and len(e.K) != 2)


def test_a_heading_does_not_stand_alone_at_the_foot_of_a_page():
    sections = tuple(ReportSection(f"Kopf {i}", (f"Text {i} " * 20,)) for i in range(60))
    pages = pages_of(report(replace(REPORT, sections=sections), stamp=STAMP))
    assert len(pages) > 3
    for i in range(60):
        (page,) = (page for page in pages if f"Kopf {i} " in page)
        assert f"Kopf {i} Text {i} " in page


def test_the_lines_to_sign_stay_with_the_last_words():
    for lines in range(20, 44):
        sections = (ReportSection("Eins", ("Zeile",) * lines), ReportSection("Zwei", ("Letzte Worte.",)))
        pages = pages_of(report(ReportFacts("T", sections=sections, signatures=("Datum",)), stamp=STAMP))
        assert "Zwei Letzte Worte. Datum" in pages[-1]


def test_numbers_stand_flush_right():
    columns = (Column("A"), Column("Betrag", end=True))
    data = report(of_table(columns, ("x", "777"), ("y", "1000777")), stamp=STAMP)
    assert box_of(data, "Betrag")[2] == pytest.approx(box_of(data, "1000777")[2], abs=1)
    assert box_of(data, "1000777")[2] == pytest.approx(538.6, abs=1)


def test_an_arabic_table_begins_on_the_right():
    facts = replace(of_table((Column("Eins"), Column("Zwei")), ("ليلى", "Mutter")), lang="ar")
    data = report(facts, stamp=STAMP)
    assert box_of(data, "Eins")[2] > 530
    assert box_of(data, "Zwei")[2] == pytest.approx(box_of(data, "Mutter")[2], abs=1)
    assert box_of(data, "Zwei")[2] < 300
    with opened(data) as pdf:
        assert str(pdf.Root.Lang) == "ar"


def test_a_certificate_is_one_page():
    facts = ReportFacts(
        "Bescheinigung",
        rows=(("Nummer", "B-1"),),
        sections=(ReportSection("Inhalt", ("Ein Gespräch fand statt.",)),),
        signatures=("Ort, Datum", "Unterschrift"),
        seal="Siegel Nr. 4",
    )
    (page,) = pages_of(report(facts, stamp=STAMP))
    assert page.index("Unterschrift") < page.index("Siegel Nr. 4")


def test_a_title_alone_is_a_report():
    assert len(pages_of(report(ReportFacts("Leer"), stamp=STAMP))) == 1
    assert "Siegel" in text_of(report(ReportFacts("Leer", seal="Siegel"), stamp=STAMP))


def test_a_column_of_hardly_any_width_still_holds_letters():
    data = report(of_table((Column("A", 0.001), Column("B", 9)), ("x" * 4000, "y")), stamp=STAMP)
    assert len(pages_of(data)) < 8


def test_tables_that_are_none_are_refused():
    with pytest.raises(ValueError, match="each column"):
        TableFacts((Column("A"),), (("x", "y"),))
    with pytest.raises(ValueError, match="twelve columns"):
        TableFacts((), ())
    with pytest.raises(ValueError, match="width"):
        TableFacts((Column("A", 0),), ())
    with pytest.raises(ValueError, match="language tag"):
        report(replace(REPORT, lang="x)"), stamp=STAMP)


def test_nothing_in_a_report_is_a_link():
    with opened(report(replace(REPORT, subtitle="https://x.example a@b.de"), stamp=STAMP)) as pdf:
        assert all("/Annots" not in page for page in pdf.pages)


def test_a_long_report_has_its_sections_as_bookmarks():
    with opened(report(replace(REPORT, sections=REPORT.sections * 2), stamp=STAMP)) as pdf:
        with pdf.open_outline() as outline:
            (top,) = outline.root
            assert top.title == REPORT.title
            assert [item.title for item in top.children] == ["Zwecke", "Angaben", "Zugriffe"] * 2
        assert str(pdf.Root.PageMode) == "/UseOutlines"
