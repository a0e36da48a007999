"""The talk with the family in a real browser: by keyboard, on a tablet, in two windows, without a connection."""

import pytest
from playwright.sync_api import expect

from intake.models import IntakeSession, SchoolYear, TalkDraft
from tests import builders, people
from tests.browser.test_story import visit  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
TABLET = {"width": 834, "height": 1112}


@pytest.fixture
def case():
    builders.installation()
    builders.approved_texts()
    return builders.open_case()


def talk_of(case):
    return f"/cases/{case.reference}/talk/"


def at_talk(visitor, case):
    """The page, without a look for barriers: that is done once, above."""
    visitor.page.goto(visitor.url + talk_of(case))
    return visitor


def state(visitor):
    return visitor.page.locator("[data-save-state]")


def test_the_whole_talk_by_keyboard_on_a_tablet(visit, case):  # noqa: F811
    """Nothing but keys: to the sections by Alt and a digit, through the fields by Tab, recorded by Enter."""
    builders.settle_sheets(case)
    counsellor = visit(case.owner, size=TABLET)
    counsellor.go(talk_of(case))
    keys = counsellor.page.keyboard

    keys.press("Alt+4")  # languages: the first field is the first language, already known
    for value in ("Polnisch", "fließend", "liest und schreibt Latein"):
        keys.press("Tab")
        keys.type(value)
    keys.press("Alt+5")
    keys.type("2021")
    keys.press("Alt+7")
    keys.type("Mag Mathematik.")
    expect(state(counsellor)).to_contain_text("Entwurf gesichert", timeout=10_000)
    keys.press("Tab")  # from the notes to the button
    expect(counsellor.page.locator("button:focus")).to_have_text("Festhalten und gemeinsam prüfen")
    with counsellor.page.expect_navigation():
        keys.press("Enter")

    counsellor.look()
    expect(counsellor.page.locator("h1")).to_have_text("Stimmt das so?")
    expect(counsellor.page.locator("main")).to_contain_text("Polnisch: fließend")
    expect(counsellor.page.locator("main")).to_contain_text("мови")  # the family reads along
    assert counsellor.page.locator("#quick").count() == 0  # no other family on the screen
    counsellor.press()
    assert IntakeSession.objects.get().is_concluded
    assert IntakeSession.objects.get().notes == "Mag Mathematik."
    assert not TalkDraft.objects.exists()


def test_what_is_typed_is_back_after_a_reload_even_if_it_is_wrong(visit, case):  # noqa: F811
    counsellor = visit(case.owner)
    at_talk(counsellor, case)
    counsellor.fill(talk__notes="halb", talk__held_on="31.02.")
    expect(state(counsellor)).to_contain_text("Entwurf gesichert", timeout=10_000)
    counsellor.page.reload()
    assert counsellor.page.locator("[name=talk-notes]").input_value() == "halb"
    assert counsellor.page.locator("[name=talk-held_on]").input_value() == "31.02."
    assert counsellor.page.locator(".es-errors").count() == 0  # half typed is no mistake
    counsellor.press()
    expect(counsellor.page.locator("[role=alert]")).to_contain_text("Datum des Gesprächs")
    assert counsellor.page.locator("[name=talk-notes]").input_value() == "halb"


def test_two_windows_never_overwrite_each_other(visit, case):  # noqa: F811
    first, second = visit(case.owner), visit(case.owner)
    at_talk(first, case)
    at_talk(second, case)
    second.fill(talk__notes="aus dem zweiten")
    expect(state(second)).to_contain_text("Entwurf gesichert", timeout=10_000)
    first.fill(talk__notes="aus dem ersten")
    expect(state(first)).to_contain_text("in einem anderen Fenster", timeout=10_000)
    assert first.page.locator("[name=talk-notes]").input_value() == "aus dem ersten"
    assert "zweiten" in TalkDraft.objects.get().content

    first.complaints.clear()  # the browser's own line about the refusal
    with first.page.expect_navigation():
        first.page.get_by_role("button", name="Festhalten und gemeinsam prüfen").click()
    assert first.page.locator("[name=talk-notes]").input_value() == "aus dem ersten"
    with first.page.expect_navigation():
        first.page.get_by_role("button", name="Festhalten, was hier steht").click()
    assert IntakeSession.objects.get().notes == "aus dem ersten"


def test_a_lost_connection_is_said_and_made_good(visit, case):  # noqa: F811
    counsellor = visit(case.owner)
    at_talk(counsellor, case)
    counsellor.page.context.set_offline(True)
    counsellor.fill(talk__notes="im Funkloch")
    expect(state(counsellor)).to_contain_text("Keine Verbindung", timeout=10_000)
    assert state(counsellor).get_attribute("role") == "alert"
    assert not TalkDraft.objects.exists()
    counsellor.page.context.set_offline(False)
    expect(state(counsellor)).to_contain_text("Entwurf gesichert", timeout=10_000)
    assert state(counsellor).get_attribute("role") is None
    assert "Funkloch" in TalkDraft.objects.get().content


def test_a_school_year_like_the_one_above_it_is_one_key(visit, case):  # noqa: F811
    counsellor = visit(case.owner)
    at_talk(counsellor, case)
    page = counsellor.page
    rows = page.locator("[data-years] tbody tr")
    rows.nth(0).locator("select").nth(0).select_option("full")
    rows.nth(0).locator("select").nth(1).select_option("166")
    rows.nth(0).locator("input:not([type=hidden])").fill("5")
    for row in (1, 2):
        rows.nth(row).get_by_role("button").click()
    expect(state(counsellor)).to_contain_text("Entwurf gesichert", timeout=10_000)
    with page.expect_navigation():
        page.get_by_role("button", name="Festhalten und gemeinsam prüfen").click()
    assert list(SchoolYear.objects.values_list("grade", "country")) == [(3, "166"), (4, "166"), (5, "166")]


def test_the_logged_out_are_told_so(visit, case):  # noqa: F811
    counsellor = visit(case.owner)
    at_talk(counsellor, case)
    counsellor.page.context.clear_cookies()
    counsellor.fill(talk__notes="noch da")
    expect(state(counsellor)).to_contain_text("abgemeldet", timeout=10_000)
    assert counsellor.page.locator("[name=talk-notes]").input_value() == "noch da"


def test_a_colleague_on_the_same_talk_is_seen(visit, case):  # noqa: F811
    mate = visit(people.teammate())
    at_talk(mate, case)
    mate.fill(talk__notes="ich auch")
    expect(state(mate)).to_contain_text("Entwurf gesichert", timeout=10_000)
    counsellor = visit(case.owner)
    at_talk(counsellor, case)
    expect(counsellor.page.locator("main")).to_contain_text("Tarik Aydın schreibt auch an diesem Gespräch")
    assert counsellor.page.locator("[name=talk-notes]").input_value() == ""  # drafts are one's own
