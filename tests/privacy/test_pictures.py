"""Golden pictures: the first page of the sheet in every language, a receipt, a letter and a report, as a reader sees them.

`make pictures` draws them anew after a change that is meant; look at each before it is committed.
"""

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from privacy.accounts.demo import CONTROLLER
from privacy.accounts.models import Installation
from privacy.notices import documents, texts
from privacy.typeset import letter, receipt, report
from tests.privacy.typeset.samples import LETTER, RECEIPT, REPORT, STAMP

FOLDER = Path(__file__).with_name("pictures")
DPI = 60
VISIBLE = 64  # of 255: what the eye sees as another grey
ALLOWED = 0.0005  # share of the pixels; one other heading is more
OFFICE = Installation(reports_for_examination=True, **CONTROLLER)


def drawn(pdf):
    """The first page in grey."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")


def sheet_in(code):
    german, family = texts.unsaved("de"), None if code == "de" else texts.unsaved(code)
    return documents.render(OFFICE, german, family, kind="art13", audience="custodian", mark="")


def receipt_in(code):
    return receipt(texts.available()["de"], texts.available()[code], RECEIPT)


PAPERS = {
    **{f"sheet-{code}": lambda code=code: sheet_in(code) for code in texts.available()},
    "receipt-ar": lambda: receipt_in("ar"),
    "letter": lambda: letter(LETTER, stamp=STAMP),
    "report": lambda: report(REPORT, stamp=STAMP),
}


@pytest.mark.parametrize("name", PAPERS)
def test_the_page_looks_as_it_did(name):
    path, made = FOLDER / f"{name}.png", drawn(PAPERS[name]())
    if os.environ.get("DRAW_PICTURES"):
        made.quantize(16).save(path, optimize=True)
        return
    with Image.open(path) as stored:
        before = stored.convert("L")
    assert made.size == before.size
    difference = ImageChops.difference(made, before).histogram()
    share = sum(difference[VISIBLE:]) / (made.width * made.height)
    assert share <= ALLOWED, f"{share:.2%} of {path.name} looks different: make pictures, and look at it"


def test_there_is_no_picture_of_what_is_gone():
    assert {path.stem for path in FOLDER.glob("*.png")} == set(PAPERS)


def test_another_word_is_noticed():
    """The comparison can fail."""
    text = texts.unsaved("de")
    text.body = text.body.replace("Worum geht es?", "Was bedeutet das?")
    other = documents.render(OFFICE, text, None, kind="art13", audience="custodian", mark="")
    difference = ImageChops.difference(drawn(other), drawn(sheet_in("de"))).histogram()
    assert sum(difference[VISIBLE:]) / sum(difference) > ALLOWED
