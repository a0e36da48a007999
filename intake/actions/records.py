"""Changing what is written down about a family, and telling those concerned."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from intake.models import Case, Custodian, Household, Pupil, Status
from intake.names import search_form
from intake.people import people_of
from privacy.ledger import audit
from privacy.ledger.verbs import Verb
from privacy.models import Tracked, User
from privacy.notices.collecting import Occasion, Person, collected, collected_anew, forgo
from privacy.notices.models import FAMILY

OTHER_MEMBER = (
    "family_member"  # one parent speaks of the other: Art. 14 GDPR applies to the one who is not here
)


def name_form(pupil: Pupil) -> str:
    """What the list searches: every way the child is called, as letters A to Z."""
    return search_form(pupil.surname, pupil.given_names, pupil.birth_name, pupil.original_name)


@audit.action
def change(case: Case, row: Tracked, values: dict[str, Any], *, version: int, by: User) -> Tracked:
    """Change one record of the case: pupil, household, a custodian, the case itself.

    Raises ChangedMeanwhile if somebody saved the row after `version`.
    """
    locked, changed = set_values(case, row, values, version=version)
    audit.record(
        Verb.CASE_CHANGED,
        reference=case.reference,
        about=locked,
        detail={"fields": sorted(changed)},
        shown=references(case.pupil.household) if isinstance(locked, Household | Custodian) else (),
    )
    return locked


def set_values(
    case: Case, row: Tracked, values: dict[str, Any], *, version: int | None = None
) -> tuple[Tracked, list[str]]:
    """The part of `change` that comes without an event of its own: the saved row, and the names of what changed."""
    locked: Tracked = type(row)._default_manager.locked(row.pk, version=version).assign(values)
    changed = store(locked)
    if set(changed) & set(locked.PersonalData.personal):  # type: ignore[attr-defined]  # declared on every record
        inform_of_change(case, locked)
    return locked, changed


def store(row: Tracked) -> list[str]:
    """Save a locked record with what follows from it; returns the names of the changed fields. Part of an action.

    A custodian who becomes another person gets a code of their own: what was told to the former one does not count.
    """
    if isinstance(row, Pupil):
        row.name_form = name_form(row)
    changed = row.changed_fields()
    if isinstance(row, Custodian) and _is_somebody_else(row, changed):
        for reference in references(row.household):
            forgo(reference, row.code)
        row.position = _next_position(row.household)
    row.save()
    return changed


def _is_somebody_else(custodian: Custodian, changed: Iterable[str]) -> bool:
    """Another kind of custodian, another office, or the whole name: more than a corrected spelling. Assumed, not law."""
    changed = set(changed)
    whole_name = {"surname", "given_names"} if custodian.given_names else {"surname"}
    return bool({"kind", "institution"} & changed) or whole_name <= changed


def _next_position(home: Household) -> int:
    """Codes are never used twice in a household: receipts carry them. Lock the household first."""
    last = Household.objects.locked(home.pk).custodians.aggregate(Max("position"))["position__max"]
    return (last or 0) + 1


def inform_of_change(case: Case, row: Tracked, *, heard: Collection[str] = ()) -> None:
    """New or corrected data are collected data: of the child, of one custodian, or of everybody at that address.

    What concerns the household or a custodian is in the open cases of all its children. `heard`: who is informed in
    this case anyway, because they told it themselves. Part of an action.
    """
    concerned = Q(pk=case.pk)
    if isinstance(row, Household | Custodian):
        concerned |= Q(pupil__household=case.pupil.household_id) & ~Q(status=Status.CLOSED)
    for one in Case.objects.filter(concerned).select_related("pupil__household").order_by("pk"):
        _inform_of_change_in(one, row, heard if one.pk == case.pk else ())


def _inform_of_change_in(case: Case, row: Tracked, heard: Collection[str]) -> None:
    people = people_of(case)
    if isinstance(row, Custodian):
        people = [one for one in people if one.code == row.code]
    elif not isinstance(row, Household):
        people = people[:1]
    once_more(case, [one for one in people if one.code not in heard], Occasion.CORRECTION)


def once_more(case: Case, people: Sequence[Person], occasion: Occasion) -> None:
    """Who appears in the case in this way is perhaps not here: Art. 14 GDPR until the talk."""
    today = timezone.localdate()
    collected_anew(case.reference, people, occasion=occasion, on=today, strangers=OTHER_MEMBER)


def references(home: Household) -> list[str]:
    """References of all cases of the household: what changes for one changes in the trail of each."""
    return list(Case.objects.filter(pupil__household=home).values_list("reference", flat=True))


@audit.action
def add_custodian(case: Case, values: dict[str, Any], *, by: User) -> Custodian:
    """Add a custodian; a sheet becomes due for this person too: Art. 14 if the person "is_absent"."""
    home = Household.objects.locked(case.pupil.household_id)
    facts = {name: value for name, value in values.items() if name != "is_absent"}
    custodian = new_custodian(home, facts, source=OTHER_MEMBER if values.get("is_absent") else FAMILY)
    audit.record(
        Verb.CASE_CHANGED,
        reference=case.reference,
        about=custodian,
        detail={"added": "custodian"},
        shown=references(home),
    )
    return custodian


def new_custodian(home: Household, facts: dict[str, Any], *, source: str) -> Custodian:
    """The part of `add_custodian` that comes without an event of its own; `source`: from whom the data come."""
    custodian = Custodian(household=home, position=_next_position(home), **facts)
    custodian.save()
    for child in home.pupils.exclude(case__status=Status.CLOSED).select_related("case"):
        collected(
            child.case.reference,
            [Person(custodian.code)],
            occasion=Occasion.PERSON_ADDED,
            source=source,
            on=timezone.localdate(),
        )
    return custodian
