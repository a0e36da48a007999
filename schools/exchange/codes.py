"""Code lists of NRW school statistics that directory, forms, matching and SchILD-NRW exchange share.

The lists are files in schools/data; their sources and licences are in NOTICE. Pure: no Django, no database.
Every reader reads its file once per process and answers in the order of the file.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent.parent / "data"
COUNTY_FILE = DATA / "schools.csv"


@dataclass(frozen=True, slots=True)
class FormCode:
    """A school form: two-digit `key`, `letters` as SchILD-NRW writes it, and its German name.

    `valid_until` is the last year of a form that has ended, None for those in use.
    """

    key: str
    letters: str
    name: str
    has_upper_secondary: bool
    valid_until: int | None


@dataclass(frozen=True, slots=True)
class YearGroup:
    """A year group (Jahrgang) with the `letters` of the school forms that have it.

    Year groups that exist only for a special need are left out: nothing here may record one.
    """

    key: str
    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GermanSupportCode:
    """A class kind (`catalogue` Klassenart) or course kind (Kursart) of German support, BASS 13-63 Nr. 3.

    `valid_from` and `valid_until` are the first years of school years, None where the list has no limit.
    """

    catalogue: str
    key: str
    letters: str
    name: str
    forms: tuple[str, ...]
    valid_from: int | None
    valid_until: int | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a newcomer comes from in school statistics (Herkunftsart): 91, 92 or 99."""

    key: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class AuthorityCode:
    """A school authority (Schulträger) seated in the Kreis."""

    number: str
    name: str
    ags: str
    is_public: bool
    street: str
    postcode: str
    town: str
    phone: str


@dataclass(frozen=True, slots=True)
class SchildColumn:
    """A column of a SchILD-NRW text import file: `position` counts from 1, `kind` is the documented type."""

    file: str
    position: int
    header: str
    kind: str
    may_be_empty: bool
    is_mandatory: bool


def _rows(filename: str) -> list[dict[str, str]]:
    with (DATA / filename).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


@cache
def form_codes() -> tuple[FormCode, ...]:
    """All school forms of NRW in the order of their keys."""
    return tuple(
        FormCode(
            key=row["schluessel"],
            letters=row["kuerzel"],
            name=row["text"],
            has_upper_secondary=row["hat_gym_oberstufe"] == "1",
            valid_until=_year(row["gueltig_bis"]),
        )
        for row in _rows("schulformen.csv")
    )


@cache
def year_groups() -> tuple[YearGroup, ...]:
    """All year groups, from 01 to the semesters of adult education."""
    return tuple(
        YearGroup(key=row["kuerzel"], name=row["text"], forms=tuple(row["schulformen"].split()))
        for row in _rows("jahrgaenge.csv")
    )


@cache
def german_support_codes() -> tuple[GermanSupportCode, ...]:
    """The class and course kinds by which a school records German support."""
    return tuple(
        GermanSupportCode(
            catalogue=row["katalog"],
            key=row["nummer_schluessel"],
            letters=row["kuerzel"],
            name=row["text"],
            forms=tuple(row["schulformen"].split()),
            valid_from=_year(row["gueltig_von"]),
            valid_until=_year(row["gueltig_bis"]),
        )
        for row in _rows("deutschfoerderung_codes.csv")
    )


@cache
def origins() -> tuple[Origin, ...]:
    """The three origins that concern newcomers."""
    return tuple(
        Origin(key=row["kuerzel"], name=row["bezeichnung"], description=row["beschreibung"])
        for row in _rows("herkunftsarten.csv")
    )


def _authority(row: dict[str, str]) -> AuthorityCode:
    # A second line that opens with a dash ("- Vorstand -") addresses a board; it is not part of the name.
    parts = [row["name_1"]] if row["name_2"].startswith("-") else [row["name_1"], row["name_2"]]
    return AuthorityCode(
        number=row["traeger_nr"],
        name=" ".join(part for part in parts if part),
        ags=row["ags"],
        is_public=row["oeff_privat"] == "1",
        street=row["strasse"],
        postcode=row["plz"],
        town=row["ort"],
        phone=row["telefon"],
    )


@cache
def authority_codes() -> tuple[AuthorityCode, ...]:
    """The school authorities seated in the Kreis in the order of their numbers."""
    return tuple(_authority(row) for row in _rows("schultraeger.csv"))


@cache
def schild_transliteration() -> MappingProxyType[str, str]:
    """The table by which SchILD-NRW 3 itself rewrites letters: one character -> its replacement.

    It does not reach beyond U+017F: Romanian comma-below letters, ẞ and combining marks are missing.
    """
    return MappingProxyType({row["zeichen"]: row["ersatz"] for row in _rows("unicode_umwandlung_schild.csv")})


@cache
def schild_columns(file: str) -> tuple[SchildColumn, ...]:
    """The columns of one import file, such as "SchuelerBasisdaten.dat", in their fixed order.

    `may_be_empty` is False only where the description says a plain "Nein". Source: the interface
    description of SchILD-NRW. Empty for an unknown file name.
    """
    return tuple(
        SchildColumn(
            file=row["datei"],
            position=int(row["pos"]),
            header=row["header_text"],
            kind=row["datentyp"],
            may_be_empty=row["leer_erlaubt"] != "Nein",
            is_mandatory=row["pflichtspalte"] == "ja",
        )
        for row in _rows("schild_import_columns.csv")
        if row["datei"] == file
    )
