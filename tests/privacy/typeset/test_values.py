"""Values are what people typed: printed as they are, never obeyed, and they stop no document."""

from dataclasses import fields, replace

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.typeset import (
    ReportSection,
    TableFacts,
    letter,
    printable,
    receipt,
    report,
    sheet,
)

from .reading import folded, opened, pages_of, text_in, text_of
from .samples import CHECK_URL, COLUMNS, LETTER, RECEIPT, REPORT, STAMP, TEXTS, VALUES

LITERAL = [
    "<Ali>",
    "<b>Ali",
    "<img src=x.png>",
    '<img src="/etc/hostname.png">',
    '<img src="http://x.invalid/y.png">',
    '<a href="javascript:x()">y</a>',
    "<font color=white>Ali</font>",
    "<para><bullet>x</bullet></para>",
    "&amp; </para>",
    "&lt;Ali&gt; &#65; &",
    "{controller}",
    "{number}",
    "{}",
    "[[x]]",
    "[[",
    "**",
    "**fett**",
    "%s %(x)s \\n",
    ") Tj ET (",
    "O’Neil-Müller",
]
ZALGO = "\u0350\u0351\u0352\u0357\u035b\u0346\u034a\u034b\u034c\u0350"  # ten marks above one letter
CHANGED = {
    "Ali\u202eitaS": "AliitaS",
    "王小明": "[?][?][?]",
    "Li 😀": "Li [?]",
    "👩‍👧 Ali": "[?][?] Ali",
    f"Z{ZALGO}a": f"Z{ZALGO[:2]}{8 * '[?]'}a",
    "Ali\u2067\u2066\u202b\u200f": "Ali",
    "a\u0000b\u0007": "ab",
    "a\ud800b": "a[?]b",
}
LONG = [
    "W" * 300,
    "W" * 5000,
    "wort " * 20000,
    "Ab-" * 100,
    "wort " * 60,
    "ش" * 300,
    "e" + "\u0301" * 300,
    "\u0301" * 20,
    "\u200d\u200c",
    "",
    " ",
]


def every(value, *, check_url=CHECK_URL):
    """All documents with one value in every place; only the address to check a receipt is the program's own."""
    values = dict.fromkeys(VALUES, value)
    typed = {field.name: value for field in fields(RECEIPT) if field.name != "check_url"}
    facts = replace(RECEIPT, **typed, check_url=check_url)
    sent = replace(
        LETTER,
        sender_line=value,
        recipient=(value,) * 6,
        info=((value, value),) * 6,
        date=value,
        subject=value,
        salutation=value,
        paragraphs=(value, value),
        rows=((value, value),) * 4,
        closing_paragraphs=(value,),
        signature=(value,) * 3,
        reference=value,
        mark=value,
    )
    section = ReportSection(
        value, (value, value), ((value, value),) * 2, TableFacts(COLUMNS, ((value,) * len(COLUMNS),) * 2)
    )
    told = replace(
        REPORT,
        title=value,
        subtitle=value,
        rows=((value, value),),
        sections=(section,) * 2,
        footer=value,
        author=value,
        mark=value,
        signatures=(value,) * 3,
        seal=value,
    )
    return (
        sheet(TEXTS["de"], TEXTS["ar"], values, stamp=STAMP, mark=value),
        receipt(TEXTS["de"], TEXTS["ar"], facts),
        letter(sent, stamp=STAMP),
        report(told, stamp=STAMP),
    )


@pytest.mark.parametrize("value", LITERAL)
def test_markup_is_printed_as_it_was_typed(value):
    for data in every(value):
        assert folded(value) in text_of(data)


def marked_letter(value):
    """A letter whose places name themselves before the value, and these names."""
    said = {name: f"{name}: {value}" for name in LETTER_PLACES}
    recipient, label, fact, paragraph, closing = (
        said.pop(name) for name in ("recipient", "label", "fact", "paragraph", "closing")
    )
    facts = replace(
        LETTER,
        **{name: (text,) if name == "signature" else text for name, text in said.items()},
        recipient=(recipient,),
        info=(("i", f"info: {value}"),),
        rows=((label, fact),),
        paragraphs=(paragraph,),
        closing_paragraphs=(closing,),
    )
    return letter(facts, stamp=STAMP)


LETTER_PLACES = ("recipient", "label", "fact", "paragraph", "closing")
LETTER_PLACES += ("subject", "salutation", "signature", "reference", "mark")
RECEIPT_PLACES = ("person_code", "role", "language", "issued_on", "office", "mark")
WINDOW = (20, 45, 105, 90)  # of a letter by DIN 5008; left, top, right, bottom in mm
NO_OBJECT = {
    "/Image",
    "/Form",
    "/Filespec",
    "/EmbeddedFile",
    "/Action",
    "/Annot",
    "/Link",
    "/URI",
    "/JavaScript",
}
NO_OBJECT |= {"/GoTo", "/Launch", "/FileAttachment"}
NO_ENTRY = {"/Annots", "/AA", "/OpenAction", "/AF", "/Names", "/AcroForm", "/XObject", "/EF"}


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("value", [*LITERAL, *CHANGED])
def test_every_place_of_a_letter_and_a_receipt_shows_the_value(value):
    shown = printable(value)
    data = marked_letter(value)
    text = squeezed(text_of(data))
    assert [name for name in (*LETTER_PLACES, "info") if squeezed(f"{name}: {shown}") not in text] == []
    assert squeezed(f"recipient: {shown}") in squeezed(folded(text_in(data, *WINDOW)))
    facts = replace(RECEIPT, **{name: f"{name}: {value}" for name in RECEIPT_PLACES})
    text = squeezed(text_of(receipt(TEXTS["de"], TEXTS["ar"], facts)))
    assert [name for name in RECEIPT_PLACES if squeezed(f"{name}: {shown}") not in text] == []


@pytest.mark.parametrize("value", [*LITERAL, *CHANGED])
def test_no_value_makes_a_link_a_file_an_image_or_an_action(value):
    for data in (*every(value, check_url=""), marked_letter(value)):
        with opened(data) as pdf:
            things = [
                thing for thing in pdf.objects if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream))
            ]
            kinds = {str(thing.get(key, "")) for thing in things for key in ("/Type", "/Subtype", "/S")}
            assert kinds & NO_OBJECT == set()
            assert [key for key in NO_ENTRY for thing in things if key in thing] == []
            assert not pdf.attachments


@pytest.mark.parametrize("value", [*LITERAL, *CHANGED])
def test_metadata_hold_the_value_as_text(value):
    with opened(letter(replace(LETTER, subject=value), stamp=STAMP)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"]) == printable(value)


def ink_of(data, top, bottom):
    """Dark points of the address between two heights in millimetres."""
    left, top, right, bottom = (round(side * 72 / 25.4 * 4) for side in (25, top, 105, bottom))
    picture = pypdfium2.PdfDocument(data)[0].render(scale=4).to_pil().convert("L")
    return sum(picture.crop((left, top, right, bottom)).histogram()[:160])


@pytest.mark.parametrize("pile", [ZALGO, "\u0323\u032d\u0331\u0330" * 2], ids=["above", "below"])
def test_a_pile_of_marks_leaves_other_lines_alone(pile):
    bare, piled = (
        letter(replace(LETTER, recipient=("Schule", f"Z{marks}", "Ort")), stamp=STAMP) for marks in ("", pile)
    )
    baseline, capitals = 66.0, 72.5  # of the line above, and the top of those of the line below
    assert ink_of(piled, 50, baseline) == ink_of(bare, 50, baseline) > 0
    assert ink_of(piled, capitals, 90) == ink_of(bare, capitals, 90) > 0


def test_a_name_of_300_letters_is_whole_in_the_body_and_in_the_table():
    name = "".join(chr(ord("A") + i % 26) for i in range(300))
    text = squeezed(text_of(marked_letter(name)))
    assert f"paragraph:{name}" in text
    assert f"fact:{name}" in text
    assert f"subject:{name}" in text


@pytest.mark.parametrize(("value", "shown"), CHANGED.items())
def test_what_cannot_be_printed_is_replaced_visibly(value, shown):
    assert printable(value) == shown
    for data in every(value):
        assert shown in text_of(data)


@pytest.mark.parametrize("value", LONG, ids=range(len(LONG)))
def test_length_and_emptiness_stop_nothing(value):
    made = every(value)
    assert len(pages_of(made[1])) == 1
    assert all(data.startswith(b"%PDF-1.7") for data in made)


def test_no_glyph_leaves_the_page():
    """A long name without a space is broken between letters."""
    data = letter(replace(LETTER, paragraphs=("Wolfeschlegel" * 30,), subject="W" * 300), stamp=STAMP)
    assert text_of(data).replace(" ", "").count("Wolfeschlegel") == 30
    page = pypdfium2.PdfDocument(data)[0]
    text = page.get_textpage()
    assert max(text.get_charbox(i)[2] for i in range(text.count_chars())) <= page.get_width() - 50


def test_a_value_opens_no_file_and_makes_no_link():
    for data in every('<img src="file:///etc/passwd"/><a href="http://x.invalid">x</a>'):
        with opened(data) as pdf:
            targets = {bytes(note.A.URI).decode() for page in pdf.pages for note in page.get("/Annots", [])}
            assert targets <= {CHECK_URL.partition("?")[0]}
            assert all("/XObject" not in page.Resources for page in pdf.pages)


@given(st.text(max_size=40))
def test_any_text_can_be_a_value(value):
    for data in every(value):
        assert data.startswith(b"%PDF")
