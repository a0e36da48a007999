"""What PDF/A-2a and a screen reader need, read back from the files."""

import pikepdf
import pytest

from privacy.typeset import letter, receipt, report, sheet

from .reading import blocks, elements, opened
from .samples import CHECKED, LETTER, RECEIPT, REPORT, STAMP, TEXTS, VALUES

PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI"}
BLOCKS = {"P", "H1", "H2", "Lbl", "LBody", "TH", "TD", "Figure"}
LONG = {**vars(LETTER), "rows": tuple((f"Zeile {i}", "Wert") for i in range(60)), "mark": "Demo"}
MADE = {
    "sheet-de": lambda: sheet(TEXTS["de"], None, VALUES, stamp=STAMP),
    "sheet-uk": lambda: sheet(TEXTS["de"], TEXTS["uk"], VALUES, stamp=STAMP, mark="Demo"),
    "sheet-ar": lambda: sheet(TEXTS["de"], TEXTS["ar"], VALUES, stamp=STAMP, kind="art14"),
    "receipt": lambda: receipt(TEXTS["de"], TEXTS["ar"], RECEIPT),
    "receipt with a code": lambda: receipt(TEXTS["de"], TEXTS["ar"], CHECKED),
    "letter": lambda: letter(LETTER, stamp=STAMP),
    "report": lambda: report(REPORT, stamp=STAMP),
    "long letter": lambda: letter(LETTER.__class__(**LONG), stamp=STAMP),
}


@pytest.fixture(params=MADE)
def pdf(request):
    with opened(MADE[request.param]()) as found:
        yield found


def test_the_file_is_tagged_titled_and_speaks_german(pdf):
    root = pdf.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "de"
    assert root.ViewerPreferences.DisplayDocTitle
    assert root.StructTreeRoot.K.S == "/Document"
    assert pdf.docinfo["/Title"]
    assert all(page.Tabs == "/S" for page in pdf.pages)


def test_metadata_claim_pdf_a_2a_and_nothing_more(pdf):
    packet = pdf.Root.Metadata.read_bytes().decode("utf-8")
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert "pdfuaid" not in packet
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"])
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert len(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()) == 588


def test_everything_painted_is_content_or_artifact(pdf):
    for page in pdf.pages:
        inside, depth = [], 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                kind = str(operands[0])
                outer = kind == "/Artifact" or (len(operands) > 1 and "/MCID" in operands[1])
                assert outer or depth, f"{kind} outside marked content"
                assert not (outer and depth), f"{kind} inside marked content"
                inside.append(kind)
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in PAINTING:
                assert depth, f"{name} is neither content nor artifact"
        assert depth == 0


def marks_of(page):
    return [
        int(operands[1]["/MCID"])
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and "/MCID" in operands[1]
    ]


def test_the_parent_tree_names_the_element_of_each_mark(pdf):
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    annotations = [note for page in pdf.pages for note in page.get("/Annots", [])]
    assert [int(n) for n in numbers[::2]] == list(range(len(pdf.pages) + len(annotations)))
    assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == len(numbers) // 2
    known = {element.objgen for element in elements(pdf.Root.StructTreeRoot)}
    for page, parents in zip(pdf.pages, numbers[1::2], strict=False):
        assert marks_of(page) == list(range(len(parents)))
        assert {parent.objgen for parent in parents} <= known
        assert {str(parent.S)[1:] for parent in parents} <= BLOCKS | {"Link", "Span"}


def test_every_font_is_embedded_and_can_be_copied(pdf):
    fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
    assert fonts
    for font in fonts:
        assert "Helvetica" not in str(font.BaseFont)
        if font.Subtype == "/Type0":
            assert b"beginbfchar" in font.ToUnicode.read_bytes()
            assert font.Encoding == "/Identity-H"
        else:
            assert font.FontDescriptor.FontFile2.read_bytes()[:4] == b"\0\1\0\0"
    assert b"Helvetica" not in pdf.Root.Metadata.read_bytes()


def test_streams_end_as_the_standard_wants():
    data = MADE["sheet-ar"]()
    assert data.count(b"endstream") == data.count(b"\nendstream")
    assert b"ASCII85" not in data
    assert b"Helvetica" not in data


def test_elements_speak_their_language_in_reading_order():
    with opened(MADE["sheet-uk"]()) as pdf:
        found = [(str(e.S)[1:], str(e.get("/Lang", ""))) for e in elements(pdf.Root.StructTreeRoot.K)]
    assert found[:8] == [
        ("Sect", ""),
        ("Div", "de"),
        ("H1", ""),
        ("P", ""),
        ("Div", "uk"),
        ("H1", ""),
        ("P", ""),
        ("Sect", ""),
    ]
    assert [kind for kind, _ in found].count("LBody") == 4
    assert {"L", "LI", "Lbl"} <= {kind for kind, _ in found}


def test_tables_have_row_headers_and_keep_empty_cells():
    facts = LETTER.__class__(**{**vars(LETTER), "rows": (("Name", "Ali"), ("Klasse", ""))})
    with opened(letter(facts, stamp=STAMP)) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot.K))
        heads = [e for e in found if e.S == "/TH"]
        assert all(e.A.Scope == "/Row" for e in heads)
        assert len(heads) == len([e for e in found if e.S == "/TD"]) == 2 + len(LETTER.info) + 1


def test_content_order_is_reading_order_on_each_page(pdf):
    """Block by block: within a line of Arabic the content stands as the eye sees it."""
    root = pdf.Root.StructTreeRoot
    order = {e.objgen: i for i, block in enumerate(blocks(root)) for e in block}
    for parents, _ in zip(root.ParentTree.Nums[1::2], pdf.pages, strict=False):
        places = [order[parent.objgen] for parent in parents]
        assert places == sorted(places)
