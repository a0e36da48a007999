"""What counsellors do with a case. Every function is one act: its transaction, its history rows, its event."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import rules
from intake.models import (
    Case,
    Contact,
    Custodian,
    Household,
    IntakeSession,
    Pupil,
    Recommendation,
    ReferenceCounter,
    Referral,
    Status,
)
from intake.models.cases import NEXT
from intake.names import search_form
from intake.people import people_of
from privacy.access.roles import Permission
from privacy.access.rows import grant, revoke
from privacy.ledger import audit
from privacy.ledger.acts import Refusal, note
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb
from privacy.models import Tracked, User
from privacy.notices import sheets
from privacy.notices.collecting import (
    Occasion,
    Person,
    collected,
    collected_anew,
    contacted,
    forgo,
    source_of,
)
from privacy.notices.models import FAMILY

UNUSUAL_OPENING = timedelta(hours=24)
OTHER_MEMBER = (
    "family_member"  # one parent speaks of the other: Art. 14 GDPR applies to the one who is not here
)


class StepNotPossible(Refusal):
    """The way of a case has an order (intake.models.cases.NEXT)."""


class OpenedAlready(Refusal):
    """The same child by the same person on the same day: a double click. `reference` is the first one's."""


class NotYoursToAssign(Refusal):
    """Who only looks in for a day, or from another team, does not hand the case over."""


class AlreadyConcluded(Refusal):
    """A concluded talk is not changed any more."""


@audit.action
def open_case(
    *,
    household: dict[str, Any] | Household,
    pupil: dict[str, Any],
    custodians: Sequence[dict[str, Any]],
    referral: dict[str, Any],
    facts: dict[str, Any],
    by: User,
) -> Case:
    """Open the case of one child, with its family and who reported it; returns the case.

    A sibling comes into the household that is there already, with its custodians.
    The information sheets it makes due are opened in the same act: Art. 13 for data from the person, Art. 14 for data
    from another office, and about a custodian who "is_absent" while the other one speaks.
    """
    home = _household(household)
    child = Pupil(household=home, **pupil)
    child.name_form = name_form(child)
    child.save()
    absent = _save_custodians(home, custodians) | _only_spoken_of(home)
    case = _new_case(child, {"reported_on": referral["received_on"], **facts}, by)
    _demand_new(case, child, by)
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
    references = _references(home)
    return {one.code for one in home.custodians.all() if source_of(references, one.code) == OTHER_MEMBER}


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


def _demand_new(case: Case, child: Pupil, by: User) -> None:
    """Raises OpenedAlready for the second click on the same button.

    The counter of references is locked by now, so of two requests at the same moment the second sees the first.
    """
    same = {
        "pupil__surname": child.surname,
        "pupil__given_names": child.given_names,
        "pupil__born_on": child.born_on,
    }
    twin = Case.objects.exclude(pk=case.pk).filter(owner=by, reported_on=case.reported_on, **same)
    if first := twin.open().first():
        raise OpenedAlready(_("You have opened this case already."), reference=first.reference)


def _new_case(child: Pupil, facts: dict[str, Any], by: User) -> Case:
    today = timezone.localdate()
    case = Case(
        reference=ReferenceCounter.take(today.year),
        pupil=child,
        status_since=today,
        owner=by,
        team=by.team,
        **facts,
    )
    case.save()
    _open_to(case, by)
    return case


def active_people(reference: str = "") -> list[tuple[str, list[Person]]]:
    """Everybody in the open cases, or in one of them, for a notice that everybody gets anew (Art. 13 (3) GDPR)."""
    cases = Case.objects.open().select_related("pupil__household")
    if reference:
        cases = cases.filter(reference=reference)
    return [
        (case.reference, people_of(case)) for case in cases.prefetch_related("pupil__household__custodians")
    ]


def name_form(pupil: Pupil) -> str:
    """What the list searches: every way the child is called, as letters A to Z."""
    return search_form(pupil.surname, pupil.given_names, pupil.birth_name, pupil.original_name)


@audit.action
def change(case: Case, row: Tracked, values: dict[str, Any], *, version: int, by: User) -> Tracked:
    """Change one record of the case: pupil, household, a custodian, the case itself.

    A custodian who becomes another person gets a code of their own: what was told to the former one does not count.
    Raises ChangedMeanwhile if somebody saved the row after `version`.
    """
    locked: Tracked = type(row)._default_manager.locked(row.pk, version=version).assign(values)
    if isinstance(locked, Pupil):
        locked.name_form = name_form(locked)
    changed = locked.changed_fields()
    if isinstance(locked, Custodian) and _is_somebody_else(locked, changed):
        for reference in _references(locked.household):
            forgo(reference, locked.code)
        locked.position = _next_position(locked.household)
    locked.save()
    if set(changed) & set(locked.PersonalData.personal):  # type: ignore[attr-defined]  # declared on every record
        _inform_of_change(case, locked)
    audit.record(
        Verb.CASE_CHANGED,
        reference=case.reference,
        about=locked,
        detail={"fields": sorted(changed)},
        shown=_references(case.pupil.household) if isinstance(locked, Household | Custodian) else (),
    )
    return locked


def _is_somebody_else(custodian: Custodian, changed: Iterable[str]) -> bool:
    """Another kind of custodian, another office, or the whole name: more than a corrected spelling. Assumed, not law."""
    changed = set(changed)
    whole_name = {"surname", "given_names"} if custodian.given_names else {"surname"}
    return bool({"kind", "institution"} & changed) or whole_name <= changed


def _next_position(home: Household) -> int:
    """Codes are never used twice in a household: receipts carry them. Lock the household first."""
    last = Household.objects.locked(home.pk).custodians.aggregate(Max("position"))["position__max"]
    return (last or 0) + 1


def _inform_of_change(case: Case, row: Tracked) -> None:
    """New or corrected data are collected data: of the child, of one custodian, or of everybody at that address.

    What concerns the household or a custodian is in the open cases of all its children.
    """
    concerned = Q(pk=case.pk)
    if isinstance(row, Household | Custodian):
        concerned |= Q(pupil__household=case.pupil.household_id) & ~Q(status=Status.CLOSED)
    for one in Case.objects.filter(concerned).select_related("pupil__household").order_by("pk"):
        _inform_of_change_in(one, row)


def _inform_of_change_in(case: Case, row: Tracked) -> None:
    people = people_of(case)
    if isinstance(row, Custodian):
        people = [one for one in people if one.code == row.code]
    elif not isinstance(row, Household):
        people = people[:1]
    _once_more(case, people, Occasion.CORRECTION)


def _once_more(case: Case, people: Sequence[Person], occasion: Occasion) -> None:
    """Who appears in the case in this way is perhaps not here: Art. 14 GDPR until the talk."""
    today = timezone.localdate()
    collected_anew(case.reference, people, occasion=occasion, on=today, strangers=OTHER_MEMBER)


def _references(home: Household) -> list[str]:
    """References of all cases of the household: what changes for one changes in the trail of each."""
    return list(Case.objects.filter(pupil__household=home).values_list("reference", flat=True))


@audit.action
def add_custodian(case: Case, values: dict[str, Any], *, by: User) -> Custodian:
    """Add a custodian; a sheet becomes due for this person too: Art. 14 if the person "is_absent"."""
    home = Household.objects.locked(case.pupil.household_id)
    facts = {name: value for name, value in values.items() if name != "is_absent"}
    custodian = Custodian(household=home, position=_next_position(home), **facts)
    custodian.save()
    for child in home.pupils.exclude(case__status=Status.CLOSED).select_related("case"):
        collected(
            child.case.reference,
            [Person(custodian.code)],
            occasion=Occasion.PERSON_ADDED,
            source=OTHER_MEMBER if values.get("is_absent") else FAMILY,
            on=timezone.localdate(),
        )
    audit.record(
        Verb.CASE_CHANGED,
        reference=case.reference,
        about=custodian,
        detail={"added": "custodian"},
        shown=_references(home),
    )
    return custodian


@audit.action
def log_contact(case: Case, values: dict[str, Any], *, by: User) -> Contact:
    """Record that the office called, wrote, or reached nobody; what comes next follows from it.

    `values`: kind, made_on, note, follow_up_on (None: the rule's date). Hearing or reading from us is the first contact
    of Art. 14 (3) (b) GDPR. Raises StepNotPossible for a closed case.
    """
    locked = _open_case_locked(case)
    facts = {name: value for name, value in values.items() if name != "follow_up_on"}
    contact = Contact(case=locked, recorded_by=by, **facts)
    contact.save()
    locked.follow_up_on = values["follow_up_on"] or rules.follow_up(contact.kind, contact.made_on)
    locked.save()
    if contact.is_told:
        contacted(case.reference, on=contact.made_on)
    audit.record(Verb.CONTACT_LOGGED, reference=case.reference, about=contact, detail={"kind": contact.kind})
    return contact


@audit.action
def record_session(case: Case, values: dict[str, Any], *, version: int, by: User) -> IntakeSession:
    """Save the draft of the talk; the one draft of a case is changed, not doubled.

    A talk is one collection of data, from the child and the custodians who take part: it opens their sheets, also of
    those who are added later. Raises ChangedMeanwhile if the draft was saved in another window.
    """
    locked = _open_case_locked(case)
    draft = (
        IntakeSession.objects.select_for_update(of=("self",)).filter(case=locked, concluded_at=None).first()
    )
    if draft is None:
        if version:
            raise ChangedMeanwhile(_("The talk was concluded in another window. Nothing of yours is lost."))
        draft = IntakeSession(case=locked, recorded_by=by)
    elif draft.version != version:
        IntakeSession.objects.locked(draft.pk, version=version)
    already = set() if draft._state.adding else _spoke(draft)
    locked.follow_up_on = None  # they are here
    locked.save()
    draft.assign(values).save()
    _inform_in_talk(locked, draft, already)
    audit.record(Verb.SESSION_RECORDED, reference=case.reference, about=draft, detail={"kind": draft.kind})
    return draft


def _inform_in_talk(case: Case, talk: IntakeSession, already: set[str]) -> None:
    """What is said is data from those who take part, and about the child in any case."""
    contacted(case.reference, on=talk.held_on)
    people = [one for one in people_of(case) if one.code in _spoke(talk) - already]
    if people:
        collected(case.reference, people, occasion=Occasion.TALK, on=talk.held_on)


def _spoke(talk: IntakeSession) -> set[str]:
    """Codes of those whose data a talk collects."""
    return {"P", *talk.participants.split(",")}


def _open_case_locked(case: Case) -> Case:
    """The case, locked. Raises StepNotPossible if it is closed: reopen it first."""
    locked: Case = Case.objects.locked(case.pk)
    if locked.is_closed:
        raise StepNotPossible(_("This case is closed. Reopen it first."), reference=case.reference)
    return locked


@audit.action
def conclude_session(session: IntakeSession, *, by: User) -> IntakeSession:
    """Conclude the talk: the case counts as counselled. Raises SheetsStillOpen or AlreadyConcluded."""
    case = Case.objects.locked(session.case_id)
    locked = IntakeSession.objects.locked(session.pk)
    if locked.is_concluded:
        raise AlreadyConcluded(_("This talk has been concluded already."), reference=case.reference)
    sheets.demand_all_settled(case.reference)
    locked.concluded_at = timezone.now()
    locked.save()
    if case.status in (Status.REPORTED, Status.INVITED):
        go(case, Status.COUNSELLED)
        if hasattr(case, "recommendation"):  # written down before the talk was concluded
            go(case, Status.SEEKING)
    audit.record(Verb.SESSION_CONCLUDED, reference=case.reference, about=locked)
    return locked


@audit.action
def recommend(case: Case, values: dict[str, Any], *, version: int, by: User) -> Recommendation:
    """Record what the KI recommends, or a changed mind. Not a decision: the Schulaufsicht assigns.

    Raises ChangedMeanwhile if somebody saved the recommendation after `version` (0: there was none).
    """
    locked = _open_case_locked(case)
    advice = Recommendation.objects.filter(case=locked).first() or Recommendation(case=locked)
    if not advice._state.adding:
        advice = Recommendation.objects.locked(advice.pk, version=version)
    advice.assign({**values, "made_by": by, "made_at": timezone.now()}).save()
    if locked.status == Status.COUNSELLED:
        go(locked, Status.SEEKING)
    audit.record(Verb.RECOMMENDED, reference=case.reference, about=advice)
    return advice


@audit.action
def move(case: Case, to: str, *, version: int, by: User, closing_reason: str = "") -> Case:
    """Set the status by hand, where the way allows it. Raises StepNotPossible or ChangedMeanwhile."""
    locked = Case.objects.locked(case.pk, version=version)
    if to not in locked.allowed_by_hand:
        raise StepNotPossible(_("This step is not possible now."), reference=case.reference)
    was_closed = locked.is_closed
    go(locked, Status(to), closing_reason=closing_reason)
    if was_closed:  # meanwhile everybody else was told of new people, texts and purposes
        _once_more(locked, people_of(locked), Occasion.REOPENED)
    if to == Status.INVITED:
        contacted(case.reference, on=timezone.localdate())
    audit.record(Verb.CASE_MOVED, reference=case.reference, about=locked, detail={"to": to})
    return locked


def go(case: Case, to: Status, *, closing_reason: str = "", waits_until: date | None = None) -> None:
    """Set the status of a locked case; `waits_until` is somebody else's deadline. Raises StepNotPossible."""
    if to not in NEXT[case.status]:
        raise StepNotPossible(
            _("A case that is “%(now)s” cannot become “%(next)s”.")
            % {"now": Status(case.status).label, "next": to.label},
            reference=case.reference,
        )
    note("status", f"{case.status}>{to.value}")
    today = timezone.localdate()
    case.status, case.status_since = to, today
    case.waits_until, case.follow_up_on, case.is_asked_back = waits_until, None, False
    case.closed_on = today if to == Status.CLOSED else None
    case.closing_reason = closing_reason
    case.save()


@audit.action
def assign(case: Case, owner: User | None, *, version: int, by: User) -> Case:
    """Make somebody responsible, or nobody. Opens the case to the new owner and her team, closes it to the old ones."""
    locked = Case.objects.locked(case.pk, version=version)
    _demand_own(locked, by)
    if locked.owner:
        _close_to(locked, locked.owner)
    locked.owner, locked.team = owner, owner.team if owner else None
    locked.save()
    if owner:
        _open_to(locked, owner)
    audit.record(
        Verb.CASE_ASSIGNED,
        reference=case.reference,
        about=locked,
        detail={"owner": owner.pk if owner else None},
    )
    return locked


def _demand_own(case: Case, by: User) -> None:
    """Raises NotYoursToAssign unless the case is hers, her team's, nobody's, or she leads."""
    of_team = by.team_id is not None and case.team_id == by.team_id
    if not (case.owner_id in (None, by.pk) or of_team or by.has_perm(Permission.SEE_ALL_CASES)):
        raise NotYoursToAssign(_("Only the responsible team hands this case over."), reference=case.reference)


def _open_to(case: Case, owner: User) -> None:
    grant(owner, case)
    if owner.team:
        grant(owner.team.group, case)


def _close_to(case: Case, owner: User) -> None:
    revoke(owner, case)
    if case.team:
        revoke(case.team.group, case)


@audit.action
def open_unusually(case: Case, *, purpose: str, explanation: str, by: User) -> Case:
    """Open another team's case for 24 hours, stating a purpose. The owner sees it on her day (decision 5).

    The purpose's code goes into the ledger; the explanation stays with the case and is erased with it.
    """
    grant(by, case, until=timezone.now() + UNUSUAL_OPENING, purpose=explanation[:200])
    audit.record(
        Verb.CASE_OPENED_UNUSUALLY, reference=case.reference, about=case, detail={"purpose": purpose}
    )
    return case
