"""What was typed into the search field: parts of a name, a date of birth, or both in any order."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from intake.fields import BirthDateField
from intake.names import BirthDate

_BLANK_IN_DATE = re.compile(r"(?<=[0-9]\.)\s+(?=[0-9])")  # "9. 3. 2014"
_AROUND = " ,;*()"


@dataclass(frozen=True)
class Wanted:
    """The words that are no date, and the dates of birth; each as precise as it was typed."""

    name: str
    births: tuple[BirthDate, ...]


def understood(text: str) -> Wanted:
    """ "Halil 09.03.2014" -> the name "Halil", born on 9 March 2014; also 9.3.14, 090314, 03.2014 and 2014.

    What no pupil can be born on is no date of birth, so it stays a part of the name.
    """
    names, births = [], []
    for word in _BLANK_IN_DATE.sub("", text).split():
        born = _read(word.strip(_AROUND))
        if born is None:
            names.append(word)
        else:
            births.append(born)
    return Wanted(" ".join(names), tuple(births))


def _read(word: str) -> BirthDate | None:
    try:
        return BirthDateField(required=False).to_python(word)
    except ValidationError:
        return None
