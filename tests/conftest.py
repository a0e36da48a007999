"""Settings of the whole test run. Browser fixtures are in tests/browser/conftest.py."""

import os
from collections import Counter

from hypothesis import HealthCheck, settings

# --- Generated examples -----------------------------------------------------------------------------------
# `make test` must give the same answer each time, however busy the machine is: no chance, no time limits.
# `make test-deep` looks for new examples and prints how to repeat one that fails.

settings.register_profile(
    "default",
    max_examples=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "deep",
    max_examples=1000,
    derandomize=False,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


# --- The second database ------------------------------------------------------------------------------------


def pytest_collection_modifyitems(config, items):
    """ONLY_WITH_DATABASE=1: what asks no database has been tested on the first one and would say the same again.

    So has what is marked `pages`: who may open which address is no question of the database behind it.
    """
    if not os.environ.get("ONLY_WITH_DATABASE"):
        return
    without = [item for item in items if not asks_a_database(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if asks_a_database(item)]


def asks_a_database(item) -> bool:
    if item.get_closest_marker("pages") is not None:
        return False
    marked = item.get_closest_marker("django_db") is not None
    return marked or not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ()))


# --- Skipped tests ----------------------------------------------------------------------------------------


def skip_reason(report) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)


def pytest_terminal_summary(terminalreporter):
    """A skipped test is not a passed one: say at the end what this machine could not test."""
    reasons = Counter(skip_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if not reasons:
        return
    terminalreporter.section("NOT TESTED", sep="!", red=True, bold=True)
    for reason, number in reasons.items():
        terminalreporter.line(f"  {number} did not run. {reason}", yellow=True)


# --- The ledger -------------------------------------------------------------------------------------------


def pytest_configure():
    from tests.ledger_triggers import let_django_flush  # noqa: PLC0415 - Django is set up only now

    let_django_flush()
