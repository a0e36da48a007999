"""One act on many cases of the list: each case is an act of its own, and a refusal stops no other."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import actions
from intake.models import Case, Contact, Status
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.models import User

MOST = 50  # cases at once: a page of the list
RESULTS_KEPT = 5
_SESSION_KEY = "together"


class Act(models.TextChoices):
    """What can be done to many cases at once."""

    ASSIGN = "assign", gettext_lazy("Hand over")
    INVITE = "invite", gettext_lazy("Set as invited")
    LETTER = "letter", gettext_lazy("Record a letter of today")


class RecordedToday(Refusal):
    """A second click on the same button, or a colleague was quicker: one letter a day is one letter."""


class AlreadyResponsible(Refusal):
    """Handing a case to whom it belongs changes nothing."""


@dataclass(frozen=True)
class Outcome:
    """What became of one case: what happened, or why not. `undo` is the version that "Undo" takes back."""

    reference: str
    text: str
    is_done: bool
    undo: int | None = None


def carry_out(act: str, chosen: Mapping[str, int], *, owner: User | None, by: User) -> list[Outcome]:
    """Do the act to each chosen case (reference → the version the page showed), one after the other.

    `owner`: to whom cases are handed over. Returns one outcome for each case, in the order chosen.
    """
    visible = Case.objects.visible_to(by).with_references(chosen).for_list()
    cases = {case.reference: case for case in visible}
    acts: dict[str, Callable[..., Outcome]] = {
        Act.ASSIGN: partial(_assign, owner=owner),
        Act.INVITE: _invite,
        Act.LETTER: _record_letter,
    }
    return [
        _tried(acts[act], cases.get(reference), reference, version, by)
        for reference, version in chosen.items()
    ]


def _tried(do: Callable[..., Outcome], case: Case | None, reference: str, version: int, by: User) -> Outcome:
    if case is None:
        return Outcome(reference, _("This case is not open to you any more."), is_done=False)
    try:
        return do(case, version=version, by=by)
    except Refusal as refusal:
        return Outcome(reference, str(refusal), is_done=False)


def _assign(case: Case, *, owner: User | None, version: int, by: User) -> Outcome:
    if case.owner == owner:
        raise AlreadyResponsible(_("This person is responsible already."))
    now = actions.assign(case, owner, version=version, by=by)
    text = _("Handed over to %(person)s.") % {"person": owner}
    return Outcome(case.reference, text, is_done=True, undo=now.version)


def _invite(case: Case, *, version: int, by: User) -> Outcome:
    actions.move(case, Status.INVITED, version=version, by=by)
    return Outcome(case.reference, _("Set as invited."), is_done=True)


def _record_letter(case: Case, *, version: int, by: User) -> Outcome:
    contact = _log_letter(case, version=version, by=by)
    text = _("Letter recorded. Contact the family again by %(day)s.")
    return Outcome(case.reference, text % {"day": f"{contact.case.follow_up_on:%d.%m.%Y}"}, is_done=True)


@audit.action
def _log_letter(case: Case, *, version: int, by: User) -> Contact:
    """Record a letter of today, once a day. Raises ChangedMeanwhile, RecordedToday and what log_contact raises."""
    Case.objects.locked(case.pk, version=version)
    today = timezone.localdate()
    if case.contacts.filter(kind=Contact.Kind.LETTER, made_on=today).exists():
        raise RecordedToday(_("A letter of today is recorded already."), reference=case.reference)
    values = {"kind": Contact.Kind.LETTER, "made_on": today, "note": "", "follow_up_on": None}
    return actions.log_contact(case, values, by=by)


# --- What is shown afterwards: kept in the session, so that loading the page anew does nothing again ---------


def keep(request: HttpRequest, token: str, act: str, outcomes: list[Outcome], back: str) -> None:
    """Keep the outcomes under the token that the list's form carried."""
    kept = list(request.session.get(_SESSION_KEY, {}).items())[1 - RESULTS_KEPT :]
    result = {"act": act, "outcomes": [asdict(one) for one in outcomes], "back": back}
    request.session[_SESSION_KEY] = {**dict(kept), token: result}


def kept(request: HttpRequest, token: str) -> dict[str, Any] | None:
    """The result behind the token, or None: it is not this user's, or the session is over."""
    found = request.session.get(_SESSION_KEY, {}).get(token)
    return found and {**found, "outcomes": [Outcome(**one) for one in found["outcomes"]]}
