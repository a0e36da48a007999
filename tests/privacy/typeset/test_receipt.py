from dataclasses import dataclass, replace

import pypdfium2
import pytest
import segno

from privacy.typeset import ReceiptText, receipt
from privacy.typeset.qr import rectangles

from .reading import MM, elements, likeness, opened, pages_of, text_of
from .samples import CHECK_URL, CHECKED, RECEIPT, TEXTS

DE = TEXTS["de"]


@pytest.mark.parametrize("family", [None, "uk", "ar"])
def test_one_page_says_all_facts_and_leaves_lines_to_sign(family):
    data = receipt(DE, TEXTS.get(family), RECEIPT)
    text = text_of(data)
    facts = [
        RECEIPT.reference,
        RECEIPT.person_code,
        RECEIPT.role,
        RECEIPT.number,
        RECEIPT.issued_on,
        RECEIPT.office,
    ]
    lines = [
        "Unterschrift",
        "Ort, Datum",
        "Unterschrift Sprachmittlung",
        "verweigert",
        "Unterschrift der Beratung",
    ]
    assert [part for part in (*facts, *lines, DE.receipt.heading) if part not in text] == []
    assert len(pages_of(data)) == 1
    if family == "uk":
        assert "Підпис перекладача" in text
    if family == "ar":
        assert likeness(TEXTS["ar"].receipt.heading, text) >= 0.9


def test_reference_and_number_are_the_largest_text():
    with opened(receipt(DE, TEXTS["ar"], RECEIPT)) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    sizes = [float(part.split()[-1]) for part in content.split(" Tf")[:-1]]
    assert max(sizes) >= 18
    assert sizes.count(max(sizes)) == 2


def test_a_long_text_is_set_smaller_and_still_one_page():
    wordy = replace(DE, receipt=replace(DE.receipt, text="Ein langer Satz. " * 150))
    assert len(pages_of(receipt(wordy, None, RECEIPT))) == 1


def test_the_mark_is_printed():
    assert "Demo" in text_of(receipt(DE, None, replace(RECEIPT, mark="Demo")))


def rendered_modules(data):
    """The QR code of a receipt as a phone sees it: a matrix of dark modules, read from the drawn page."""
    with opened(data) as pdf:
        (figure,) = (e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/Figure")
        left, bottom, right, top = (float(v) for v in figure.A.BBox)
    page = pypdfium2.PdfDocument(data)[0]
    image = page.render(scale=4, grayscale=True).to_pil()
    count = len(segno.make_qr(CHECK_URL, error="m", boost_error=False).matrix) + 8
    step = (right - left) / count
    assert right - left == pytest.approx(top - bottom, abs=0.05)
    assert (right - left) - 8 * step >= 25 * MM
    x = [round(4 * (left + step * (i + 0.5))) for i in range(count)]
    y = [round(image.height - 4 * (top - step * (i + 0.5))) for i in range(count)]
    return [[image.getpixel((a, b)) < 128 for a in x] for b in y]


@pytest.mark.parametrize("family", [None, "ar"])
def test_the_code_is_drawn_module_by_module_with_its_quiet_zone(family):
    made = segno.make_qr(CHECK_URL, error="m", boost_error=False)
    assert made.error == "M"
    expected = [[bool(module) for module in row] for row in made.matrix_iter(border=4)]
    assert rendered_modules(receipt(DE, TEXTS.get(family), CHECKED)) == expected


def test_few_rectangles_cover_exactly_the_dark_modules():
    matrix = [bytes(row) for row in segno.make_qr(CHECK_URL, error="m").matrix]
    found = rectangles(matrix)
    covered = [(x + i, y + j) for x, y, w, h in found for i in range(w) for j in range(h)]
    assert len(covered) == len(set(covered)) == sum(map(sum, matrix))
    assert all(matrix[y][x] for x, y in covered)
    assert len(found) < len(covered) / 2


def test_the_code_has_words_and_a_place_and_its_address_is_a_link():
    data = receipt(DE, None, CHECKED)
    text = text_of(data)
    address = "https://einstieg.musterland.example/check/Q-2026-00981"
    assert "Echt und unverändert? Prüfen Sie die Nummer unter:" in text
    assert address in text
    assert "1f9c7b20" not in text
    assert len(pages_of(data)) == 1
    with opened(data) as pdf:
        (note,) = pdf.pages[0].Annots
        assert bytes(note.A.URI).decode() == address
        (figure,) = (e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/Figure")
        assert str(figure.Alt) == f"QR-Code der Adresse {address}"
        assert figure.A.O == "/Layout"
        left, bottom, right, top = (float(v) for v in figure.A.BBox)
        assert 0 < left < right < 595
        assert 0 < bottom < top < 842


def test_the_family_reads_the_hint_in_its_language_if_the_text_has_it():
    @dataclass(frozen=True)
    class Wording(ReceiptText):
        check: str = ""

    wording = Wording(**{**vars(TEXTS["uk"].receipt), "check": "Перевірте номер за адресою:"})
    family = replace(TEXTS["uk"], receipt=wording)
    assert "Перевірте номер за адресою:" in text_of(receipt(DE, family, CHECKED))
    assert len(pages_of(receipt(DE, family, CHECKED))) == 1


def test_without_an_address_there_is_no_code_and_without_a_source_no_row():
    text = text_of(receipt(DE, None, RECEIPT))
    assert "Echt und" not in text
    assert "Herkunft" not in text
    assert "Herkunft der Daten Mitteilung der Gesamtschule Nord" in text_of(receipt(DE, None, CHECKED))


@pytest.mark.parametrize(
    "url", ["javascript:x", "https://x/ä", "ftp://x", "https://x y", "https://" + "x" * 401]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ValueError, match="web address"):
        replace(RECEIPT, check_url=url)


def test_the_longest_address_makes_a_page():
    assert len(pages_of(receipt(DE, TEXTS["ar"], replace(CHECKED, check_url="https://" + "x" * 400)))) == 1
