"""The whole story once, as the people live it: counsellor, school secretary on her phone, officer.

Every page passed is looked at: no barrier that axe knows (light, and contrast in the dark), no sideways scrolling at
320 pixels, no request off the own server, no breach of the policy.
"""

import re

import pytest
from playwright.sync_api import expect

from intake.models import Case
from privacy.models import OutboxMail
from tests import builders, people
from tests.browser.helpers import login

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


class Visitor:
    """A person with a browser, and somebody who looks over her shoulder."""

    def __init__(self, browser, live_server, axe, user=None, size=DESK):
        context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", viewport=size)
        context.set_default_timeout(10_000)
        self.page, self.url, self.axe, self.size = context.new_page(), live_server.url, axe, size
        self.complaints = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self.note_foreign)
        if user:
            login(self.page, live_server, user)

    def note_foreign(self, request):
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"left the own server: {request.url}")

    def go(self, path):
        self.page.goto(self.url + path)
        self.look()

    def look(self):
        page = self.page
        where = page.url.removeprefix(self.url)
        page.evaluate("document.documentElement.dataset.kernTheme = 'light'")
        assert self.axe(page) == [], where
        page.evaluate("document.documentElement.dataset.kernTheme = 'dark'")
        assert [line for line in self.axe(page) if line.startswith("color-contrast")] == [], (
            f"{where} in the dark"
        )
        page.evaluate("document.documentElement.dataset.kernTheme = 'light'")
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{where} scrolls sideways"
        page.set_viewport_size(self.size)
        assert self.complaints == [], where

    def fill(self, **values):
        for name, value in values.items():
            field = self.page.locator(f"main [name={name.replace('__', '-')}]").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def tick(self, name, value):
        self.page.locator(f"main [name={name}][value='{value}']").check()

    def press(self):
        """The one primary button of the page's main part."""
        self.page.locator("main button.kern-btn--primary").first.click()
        self.page.wait_for_load_state()
        self.look()


@pytest.fixture
def visit(browser, live_server, axe):
    opened = []

    def open_browser(user=None, size=DESK):
        opened.append(Visitor(browser, live_server, axe, user, size))
        return opened[-1]

    yield open_browser
    for visitor in opened:
        visitor.page.context.close()


def mailed_path():
    return re.search(r"/schools/answer/[\w-]+/", OutboxMail.objects.order_by("-pk").first().body)[0]


def test_from_the_desk_to_the_first_school_day(visit):
    builders.installation()
    builders.approved_texts()
    place = builders.offering()
    counsellor = visit(people.counsellor())

    counsellor.go("/cases/my-day/")
    counsellor.go("/cases/new/")
    counsellor.fill(surname="Ḫalīl", given_names="Amīna", born_on="090314")
    counsellor.press()
    counsellor.fill(
        referral__source="family", referral__channel="person", pupil__sex="w", pupil__first_language="ara",
        household__municipality="05970040", household__language="ara", household__street="Weg 1",
        first__kind="mother", first__surname="Ḫalīl", first__given_names="Rania", first__phone="0171 1234567",
    )  # fmt: skip
    counsellor.press()
    case = Case.objects.get()
    assert counsellor.page.url.endswith(f"/cases/{case.reference}/sheets/")

    assert counsellor.page.locator("main [name=language]").input_value() == "ar"
    counsellor.press()
    with counsellor.page.expect_popup() as popup:
        counsellor.page.locator("main td a").first.click()
    answer = counsellor.page.request.get(popup.value.url)
    assert answer.body().startswith(b"%PDF-")
    popup.value.close()

    counsellor.go(f"/cases/{case.reference}/talk/")
    counsellor.press()
    counsellor.page.locator("main form[action$='/conclude/'] button").click()
    counsellor.page.wait_for_url("**/recommendation/")
    counsellor.look()
    counsellor.fill(school_form="15", grade="6", support="dfg")
    counsellor.press()

    counsellor.go(f"/schools/match/{case.reference}/")
    counsellor.page.locator("main [name=offering]").first.check()
    counsellor.press()
    assert case.requests.get().status == "open"

    secretary = visit(size=PHONE)
    secretary.go(mailed_path())
    assert "Ḫalīl" not in secretary.page.content()
    secretary.tick("answer", "accept")
    secretary.press()
    request = case.requests.get()
    assert request.status == "accepted"
    assert secretary.page.goto(secretary.url + mailed_path()).status in (404, 410)

    counsellor.go(f"/schools/requests/{request.pk}/decide/")
    today = f"{builders.TODAY():%d.%m.%Y}"
    counsellor.fill(authority="schulamt", decided_on=today, expected_on=today, file_number="40-1")
    counsellor.press()
    counsellor.go(f"/schools/requests/{request.pk}/notice/")
    counsellor.press()

    office = visit(people.school_user(place.school), size=PHONE)
    office.go("/schools/inbox/")
    office.go(f"/schools/requests/{request.pk}/")
    assert "Ḫalīl" in office.page.content()
    office.go(f"/schools/requests/{request.pk}/admission/")
    office.page.locator("main [name=outcome]").first.check()
    office.press()
    case.refresh_from_db()
    assert case.status == "admitted"

    counsellor.go(f"/cases/{case.reference}/")
    counsellor.go(f"/cases/{case.reference}/trail/")
    counsellor.go("/cases/")
    officer = visit(people.dpo())
    officer.go(f"/privacy/audit/?reference={case.reference}")
    officer.page.locator("main a[href^='/privacy/audit/']").first.click()
    officer.page.wait_for_load_state()
    officer.look()
    assert "Ḫalīl" not in officer.page.content()


def test_pages_beside_the_way(visit):
    """The rest of what each role finds in its menu."""
    builders.installation()
    builders.approved_texts()
    builders.offering()
    for user, paths in (
        (people.lead(), ["/schools/", "/schools/188000/register/", "/schools/188000/offerings/new/", "/privacy/texts/"]),
        (people.administrator(), ["/privacy/accounts/", "/privacy/accounts/new/", "/privacy/installation/"]),
        (people.dpo(), ["/privacy/texts/", "/privacy/installation/", "/shortcuts/"]),
    ):  # fmt: skip
        visitor = visit(user)
        for path in paths:
            visitor.go(path)


def test_the_second_window_is_told_and_keeps_its_text(visit):
    case = builders.open_case()
    first, second = visit(case.owner), visit(case.owner)
    address = f"/cases/{case.reference}/edit/pupil/"
    first.go(address)
    second.go(address)
    first.fill(german_level="B1")
    first.press()
    second.fill(place_of_birth="Odessa")
    second.page.locator("main button.kern-btn--primary").first.click()
    second.page.wait_for_load_state()
    assert second.page.locator("main [name=place_of_birth]").input_value() == "Odessa"
    assert second.page.locator("main [role=alert]").count() == 1
    case.pupil.refresh_from_db()
    assert (case.pupil.german_level, case.pupil.place_of_birth) == ("B1", "Charkiw")


def test_a_filter_changes_the_list_and_keeps_the_focus(visit):
    builders.open_case()
    elsewhere = builders.open_case(municipality="05970004")
    counsellor = visit(people.counsellor())
    counsellor.go("/cases/")
    page = counsellor.page
    assert page.locator("#results tbody tr").count() == 2
    page.locator("[name=municipality]").focus()
    page.locator("[name=municipality]").select_option("05970004")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    assert elsewhere.reference in page.locator("#results").inner_text()
    assert "1" in page.locator("#hits").inner_text()
    assert page.evaluate("document.activeElement.name") == "municipality"
    assert "municipality=05970004" in page.url
    page.go_back()
    expect(page.locator("#results tbody tr")).to_have_count(2)
    assert counsellor.complaints == []
