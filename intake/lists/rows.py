"""One row of a list: what a case is opened with, or every fault with the column it stands in.

What is typed into a list is judged by the very fields of our own forms.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.forms.records import CaseForm, CustodianForm, HouseholdForm, PupilForm
from intake.lists import values
from intake.lists.headings import Column
from intake.lists.values import Defaults
from intake.models import Custodian
from intake.names import BirthDate, NameKey, search_form

C = Column
_FIELDS: Final[dict[str, forms.Field]] = {
    **{one: PupilForm.base_fields[one] for one in (C.SURNAME, C.GIVEN_NAMES, C.BIRTH_NAME, C.BORN_ON, C.PLACE_OF_BIRTH)},
    **{one: HouseholdForm.base_fields[one] for one in (C.STREET, C.POSTCODE, C.TOWN)},
    **{one: CaseForm.base_fields[one] for one in (C.ARRIVED_IN_GERMANY_ON, C.RESIDENT_SINCE, C.ASSIGNED_ON)},
    **{one: CustodianForm.base_fields[one] for one in (C.PHONE, C.EMAIL)},
    C.CUSTODIAN_SURNAME: CustodianForm.base_fields["surname"],
    C.CUSTODIAN_GIVEN_NAMES: CustodianForm.base_fields["given_names"],
}  # fmt: skip
_DATES: Final = (C.BORN_ON, C.ARRIVED_IN_GERMANY_ON, C.RESIDENT_SINCE, C.ASSIGNED_ON)
_UNKNOWN: Final = gettext_lazy("“%(value)s” is not known here. Please write the name or the official key.")


@dataclass(frozen=True)
class Child:
    """What a case is opened with, as the actions take it."""

    household: dict[str, Any]
    pupil: dict[str, Any]
    custodians: list[dict[str, Any]]
    facts: dict[str, Any]

    @property
    def key(self) -> NameKey:
        """What the look for known children compares."""
        child = self.pupil
        form = search_form(child["surname"], child["given_names"], child.get("birth_name", ""))
        return NameKey(form, self.born)

    @property
    def born(self) -> BirthDate:
        return BirthDate(self.pupil["born_on"], self.pupil["birth_precision"])

    @property
    def identity(self) -> tuple[str, ...]:
        """The same in two rows if they say the same child twice; twins differ."""
        return (search_form(self.pupil["surname"], self.pupil["given_names"]), str(self.born))

    @property
    def family(self) -> str:
        """The same for siblings: the same custodian at the same address, in every word; "" without one of them.

        In every word, so that nothing of a row is lost when it comes into another row's household.
        """
        home = self.household
        if not (self.custodians and home["street"] and (home["postcode"] or home["town"])):
            return ""
        words = [*home.values(), *self.custodians[0].values()]
        return "|".join(str(word).casefold() for word in words)


class RowHasFaults(Exception):
    """The row cannot be opened: `faults` are (column, sentence), the column "" where no single one is to blame."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(len(faults))
        self.faults = faults


def child_of(cells: Mapping[str, str], defaults: Defaults) -> Child:
    """The child of one row; `cells` by column. Raises RowHasFaults with every fault of the row."""
    row = _Row({column: text for column, text in cells.items() if text}, defaults)
    child = Child(
        pupil=row.pupil(), household=row.household(), custodians=row.custodians(), facts=row.facts()
    )
    if row.faults:
        raise RowHasFaults(row.faults)
    return child


@dataclass
class _Row:
    """Reads the cells one by one and remembers the faults."""

    cells: dict[str, str]
    defaults: Defaults
    faults: list[tuple[str, str]] = field(default_factory=list)
    parted: dict[str, str] = field(default_factory=dict)  # column → the one of the list that it was a part of

    def __post_init__(self) -> None:
        for column, text in self.cells.items():
            if text.upper() in values.ERRORS:
                self.faults.append((column, _("The cell holds an error of the spreadsheet.")))
        self._parted(C.FULL_NAME, C.SURNAME, C.GIVEN_NAMES)
        self._parted(C.CUSTODIAN_FULL_NAME, C.CUSTODIAN_SURNAME, C.CUSTODIAN_GIVEN_NAMES)
        self._part_town()

    def _parted(self, whole: str, surname: str, given: str) -> None:
        """ "Surname, Given names" as two cells; a custodian without a comma has one name."""
        text = self._said(whole)
        if not text:
            return
        before, comma, after = (part.strip() for part in text.partition(","))
        if not comma and whole == C.FULL_NAME:
            self.faults.append((whole, _("Please write “Surname, Given names”, with the comma.")))
        self._put(surname, before, whole)
        self._put(given, after, whole)

    def _part_town(self) -> None:
        text = self._said(C.POSTCODE_TOWN)
        postcode, _blank, town = text.partition(" ")
        if postcode.isdecimal():
            self._put(C.POSTCODE, postcode, C.POSTCODE_TOWN)
            self._put(C.TOWN, town, C.POSTCODE_TOWN)
        else:
            self._put(C.TOWN, text, C.POSTCODE_TOWN)

    def _put(self, column: str, text: str, source: str) -> None:
        """What stands in two columns must be the same."""
        if not text:
            return
        known = self._said(column)
        if known and known != text:
            self.faults.append((source, _("Two columns of the list contradict each other here.")))
        if not known:
            self.cells[column], self.parted[column] = text, source

    def _said(self, column: str) -> str:
        text = self.cells.get(column, "")
        return "" if values.is_nothing(text) else text

    def _clean(self, column: str) -> Any:
        """The cell as our form takes it; a fault is remembered."""
        text = self._said(column)
        try:
            return _FIELDS[column].clean(values.date_text(text) if column in _DATES else text)
        except ValidationError as error:
            self.faults += [(self.parted.get(column, column), str(one)) for one in error.messages]
            return None

    def _coded(self, column: str, find: Callable[[str], str | None]) -> str:
        """The code for the word in the cell; "" where nothing is said."""
        text = self._said(column)
        code = find(text) if text else ""
        if code is None:
            self.faults.append((column, _UNKNOWN % {"value": text[:40]}))
        return code or ""

    def pupil(self) -> dict[str, Any]:
        born: BirthDate | None = self._clean(C.BORN_ON)
        return {
            **{one.value: self._clean(one) for one in (C.SURNAME, C.GIVEN_NAMES, C.BIRTH_NAME, C.PLACE_OF_BIRTH)},
            "born_on": born and born.value, "birth_precision": born and born.precision,
            "sex": self._coded(C.SEX, values.sex),
            "nationality": self._coded(C.NATIONALITY, values.nationality),
            "country_of_birth": self._coded(C.COUNTRY_OF_BIRTH, values.country),
        }  # fmt: skip

    def household(self) -> dict[str, Any]:
        street = " ".join(filter(None, (self._said(C.STREET), self._said(C.HOUSE_NUMBER))))
        self.cells[C.STREET] = street
        return {
            **{one.value: self._clean(one) for one in (C.STREET, C.POSTCODE, C.TOWN)},
            "municipality": self._municipality(),
            # A number without a custodian's name is the family's.
            "phone": "" if self._said(C.CUSTODIAN_SURNAME) else self._clean(C.PHONE),
            "language": self._coded(C.LANGUAGE, values.language) or self.defaults.language,
        }

    def _municipality(self) -> str:
        """What the column says; else what the postcode or the town says, else the sender's."""
        if self._said(C.MUNICIPALITY):
            return self._coded(C.MUNICIPALITY, values.municipality)
        for column in (C.POSTCODE, C.TOWN):
            if found := values.municipality(self._said(column)):
                return found
        if not self.defaults.municipality:
            self.faults.append(
                (C.MUNICIPALITY, _("The row does not say in which municipality the child lives."))
            )
        return self.defaults.municipality

    def custodians(self) -> list[dict[str, Any]]:
        """The one custodian the list knows, or none: then the counsellor adds them in the case."""
        about = (C.CUSTODIAN_SURNAME, C.CUSTODIAN_GIVEN_NAMES, C.PHONE, C.EMAIL)
        said = [one for one in about if self._said(one)]
        if not said or said == [C.PHONE]:
            return []
        if not self._said(C.CUSTODIAN_SURNAME):
            self.faults.append((
                next(one for one in said if one != C.PHONE),
                _("This belongs to a custodian, but the row has no custodian's surname."),
            ))  # fmt: skip
            return []
        kind = self._coded(C.CUSTODIAN_KIND, values.custodian_kind) or self.defaults.custodian_kind
        if kind not in Custodian.Kind.values:
            self.faults.append(
                (C.CUSTODIAN_KIND, _("The row does not say which kind of custody this person has."))
            )
        surname, given, phone, email = map(self._clean, about)
        return [{"kind": kind, "surname": surname, "given_names": given, "phone": phone, "email": email}]

    def facts(self) -> dict[str, Any]:
        days = (C.ARRIVED_IN_GERMANY_ON, C.RESIDENT_SINCE, C.ASSIGNED_ON)
        return {one.value: self._clean(one) for one in days}
