"""Fixtures for tests in a real Chromium: `page`, `axe`. All tests in this folder are marked `browser`."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.required import not_here

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Nothing that would phone home or ask; QUIC is never spoken with the live server.
CHROMIUM_ARGUMENTS = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the tests of this folder before `-m` selects."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


# --- The browser ------------------------------------------------------------------------------------------


def find_chromium():
    """The path of CHROMIUM or of the first browser found on this machine, or None."""
    names = [os.environ.get("CHROMIUM"), *CHROMIUM_NAMES]
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    """The machine's own Chromium, started once."""
    executable = find_chromium()
    if executable is None:
        not_here("the browser", "no Chromium found; install it or set CHROMIUM=/path/to/chromium")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's synchronous interface keeps an event loop in this thread, for which Django would
        # refuse every query of the test.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(
            executable_path=executable, args=[*as_root, *CHROMIUM_ARGUMENTS]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """An empty page with cookies of its own, as a German user's browser opens it."""
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


# --- Accessibility ----------------------------------------------------------------------------------------


@pytest.fixture
def axe():
    """`axe(page)` gives one readable line for each violation of WCAG 2.2 A and AA or of good practice."""

    def run(page):
        result = Axe().run(page, options=AXE_OPTIONS)
        return [line for violation in result.response["violations"] for line in describe(violation)]

    return run


def describe(violation):
    """One line for each element that breaks the rule."""
    for node in violation["nodes"]:
        target = " ".join(str(part) for part in node["target"])
        checks = [*node["any"], *node["all"], *node["none"]]
        reasons = "; ".join(check["message"] for check in checks)
        yield f"{violation['id']} ({violation['impact']}) at {target}: {reasons or violation['help']}"
