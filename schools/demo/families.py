"""The invented families of families.csv as what `intake.actions.open_case` takes.

The file holds what a person chose: names, scripts, grade, how far the case has come. Dates, streets and telephone
numbers follow from the child's name, so that the same file gives the same caseload, each day in its own year.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from intake import rules
from intake.catalogues import Municipality, municipalities, nationalities
from intake.models import Custodian, Pupil, Referral
from schools.models import SchoolForm

FILE: Final = Path(__file__).with_name("families.csv")
STREETS: Final = (
    "Am Bahnhof", "Bergstraße", "Eichenweg", "Gartenstraße", "Hauptstraße", "Lindenallee", "Mühlenweg", "Sandstraße",
    "Schulstraße", "Talstraße", "Waldweg", "Wiesengrund",
)  # fmt: skip
# Papers from these countries often hold the year of birth only.
YEAR_ONLY: Final = frozenset({"AFG", "ERI", "SOM"})
LEGAL_CARE: Final = "Jugendamt Kreis Musterland"


@dataclass(frozen=True)
class Family:
    """One line of families.csv: a child, who has custody, who reported it, and the journey of its case.

    `country` is ISO 3166-1 alpha-3, `grade` 1 to 13, `at` a Schulnummer or "", `sheet` what became of the
    information sheets if they were not handed over, `household` a letter that siblings share or "",
    `second_parent` the given names of the other parent or "".
    """

    surname: str
    given_names: str
    original_name: str
    sex: str
    grade: int
    country: str
    language: str
    birthplace: str
    town: str
    parent: str
    parent_surname: str
    parent_given_names: str
    second_parent: str
    source: str
    level: str
    literacy: str
    journey: str
    at: str
    sheet: str
    household: str

    @property
    def chance(self) -> Random:
        """Random numbers that belong to this child, the same each time."""
        return Random(f"{self.surname} {self.given_names}")  # noqa: S311 - nothing secret

    @property
    def home(self) -> Municipality:
        return next(one for one in municipalities() if one.name == self.town)

    @property
    def needs_literacy(self) -> bool:
        return self.literacy == Pupil.Literacy.NONE

    def household_values(self) -> dict[str, Any]:
        chance, home = self.chance, self.home
        return {
            "street": f"{chance.choice(STREETS)} {chance.randint(1, 60)}",
            "postcode": chance.choice(home.postcodes),
            "town": home.name,
            "municipality": home.ags,
            "language": self.language,
            "needs_interpreter": not self.level.startswith("A2"),
        }

    def pupil_values(self, today: date) -> dict[str, Any]:
        """The child as of `today`: the date of birth is one that belongs to the grade."""
        born_on, precision = self._born(today)
        country = _country_code(self.country)
        years = max(0, self.grade - 1 - self.chance.randint(0, 2))
        return {
            "surname": self.surname,
            "given_names": self.given_names,
            "original_name": self.original_name,
            "born_on": born_on,
            "birth_precision": precision,
            "place_of_birth": self.birthplace,
            "country_of_birth": country,
            "sex": self.sex,
            "nationality": country,
            "first_language": self.language,
            "literacy": self.literacy,
            "german_level": self.level,
            "first_enrolled_year": born_on.year + 6 if years and not self.needs_literacy else None,
            "last_grade": years if years and not self.needs_literacy else None,
            "years_attended": 0 if self.needs_literacy else years,
        }

    def _born(self, today: date) -> tuple[date, str]:
        """Between 1 October and 31 July, six years old when its school years began (§ 35 (1) SchulG NRW)."""
        chance = self.chance
        six_in = rules.school_year_start(today).year - self.grade + 1
        if self.country in YEAR_ONLY and chance.random() < 0.6:
            return date(six_in - 6, 1, 1), Pupil.Precision.YEAR
        return date(six_in - 7, 10, 1) + timedelta(days=chance.randint(0, 300)), Pupil.Precision.DAY

    def custodian_values(self) -> list[dict[str, Any]]:
        under_care = self.parent == Custodian.Kind.VORMUND
        first = {
            "kind": self.parent,
            "surname": self.parent_surname,
            "given_names": self.parent_given_names,
            "institution": LEGAL_CARE if under_care else "",
            "phone": f"0151 {self.chance.randint(0, 9_999_999):07}",
        }
        other = Custodian.Kind.FATHER if self.parent == Custodian.Kind.MOTHER else Custodian.Kind.MOTHER
        second = {"kind": other, "surname": self.parent_surname, "given_names": self.second_parent}
        return [first, second] if self.second_parent else [first]

    def referral_values(self, reported_on: date) -> dict[str, Any]:
        by_family = self.source == Referral.Source.FAMILY
        return {
            "source": self.source,
            "channel": Referral.Channel.PERSON if by_family else Referral.Channel.MAIL,
            "received_on": reported_on,
        }

    def fact_values(self, reported_on: date) -> dict[str, Any]:
        chance = self.chance
        resident = workday(reported_on - timedelta(days=chance.randint(4, 30)))
        was_assigned = self.source == Referral.Source.AUSLAENDERBEHOERDE
        return {
            "reported_on": reported_on,
            "resident_since": resident,
            "arrived_in_germany_on": resident - timedelta(days=chance.choice((0, 0, 14, 60, 150))),
            "assigned_on": resident if was_assigned else None,
            "wished_form": self._wish(),
        }

    def _wish(self) -> str:
        """A school form that the family wishes: some do, where there is a choice (grades 5 to 10)."""
        if self.at or rules.stage_of(self.grade) != "secondary1":
            return ""
        return self.chance.choice(("", "", SchoolForm.GESAMTSCHULE, SchoolForm.GYMNASIUM))


def workday(day: date) -> date:
    """`day`, or the Friday before a weekend: offices and schools do not write on Sundays."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def families() -> list[Family]:
    """All families in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Family(**{**row, "grade": int(row["grade"])}) for row in csv.DictReader(file, delimiter=";")]  # type: ignore[arg-type]


def _country_code(iso3: str) -> str:
    return next(one.code for one in nationalities() if one.iso3 == iso3 and one.is_current)
