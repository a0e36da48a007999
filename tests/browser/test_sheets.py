"""Sheets of many families, texts and the public check, in a real browser: no barrier, nothing wider than 320 pixels."""

import pytest

from intake import bulk
from privacy.models import SheetIssue
from privacy.notices import editing, texts
from privacy.typeset import load_text
from privacy.work import jobs
from tests import builders, people
from tests.browser.test_story import visit  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    builders.installation()
    builders.approved_texts()
    return builders.open_case(source="jugendamt")


def test_many_sheets_at_once_without_leaving_the_list(visit, case):  # noqa: F811
    counsellor = visit(case.owner)
    counsellor.go("/cases/sheets/")
    counsellor.page.locator("input[data-all]").check()
    assert counsellor.page.locator("[data-bulk-count]").inner_text() == "2"
    counsellor.press()
    assert "/privacy/jobs/" in counsellor.page.url
    jobs.run_waiting()
    counsellor.page.wait_for_selector("main table")  # the page asks again by itself
    counsellor.look()
    assert counsellor.page.locator("main tbody tr").count() == 2
    with counsellor.page.expect_popup() as popup:
        counsellor.page.locator("main a.kern-btn--primary").click()
    assert counsellor.page.request.get(popup.value.url).body().startswith(b"%PDF-")
    popup.value.close()


def test_a_receipt_is_signed_and_a_sheet_handed_over_once_more(visit, case):  # noqa: F811
    builders.settle_sheets(case)
    counsellor = visit(case.owner)
    counsellor.go(f"/cases/{case.reference}/sheets/")
    counsellor.page.locator("form[action$='/signed/'] button").first.click()
    counsellor.page.wait_for_load_state()
    assert SheetIssue.objects.filter(signed_on__isnull=False).count() == 1
    counsellor.page.locator("form[action$='/copy/'] button").first.click()
    counsellor.page.wait_for_load_state()
    counsellor.look()
    assert SheetIssue.objects.open().count() == 1


def test_why_opens_by_keyboard(visit, case):  # noqa: F811
    counsellor = visit(case.owner)
    counsellor.go(f"/cases/{case.reference}/")
    first = counsellor.page.locator("#facts ~ dl details.es-why summary").first
    first.focus()
    counsellor.page.keyboard.press("Enter")
    assert counsellor.page.locator("#facts ~ dl details.es-why[open] p").first.is_visible()
    counsellor.look()


def test_the_officer_changes_a_section_and_sees_what_changed(visit, case):  # noqa: F811
    officer = visit(people.dpo())
    officer.go("/privacy/texts/")
    officer.go(f"/privacy/texts/{texts.current('de').pk}/section/recipients/")
    officer.fill(heading="Wer bekommt die Daten?")
    officer.page.locator("[name=is_substantive][value=no]").check()
    officer.press()
    draft = texts.current("de")
    assert draft.text_version == "2026-12.1"
    assert officer.page.locator("ins").count() >= 1
    officer.go("/privacy/texts/import/")
    officer.go(f"/privacy/texts/{texts.current('ar').pk}/")
    officer.go("/privacy/sheets/")


def test_anybody_checks_a_paper_by_its_number_and_its_file(visit, case, tmp_path):  # noqa: F811
    builders.settle_sheets(case, language="ar")
    paper = SheetIssue.objects.filter(receipt_number__isnull=False).first()
    family = visit(None, size={"width": 390, "height": 844})
    family.go(f"/pruefen/?number={paper.receipt_number}")
    assert "Diese Nummer ist echt" in family.page.inner_text("main")
    file = tmp_path / "sheet.pdf"
    for content, words in ((bytes(paper.document.pdf), "Echt und unverändert"), (b"%PDF-1.7", "nicht die")):
        file.write_bytes(content)
        family.page.set_input_files("[name=pdf]", file)
        family.press()
        assert words in family.page.inner_text("main")
    family.go("/pruefen/")


def test_a_substantive_text_shows_in_the_list_of_open_sheets(visit, case):  # noqa: F811
    builders.settle_sheets(case)
    words = editing.words_of(load_text(texts.current("de").body), "about")
    changed = editing.SectionWords("Neu", words.text, words.items, words.words)
    draft = editing.edit_section(
        texts.current("de"),
        "about",
        changed,
        is_substantive=True,
        seal=texts.current("de").sha256,
        by=people.dpo(),
    )
    texts.approve(draft, seal=draft.sha256, by=people.dpo())
    texts.approve(draft, seal=draft.sha256, by=people.lead())
    jobs.run_waiting()
    assert len(bulk.rows(case.owner, "open")) == 2
    counsellor = visit(case.owner)
    counsellor.go("/cases/sheets/")
    assert counsellor.page.locator("main tbody tr").count() == 2
    counsellor.go("/cases/sheets/?view=outdated")
