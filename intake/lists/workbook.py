"""XLSX: the first sheet of a list as lines of texts, and what was left out as a file to send back.

Formulas are read as the values that Excel stored, macros and everything else in the archive are not looked at.
"""

import io
import warnings
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from intake.lists import values
from privacy.notices.tables import UNREADABLE

MOST_UNPACKED: Final = 30_000_000  # bytes of the whole archive; 5,000 rows of 20 columns are about 10 million
MOST_ELEMENTS: Final = (
    1_500_000  # of a sheet or the table of its texts: 5,000 rows of 60 columns need 900,000
)
MOST_OTHERS: Final = 100_000  # of any other part; styles are read as objects
MOST_IN_ROW: Final = 16_384  # columns, as in Excel
_LARGE_PARTS: Final = ("worksheet", "sst")  # by their outermost element
LAST_LINE: Final = 1_048_576  # as in Excel; empty lines in between cost nothing
_LIKE_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
_DAMAGED: Final = _("This table is damaged, or it is none. Please save it anew as XLSX or CSV.")


class NotATable(Exception):
    """The file cannot be read as a list; the text says why, and what to do."""


class Line(NamedTuple):
    """The number of a line in the file, from 1, and its cells."""

    number: int
    cells: list[str]


def lines(content: bytes, *, most: int, hints: list[Any]) -> list[Line]:
    """The lines of the first sheet that is not empty, `most` cells of each; adds to `hints` what is not read.

    Raises NotATable.
    """
    try:
        _demand_harmless(content)
        with warnings.catch_warnings():  # they would write cells into the log
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            filled = [one for one in (_lines(sheet, most) for sheet in book.worksheets) if one]
    except NotATable:
        raise
    except (*UNREADABLE, expat.ExpatError) as fault:
        raise NotATable(_DAMAGED) from fault
    if len(filled) > 1:
        hints.append(_("The file has several sheets with contents. Only the first one was read."))
    return filled[0] if filled else []


def _lines(sheet: Any, most: int) -> list[Line]:
    found = []
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_LINE, max_col=most, values_only=True), 1):
        if any(row):
            found.append(Line(number, [values.tidy(_text(cell)) for cell in row]))
    return found


def _text(value: Any) -> str:
    """A cell as people would have typed it."""
    if value is None or isinstance(value, time):
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\0", "\ufffd")  # which PostgreSQL cannot store


def _demand_harmless(content: bytes) -> None:
    """Raises NotATable or BadZipFile for an archive that would take too much room or time to read."""
    with ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise NotATable(_("This table unpacks to far more than a list can have."))
        # Of other methods Python unpacks whole blocks at once, whatever size the archive announces.
        if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts) or archive.testzip():
            raise BadZipFile("damaged")
        for part in parts:
            with archive.open(part) as source:
                _count(source, is_xml=part.filename.endswith((".xml", ".rels")))


def _count(source: Any, *, is_xml: bool) -> None:
    """Counts whatever could be read as XML, by what it begins with: an archive may name its parts as it likes."""
    start = source.peek(64)[:64].lstrip()
    if not (is_xml or start.startswith((b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<"))):
        return
    try:
        _Counter().run(source)
    except expat.ExpatError:
        if is_xml:
            raise


class _Counter:
    """Counts the elements of a part before anybody builds objects of them; refuses entities."""

    def __init__(self) -> None:
        self.most, self.count, self.in_row = 0, 0, 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse

    def run(self, source: Any) -> None:
        """Raises NotATable for too much, ExpatError for what is no XML."""
        self.parser.ParseFile(source)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self.most = self.most or (MOST_ELEMENTS if name in _LARGE_PARTS else MOST_OTHERS)
        self.count += 1
        if name == "row":
            self.in_row = 0
        elif name == "c":
            self.in_row += 1
        if self.count > self.most or self.in_row > MOST_IN_ROW:
            raise NotATable(_("This table has far more cells than a list can have."))

    def _refuse(self, *_args: Any) -> None:
        raise NotATable(_DAMAGED)


def file_of(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A table with these headings and rows; every cell is text, whatever it begins with."""
    book = Workbook()
    sheet: Any = book.active
    for number, row in enumerate((headings, *rows), 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))
            cell.data_type = "s"  # "=1+1" is a text, never a formula,
            if text.startswith(_LIKE_FORMULAS):
                cell.quotePrefix = True  # and stays one when the cell is edited
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
