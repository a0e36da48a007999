from dataclasses import replace

import pytest

from privacy.typeset import receipt

from .reading import likeness, opened, pages_of, text_of
from .samples import RECEIPT, TEXTS

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
    assert max(sizes) >= 20
    assert sizes.count(max(sizes)) == 2


def test_a_long_text_is_set_smaller_and_still_one_page():
    wordy = replace(DE, receipt=replace(DE.receipt, text="Ein langer Satz. " * 150))
    assert len(pages_of(receipt(wordy, None, RECEIPT))) == 1


def test_the_mark_is_printed():
    assert "Demo" in text_of(receipt(DE, None, replace(RECEIPT, mark="Demo")))
