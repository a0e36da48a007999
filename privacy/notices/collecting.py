"""Whenever data are obtained, everybody concerned is owed a sheet: which kind, by when, or why not again.

Art. 13 (1) GDPR: at the time when data are obtained from the person. Art. 14 (3): within a month, and at the latest
with the first contact or the first disclosure to another recipient, when they come from somebody else.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.accounts.models import Installation
from privacy.ledger.acts import Outsider, current, note
from privacy.notices import scope, texts
from privacy.notices.documents import facts_of
from privacy.notices.models import (
    FAMILY,
    Audience,
    Collection,
    Kind,
    PrivacyNotice,
    SheetDocument,
    SheetIssue,
)
from privacy.rights.why import Why

Occasion = Collection.Occasion
State = SheetIssue.State
Reason = SheetIssue.Reason


DUE = {
    Kind.ART13: Why(_("Whoever gives us data is informed at that moment."), "Art. 13 Abs. 1 DSGVO"),
    Kind.ART14: Why(
        _(
            "Who was spoken of by others is informed within a month, and before the first contact or disclosure."
        ),
        "Art. 14 Abs. 3 DSGVO",
    ),
}
GATE = Why(
    _("Nothing goes to a school before everybody concerned has been informed."),
    "Art. 14 Abs. 3 Buchst. c DSGVO",
)
ALREADY_INFORMED = Why(
    _(
        "Nobody need be told again what they were told before, for the same purpose and without a change in substance."
    ),
    "Art. 13 Abs. 4, Art. 14 Abs. 5 Buchst. a DSGVO",
)


@dataclass(frozen=True)
class Person:
    """Somebody whose data were written down: a code, and whether the text for young people is the right one."""

    code: str
    audience: Audience = Audience.CUSTODIAN


def collected(
    reference: str,
    people: Iterable[Person],
    *,
    occasion: Occasion,
    on: date,
    source: str = FAMILY,
    purpose: str = scope.COUNSELLING,
) -> list[SheetIssue]:
    """Record one collection of data and open exactly one issue for everybody concerned; returns the issues.

    Part of an action: its event lists them. Whoever has had a sheet that says the same counts as informed, with a
    reference to that sheet (Art. 13 (4), 14 (5) (a) GDPR), unless the installation hands it out each time.
    """
    made = Collection.objects.create(
        reference=reference, occasion=occasion, source=source, purpose=purpose, collected_on=on
    )
    issues = []
    for person in people:
        readdress(reference, person)
        issue = _open(made, person)
        issues.append(issue)
        note("sheets", f"{issue.kind}:{issue.person_code}:{issue.state}")
    return issues


def collected_anew(
    reference: str,
    people: Sequence[Person],
    *,
    occasion: Occasion,
    on: date,
    purpose: str = scope.COUNSELLING,
    strangers: str = FAMILY,
) -> list[SheetIssue]:
    """Record that everybody is concerned once more, each by the source of their data so far; returns the issues.

    A correction, a new text or a case opened again turns nobody who was only spoken of into somebody who was here.
    `strangers`: the source of those of whom nothing was collected before. Part of an action.
    """
    sources = {person: source_of([reference], person.code, strangers) for person in people}
    issues = []
    for source in dict.fromkeys(sources.values()):
        told = [person for person in people if sources[person] == source]
        issues += collected(reference, told, occasion=occasion, source=source, purpose=purpose, on=on)
    return issues


def _open(collection: Collection, person: Person) -> SheetIssue:
    issue = SheetIssue(
        collection=collection,
        reference=collection.reference,
        person_code=person.code,
        audience=person.audience,
        kind=collection.kind,
        due_on=due_on(collection.kind, collection.collected_on),
    )
    if earlier := told_before(issue):
        issue.state, issue.told_by, issue.settled_at = State.EXEMPT, earlier, timezone.now()
        issue.reason = Reason.ALREADY_13 if issue.kind == Kind.ART13 else Reason.ALREADY_14
        by = current().by
        issue.settled_by = None if isinstance(by, Outsider) else by
    issue.save()
    return issue


def due_on(kind: Kind, collected_on: date) -> date:
    """At once (Art. 13 (1)), or within a month (Art. 14 (3) (a) GDPR)."""
    return collected_on if kind == Kind.ART13 else one_month_after(collected_on)


def one_month_after(day: date) -> date:
    """The same day of the next month, or its last (§ 188 (2), (3) BGB; Regulation 1182/71, Art. 3 (2) (c))."""
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def contacted(reference: str, *, on: date) -> None:
    """The family is spoken to: what Art. 14 owes it is due now (Art. 14 (3) (b) GDPR). Part of an action."""
    owed = SheetIssue.objects.of(reference).open().filter(kind=Kind.ART14, due_on__gt=on)
    if owed.update(due_on=on):
        note("due", on.isoformat())


def source_of(references: Iterable[str], person_code: str, unknown: str = FAMILY) -> str:
    """From whom this person's data come, by the cases of the family: from itself once it has spoken, else who spoke of it.

    `unknown` for a person of whom nothing was collected yet.
    """
    issues = SheetIssue.objects.filter(reference__in=references, person_code=person_code)
    issues = issues.select_related("collection")
    last = issues.order_by("pk").last()
    if last is None:
        return unknown
    return FAMILY if issues.filter(kind=Kind.ART13).exists() else last.collection.source


def forgo(reference: str, person_code: str) -> None:
    """Nobody waits any longer for somebody who does not belong to the case any more. Part of an action."""
    mine = SheetIssue.objects.of(reference).open().filter(person_code=person_code)
    if mine.update(
        state=State.IMPOSSIBLE, reason=Reason.GONE, settled_at=timezone.now(), settled_by=current().by
    ):
        note("gone", person_code)


def readdress(reference: str, person: Person) -> None:
    """Open sheets follow the person's age: a corrected birth date may make it the text for young people, or not."""
    mine = SheetIssue.objects.of(reference).open().filter(person_code=person.code)
    mine.exclude(audience=person.audience).update(audience=person.audience)


def told_before(issue: SheetIssue) -> SheetIssue | None:
    """The last paper that told this person all that this one would say; None if there is none, or by choice.

    It was for the same purpose and readers, names the source, and tells all that is true today (`is_current`;
    Art. 13 (4), 14 (5) (a) GDPR). An Art. 13 sheet says all that an Art. 14 notice says, not the
    reverse: only it says what is necessary and what is voluntary (Art. 13 (2) (e)).
    """
    if Installation.current().hands_out_each_time:
        return None
    papers = SheetIssue.objects.of(issue.reference).printed().filter(person_code=issue.person_code)
    same_reader = papers.filter(audience=issue.audience, kind__in=_KINDS_THAT_TELL[Kind(issue.kind)])
    candidates = same_reader.select_related("document__german", "document__family")
    latest_first = candidates.defer("receipt", "document__pdf").order_by("-settled_at", "-pk")
    return next((one for one in latest_first if _tells(one.document, issue)), None)


_KINDS_THAT_TELL = {Kind.ART13: (Kind.ART13,), Kind.ART14: (Kind.ART13, Kind.ART14)}


def _tells(document: SheetDocument | None, issue: SheetIssue) -> bool:
    if document is None or issue.collection.purpose not in document.purposes:
        return False
    named = issue.kind == Kind.ART13 or issue.collection.source in (FAMILY, *document.sources)
    return named and is_current(document)


def is_current(document: SheetDocument) -> bool:
    """Whether a sheet still tells all: the same controller, data, recipients and periods, no substantive wording since.

    A translation that was older than its German text did not tell it.
    """
    if document.facts != facts_of(Installation.current()):
        return False
    if document.family is not None and not texts.keeps_up(document.family, document.german):
        return False
    return not PrivacyNotice.objects.substantive_since(document.german)


def outdated(references: Iterable[str]) -> list[SheetIssue]:
    """The last paper of each person of these cases, where it no longer tells all, or its translation is a draft."""
    last: dict[tuple[str, str], SheetIssue] = {}
    papers = SheetIssue.objects.printed().filter(reference__in=references)
    papers = papers.select_related("collection", "document__german", "document__family")
    light = papers.defer("receipt", "document__pdf", "document__german__body", "document__family__body")
    for issue in light.order_by("settled_at", "pk"):
        last[issue.reference, issue.person_code] = issue
    fresh: dict[int, bool] = {}
    found = []
    for issue in last.values():
        made: Any = issue.document
        if made.pk not in fresh:
            fresh[made.pk] = is_current(made) and (made.family is None or made.family.is_approved)
        if not fresh[made.pk]:
            found.append(issue)
    return found
