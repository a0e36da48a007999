"""Reads a school directory: the state's open data file `schuldaten.csv` or the project's own county file.

A file that is broken as a whole is refused whole; a single bad row is set aside with its line number and
the rest is used. Pure: no Django, no database.

Source of the state's layout: Ministerium für Schule und Bildung NRW, open data "Grunddaten der Schulen".
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from schools.exchange.rows import BadRow, SchoolRow, parse_row

MAX_BYTES = 10_000_000
# The metadata line of the state's file stands before its header.
HEADER_WITHIN = 2


class SourceKind(StrEnum):
    """Where a directory file comes from."""

    OFFICIAL = "official"
    COUNTY = "county"


class DirectoryError(Exception):
    """The file cannot be used as a whole. `line` counts from 1 and is None where no line is to blame."""

    def __init__(self, line: int | None, sentence: str) -> None:
        super().__init__(f"line {line}: {sentence}" if line else sentence)
        self.line = line
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was set aside: its line in the file (from 1), the reason, its Schulnummer cell as written."""

    line: int
    reason: str
    number: str


@dataclass(frozen=True, slots=True)
class Directory:
    """What a file said. `ags_prefix` is the area it was cut to, "" for the whole file.

    `rows` hold each Schulnummer once, in the order of the file.
    """

    rows: tuple[SchoolRow, ...]
    rejected: tuple[Rejected, ...]
    source_kind: SourceKind
    ags_prefix: str


@dataclass(frozen=True, slots=True)
class _Layout:
    kind: SourceKind
    max_rows: int
    columns: Mapping[str, str]  # our field -> header of the file


@dataclass(frozen=True, slots=True)
class _Line:
    line: int
    cells: dict[str, str]

    @property
    def number(self) -> str:
        return self.cells["number"].strip()

    @property
    def ags(self) -> str:
        return self.cells["ags"].strip()


OFFICIAL = _Layout(
    SourceKind.OFFICIAL,
    10_000,
    MappingProxyType(
        {
            "number": "Schulnummer",
            "form": "Schulform",
            "name_1": "Schulbezeichnung_1",
            "name_2": "Schulbezeichnung_2",
            "name_3": "Schulbezeichnung_3",
            "short_name": "Kurzbezeichnung",
            "postcode": "PLZ",
            "town": "Ort",
            "street": "Strasse",
            "area_code": "Telefonvorwahl",
            "phone": "Telefon",
            "email": "E-Mail",
            "homepage": "Homepage",
            "ownership": "Rechtsform",
            "authority_number": "Traegernummer",
            "ags": "Gemeindeschluessel",
            "operating_status": "Schulbetriebsschluessel",
            "operating_date": "Schulbetriebsdatum",
            "epsg": "EPSG",
            "easting": "UTMRechtswert",
            "northing": "UTMHochwert",
        }
    ),
)
COUNTY = _Layout(
    SourceKind.COUNTY,
    5_000,
    MappingProxyType(
        {
            "number": "schulnummer",
            "form": "schulform_nr",
            "name_1": "name_1",
            "name_2": "name_2",
            "name_3": "name_3",
            "short_name": "kurzbezeichnung",
            "postcode": "plz",
            "town": "ort",
            "street": "strasse",
            "phone": "telefon",
            "email": "email",
            "homepage": "homepage",
            "ownership": "oeff_privat",
            "authority_number": "traeger_nr",
            "authority_name": "traeger",
            "ags": "ags",
            "operating_status": "schulbetrieb",
            "operating_date": "schulbetrieb_datum",
            "easting": "utm32_rechts",
            "northing": "utm32_hoch",
            "pupils": "schuelerzahl_gerundet",
            "social_index": "sozialindex",
        }
    ),
)


def read(path: Path, *, ags_prefix: str = "") -> Directory:
    """Read a directory file, keeping the schools whose municipality key starts with `ags_prefix`.

    Raises DirectoryError if the file cannot be read, is not UTF-8, larger than 10 MB, has neither known
    header, broken quoting, more than 10,000 (state) or 5,000 (county) rows, a Schulnummer twice with
    different content, or not one usable school of the area.
    """
    lines = list(io.StringIO(_text(path), newline=""))
    layout, header, header_line = _recognise(lines)
    found, rejected = _lines(lines, layout, header, header_line)
    repeated = _repetitions(found)
    rows: list[SchoolRow] = []
    for line in found:
        # A key that is no key at all could belong to the area: it is reported, not passed over.
        if line.ags.isdigit() and not line.ags.startswith(ags_prefix):
            continue
        if line.line in repeated:
            rejected.append(
                Rejected(line.line, f"repeats line {repeated[line.line]} word for word", line.number)
            )
            continue
        try:
            rows.append(parse_row(line.cells))
        except BadRow as error:
            rejected.append(Rejected(line.line, str(error), line.number))
    rejected.sort(key=lambda row: row.line)
    if not rows:
        raise _nothing_usable(rejected, ags_prefix)
    return Directory(tuple(rows), tuple(rejected), layout.kind, ags_prefix)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DirectoryError(None, f"the file cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise DirectoryError(None, f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DirectoryError(line, "the file is not UTF-8 text") from error


def _recognise(lines: list[str]) -> tuple[_Layout, list[str], int]:
    """Layout, header cells and the number of the header's line."""
    nearest: DirectoryError | None = None
    for line, text in enumerate(lines[:HEADER_WITHIN], start=1):
        header = [cell.strip().strip('"') for cell in text.split(";")]
        for layout in (OFFICIAL, COUNTY):
            lacking = set(layout.columns.values()) - set(header)
            if not lacking:
                return layout, header, line
            if layout.columns["number"] in header:
                nearest = DirectoryError(line, f"the header lacks {', '.join(sorted(lacking))}")
    raise nearest or DirectoryError(
        1, "neither the header of schuldaten.csv nor that of the county file was found"
    )


def _records(lines: list[str], first_line: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of cells with the line on which each begins; blank lines are passed over."""
    reader = csv.reader(lines, delimiter=";", strict=True)
    begins = first_line
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield begins, record
            begins = first_line + reader.line_num
    except csv.Error as error:
        raise DirectoryError(begins, f"the quotation marks are broken: {error}") from error


def _lines(
    lines: list[str], layout: _Layout, header: list[str], header_line: int
) -> tuple[list[_Line], list[Rejected]]:
    positions = {field: header.index(column) for field, column in layout.columns.items()}
    found: list[_Line] = []
    rejected: list[Rejected] = []
    for line, record in _records(lines[header_line:], header_line + 1):
        if len(found) + len(rejected) == layout.max_rows:
            raise DirectoryError(line, f"the file has more than {layout.max_rows:,} rows")
        if len(record) < len(header) or any(record[len(header) :]):
            reason = f"the row has {len(record)} cells, the header {len(header)}"
            rejected.append(Rejected(line, reason, "".join(record[positions["number"] :][:1])))
            continue
        found.append(_Line(line, {field: record[position] for field, position in positions.items()}))
    if not found and not rejected:
        raise DirectoryError(header_line, "the header is followed by no rows")
    return found, rejected


def _repetitions(found: list[_Line]) -> dict[int, int]:
    """Line of each word-for-word repetition -> line it repeats. Raises DirectoryError on a contradiction."""
    first: dict[str, _Line] = {}
    repeated: dict[int, int] = {}
    for line in found:
        earlier = first.setdefault(line.number, line)
        if earlier is line or not line.number:
            continue
        if earlier.cells != line.cells:
            reason = f"the Schulnummer {line.number} stands on line {earlier.line} with different content"
            raise DirectoryError(line.line, reason)
        repeated[line.line] = earlier.line
    return repeated


def _nothing_usable(rejected: list[Rejected], ags_prefix: str) -> DirectoryError:
    if rejected:
        first = rejected[0]
        return DirectoryError(first.line, f"not one row could be used; here {first.reason}")
    return DirectoryError(None, f"the file has no school whose municipality key starts with {ags_prefix}")
