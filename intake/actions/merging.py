"""Two cases of one child become one: what is missing in the one that stays comes over, nothing is overwritten.

Talks, contacts and sheets stay where they are, as evidence of what was done when; the case that goes away is closed as
entered twice and says where it went.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.actions.records import new_custodian, references, set_values
from intake.actions.steps import go
from intake.models import Case, Custodian, Household, Status
from intake.models.cases import WITH_THE_FAMILY, ClosingReason
from intake.names import search_form
from privacy.ledger import audit
from privacy.ledger.acts import Refusal, note
from privacy.ledger.verbs import Verb
from privacy.models import Tracked, User
from privacy.notices.collecting import source_of

# What is filled in where nothing is written yet. An address is one thing: half of another one would lead nowhere.
PUPIL_FIELDS = (
    "birth_name", "original_name", "place_of_birth", "country_of_birth", "sex", "nationality", "second_nationality",
    "first_language", "second_language", "literacy", "german_level", "first_enrolled_year", "last_grade",
    "years_attended",
)  # fmt: skip
ADDRESS_FIELDS = ("care_of", "street", "postcode", "town")
CASE_FIELDS = (
    "arrived_in_germany_on", "resident_since", "assigned_on", "wished_form", "wish_note", "sibling_school",
)  # fmt: skip
CUSTODIAN_FIELDS = ("given_names", "institution", "phone", "email")


class NotToBeMerged(Refusal):
    """A case is merged with another open one, and only before any school has been asked for the child."""


@dataclass(frozen=True)
class Plan:
    """What merging `gone` into `kept` brings over: pairs of a record and its new values, and further custodians."""

    fills: list[tuple[Tracked, dict[str, Any]]]
    custodians: list[Custodian]

    @property
    def fields(self) -> list[Any]:
        """The names of the details that are filled in, for the page."""
        return [row._meta.get_field(name).verbose_name for row, values in self.fills for name in values]  # type: ignore[union-attr]


def plan(kept: Case, gone: Case) -> Plan:
    """What comes over, from the records as they are now. Changes nothing."""
    mine, theirs = kept.pupil.household, gone.pupil.household
    pairs: list[tuple[Tracked, Tracked, Sequence[str]]] = [
        (kept.pupil, gone.pupil, PUPIL_FIELDS),
        (kept, gone, CASE_FIELDS),
    ]
    if not any(getattr(mine, name) for name in ADDRESS_FIELDS):
        pairs.append((mine, theirs, ADDRESS_FIELDS))
    known = {_form(one): one for one in mine.custodians.all()}
    further = [] if mine == theirs else list(theirs.custodians.all())
    pairs += [(known[_form(one)], one, CUSTODIAN_FIELDS) for one in further if _form(one) in known]
    fills = [(row, _missing(row, other, names)) for row, other, names in pairs]
    return Plan(
        [(row, values) for row, values in fills if values],
        [one for one in further if _form(one) not in known],
    )


def _missing(row: Tracked, other: Tracked, names: Sequence[str]) -> dict[str, Any]:
    """The other's values for what is empty here. Zero and "no" are values."""
    return {
        name: getattr(other, name)
        for name in names
        if getattr(row, name) in ("", None) and getattr(other, name) not in ("", None)
    }


def _form(custodian: Custodian) -> str:
    """By which two custodians are the same person: the name however it is spelt, or the office."""
    return search_form(custodian.surname, custodian.given_names) or custodian.institution


@audit.action
def merge(kept: Case, gone: Case, *, version: int, gone_version: int, by: User) -> Case:
    """Close `gone` as entered twice and bring over what `kept` lacks; returns `kept`. There is no way back.

    Whoever comes over is owed a sheet in the case that stays: what was told in the other one is proven there only.
    Raises NotToBeMerged, and ChangedMeanwhile if one of the two was saved after its version.
    """
    kept, gone = _locked(kept, version, gone, gone_version)
    demand_mergeable(kept, gone)
    wanted = plan(kept, gone)
    for row, values in wanted.fills:
        _locked_row, changed = set_values(kept, row, values)
        for name in sorted(changed):
            note("filled", f"{row._meta.model_name}.{name}")
    _bring_over(kept, gone, wanted.custodians)
    for earlier in gone.merged_cases.all():  # nothing points to a case that has gone itself
        Case.objects.locked(earlier.pk).assign({"merged_into": kept}).save()
    gone.merged_into = kept
    go(gone, Status.CLOSED, closing_reason=ClosingReason.DUPLICATE)
    audit.record(
        Verb.CASE_MERGED,
        reference=gone.reference,
        about=gone,
        detail={"into": kept.reference},
        shown={kept.reference, gone.reference, *references(kept.pupil.household)},
    )
    return Case.objects.for_list().get(pk=kept.pk)


def _locked(kept: Case, version: int, gone: Case, gone_version: int) -> tuple[Case, Case]:
    """Both, locked in the order of their numbers, so that two who merge the same pair do not wait for each other."""
    wanted = {kept.pk: version, gone.pk: gone_version}
    rows = {pk: Case.objects.locked(pk, version=wanted[pk]) for pk in sorted(wanted)}
    return rows[kept.pk], rows[gone.pk]


def demand_mergeable(kept: Case, gone: Case) -> None:
    """Raises NotToBeMerged for the same case twice, for a closed one, and where a school was asked for the child."""
    if kept.pk == gone.pk:
        raise NotToBeMerged(_("This is the same case. Please enter the other reference."))
    for case in (kept, gone):
        if case.is_closed:
            raise NotToBeMerged(
                _("%(reference)s is closed. Only open cases are merged.") % {"reference": case.reference},
                reference=case.reference,
            )
    if (
        gone.status not in WITH_THE_FAMILY
    ):  # a school was asked, or has the child: its records hang on this case
        raise NotToBeMerged(
            _(
                "%(reference)s is “%(status)s”: a school is concerned with it, so it cannot go away. "
                "Keep this one and let the other one go."
            )
            % {"reference": gone.reference, "status": gone.get_status_display()},
            reference=gone.reference,
        )


def _bring_over(kept: Case, gone: Case, custodians: list[Custodian]) -> None:
    """New custodians in the household that stays, informed by the source of their data so far (Art. 13, 14 GDPR)."""
    if not custodians:
        return
    home = Household.objects.locked(kept.pupil.household_id)
    cases = references(gone.pupil.household)
    for one in custodians:
        facts = {name: getattr(one, name) for name in ("kind", "surname", *CUSTODIAN_FIELDS)}
        new_custodian(home, facts, source=source_of(cases, one.code))
        note("filled", "custodian")
