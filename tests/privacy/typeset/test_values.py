"""Values are what people typed: printed as they are, never obeyed, and they stop no document."""

from dataclasses import fields, replace

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.typeset import letter, printable, receipt, sheet

from .reading import folded, opened, pages_of, text_of
from .samples import LETTER, RECEIPT, STAMP, TEXTS, VALUES

LITERAL = [
    "<b>Ali",
    "<img src=x.png>",
    '<a href="javascript:x()">y</a>',
    "&amp; </para>",
    "{controller}",
    "[[x]]",
    "**",
    "**fett**",
    "%s %(x)s \\n",
    ") Tj ET (",
    "O’Neil-Müller",
]
CHANGED = {
    "Ali\u202eitaS": "AliitaS",
    "王小明": "[?][?][?]",
    "Li 😀": "Li [?]",
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


def three(value):
    """All documents with one value in every place."""
    values = dict.fromkeys(VALUES, value)
    facts = replace(RECEIPT, **{field.name: value for field in fields(RECEIPT)})
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
    return (
        sheet(TEXTS["de"], TEXTS["ar"], values, stamp=STAMP, mark=value),
        receipt(TEXTS["de"], TEXTS["ar"], facts),
        letter(sent, stamp=STAMP),
    )


@pytest.mark.parametrize("value", LITERAL)
def test_markup_is_printed_as_it_was_typed(value):
    for data in three(value):
        assert folded(value) in text_of(data)


@pytest.mark.parametrize(("value", "shown"), CHANGED.items())
def test_what_cannot_be_printed_is_replaced_visibly(value, shown):
    assert printable(value) == shown
    for data in three(value):
        assert shown in text_of(data)


@pytest.mark.parametrize("value", LONG, ids=range(len(LONG)))
def test_length_and_emptiness_stop_nothing(value):
    made = three(value)
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
    for data in three('<img src="file:///etc/passwd"/><a href="http://x.invalid">x</a>'):
        with opened(data) as pdf:
            assert all("/Annots" not in page and "/XObject" not in page.Resources for page in pdf.pages)


@given(st.text(max_size=40))
def test_any_text_can_be_a_value(value):
    for data in three(value):
        assert data.startswith(b"%PDF")
