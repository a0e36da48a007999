"""The list of cases by mouse and keyboard: ticked rows and their bar, chips, undo, quick search, merging; no barriers."""

import pytest
from playwright.sync_api import expect

from intake import actions
from intake.models import Case, SavedFilter
from tests import builders, people
from tests.browser.test_story import visit  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cases():
    builders.installation()
    builders.approved_texts()
    mine = builders.open_case()
    free = builders.open_case(surname="Ḫalīl")
    return mine, actions.assign(free, None, version=free.version, by=free.owner)


def test_the_bar_appears_with_the_first_tick_and_hands_over(visit, cases):  # noqa: F811
    tarik = people.teammate()
    counsellor = visit(people.counsellor())
    page = counsellor.page
    counsellor.go("/cases/")
    bar = page.locator("[data-bulk-bar]")
    expect(bar).to_be_hidden()
    page.locator("input[data-all]").check()
    assert page.locator("[data-bulk-count]").inner_text() == "2"
    counsellor.look()
    page.locator("#many_owner").select_option(label="Tarik Aydın")
    with page.expect_navigation():
        page.locator("button[name=act][value=assign]").click()
    counsellor.look()
    assert {case.owner for case in Case.objects.all()} == {tarik}
    with page.expect_navigation():
        page.locator("main table form button").first.click()
    assert {case.owner for case in Case.objects.all()} != {tarik}


def test_a_filter_set_without_leaving_the_page_is_a_chip_and_the_bar_still_works(visit, cases):  # noqa: F811
    SavedFilter.objects.create(user=people.counsellor(), name="Meine", query="view=mine")
    counsellor = visit(people.counsellor())
    page = counsellor.page
    counsellor.go("/cases/")
    page.locator("input[name=status][value=reported]").check()
    chip = page.locator(".es-chips", has_text="gemeldet")
    chip.wait_for()
    expect(page.locator("[data-bulk-bar]")).to_be_hidden()
    page.locator("input[data-one]").first.check()
    expect(page.locator("[data-bulk-bar]")).to_be_visible()
    with page.expect_navigation():
        chip.locator("a").click()
    assert "status" not in page.url
    with page.expect_navigation():
        page.get_by_role("link", name="Meine", exact=True).last.click()
    counsellor.look()


def test_taking_over_in_the_row_stays_in_the_list_and_is_undone(visit, cases):  # noqa: F811
    _mine, free = cases
    counsellor = visit(people.counsellor())
    page = counsellor.page
    counsellor.go("/cases/?view=all")
    with page.expect_navigation():
        page.locator("button[form=take-over]").click()
    assert page.url.endswith("/cases/?view=all")
    assert Case.objects.get(pk=free.pk).owner == people.counsellor()
    counsellor.look()
    with page.expect_navigation():
        page.locator(".es-messages button").click()
    assert Case.objects.get(pk=free.pk).owner is None


def test_a_case_is_found_and_merged_by_keyboard(visit, cases):  # noqa: F811
    mine, free = cases
    counsellor = visit(people.counsellor())
    page = counsellor.page
    counsellor.go("/cases/my-day/")
    page.keyboard.press("Control+k")
    page.keyboard.type(mine.reference)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(mine.get_absolute_url())
    counsellor.go(f"{mine.get_absolute_url()}merge/")
    page.locator("[name=other]").fill(free.reference)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    counsellor.look()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    assert Case.objects.get(pk=free.pk).merged_into == mine
    counsellor.look()
