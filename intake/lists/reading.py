"""A file that somebody sent, as a table of texts: CSV in whatever encoding and with whatever separator, or XLSX.

The bytes are looked at, not the name of the file. Pure: no database; what cannot be read is refused in one sentence.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from intake.lists import headings, values, workbook
from intake.lists.workbook import Line, NotATable

MOST_ROWS: Final = 5_000  # decision 2
MOST_COLUMNS: Final = 60
MOST_CHARACTERS: Final = 4_000_000  # of all cells together: what a CSV of 2 MB can hold, twice
LONGEST_CELL: Final = 2_000  # characters; the longest field of ours has 160
HEADINGS_WITHIN: Final = 10  # lines: a title and a date stand above many lists
_SEPARATORS: Final = ";\t,|"
_NO_TABLE: Final = _("This is no table that can be read. Please save it as XLSX or CSV and choose it again.")
_OTHER_PROGRAM: Final = _("This is the file of another program. Please save it as XLSX or CSV there.")
# How files begin that people choose by mistake: Excel up to 2003, PDF, pictures, rich text.
_OTHER_FILES: Final = (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


@dataclass(frozen=True)
class Table:
    """`lines` hold as many cells as there are `headings`; `dropped` are headings of columns that were not taken.

    `hints` are sentences about what was left out of the file.
    """

    headings: list[str]
    lines: list[Line]
    dropped: list[str] = field(default_factory=list)
    hints: list[Any] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What tells this layout from others."""
        return headings.digest(self.headings)


def read(content: bytes) -> Table:
    """The table in the file, without empty lines and without columns that may not be stored. Raises NotATable."""
    hints: list[Any] = []
    if content.startswith(_OTHER_FILES):
        raise NotATable(_OTHER_PROGRAM)
    if content.startswith(b"PK"):
        found: Iterable[Line] = workbook.lines(content, most=MOST_COLUMNS + 1, hints=hints)
    else:
        found = _csv_lines(_text(content))
    head, lines = _split(_bounded(found))
    return _without_forbidden(head, [line for line in lines if any(line.cells)], hints)


def _text(content: bytes) -> str:
    """The text of a CSV file: by its byte order mark, else UTF-8, else the code page of German Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise NotATable(_NO_TABLE)


def _csv_lines(text: str) -> Iterator[Line]:
    """The lines of a CSV file, each with the number of the line it begins on. Raises NotATable."""
    first, _end, rest = text.partition("\n")
    named = first.strip().strip('"')
    offset = 0
    if named.startswith("sep=") and len(named) == 5:  # Excel writes its separator there
        text, offset, separator = rest, 1, named[4]
    else:
        separator = _separator(text)
    begins = 1 + offset
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        for cells in reader:
            yield Line(begins, [values.tidy(cell) for cell in cells])
            begins = reader.line_num + 1 + offset
    except (csv.Error, ValueError, TypeError) as error:  # the last two: a separator that is none
        sentence = _("The quotation marks do not match from line %(line)s on. Please save the list anew.")
        raise NotATable(sentence % {"line": begins}) from error


def _separator(text: str) -> str:
    """What parts the widest of the first lines into most cells; the semicolon if nothing does."""
    return max(_SEPARATORS, key=lambda one: _widest(text, one))


def _widest(text: str, separator: str) -> int:
    widest = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            widest = max(widest, len(cells))
            if number >= HEADINGS_WITHIN:
                break
    except csv.Error:  # it is told when the file is read
        pass
    return widest


def _bounded(found: Iterable[Line]) -> list[Line]:
    """All lines that hold something. Raises NotATable for more than a list can have."""
    lines: list[Line] = []
    characters = 0
    for line in found:
        if not any(line.cells):
            continue
        characters += sum(map(len, line.cells))
        if len(lines) > MOST_ROWS + HEADINGS_WITHIN:
            raise NotATable(_("A list may have at most %(most)s rows.") % {"most": MOST_ROWS})
        if len(line.cells) > MOST_COLUMNS and any(line.cells[MOST_COLUMNS:]):
            raise NotATable(_("A list may have at most %(most)s columns.") % {"most": MOST_COLUMNS})
        if characters > MOST_CHARACTERS or max(map(len, line.cells)) > LONGEST_CELL:
            raise NotATable(_("A cell in line %(line)s is far too long.") % {"line": line.number})
        lines.append(line)
    return lines


def _split(lines: list[Line]) -> tuple[list[str], list[Line]]:
    """Headings and rows: what stands above the headings is no row. Raises NotATable."""
    place = headings.line_of_headings([line.cells for line in lines[:HEADINGS_WITHIN]])
    if place is None:
        raise NotATable(_("The list has no line with headings, such as “Nachname” or “Geburtsdatum”."))
    head = _trimmed(lines[place].cells)
    rows = lines[place + 1 :]
    if not rows:
        raise NotATable(_("There is no row below the headings."))
    if len(rows) > MOST_ROWS:
        raise NotATable(_("A list may have at most %(most)s rows.") % {"most": MOST_ROWS})
    width = max(len(head), *(len(_trimmed(line.cells)) for line in rows))
    named = [text or _("Column %(number)s") % {"number": n} for n, text in enumerate(_filled(head, width), 1)]
    return named, [Line(line.number, _filled(line.cells, width)) for line in rows]


def _trimmed(cells: list[str]) -> list[str]:
    """Without empty cells at the end."""
    last = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:last]


def _filled(cells: list[str], width: int) -> list[str]:
    return (cells + [""] * width)[:width]


def _without_forbidden(head: list[str], lines: list[Line], hints: list[Any]) -> Table:
    """Columns of what may not be stored are gone before anybody has seen them (VO-DV I § 1 (2))."""
    dropped = [text for text in head if headings.is_forbidden(text)]
    kept = [n for n, text in enumerate(head) if text not in dropped]
    rows = [Line(line.number, [line.cells[n] for n in kept]) for line in lines]
    return Table([head[n] for n in kept], [row for row in rows if any(row.cells)], dropped, hints)
