"""Addresses that an installation gives can be followed; nothing else can."""

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from privacy.typeset import letter, receipt, sheet
from privacy.typeset.archive import Facts
from privacy.typeset.lines import layout, value_run, value_runs
from privacy.typeset.links import Part, parts
from privacy.typeset.pages import Furniture
from privacy.typeset.structure import Elem
from privacy.typeset.tagged import TaggedCanvas

from .reading import elements, opened, pages_of, spoken, text_of
from .samples import LETTER, RECEIPT, STAMP, TEXTS, VALUES

DE = TEXTS["de"]
OFFICER = "Datenschutzbeauftragte, Koblenzer Straße 73, Tel. 0271 333-0, datenschutz@example.de"
LINKED = [
    ("ki@musterland.example", ["mailto:ki@musterland.example"]),
    (OFFICER, ["mailto:datenschutz@example.de"]),
    ("(a@b.de), c+d@e-f.example.", ["mailto:a@b.de", "mailto:c+d@e-f.example"]),
    ("https://www.ldi.nrw.de/", ["https://www.ldi.nrw.de/"]),
    ("Siehe http://a.de/b(c), dort.", ["https://a.de/b(c)"]),
    ("(https://a.de/x?y=1#z)", ["https://a.de/x?y=1#z"]),
    ("0271 333-0", ["tel:+492713330"]),
    ("0271/333-0", ["tel:+492713330"]),
    ("+49 (0)271 333-0", ["tel:+492713330"]),
    ("0049 271 3330", ["tel:+492713330"]),
]
PLAIN = [
    "javascript:alert(1)",
    "javascript:a@b.de",
    "JavaScript://%0aalert(1)",
    "data:text/html,https://x.de",
    "file:///etc/passwd",
    "ftp://a.de",
    '<a href="http://x.invalid">x</a>',
    "https://user@evil.example/",
    "https://münchen.example",
    "jörg@example.de",
    "a@b",
    "Tel. 0271 333-0",
    "57072",
    "01067 Dresden",
    "01.02.2026",
    "2026-11-22",
    "+49",
    "Straße 73",
    "",
]


@pytest.mark.parametrize(("value", "targets"), LINKED)
def test_an_address_is_found_without_the_punctuation_around_it(value, targets):
    found = parts(value)
    assert "".join(part.text for part in found) == value
    assert [part.target for part in found if part.target] == targets


@pytest.mark.parametrize("value", PLAIN)
def test_everything_else_stays_text(value):
    assert [part.target for part in parts(value)] == [""]


@pytest.mark.parametrize("value", [OFFICER, "ليلى a@b.de، 12", "a@b.de ليلى", "(ش) https://a.de (ش)"])
def test_a_value_with_a_link_is_one_isolate(value):
    whole = layout((value_run(value),), "ar", 10, 900, rtl=True)
    cut = layout(value_runs(value), "ar", 10, 900, rtl=True)
    places = [[(c, p.level) for line in lines for p in line.pieces for c in p.text] for lines in (whole, cut)]
    assert places[0] == places[1]


def test_without_asking_no_value_is_linked():
    assert value_run(OFFICER).link == ""


def made(language, **changed):
    return sheet(DE, TEXTS.get(language), {**VALUES, **changed}, stamp=STAMP)


@pytest.mark.parametrize("language", [None, "uk", "ar"])
def test_a_sheet_links_the_addresses_of_the_installation(language):
    with opened(made(language)) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        found = sorted(bytes(note.A.URI).decode() for note in notes)
        columns = 2 if language else 1
        assert found == ["mailto:ki@musterland.example"] * columns + ["tel:+49211384240"] * columns
        for note in notes:
            assert note.Subtype == "/Link"
            assert note.A.S == "/URI"
            assert [int(v) for v in note.Border] == [0, 0, 0]
            assert int(note.F) == 4
            assert str(note.Contents).split()[0] in ("E-Mail", "Anruf")
            assert "/AP" not in note


@pytest.mark.parametrize("language", [None, "uk", "ar"])
def test_each_link_is_an_element_that_knows_its_annotation_and_is_known_by_it(language):
    with opened(made(language)) as pdf:
        root = pdf.Root.StructTreeRoot
        numbers = root.ParentTree.Nums
        parent_of = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        links = {e.objgen: e for e in elements(root) if e.S == "/Link"}
        seen = set()
        for page in pdf.pages:
            for note in page.get("/Annots", []):
                element = parent_of[int(note.StructParent)]
                assert element.objgen in links
                objects = [k for k in element.K if isinstance(k, pikepdf.Dictionary) and k.Type == "/OBJR"]
                assert note.objgen in {k.Obj.objgen for k in objects}
                assert {k.Pg.objgen for k in objects} == {page.objgen}
                assert any(not isinstance(k, pikepdf.Dictionary) or k.Type == "/MCR" for k in element.K)
                seen.add(element.objgen)
        assert seen == set(links)


def test_the_link_lies_over_its_text():
    data = made("ar")
    page = pypdfium2.PdfDocument(data)[0]
    text = page.get_textpage()
    with opened(data) as pdf:
        for note in pdf.pages[0].Annots:
            left, bottom, right, top = (float(v) for v in note.Rect)
            under = text.get_text_bounded(left - 1, bottom, right + 1, top).strip(" .")
            assert under in ("0211 38424-0", "ki@musterland.example")


def test_a_link_over_two_lines_has_an_annotation_on_each():
    address = "https://www.example.de/" + "datenschutz-" * 12
    with opened(made("uk", controller_email=address)) as pdf:
        notes = [n for n in pdf.pages[0].Annots if bytes(n.A.URI).startswith(b"https:")]
        links = [e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/Link" and len(e.K) > 2]
        assert len(notes) >= 4
        assert len({tuple(map(float, n.Rect)) for n in notes}) == len(notes)
        assert len(links) == 2


@pytest.mark.parametrize("language", ["uk", "ar"])
def test_the_text_is_the_same_with_and_without_links(language, monkeypatch):
    linked = pages_of(made(language, dpo_contact=OFFICER))
    monkeypatch.setattr("privacy.typeset.links.parts", lambda text: [Part(text, "")])
    assert pages_of(made(language, dpo_contact=OFFICER)) == linked


def test_what_is_typed_about_families_is_never_a_link():
    value = "https://x.example 0271 333-0 a@b.de"
    facts = replace(RECEIPT, reference=value, role=value, number="0271 333-0", office=value)
    sent = replace(LETTER, sender_line=value, paragraphs=(value,), rows=((value, value),), subject=value)
    for data in (receipt(DE, TEXTS["ar"], facts), letter(sent, stamp=STAMP)):
        assert "a@b.de" in text_of(data)
        with opened(data) as pdf:
            assert all("/Annots" not in page for page in pdf.pages)


@pytest.mark.parametrize("language", [None, "ar"])
def test_a_file_holds_no_script_and_no_other_action(language):
    data = made(language, controller="javascript:app.alert(1)", controller_address="javascript:a@b.de")
    with opened(data) as pdf:
        keys = {key for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) for key in thing}
        assert not keys & {"/JS", "/JavaScript", "/AA", "/OpenAction"}
        assert all(note.A.S == "/URI" for page in pdf.pages for note in page.get("/Annots", []))


@pytest.mark.parametrize("target", ["javascript:alert(1)", "http://a.de", "file:///etc/passwd"])
def test_another_scheme_is_refused_whoever_asks_for_it(target):
    canvas = TaggedCanvas(io.BytesIO(), Facts("", "", "", "de", STAMP), Elem("Document"), Furniture(""))
    with pytest.raises(ValueError, match="https"):
        canvas.link(Elem("Link"), (0, 0, 1, 1), target, "")


def test_the_reader_hears_the_link_where_it_stands_in_the_sentence():
    with opened(made("ar")) as pdf:
        said = {spoken(e): e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/P"}
        kids = said["اكتبوا إلى ki@musterland.example."].K
        assert [str(kid.S) for kid in kids] == ["/Span", "/Link", "/Span"]
        assert str(kids[1].Lang) == "de"
