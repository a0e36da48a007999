from dataclasses import replace

import pytest

from privacy.typeset import letter

from .reading import folded, opened, pages_of, text_in, text_of
from .samples import LETTER, STAMP

WINDOW = (20, 45, 105, 90)  # DIN 5008 form B; left, top, right, bottom in mm


def lines_in(data, box):
    return [folded(line) for line in text_in(data, *box).splitlines() if line.strip()]


@pytest.mark.parametrize("mark", ["", "Demo"])
def test_the_window_holds_the_return_line_and_the_address_only(mark):
    data = letter(replace(LETTER, mark=mark), stamp=STAMP)
    assert lines_in(data, WINDOW) == [LETTER.sender_line, *LETTER.recipient]


def test_six_lines_fit_the_window_and_wide_ones_are_set_smaller():
    recipient = (
        "Sehr lange Bezeichnung einer Gesamtschule der Stadt",
        "zu Händen",
        "Sekretariat",
        "4",
        "5",
        "6",
    )
    data = letter(replace(LETTER, recipient=recipient), stamp=STAMP)
    assert lines_in(data, WINDOW)[1:] == list(recipient)
    assert text_in(data, 20, 90, 105, 97).strip() == ""


def test_a_line_wider_than_the_window_is_cut_visibly():
    data = letter(replace(LETTER, recipient=("Maximilian " * 30, "57072 Siegen")), stamp=STAMP)
    name, town = lines_in(data, WINDOW)[1:]
    assert name.startswith("Maximilian")
    assert name.endswith("…")
    assert town == "57072 Siegen"


def test_more_than_six_lines_are_refused():
    with pytest.raises(ValueError, match="six lines"):
        replace(LETTER, recipient=("x",) * 7)


def test_everything_said_is_printed():
    text = text_of(letter(LETTER, stamp=STAMP))
    said = [LETTER.subject, LETTER.salutation, LETTER.date, *LETTER.paragraphs, *LETTER.closing_paragraphs]
    said += [*LETTER.signature, "Unser Zeichen", "0211 38424-17", "Łucja Ș̌ahin", "Datum", "Seite 1 von 1"]
    assert [part for part in said if folded(part) not in text] == []


def test_an_information_block_of_any_length_stays_above_the_body():
    info = tuple((f"Angabe {i}", "Wert " * 12) for i in range(14))
    data = letter(replace(LETTER, info=info), stamp=STAMP)
    assert lines_in(data, WINDOW) == [LETTER.sender_line, *LETTER.recipient]
    text = text_of(data)
    assert text.index("Angabe 13") < text.index(LETTER.subject)


def test_a_long_letter_has_footers_and_no_second_window():
    rows = tuple((f"Zeile {i}", "Wert") for i in range(80))
    pages = pages_of(letter(replace(LETTER, rows=rows, mark="Demo"), stamp=STAMP))
    assert len(pages) == 4 or len(pages) == 3
    for i, page in enumerate(pages, 1):
        assert f"Seite {i} von {len(pages)}" in page
        assert LETTER.reference in page
        assert "Demo" in page
    assert "Gesamtschule" not in pages[1]


def test_a_language_that_is_none_is_refused():
    with pytest.raises(ValueError, match="language tag"):
        letter(replace(LETTER, lang="de)/X("), stamp=STAMP)


def test_an_english_letter_counts_pages_in_english():
    data = letter(replace(LETTER, lang="en"), stamp=STAMP)
    assert "Page 1 of 1" in text_of(data)
    with opened(data) as pdf:
        assert str(pdf.Root.Lang) == "en"
