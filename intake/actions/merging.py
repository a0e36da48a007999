"""Two cases of one child become one: what is missing in the one that stays comes over, nothing is overwritten.

Talks, contacts and sheets stay where they are, as evidence of what was done when; the case that goes away is closed as
entered twice and says where it went.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.actions.records import inform_of_change, new_custodian, references, set_values
from intake.actions.steps import go
from intake.models import (
    Case,
    Custodian,
    FurtherLanguage,
    Household,
    SchoolYear,
    SeenDocument,
    Status,
    TalkDraft,
)
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
    "first_language", "second_language", "second_language_fluency", "literacy", "script", "german_level",
    "german_basis", "first_enrolled_year", "last_grade", "years_attended", "interests",
)  # fmt: skip
# What says something about another detail goes with the same value of that one only.
ABOUT = {"second_language_fluency": "second_language", "script": "literacy", "german_basis": "german_level"}
ADDRESS_FIELDS = ("care_of", "street", "postcode", "town")
CASE_FIELDS = (
    "arrived_in_germany_on", "resident_since", "assigned_on", "wished_form", "wish_note", "sibling_school",
    "examination_reported_on",
)  # fmt: skip
CUSTODIAN_FIELDS = ("given_names", "institution", "phone", "email")


class NotToBeMerged(Refusal):
    """A case is merged with another open one, and only before any school has been asked for the child."""


@dataclass(frozen=True)
class Plan:
    """What merging `gone` into `kept` brings over: pairs of a record and its new values, new records, custodians."""

    fills: list[tuple[Tracked, dict[str, Any]]]
    rows: list[Tracked]
    custodians: list[Custodian]

    @property
    def fields(self) -> list[Any]:
        """The names of what is filled in, for the page."""
        fields = [row._meta.get_field(name).verbose_name for row, values in self.fills for name in values]  # type: ignore[union-attr]
        return fields + list(dict.fromkeys(row._meta.verbose_name_plural for row in self.rows))


def plan(kept: Case, gone: Case) -> Plan:
    """What comes over, from the records as they are now. Changes nothing."""
    mine, theirs = kept.pupil.household, gone.pupil.household
    pairs: list[tuple[Tracked, Tracked, Sequence[str]]] = [
        (kept.pupil, gone.pupil, PUPIL_FIELDS),
        (kept, gone, CASE_FIELDS),
        (mine, theirs, ("phone",)),
    ]
    if not mine.address_lines and not _anybody_protected(mine, theirs):
        pairs.append((mine, theirs, ADDRESS_FIELDS))
    known = {_form(one): one for one in mine.custodians.all()}
    further = [] if mine == theirs else list(theirs.custodians.all())
    fills = [(row, _missing(row, other, names)) for row, other, names in pairs]
    fills += [
        (known[_form(one)], _completed(known[_form(one)], one)) for one in further if _form(one) in known
    ]
    return Plan(
        [(row, values) for row, values in fills if values],
        _rows(kept, gone),
        [one for one in further if _form(one) not in known],
    )


def _missing(row: Tracked, other: Tracked, names: Sequence[str]) -> dict[str, Any]:
    """The other's values for what is empty here. Zero and "no" are values."""
    values = {
        name: getattr(other, name)
        for name in names
        if getattr(row, name) in ("", None) and getattr(other, name) not in ("", None)
    }
    for name in ABOUT.keys() & values.keys():
        lead = ABOUT[name]
        if values.get(lead, getattr(row, lead)) != getattr(other, lead):
            del values[name]
    return values


def _anybody_protected(*homes: Household) -> bool:
    """Whether somebody's address is kept from the others: then no address becomes that of a whole household."""
    return any(one.is_protected for home in homes for one in home.custodians.all())


def _completed(mine: Custodian, other: Custodian) -> dict[str, Any]:
    """What the other case knows of the same custodian; who is protected in one of them is protected."""
    address = () if mine.address_lines else ADDRESS_FIELDS
    protection = {"is_protected": True} if other.is_protected and not mine.is_protected else {}
    return {**_missing(mine, other, (*CUSTODIAN_FIELDS, *address)), **protection}


def _rows(kept: Case, gone: Case) -> list[Tracked]:
    """School years and further languages, if there are none here, and papers that were shown there only; unsaved."""
    mine, theirs = kept.pupil, gone.pupil
    rows: list[Tracked] = []
    if not mine.school_years.exists():
        rows += [_copy(one, SchoolYear, pupil=mine) for one in theirs.school_years.all()]
    if not mine.further_languages.exists():
        rows += [_copy(one, FurtherLanguage, pupil=mine) for one in theirs.further_languages.all()]
    seen = {one.kind for one in kept.seen_documents.all()}
    return rows + [
        _copy(one, SeenDocument, case=kept) for one in gone.seen_documents.all() if one.kind not in seen
    ]


def _copy(row: Tracked, model: type[Tracked], **owner: Any) -> Tracked:
    """A new record with the same values, of another pupil or case."""
    own = {"id", "version", *owner}
    values = {
        field.name: getattr(row, field.name) for field in model._meta.concrete_fields if field.name not in own
    }
    return model(**values, **owner)


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
    _fill(kept, wanted)
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


def _fill(kept: Case, wanted: Plan) -> None:
    """Set what is empty and save what is new; the child's data are collected data then, as with every change."""
    for row, values in wanted.fills:
        _saved, changed = set_values(kept, row, values)
        for name in sorted(changed):
            note("filled", f"{row._meta.model_name}.{name}")
    for row in wanted.rows:
        row.save()
        note("filled", f"{row._meta.model_name}")
    if wanted.rows and kept.pupil not in [row for row, _values in wanted.fills]:
        inform_of_change(kept, kept.pupil)


def _locked(kept: Case, version: int, gone: Case, gone_version: int) -> tuple[Case, Case]:
    """Both, locked in the order of their numbers, so that two who merge the same pair do not wait for each other."""
    wanted = {kept.pk: version, gone.pk: gone_version}
    rows = {pk: Case.objects.locked(pk, version=wanted[pk]) for pk in sorted(wanted)}
    return rows[kept.pk], rows[gone.pk]


def demand_mergeable(kept: Case, gone: Case) -> None:
    """Raises NotToBeMerged for the same case twice, for a closed one, while the family has an appointment or a talk is being
    written down in the one that goes, and where a school was asked for the child there."""
    if kept.pk == gone.pk:
        raise NotToBeMerged(_("This is the same case. Please enter the other reference."))
    for case in (kept, gone):
        if case.is_closed:
            raise _refused(case, _("%(reference)s is closed. Only open cases are merged."))
    if gone.appointment_on:
        raise _refused(
            gone, _("The family has an appointment in %(reference)s. Please record or cancel it first.")
        )
    if TalkDraft.objects.filter(case=gone).exists():
        raise _refused(
            gone,
            _("A talk is being written down in %(reference)s. Please record it or discard the draft first."),
        )
    if gone.status not in WITH_THE_FAMILY:
        raise _refused(
            gone,
            _(
                "%(reference)s is “%(status)s”: a school is concerned with it, so it cannot go away. "
                "Keep this one and let the other one go."
            ),
        )


def _refused(case: Case, text: Any) -> NotToBeMerged:
    words = {"reference": case.reference, "status": case.get_status_display()}
    return NotToBeMerged(text % words, reference=case.reference)


def _bring_over(kept: Case, gone: Case, custodians: list[Custodian]) -> None:
    """New custodians in the household that stays, informed by the source of their data so far (Art. 13, 14 GDPR)."""
    if not custodians:
        return
    home = Household.objects.locked(kept.pupil.household_id)
    cases = references(gone.pupil.household)
    for one in custodians:
        facts = {name: getattr(one, name) for name in ("kind", "surname", "is_protected", *CUSTODIAN_FIELDS)}
        new_custodian(home, facts | _address(one, home), source=source_of(cases, one.code))
        note("filled", "custodian")


def _address(custodian: Custodian, home: Household) -> dict[str, str]:
    """Where a custodian lives who comes into another household: of their own only if it is not that one's."""
    lives_at = custodian if custodian.address_lines else custodian.household
    if lives_at.address_lines == home.address_lines:
        return {}
    return {name: getattr(lives_at, name) for name in ADDRESS_FIELDS}
