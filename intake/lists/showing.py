"""A preview as the page shows it: the rows of one view, with the columns' names and the cases that may be theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from intake.lists.checking import NO_COLUMN, Row, Verdict
from intake.lists.headings import Column
from intake.models import ImportPreview
from intake.opening import Match, matches_of
from privacy.models import User

C = Column
_WHERE = (C.STREET, C.HOUSE_NUMBER, C.POSTCODE, C.POSTCODE_TOWN, C.TOWN, C.MUNICIPALITY)
_CUSTODIAN = (C.CUSTODIAN_FULL_NAME, C.CUSTODIAN_SURNAME, C.CUSTODIAN_GIVEN_NAMES)
_NAME = (C.FULL_NAME, C.SURNAME, C.GIVEN_NAMES)


@dataclass(frozen=True)
class ShownRow:
    """A row in words; `reasons` are (heading or "", sentence)."""

    row: Row
    name: str
    born: str
    where: str
    custodian: str
    reasons: list[tuple[str, str]]
    matches: list[Match]

    @property
    def sibling_of(self) -> int:
        """The line of the sibling whose household this row comes into; 0 for none."""
        return self.row.family if self.row.family != self.row.line else 0

    @property
    def has_no_note(self) -> bool:
        return not (self.reasons or self.matches or self.sibling_of)


def in_view(rows: Sequence[Row], view: str) -> list[Row]:
    """The rows of a view; an unknown word means those that will be opened.

    A known row stays among the known when it is chosen, so that the choice can be taken back.
    """
    wanted = view if view in Verdict.values else Verdict.NEW
    return [row for row in rows if row.verdict == wanted]


def shown(preview: ImportPreview, rows: Sequence[Row], user: User) -> list[ShownRow]:
    """These rows; the cases are asked for at once."""
    found = {one.case.reference: one for one in matches_of(user, {ref for row in rows for ref in row.known})}
    return [_shown(preview, row, found) for row in rows]


def _shown(preview: ImportPreview, row: Row, found: dict[str, Match]) -> ShownRow:
    cells: dict[str, str] = dict(zip(preview.columns, row.cells, strict=True))
    return ShownRow(
        row=row,
        name=_joined(cells, _NAME, ", "),
        born=cells.get(C.BORN_ON, ""),
        where=_joined(cells, _WHERE, " "),
        custodian=_joined(cells, _CUSTODIAN, ", "),
        reasons=[
            ("" if place == NO_COLUMN else preview.headings[place], text) for place, text in row.reasons
        ],
        matches=[found[reference] for reference in row.known if reference in found],
    )


def _joined(cells: dict[str, str], columns: Sequence[Any], glue: str) -> str:
    return glue.join(filter(None, (cells.get(column, "") for column in columns)))
