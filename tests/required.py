"""What a test needs from the machine: skipped loudly where it is missing, a failure under REQUIRE_ALL=1."""

import os
from typing import NoReturn

import pytest


def not_here(what: str, why: str) -> NoReturn:
    """End the test because `what` cannot be tested on this machine."""
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail(f"{what} cannot be tested, and REQUIRE_ALL is set: {why}", pytrace=False)
    pytest.skip(f"{what}: {why}")
