"""The sample page with every component, and the login page, in a real browser."""

import pytest

from tests import people
from tests.browser.helpers import login

pytestmark = [pytest.mark.urls("tests.interface.urls"), pytest.mark.django_db(transaction=True)]

# So tall that no sticky bar lies over a control when axe measures targets.
TALL = 7000
# Runs after every Tab: what has the focus, whether it shows, and whether something lies over it.
LOOK = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const x = box.left + Math.min(box.width / 2, 20), y = box.top + Math.min(box.height / 2, 12);
  const hit = document.elementFromPoint(x, y);
  return {
    tag: element.outerHTML.slice(0, 100),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    free: !!hit && (element.contains(hit) || hit.contains(element)),
    large: Math.min(box.width, box.height) >= 24,
  };
}"""


def open_page(page, live_server, path, *, theme="light", width=1440, height=TALL):
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": height})
    page.goto(live_server.url + path)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/accounts/login/", "/sample/?errors=1"])
def test_no_barrier_that_axe_knows(page, live_server, axe, path, width, theme):
    open_page(page, live_server, path, theme=theme, width=width)
    assert page.locator(f"html[data-kern-theme={theme}]").count() == 1
    assert axe(page) == []


@pytest.mark.parametrize("path", ["/accounts/login/", "/sample/?errors=1", "/licences/", "/accessibility/"])
def test_no_sideways_scrolling_at_320_pixels(page, live_server, path):
    open_page(page, live_server, path, width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [1440, 390])
def test_focus_is_seen_not_covered_and_large_enough(page, live_server, width):
    open_page(page, live_server, "/sample/?errors=1", width=width, height=900)
    seen = []
    for _press in range(200):
        page.keyboard.press("Tab")
        look = page.evaluate(LOOK)
        if look is None:
            break
        seen.append(look)
    assert len(seen) > 30
    assert [look["tag"] for look in seen if not (look["ring"] and look["free"] and look["large"])] == []


def test_the_page_asks_only_its_own_server_and_breaks_no_policy(page, live_server):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    open_page(page, live_server, "/sample/")
    page.wait_for_load_state("networkidle")
    assert complaints == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert len([url for url in asked if not url.startswith("data:")]) <= 10


def test_errors_take_the_focus_and_lead_to_their_fields(page, live_server):
    open_page(page, live_server, "/sample/?errors=1", height=900)
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.title().startswith("Error: ")
    page.locator("[role=alert] a", has_text="Interpreter").click()
    assert page.evaluate("document.activeElement.id") == "id_interpreter_0"


def test_keys_and_menu(page, live_server):
    login(page, live_server, people.counsellor())
    open_page(page, live_server, "/sample/", height=900)
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "quick"
    page.keyboard.press("Alt+1")
    assert page.evaluate("document.activeElement.name") == "surname"
    page.locator(".es-user summary").click()
    page.keyboard.press("Escape")
    assert page.locator(".es-user[open]").count() == 0
    page.locator(".es-user summary").click()
    page.locator("button[name=theme][value=dark]").click()
    page.wait_for_selector("html[data-kern-theme=dark]")
    assert page.url.endswith("/sample/")


def test_rows_chosen_together_are_counted(page, live_server):
    open_page(page, live_server, "/sample/", width=390, height=844)
    page.locator("input[data-one]").first.check()
    assert page.locator("[data-bulk-count]").inner_text() == "1"
    assert page.locator("[data-bulk-bar]").is_visible()
