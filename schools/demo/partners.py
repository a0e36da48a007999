"""The demonstration's partners: ten invented entries of the directory."""

import csv
from pathlib import Path
from typing import Any, Final

from intake import actions
from intake.catalogues import language
from intake.models import Partner
from intake.models.partners import packed
from privacy.models import User

_ENTRIES: Final = Path(__file__).with_name("partners.csv")
_LISTS: Final = ("languages", "municipalities", "topics")


def fill(*, by: User) -> None:
    """Enter them as `by`. Raises KeyError for a language that the catalogue does not know."""
    with _ENTRIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            actions.save_partner(Partner(), _values(row), version=0, by=by)


def _values(row: dict[str, str]) -> dict[str, Any]:
    spoken = [language(code).code for code in row["languages"].split()]
    values: dict[str, Any] = {**row, "languages": packed(spoken), "is_public": row["is_public"] == "yes"}
    return {**values, **{name: packed(row[name].split()) for name in _LISTS if name != "languages"}}
