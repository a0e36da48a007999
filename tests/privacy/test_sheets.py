"""Sheets as the law dates them, and as the command line writes them."""

import hashlib
from datetime import date

import pypdfium2
import pytest
from django.core.management import CommandError, call_command

from privacy.models import SheetDocument
from privacy.notices import collecting, documents, texts
from tests import builders


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 3, 29), date(2026, 4, 29)),  # over the change of the clocks
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_a_month_ends_when_months_end(day, due):
    """Art. 14 (3) (a) GDPR."""
    assert collecting.one_month_after(day) == due


@pytest.mark.parametrize("language", sorted(texts.available()))
@pytest.mark.django_db
def test_the_command_writes_what_families_get(tmp_path, language):
    builders.installation()
    builders.approved_texts()
    target = tmp_path / "sheet.pdf"
    call_command("sheet", "--language", language, "--output", str(target), verbosity=0)
    stored = SheetDocument.objects.get()
    assert hashlib.sha256(target.read_bytes()).hexdigest() == stored.sha256
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(target))
    assert "Kreis Musterland" in words
    call_command("sheet", "--language", language, "--output", str(target), verbosity=0)
    assert SheetDocument.objects.count() == 1


@pytest.mark.django_db
def test_the_command_refuses_what_the_page_refuses(tmp_path):
    builders.installation(dpo_contact="")
    builders.approved_texts()
    with pytest.raises(CommandError):
        call_command("sheet", "--language", "de", "--output", str(tmp_path / "sheet.pdf"))
    assert not (tmp_path / "sheet.pdf").exists()


@pytest.mark.django_db
def test_a_translation_that_nobody_approved_says_so_on_paper():
    builders.installation()
    german = texts.current("de")
    texts.approve(german, seal=german.sha256, by=builders.people.dpo())
    texts.approve(german, seal=german.sha256, by=builders.people.lead())
    words = words_of(documents.document("art13", "custodian", "uk"))
    assert "Entwurf" in words
    assert "Entwurf" not in words_of(documents.document("art13", "custodian", "de"))
    builders.approved_texts()
    assert "Entwurf" not in words_of(documents.document("art13", "custodian", "uk"))


def words_of(document):
    return pypdfium2.PdfDocument(bytes(document.pdf))[0].get_textpage().get_text_range()


def test_the_texts_on_file_have_nothing_to_mend():
    call_command("check_notices", verbosity=0)


@pytest.mark.parametrize(
    ("spoken", "language"),
    [
        (("ukr",), "uk"),
        (("ara", "ukr"), "ar"),
        (("xyz", "ara"), "ar"),
        (("tur",), "tr"),
        (("fas",), "fa"),
        (("prs",), "prs"),
        (("amh",), "de"),
        (("",), "de"),
    ],
)
def test_the_sheets_language_is_the_familys_first_that_there_is(spoken, language):
    assert texts.preset_language(*spoken) == language
