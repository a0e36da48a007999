"""What becomes of each row of a list: a case, a child that is known already, or a reason why not."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.lists.rows import Child, RowHasFaults, child_of
from intake.lists.values import Defaults
from intake.lists.workbook import Line
from intake.models import ImportPreview
from intake.opening import KnownChildren

NO_COLUMN: Final = -1


class Verdict(TextChoices):
    NEW = "new", gettext_lazy("will be opened")
    KNOWN = "known", gettext_lazy("known already")
    REJECTED = "rejected", gettext_lazy("cannot be opened")


@dataclass
class Row:
    """One row of the preview as it is kept: its line in the file, the cells, and what becomes of it.

    `reasons` are (place of the column or NO_COLUMN, sentence), `known` the references of cases that may be this
    child's. `is_chosen` says that it is another child all the same. `family` is the line of the first sibling, or 0.
    """

    line: int
    cells: list[str]
    verdict: str = Verdict.REJECTED
    reasons: list[list[Any]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    is_chosen: bool = False
    family: int = 0

    @property
    def is_to_open(self) -> bool:
        return self.verdict == Verdict.NEW or (self.verdict == Verdict.KNOWN and self.is_chosen)

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def reason(self, headings: Sequence[str]) -> str:
        """Why it was not opened, in one line; no reference of a case, for this goes back to whoever sent the list."""
        if self.is_to_open:
            return _("The program could not do this. Please tell your administrator.")
        if self.verdict == Verdict.KNOWN and not self.reasons:
            return _("Known already.")
        return " ".join(f"{_head(headings, place)}{text}" for place, text in self.reasons)


def rows_of(preview: ImportPreview) -> list[Row]:
    """The rows of a preview as they are kept."""
    return [Row(**one) for one in preview.rows]


def views(rows: Sequence[Row]) -> list[tuple[Verdict, int]]:
    """Each verdict with the number of its rows; what was chosen counts as known."""
    return [(verdict, sum(row.verdict == verdict for row in rows)) for verdict in Verdict]


def number_to_open(rows: Sequence[Row]) -> int:
    return sum(row.is_to_open for row in rows)


def _head(headings: Sequence[str], place: int) -> str:
    return "" if place == NO_COLUMN else f"{headings[place]}: "


def child(row: Row, columns: Sequence[str], defaults: Defaults) -> Child:
    """The child of a row. Raises RowHasFaults."""
    cells = {column: cell for column, cell in zip(columns, row.cells, strict=True) if column}
    return child_of(cells, defaults)


@dataclass(frozen=True)
class Matched:
    """A list whose columns are known: only those that hold something of ours, and every row checked."""

    headings: list[str]
    places: list[int]
    columns: list[str]
    rows: list[Row]


def matched(preview: ImportPreview, columns: Sequence[str], defaults: Defaults) -> Matched:
    """The preview with these columns. Takes seconds for thousands of rows: call it outside of transactions."""
    kept = [n for n, column in enumerate(columns) if column]
    lines = [Line(row.line, [row.cells[n] for n in kept]) for row in rows_of(preview)]
    holding = [columns[n] for n in kept]
    return Matched(
        headings=[preview.headings[n] for n in kept],
        places=[preview.places[n] for n in kept],
        columns=holding,
        rows=check(lines, holding, defaults),
    )


def check(lines: Sequence[Line], columns: Sequence[str], defaults: Defaults) -> list[Row]:
    """Every row with what becomes of it; the database is asked once for all of them."""
    rows = [Row(line.number, list(line.cells)) for line in lines]
    children: dict[int, Child] = {}
    for place, row in enumerate(rows):
        try:
            children[place] = child(row, columns, defaults)
        except RowHasFaults as faulty:
            row.reasons = [[_place(columns, column), text] for column, text in faulty.faults]
    known = KnownChildren({one.pupil["born_on"].year for one in children.values()})
    first_line: dict[tuple[str, ...], int] = {}
    families: dict[str, int] = {}
    for place, one in children.items():
        row = rows[place]
        row.known = known.like(one.key)
        row.verdict = Verdict.KNOWN if row.known else Verdict.NEW
        first = first_line.setdefault(one.identity, row.line)
        if first != row.line:
            row.verdict = Verdict.KNOWN
            row.reasons = [[NO_COLUMN, _("The same child as in line %(line)s.") % {"line": first}]]
        if one.family:
            row.family = families.setdefault(one.family, row.line)
    return rows


def _place(columns: Sequence[str], column: str) -> int:
    return columns.index(column) if column in columns else NO_COLUMN
