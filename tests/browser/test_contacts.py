"""The contact log by keyboard: two keystrokes, no barrier, nothing wider than 320 pixels."""

import pytest

from intake.models import Case, Contact
from tests import builders
from tests.browser.test_story import visit  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    builders.installation()
    builders.approved_texts()
    return builders.open_case()


def test_nobody_reached_in_two_keystrokes(visit, case):  # noqa: F811
    counsellor = visit(case.owner)
    counsellor.go(case.get_absolute_url())
    counsellor.page.keyboard.press("4")  # a digit alone does nothing (WCAG 2.1.4)
    counsellor.page.keyboard.press("Alt+0")
    with counsellor.page.expect_navigation():
        counsellor.page.keyboard.press("4")
    assert [contact.kind for contact in Contact.objects.all()] == ["not_reached"]
    assert "Familie wieder kontaktieren" in counsellor.page.locator("main").inner_text()
    counsellor.look()


def test_with_a_note_and_a_day(visit, case):  # noqa: F811
    counsellor = visit(case.owner)
    counsellor.go(f"/cases/{case.reference}/contacts/new/")
    counsellor.look()
    counsellor.page.locator("[name=kind]").select_option("call")
    counsellor.page.locator("[name=note]").fill("ruft zurück")
    counsellor.page.locator("[name=follow_up_on]").fill("1.2.2090")
    counsellor.press()
    assert Contact.objects.get().note == "ruft zurück"
    assert Case.objects.get().follow_up_on.isoformat() == "2090-02-01"
