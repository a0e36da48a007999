"""Opening the case of one child."""

from collections.abc import Sequence
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.actions.records import OTHER_MEMBER, name_form, references
from intake.actions.responsible import open_to
from intake.models import Case, Custodian, Household, Pupil, ReferenceCounter, Referral
from intake.people import people_of
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import User
from privacy.notices.collecting import Occasion, Person, collected, source_of


class OpenedAlready(Refusal):
    """The same child by the same person on the same day: a double click. `reference` is the first one's."""


@audit.action
def open_case(
    *,
    household: dict[str, Any] | Household,
    pupil: dict[str, Any],
    custodians: Sequence[dict[str, Any]],
    referral: dict[str, Any],
    facts: dict[str, Any],
    by: User,
    owner: User | Literal["by"] | None = "by",
) -> Case:
    """Open the case of one child, with its family and who reported it; returns the case.

    Responsible is `owner`, None for nobody; who opens it if nothing else is said.
    A sibling comes into the household that is there already, with its custodians.
    The information sheets it makes due are opened in the same act: Art. 13 for data from the person, Art. 14 for data
    from another office, and about a custodian who "is_absent" while the other one speaks.
    """
    home = _household(household)
    child = Pupil(household=home, **pupil)
    child.name_form = name_form(child)
    child.save()
    absent = _save_custodians(home, custodians) | _only_spoken_of(home)
    case = _new_case(child, {"reported_on": referral["received_on"], **facts}, by if owner == "by" else owner)
    _demand_new(case, child)
    report = Referral(case=case, **referral)
    report.save()
    _inform_first(case, report, absent)
    audit.record(Verb.CASE_OPENED, reference=case.reference, about=case)
    return case


def _save_custodians(home: Household, custodians: Sequence[dict[str, Any]]) -> set[str]:
    """Save the custodians of a new household; returns the codes of those who are not here."""
    absent = set()
    for position, values in enumerate(custodians, start=1):
        facts = {name: value for name, value in values.items() if name != "is_absent"}
        custodian = Custodian(household=home, position=position, **facts)
        custodian.save()
        if values.get("is_absent"):
            absent.add(custodian.code)
    return absent


def _only_spoken_of(home: Household) -> set[str]:
    """Custodians of whom only the others have spoken so far: a sibling's case does not make them be here."""
    cases = references(home)
    return {one.code for one in home.custodians.all() if source_of(cases, one.code) == OTHER_MEMBER}


def _inform_first(case: Case, report: Referral, absent: set[str]) -> None:
    """The first collection: from the family who is here, about who is not, or from another office (Art. 13, 14 GDPR)."""
    people = people_of(case)
    here = [one for one in people if one.code not in absent or not report.is_from_family]
    away = [one for one in people if one not in here]
    for told, source in ((here, report.source), (away, OTHER_MEMBER)):
        if told:
            collected(
                case.reference, told, occasion=Occasion.FIRST_SAVE, source=source, on=report.received_on
            )


def _household(household: dict[str, Any] | Household) -> Household:
    """A new household, or the locked one that is there: what the page read may be old by now."""
    if isinstance(household, Household):
        return Household.objects.locked(household.pk)
    home = Household(**household)
    home.save()
    return home


def _demand_new(case: Case, child: Pupil) -> None:
    """Raises OpenedAlready for the second click on the same button.

    The counter of references is locked by now, so of two requests at the same moment the second sees the first.
    """
    same = {
        "pupil__surname": child.surname,
        "pupil__given_names": child.given_names,
        "pupil__born_on": child.born_on,
    }
    twin = Case.objects.exclude(pk=case.pk).filter(owner=case.owner, reported_on=case.reported_on, **same)
    if first := twin.open().first():
        raise OpenedAlready(_("You have opened this case already."), reference=first.reference)


def _new_case(child: Pupil, facts: dict[str, Any], owner: User | None) -> Case:
    today = timezone.localdate()
    case = Case(
        reference=ReferenceCounter.take(today.year),
        pupil=child,
        status_since=today,
        owner=owner,
        team=owner.team if owner else None,
        **facts,
    )
    case.save()
    if owner:
        open_to(case, owner)
    return case


def active_people(reference: str = "") -> list[tuple[str, list[Person]]]:
    """Everybody in the open cases, or in one of them, for a notice that everybody gets anew (Art. 13 (3) GDPR)."""
    cases = Case.objects.open().select_related("pupil__household")
    if reference:
        cases = cases.filter(reference=reference)
    return [
        (case.reference, people_of(case)) for case in cases.prefetch_related("pupil__household__custodians")
    ]
