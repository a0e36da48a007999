"""One sentence and its norm, for whoever asks why: the same constants that stand beside the rules and in the tests."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from privacy.rights.items import MEANINGS

#: The norm of a rule that no law gives: a number to be set by the county, and said to be one.
ASSUMED = ""


@dataclass(frozen=True)
class Why:
    """A sentence for the reader and the norm it follows from; ASSUMED if the rule is the office's own."""

    text: Any
    norm: str = ASSUMED

    @property
    def is_assumed(self) -> bool:
        return self.norm == ASSUMED


def why_field(model: type[Model], name: str) -> Why:
    """Why a personal field is asked for, by the item that it is declared as. Raises KeyError for any other field."""
    meaning = MEANINGS[model.PersonalData.personal[name]]  # type: ignore[attr-defined]  # declared on every personal model
    return Why(meaning.why, meaning.norm)
