"""Recording a talk: everything that was said, from the one page on which it was typed.

Two people may have the same family before them: one talks, the other corrects the phone number. So each field comes
with what the page showed, and only what was typed anew is written. What both changed is refused and shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.actions.drafts import Typed, demand_newest
from intake.actions.records import inform_of_change, references, store
from intake.actions.steps import open_case_locked
from intake.models import Case, Custodian, Household, IntakeSession, TalkDraft
from intake.people import people_of
from privacy.ledger import audit
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb
from privacy.models import Tracked, User
from privacy.notices.collecting import Occasion, collected, contacted

EMPTY = ("", None)


@dataclass(frozen=True)
class Entry:
    """One record as the page has it.

    `where` finds the row, or makes a new one; `fields` holds for each field (as it was shown, as it was typed). With
    `is_optional` a record without any value is none: it is not made, and removed if there was one.
    """

    part: str
    model: type[Tracked]
    where: dict[str, Any]
    fields: dict[str, tuple[Any, Any]]
    is_optional: bool = False
    made_with: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return all(typed in EMPTY for _shown, typed in self.fields.values())


def talk_entry(case: Case, values: dict[str, Any], *, by: User) -> Entry:
    """The talk itself as an entry, as it would come from a page that was opened just now."""
    talk = case.sessions.draft()
    fields = {name: (getattr(talk, name) if talk else None, value) for name, value in values.items()}
    return Entry(
        "talk", IntakeSession, {"case": case, "concluded_at": None}, fields, made_with={"recorded_by": by}
    )


class ChangedByOthers(ChangedMeanwhile):
    """The same field was changed here and elsewhere. `theirs`: the values now stored, by part and field."""

    def __init__(self, theirs: dict[tuple[str, str], Any], *, reference: str) -> None:
        super().__init__(
            _("Somebody else has changed the same entries meanwhile. Nothing of yours is lost."),
            reference=reference,
        )
        self.theirs = theirs


@audit.action
def record_talk(
    case: Case, entries: Sequence[Entry], *, by: User, newest: Typed | None = None
) -> IntakeSession:
    """Record what was said in a talk; the one open talk of a case is changed, not doubled. Returns it.

    A talk is one collection of data, from the child and the custodians who take part: it opens their sheets, also of
    those who are added later. Others whose data it changes are informed, too. The writer's draft is done with; with
    `newest` only if no other window has written since. Raises StepNotPossible for a closed case, NewerDraftElsewhere and
    ChangedByOthers.
    """
    locked = open_case_locked(case)
    draft = TalkDraft.objects.of(locked, by)
    if draft and newest:
        demand_newest(draft, newest)
    informed = set(draft.informed.split(",")) if draft else set()
    rows = {entry.part: (entry, _row(entry)) for entry in entries}
    already = _spoke(_talk(rows)) if _talk(rows).pk else informed
    _demand_no_conflict(rows.values(), case.reference)
    for entry, row in rows.values():
        _take_over(entry, row)
    talk = _talk(rows)
    changed = _store_all(locked, rows, heard=_spoke(talk))
    _welcome(locked)
    _inform_in_talk(locked, talk, already)
    if draft:
        draft.delete()
    audit.record(
        Verb.SESSION_RECORDED,
        reference=case.reference,
        about=talk,
        detail={"kind": talk.kind, "fields": changed},
        shown=references(locked.pupil.household) if _concerns_family(changed, rows) else (),
    )
    return talk


Rows = dict[str, tuple[Entry, Tracked]]


def _row(entry: Entry) -> Tracked:
    """The stored row, locked, or a new one."""
    found = entry.model._default_manager.select_for_update(of=("self",)).filter(**entry.where).first()
    return found or entry.model(**entry.where, **entry.made_with)


def _talk(rows: Rows) -> IntakeSession:
    return next(row for _entry, row in rows.values() if isinstance(row, IntakeSession))


def _demand_no_conflict(rows: Any, reference: str) -> None:
    theirs = {
        (entry.part, name): getattr(row, name)
        for entry, row in rows
        if row.pk
        for name, (shown, typed) in entry.fields.items()
        if typed != shown and getattr(row, name) not in (shown, typed)
    }
    if theirs:
        raise ChangedByOthers(theirs, reference=reference)


def _take_over(entry: Entry, row: Tracked) -> None:
    """What was typed anew; into a new row everything."""
    for name, (shown, typed) in entry.fields.items():
        if not row.pk or typed != shown:
            setattr(row, name, typed)


def _store_all(case: Case, rows: Rows, *, heard: set[str]) -> list[str]:
    """Save what has changed and inform those who did not tell it; returns "part.field" of every change."""
    changed = []
    for part, (entry, row) in rows.items():
        names = list(_stored(entry, row))
        changed += [f"{part}.{name}" for name in names]
        if isinstance(row, Household | Custodian) and names:
            inform_of_change(case, row, heard=heard)
    return sorted(changed)


def _stored(entry: Entry, row: Tracked) -> Iterator[str]:
    """Save one record, or remove it if nothing is left of it; the names of its changed fields."""
    if not (entry.is_optional and entry.is_empty):
        yield from (name for name in store(row) if name in entry.fields)
    elif row.pk:
        row.delete()
        yield "removed"


def _concerns_family(changed: list[str], rows: Rows) -> bool:
    """Whether a record was changed that the cases of siblings share."""
    shared = {part for part, (_entry, row) in rows.items() if isinstance(row, Household | Custodian)}
    return any(name.split(".")[0] in shared for name in changed)


def _welcome(case: Case) -> None:
    """They are here: nobody need be called again."""
    fresh = Case.objects.locked(case.pk)
    fresh.follow_up_on = None
    fresh.save()


def _inform_in_talk(case: Case, talk: IntakeSession, already: set[str]) -> None:
    """What is said is data from those who take part, and about the child in any case."""
    contacted(case.reference, on=talk.held_on)
    people = [one for one in people_of(case) if one.code in _spoke(talk) - already]
    if people:
        collected(case.reference, people, occasion=Occasion.TALK, on=talk.held_on)


def _spoke(talk: IntakeSession) -> set[str]:
    """Codes of those whose data a talk collects."""
    return {"P", *talk.participants.split(",")}
