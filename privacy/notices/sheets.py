"""What became of the sheets: handed over, refused, impossible, exempt. Each a record that names nobody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.accounts.models import User
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.notices import numbers, texts
from privacy.notices.documents import document, receipt_pdf, sha256
from privacy.notices.models import Collection, Kind, SheetDocument, SheetIssue

State = SheetIssue.State


class AlreadySettled(Refusal):
    """Somebody has recorded this sheet already."""


class SheetsStillOpen(Refusal):
    """Somebody of this case has not been informed yet."""


class NotHandedOver(Refusal):
    """Only who got the sheet can have signed the receipt."""


class GroundOnlyForArt14(Refusal):
    """Whoever gave us the data can be informed: Art. 13 GDPR knows no exemption for the effort (Art. 14 (5) (b))."""


@dataclass(frozen=True)
class Outcome:
    """What became of sheets: one answer for one or several people who sat together."""

    state: str
    language: str = texts.GERMAN
    channel: str = ""
    interpreter: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Owed:
    """All that one person of a case is still to be told: one paper settles it, `lead` says which."""

    lead: SheetIssue
    others: tuple[SheetIssue, ...] = ()

    @property
    def issues(self) -> tuple[SheetIssue, ...]:
        return (self.lead, *self.others)


def open_for(reference: str) -> Any:
    """The sheets of a case that are still to be handed over."""
    return SheetIssue.objects.of(reference).open().select_related("collection")


def owed(issues: Iterable[SheetIssue]) -> list[Owed]:
    """Open issues by case and person, the child first. An Art. 13 sheet says all that an Art. 14 notice says, so it leads."""
    people: dict[tuple[str, str], list[SheetIssue]] = {}
    for issue in sorted(issues, key=_order):
        people.setdefault((issue.reference, issue.person_code), []).append(issue)
    return [Owed(first, tuple(rest)) for first, *rest in people.values()]


def _order(issue: SheetIssue) -> tuple[str, bool, str, str, int]:
    return issue.reference, issue.person_code != "P", issue.person_code, issue.kind, issue.pk


def demand_all_settled(reference: str) -> None:
    """Raises SheetsStillOpen: a talk is not concluded, and nothing goes to a school, before everybody is informed.

    Art. 13 (1), Art. 14 (3) (c) GDPR; decision 9.
    """
    if open_for(reference).exists():
        raise SheetsStillOpen(
            _("First hand over the information sheet, or record why that is not possible."),
            reference=reference,
        )


@dataclass(frozen=True)
class Printed:
    """What is handed over to one person: the stored sheet, and the receipt made for it under its number."""

    document: SheetDocument
    number: str
    receipt: bytes


def hand_over(
    issues: Sequence[SheetIssue], outcome: Outcome, *, by: User, audiences: Mapping[str, str] | None = None
) -> list[SheetIssue]:
    """Make what is to be printed, then record what became of the sheets. Returns the settled issues.

    `audiences`: for whom each person's text is today, by code; a child may have turned 14 while the sheet was open.
    The PDFs are set before any transaction begins. Raises what `document` and `settle` raise.
    """
    printed = {}
    if outcome.state == State.ISSUED:
        today = audiences or {}
        for lead in (one.lead for one in owed(issues)):
            audience = today.get(lead.person_code, "")
            printed[lead.pk] = prepare(lead, outcome.language, numbers.new_number(), audience=audience)
    return settle(issues, printed, outcome, by=by)


def prepare(issue: SheetIssue, language: str, number: str, *, audience: str = "") -> Printed:
    """The paper of one person under this number, not recorded yet. Never in a transaction; raises what `document` raises."""
    made = document(issue.kind, audience or issue.audience, language)
    return Printed(made, number, receipt_pdf(issue, made, number, timezone.localdate()))


@audit.action
def settle(
    issues: Sequence[SheetIssue], printed: dict[int, Printed], outcome: Outcome, *, by: User
) -> list[SheetIssue]:
    """Record what became of open sheets of one case: handed over, refused, impossible, exempt.

    `printed` holds the paper of each person, by the leading issue, when the outcome is "issued". Raises
    AlreadySettled and GroundOnlyForArt14.
    """
    reference = issues[0].reference
    chosen = open_for(reference).select_for_update(of=("self",)).filter(pk__in=[one.pk for one in issues])
    locked = list(chosen)
    if len(locked) != len(issues):
        raise AlreadySettled(_("A colleague has recorded this sheet already."), reference=reference)
    if outcome.reason == SheetIssue.Reason.EFFORT and any(one.kind == Kind.ART13 for one in locked):
        raise GroundOnlyForArt14(_("This ground exempts from Art. 14 only."), reference=reference)
    _settle(locked, printed, outcome, by)
    return locked


def _settle(locked: list[SheetIssue], printed: dict[int, Printed], outcome: Outcome, by: User) -> None:
    """The rows and the event of one act."""
    for person in owed(locked):
        _settle_person(person, printed.get(person.lead.pk), outcome, by)
    detail = {
        "state": outcome.state,
        "language": outcome.language,
        "channel": outcome.channel,
        "reason": outcome.reason,
        "people": sorted({issue.person_code for issue in locked}),
        "receipts": [issue.receipt_number for issue in locked if issue.receipt_number],
        "sheets": sorted({issue.sheet_sha256 for issue in locked if issue.sheet_sha256}),
    }
    audit.record(Verb.SHEET_SETTLED, reference=locked[0].reference, detail=detail)


def _settle_person(person: Owed, printed: Printed | None, outcome: Outcome, by: User) -> None:
    """One paper, one receipt; further issues of the same person point to it. Without a paper each stands for itself."""
    for issue in person.issues:
        issue.state = outcome.state
        issue.language, issue.channel = outcome.language, outcome.channel
        issue.interpreter, issue.reason = outcome.interpreter, outcome.reason
        issue.settled_at, issue.settled_by = timezone.now(), by
        if printed is not None:
            issue.document, issue.sheet_sha256 = printed.document, printed.document.sha256
            issue.audience = printed.document.audience
            if issue is person.lead:
                issue.receipt, issue.receipt_sha256 = printed.receipt, sha256(printed.receipt)
                issue.receipt_number = printed.number
            else:
                issue.told_by = person.lead
        issue.save()


def reopenable(reference: str) -> set[int]:
    """Issues of people who were not informed, have not been since, and have none open."""
    told = (State.ISSUED, State.OPEN)
    issues = list(SheetIssue.objects.of(reference).values_list("pk", "person_code", "state", "told_by"))
    last = {code: max(pk for pk, who, state, _ in issues if who == code and state in told)
            for _, code, state, _ in issues if state in told}  # fmt: skip
    return {
        pk for pk, code, state, by in issues if state not in told and by is None and pk > last.get(code, 0)
    }


@audit.action
def reopen(issue: SheetIssue, *, audience: str, by: User) -> SheetIssue:
    """Try again with somebody who was not informed the first time: a new open sheet, due today.

    The first outcome stays as it was. `audience`: the right one today. Raises AlreadySettled if the person has been
    informed, or is open, by now.
    """
    _lock(issue)
    if issue.pk not in reopenable(issue.reference):
        raise AlreadySettled(_("A colleague has recorded this sheet already."), reference=issue.reference)
    return _reopened(issue, audience)


@audit.action
def hand_over_again(issue: SheetIssue, *, audience: str, by: User) -> SheetIssue:
    """A person asks for the sheet once more, or in another language: a new open sheet, due today.

    `audience`: the right one today. Raises AlreadySettled if one is open already.
    """
    _lock(issue)
    _demand_none_open(issue)
    return _reopened(issue, audience)


@audit.action
def replace(last: SheetIssue, printed: Printed, outcome: Outcome, *, audience: str, by: User) -> SheetIssue:
    """Hand over today's sheet in place of an old paper, in one act; returns the new issue.

    Raises AlreadySettled if a sheet is open for this person, or if the paper is not the last one any more.
    """
    _lock(last)
    _demand_none_open(last)
    papers = SheetIssue.objects.of(last.reference).printed().filter(person_code=last.person_code)
    if papers.filter(settled_at__gt=last.settled_at).exists():
        raise AlreadySettled(_("A colleague has recorded this sheet already."), reference=last.reference)
    again = _again(last, audience)
    _settle([again], {again.pk: printed}, outcome, by)
    return again


def _lock(issue: SheetIssue) -> None:
    """Further tries for one collection of data are made one after the other."""
    Collection.objects.select_for_update().get(pk=issue.collection_id)


def _demand_none_open(issue: SheetIssue) -> None:
    if open_for(issue.reference).filter(person_code=issue.person_code).exists():
        raise AlreadySettled(_("A sheet is open for this person already."), reference=issue.reference)


def _reopened(issue: SheetIssue, audience: str) -> SheetIssue:
    again = _again(issue, audience)
    audit.record(
        Verb.SHEET_REOPENED, reference=issue.reference, about=again, detail={"people": [issue.person_code]}
    )
    return again


def _again(issue: SheetIssue, audience: str) -> SheetIssue:
    """One more try for the same collection of data, which is locked."""
    tries = SheetIssue.objects.filter(collection=issue.collection_id, person_code=issue.person_code)
    return SheetIssue.objects.create(
        collection=issue.collection,
        attempt=tries.aggregate(last=Max("attempt"))["last"] + 1,
        reference=issue.reference,
        person_code=issue.person_code,
        audience=audience,
        kind=issue.kind,
        due_on=timezone.localdate(),
    )


@audit.action
def sign(issue: SheetIssue, *, by: User) -> SheetIssue:
    """The signed receipt has come back. Raises NotHandedOver without a paper of its own; a second time changes nothing."""
    locked = (
        SheetIssue.objects.select_for_update().filter(pk=issue.pk, state=State.ISSUED, told_by=None).first()
    )
    if locked is None:
        raise NotHandedOver(_("No receipt was printed for this sheet."), reference=issue.reference)
    locked.signed_on = locked.signed_on or timezone.localdate()
    locked.save()
    detail = {"people": [locked.person_code], "receipts": [locked.receipt_number]}
    audit.record(Verb.SHEET_SIGNED, reference=locked.reference, about=locked, detail=detail)
    return locked
