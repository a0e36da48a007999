"""The page without a login: whoever holds a number learns whether the paper is genuine, and nothing else (decision 8)."""

import re

import pypdfium2
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from privacy.models import SheetIssue
from privacy.notices import numbers
from tests import builders

PAGE = "/pruefen/"


@pytest.fixture
def paper(db):
    cache.clear()  # nobody has checked anything yet
    builders.installation()
    builders.approved_texts()
    case = builders.open_case()
    builders.settle_sheets(case, language="uk")
    return SheetIssue.objects.get(person_code="C1")


def a_file(content):
    return SimpleUploadedFile("x.pdf", content, content_type="application/pdf")


def asked(client, number, pdf=None):
    return client.post(PAGE, {"number": number, **({"pdf": a_file(pdf)} if pdf else {})})


def test_the_number_says_kind_version_language_and_date(client, paper):
    page = asked(client, paper.receipt_number)
    found = page.context["found"]
    assert (found.version, found.language, found.issued_on) == ("2026-12", "uk", builders.TODAY())
    assert found.is_unaltered is None
    words = page.content.decode()
    assert "Українська" in words
    assert "Diese Nummer ist echt" in words


@pytest.mark.parametrize("part", ["sheet", "receipt"])
def test_a_file_is_unaltered_or_not(client, paper, part):
    pdf = bytes(paper.document.pdf if part == "sheet" else paper.receipt)
    assert asked(client, paper.receipt_number, pdf).context["found"].is_unaltered is True
    page = asked(client, paper.receipt_number, pdf + b" ")
    assert page.context["found"].is_unaltered is False
    assert "Diese Datei ist nicht die" in page.content.decode()


def test_the_receipt_of_another_person_is_not_this_one(client, paper):
    other = SheetIssue.objects.get(person_code="P")
    assert asked(client, paper.receipt_number, bytes(other.receipt)).context["found"].is_unaltered is False
    assert (
        asked(client, paper.receipt_number, bytes(other.document.pdf)).context["found"].is_unaltered is True
    )


def test_the_page_says_nothing_of_case_or_people(client, paper):
    page = asked(client, paper.receipt_number, bytes(paper.receipt)).content.decode()
    for secret in (
        paper.reference,
        "Kowalenko",
        "Daryna",
        paper.settled_by.last_name,
        paper.sheet_sha256,
    ):
        assert secret not in page
    # Two symbols may stand by chance in the number and in the form's token, which are attributes here.
    assert "C1" not in re.sub(r"<[^>]*>", "", page)


@pytest.mark.parametrize("number", ["", "2026-0001-C1-1", "7K3F", "x" * 41, "\0", "7K3F-9M2X-4QPD-W0EX"])
def test_what_is_no_number_is_said_at_the_field(client, paper, number):
    page = asked(client, number)
    assert page.status_code == 200
    assert page.context["form"].errors["number"]
    assert page.context["found"] is None


def test_a_number_that_was_never_given_out_is_unknown(client, paper):
    page = asked(client, numbers.new_number())
    assert page.context["found"] is None
    assert "Unbekannte Nummer" in page.content.decode()


def test_an_open_sheet_has_no_number(client, paper):
    assert SheetIssue.objects.filter(state="open", receipt_number__isnull=False).count() == 0


def test_the_code_on_the_receipt_leads_there(client, paper, settings):
    words = pypdfium2.PdfDocument(bytes(paper.receipt))[0].get_textpage().get_text_range()
    assert words.count(paper.receipt_number) == 4  # large, in both languages, in the footer; never cut
    assert "/pruefen/" in words
    assert client.get(PAGE, {"number": paper.receipt_number}).context["found"].language == "uk"
    assert client.get(PAGE).context["found"] is None


def test_a_file_too_large_is_refused_at_its_field_and_never_stored(client, paper, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    page = asked(client, paper.receipt_number, b"%PDF-" + b"x" * 5000)
    assert page.context["form"].errors["pdf"]


def by_the_code(client, number):
    return client.get(PAGE, {"number": number})


@pytest.mark.parametrize("way", [asked, by_the_code])
def test_very_many_checks_are_slowed_down(client, paper, settings, way):
    settings.ACCOUNT_RATE_LIMITS = {"receipt_check": "3/m/ip"}
    answers = [way(client, paper.receipt_number) for _ in range(5)]
    assert [page.status_code for page in answers] == [200, 200, 200, 429, 429]
    assert answers[2].context["found"]
    assert answers[-1].context["found"] is None
    assert "Bitte warten Sie eine Minute" in answers[-1].content.decode()
    assert client.get(PAGE).status_code == 200  # the empty page checks nothing


@pytest.mark.parametrize("announced", ["abc", "1e3", "9" * 5000])
def test_an_announced_size_that_is_no_number_breaks_nothing(client, paper, announced):
    """Real servers refuse such a request themselves; not every one in front of them does."""
    assert client.get(PAGE, CONTENT_LENGTH=announced).status_code == 200
    page = client.get(PAGE, {"number": paper.receipt_number}, CONTENT_LENGTH=announced)
    assert page.status_code == 200
    assert "zu groß" in str(page.context["form"].errors["pdf"])
    assert page.context["found"] is None


# --- Numbers ----------------------------------------------------------------------------------------------


def test_numbers_are_not_guessed_from_each_other():
    made = {numbers.new_number() for _ in range(2000)}
    assert len(made) == 2000
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", number) for number in made)


@given(st.integers(0, 15), st.sampled_from(numbers.ALPHABET))
def test_one_wrong_symbol_is_always_noticed(place, symbol):
    """ISO/IEC 7064."""
    number = numbers.new_number()
    symbols = number.replace("-", "")
    changed = symbols[:place] + symbol + symbols[place + 1 :]
    assert (numbers.read(changed) == number) == (changed == symbols)
    assert changed == symbols or numbers.read(changed) is None


def test_what_looks_alike_is_read_alike():
    number = next(one for one in iter(numbers.new_number, None) if {"0", "1"} <= set(one))
    typed = number.replace("0", "o").replace("1", "l").replace("-", " ").lower()
    assert numbers.read(typed) == number


@given(st.text())
def test_any_text_is_a_number_or_none(text):
    number = numbers.read(text)
    assert number is None or numbers.read(number) == number
