"""Brings a directory that was read into the database, and says what that changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from django.db import transaction

from schools.exchange.codes import authority_codes
from schools.exchange.directory import Directory, Rejected, SourceKind
from schools.exchange.rows import SchoolRow
from schools.models.directory import School, SchoolAuthority

AUTHORITY_CELLS = {"authority_number", "authority_name"}
SCHOOL_FIELDS = tuple(field.name for field in fields(SchoolRow) if field.name not in AUTHORITY_CELLS)
# The state's file does not carry these; an empty cell leaves what another file brought.
ONLY_IF_STATED = {"pupils", "social_index"}


class _Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    CLOSED = "closed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Entry:
    """A school in the report with the names of the model fields that differ (empty for a new school)."""

    number: str
    name: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a directory changes. Every usable row is in exactly one of new, changed, closed, unchanged.

    `closed` operated before and does not by this file. `missing` are schools of the file's area that a full
    file of the state does not name; they are left as they are. `new_authorities` are numbers.
    """

    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    closed: tuple[Entry, ...]
    unchanged: int
    missing: tuple[Entry, ...]
    rejected: tuple[Rejected, ...]
    new_authorities: tuple[str, ...]
    changed_authorities: tuple[str, ...]
    dry_run: bool

    @property
    def is_without_effect(self) -> bool:
        """Whether the database says already what the file says."""
        return not (
            self.new or self.changed or self.closed or self.new_authorities or self.changed_authorities
        )


@transaction.atomic
def load_directory(directory: Directory, *, dry_run: bool = False) -> LoadReport:
    """Bring the directory into the database in one transaction; with `dry_run` only report.

    Never touches `room_limit` and `is_accepting`, which people set, and deletes nothing. Loading the same
    directory again changes nothing.
    """
    new_authorities, changed_authorities = _load_authorities(directory.rows, dry_run=dry_run)
    schools = {school.number: school for school in School.objects.select_for_update(of=("self",))}
    entries: dict[_Outcome, list[Entry]] = {outcome: [] for outcome in _Outcome}
    for row in directory.rows:
        outcome, entry = _load_school(schools.get(row.number), row, dry_run=dry_run)
        entries[outcome].append(entry)
    return LoadReport(
        new=tuple(entries[_Outcome.NEW]),
        changed=tuple(entries[_Outcome.CHANGED]),
        closed=tuple(entries[_Outcome.CLOSED]),
        unchanged=len(entries[_Outcome.UNCHANGED]),
        missing=tuple(_missing(directory, schools.values())),
        rejected=directory.rejected,
        new_authorities=tuple(new_authorities),
        changed_authorities=tuple(changed_authorities),
        dry_run=dry_run,
    )


def _load_school(school: School | None, row: SchoolRow, *, dry_run: bool) -> tuple[_Outcome, Entry]:
    values = _school_values(row)
    if school is None:
        if not dry_run:
            School.objects.create(**values)
        return _Outcome.NEW, Entry(row.number, row.name)
    was_operating = school.is_operating
    differing = _assign(school, values)
    if not differing:
        return _Outcome.UNCHANGED, Entry(row.number, row.name)
    if not dry_run:
        school.save(update_fields=differing)
    closes = was_operating and not school.is_operating
    labels = tuple(field.removesuffix("_id") for field in differing)
    return _Outcome.CLOSED if closes else _Outcome.CHANGED, Entry(row.number, row.name, labels)


def _school_values(row: SchoolRow) -> dict[str, object]:
    values: dict[str, object] = {field: getattr(row, field) for field in SCHOOL_FIELDS}
    values["authority_id"] = row.authority_number
    return {
        field: value for field, value in values.items() if value is not None or field not in ONLY_IF_STATED
    }


def _assign(record: School | SchoolAuthority, values: Mapping[str, object]) -> list[str]:
    """Set the values that differ and name them."""
    differing = [field for field, value in values.items() if getattr(record, field) != value]
    for field in differing:
        setattr(record, field, values[field])
    return differing


def _missing(directory: Directory, schools: Iterable[School]) -> list[Entry]:
    if directory.source_kind != SourceKind.OFFICIAL:
        return []
    named = {row.number for row in directory.rows} | {row.number for row in directory.rejected}
    return [
        Entry(school.number, school.name)
        for school in schools
        if school.ags.startswith(directory.ags_prefix) and school.number not in named
    ]


def _load_authorities(rows: Iterable[SchoolRow], *, dry_run: bool) -> tuple[list[str], list[str]]:
    """Make and correct the authorities the rows name; answers the numbers of new and of changed ones."""
    existing = {authority.number: authority for authority in SchoolAuthority.objects.all()}
    new, changed = [], []
    for number, values in _authority_values(rows).items():
        authority = existing.get(number)
        if authority is None:
            new.append(number)
            authority = SchoolAuthority(number=number)
        elif not any(getattr(authority, field) != value for field, value in values.items()):
            continue
        else:
            changed.append(number)
        _assign(authority, values)
        if not dry_run:
            authority.save()
    return new, changed


def _authority_values(rows: Iterable[SchoolRow]) -> dict[str, dict[str, object]]:
    """Number -> what is known of the authority: our list of the Kreis first, else the name in the row."""
    known = {authority.number: authority for authority in authority_codes()}
    found: dict[str, dict[str, object]] = {}
    for row in rows:
        number = row.authority_number
        if number is None or number in found:
            continue
        if number in known:
            found[number] = {
                field.name: getattr(known[number], field.name) for field in fields(known[number])
            }
        else:
            found[number] = {"is_public": row.is_public}
            if row.authority_name:
                found[number]["name"] = row.authority_name
    return found
