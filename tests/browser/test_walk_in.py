"""A family at the door, by keyboard alone: sixty seconds until the sheet is recorded."""

import pytest

from intake.models import Case
from privacy.notices import sheets
from tests import builders, people
from tests.browser.test_story import visit  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
MOST_KEYS = 110  # at two keys a second, with half of it for words, a minute


def test_from_the_first_key_to_the_sheet(visit):  # noqa: F811
    builders.installation()
    builders.approved_texts()
    counsellor = visit(people.counsellor())
    counsellor.go("/cases/my-day/")
    counsellor.page.get_by_role("link", name="Familie an der Tür").click()
    counsellor.look()
    pressed = 0
    page = counsellor.page
    page.locator("[name=surname]").focus()
    for word in ("Haddad", "Lina", "090315", "Arab", "Kreu", "Vat", "0271 12345"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
        pressed += len(word) + 1
    with page.expect_navigation():
        page.keyboard.press("Enter")  # in the last box: the form is sent
    counsellor.look()
    with page.expect_navigation():
        page.get_by_role("button", name="Eintragen und drucken").press("Enter")  # everything is preset
    pressed += 2
    case = Case.objects.get()
    assert not sheets.open_for(case.reference).exists()
    assert (case.municipality_name, case.pupil.household.language) == ("Kreuztal", "ara")
    assert pressed <= MOST_KEYS
