"""Keeping what is being typed. The first line begins a draft and is an event; the rest is the same act going on."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.actions.steps import open_case_locked
from intake.models import Case, TalkDraft
from intake.people import people_of
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import User
from privacy.notices.collecting import Occasion, collected, contacted

LONGEST = 100_000  # characters of an encoded form; the longest one that can be filled in has about 20,000


@dataclass(frozen=True)
class Typed:
    """What a browser window sends: the form, which window it is, and the number of the draft it started from."""

    content: str
    window: str
    number: int


class NewerDraftElsewhere(Refusal):
    """Another window of the same person has gone on writing; this one overwrites nothing."""


class TooMuchTyped(Refusal):
    """More than the page can hold."""


def keep_draft(case: Case, typed: Typed, *, by: User) -> TalkDraft:
    """Keep what is typed on the talk page, unchecked, for this person and this case.

    Raises NewerDraftElsewhere if another window wrote after this one was opened, StepNotPossible for a closed case.
    """
    if len(typed.content) > LONGEST:
        raise TooMuchTyped(
            _("This is more than can be kept. Please shorten the notes."), reference=case.reference
        )
    with transaction.atomic():
        Case.objects.locked(case.pk)  # two windows begin one draft, not two
        draft = TalkDraft.objects.of(case, by)
        if draft is None:
            return begin_draft(case, typed, by=by)
        demand_newest(draft, typed)
        return _written(draft, typed)


def demand_newest(draft: TalkDraft, typed: Typed) -> None:
    """Raises NewerDraftElsewhere unless this window wrote last, or started from what is stored."""
    if typed.window != draft.window and typed.number != draft.number:
        raise _newer(draft.case)


@audit.action
def begin_draft(case: Case, typed: Typed, *, by: User) -> TalkDraft:
    """The first line of a talk: from now on data are collected (Art. 13 (1) GDPR), from the child and who brings it.

    Raises NewerDraftElsewhere if the window goes on with a draft that was recorded or discarded meanwhile.
    """
    if typed.number:
        raise _newer(case)
    locked = open_case_locked(case)
    today = timezone.localdate()
    contacted(case.reference, on=today)
    people = people_of(locked)[:2]  # who takes part is not ticked yet: the child and the first custodian
    collected(case.reference, people, occasion=Occasion.TALK, on=today)
    informed = ",".join(one.code for one in people)
    draft = _written(TalkDraft(case=locked, user=by, number=0, informed=informed), typed)
    audit.record(Verb.SESSION_BEGUN, reference=case.reference, about=draft)
    return draft


@audit.action
def discard_draft(draft: TalkDraft, *, by: User) -> None:
    """Throw away what one has typed oneself and not recorded."""
    audit.record(Verb.SESSION_DISCARDED, reference=draft.case.reference, about=draft)
    draft.delete()


def _written(draft: TalkDraft, typed: Typed) -> TalkDraft:
    draft.content, draft.window = typed.content, typed.window
    draft.number += 1
    draft.saved_at = timezone.now()
    draft.save()
    return draft


def _newer(case: Case) -> NewerDraftElsewhere:
    return NewerDraftElsewhere(
        _(
            "This talk was continued or recorded in another window. Nothing typed here is lost, and nothing there is overwritten."
        ),
        reference=case.reference,
    )
