"""Information sheets: who must be told, the PDF, and the record that it was handed over or why not.

Art. 13 (1) GDPR: at the time when data are obtained from the person. Art. 14 (3): within a month, and at the latest
with the first disclosure to another recipient, when they come from somebody else.
"""

import hashlib
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.accounts.models import Installation, User
from privacy.ledger import audit, mac
from privacy.ledger.acts import Refusal, note
from privacy.ledger.verbs import Verb
from privacy.notices import texts
from privacy.notices.models import Audience, Kind, PrivacyNotice, SheetDocument, SheetIssue
from privacy.typeset import ReceiptFacts, load_text, receipt, sheet

State = SheetIssue.State


class ControllerDetailsMissing(Refusal):
    """No sheet is printed while Art. 13 (1) (a) and (b) GDPR cannot be fulfilled."""


class GermanTextNotApproved(Refusal):
    """The German text is the binding one; without it no sheet goes out."""


class AlreadySettled(Refusal):
    """Somebody has recorded this sheet already."""


class SheetsStillOpen(Refusal):
    """Somebody of this case has not been informed yet."""


@dataclass(frozen=True)
class Person:
    """Somebody whose data were written down: a code, and whether the text for young people is the right one."""

    code: str
    audience: Audience = Audience.CUSTODIAN


@dataclass(frozen=True)
class Outcome:
    """What became of sheets: one answer for one or several people who sat together."""

    state: str
    language: str = texts.GERMAN
    channel: str = ""
    interpreter: str = ""
    reason: str = ""


def open_for(reference: str) -> Any:
    """The sheets of a case that are still to be handed over."""
    return SheetIssue.objects.of(reference).open()


def require(reference: str, people: Iterable[Person], kind: Kind, *, on: date) -> list[SheetIssue]:
    """Open a sheet for everybody who has none of this kind yet. Part of an action: its event lists them."""
    settled = SheetIssue.objects.of(reference).filter(kind=kind).values_list("person_code", flat=True)
    known = set(settled)
    due = on if kind == Kind.ART13 else one_month_after(on)
    made = []
    for person in people:
        if person.code not in known:
            made.append(_open(reference, person, kind, due))
            note("sheets", f"{kind}:{person.code}")
    return made


def one_month_after(day: date) -> date:
    """The same day of the next month, or its last: "at the latest within one month" (Art. 14 (3) (a) GDPR)."""
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _open(reference: str, person: Person, kind: Kind, due: date) -> SheetIssue:
    return SheetIssue.objects.create(
        reference=reference, person_code=person.code, audience=person.audience, kind=kind, due_on=due
    )


def demand_all_settled(reference: str) -> None:
    """Raises SheetsStillOpen: a talk is not concluded, and nothing goes to a school, before everybody is informed."""
    if open_for(reference).exists():
        raise SheetsStillOpen(
            _("First hand over the information sheet, or record why that is not possible."),
            reference=reference,
        )


def values(installation: Installation) -> dict[str, str]:
    """What the installation fills into the texts' placeholders."""
    return {
        "controller": installation.controller_name,
        "controller_address": installation.address,
        "controller_phone": installation.phone,
        "controller_email": installation.email,
        "dpo_contact": installation.dpo_contact,
        "authority": installation.authority_name,
        "authority_contact": installation.authority_contact,
        "case_years": str(installation.case_years),
        "short_months": str(installation.short_months),
    }


def demand_ready(installation: Installation, german: PrivacyNotice) -> None:
    """Raises ControllerDetailsMissing or GermanTextNotApproved, saying what is missing."""
    if missing := installation.missing:
        raise ControllerDetailsMissing(
            _("No sheet can be printed yet. Missing: %(missing)s.") % {"missing": ", ".join(missing)}
        )
    if not german.is_approved:
        raise GermanTextNotApproved(
            _("No sheet can be printed yet: the German text has not been approved by two people.")
        )


def document(kind: str, audience: str, language: str) -> SheetDocument:
    """The stored PDF for these; made once, then found by what it is made of. Never call it inside a transaction.

    Raises ControllerDetailsMissing, GermanTextNotApproved; KeyError for a language without a text.
    """
    installation = Installation.current()
    german = texts.current(texts.GERMAN)
    family = None if language == texts.GERMAN else texts.current(language)
    demand_ready(installation, german)
    filled, mark = values(installation), _mark(installation, german, family)
    recipe = [kind, audience, german.sha256, family.sha256 if family else "", filled, mark]
    ingredients = hashlib.sha256(mac.canonical_json(recipe).encode()).hexdigest()
    stored = SheetDocument.objects.filter(ingredients=ingredients).first()
    if stored:
        return stored
    pdf = sheet(
        load_text(german.body),  # the very text whose digest is stored, not what is on file by now
        load_text(family.body) if family else None,
        filled,
        kind=kind,
        audience=audience,
        stamp=max(notice.loaded_at for notice in (german, family) if notice),
        mark=mark,
    )
    facts = {"kind": kind, "audience": audience, "language": language, "german": german, "family": family}
    return _store(
        SheetDocument(ingredients=ingredients, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), **facts)
    )


def _store(made: SheetDocument) -> SheetDocument:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # a colleague printed the same sheet in the same moment
        return SheetDocument.objects.get(ingredients=made.ingredients)
    return made


def _mark(installation: Installation, german: PrivacyNotice, family: PrivacyNotice | None) -> str:
    """What every page says in plain sight: that this is a demonstration, or that a translation is not approved."""
    if installation.is_demo:
        return "Demo"
    if family is None:
        return ""
    if family.text_version != german.text_version:
        return "Übersetzung älter als der deutsche Text · translation is outdated"
    return "" if family.is_approved else "Übersetzung im Entwurf · translation is a draft"


def receipt_pdf(issue: SheetIssue, language: str, day: date) -> bytes:
    """The page to sign for a sheet that is handed over on `day`; it names nobody. Same facts, same bytes."""
    installation = Installation.current()
    german = texts.available()[texts.GERMAN]
    family = None if language == texts.GERMAN else texts.available()[language]
    facts = ReceiptFacts(
        reference=issue.reference,
        person_code=issue.person_code,
        role=role_of(issue.person_code),
        number=receipt_number(issue),
        language=family.name if family else german.name,
        issued_on=f"{day:%d.%m.%Y}",
        office=installation.controller_name,
        mark="Demo" if installation.is_demo else "",
    )
    return receipt(german, family, facts)


def receipt_number(issue: SheetIssue) -> str:
    return f"{issue.reference}-{issue.person_code}-{issue.pk}"


def role_of(person_code: str) -> str:
    """P is the pupil, C1 and C2 are the custodians; in German, for the German receipt."""
    return "Kind / junger Mensch" if person_code == "P" else f"Sorgeberechtigte Person {person_code[1:]}"


@dataclass(frozen=True)
class Printed:
    """What is handed over to one person: the stored sheet and the receipt made for it."""

    document: SheetDocument
    receipt: bytes


def hand_over(issues: Sequence[SheetIssue], outcome: Outcome, *, by: User) -> list[SheetIssue]:
    """Make what is to be printed, then record what became of the sheets. Returns the settled issues.

    The PDFs are set before any transaction begins. Raises what `document` and `settle` raise.
    """
    day = timezone.localdate()
    printed = {}
    if outcome.state == State.ISSUED:
        printed = {
            issue.pk: Printed(
                document(issue.kind, issue.audience, outcome.language),
                receipt_pdf(issue, outcome.language, day),
            )
            for issue in issues
        }
    return settle(issues, printed, outcome, by=by)


@audit.action
def settle(
    issues: Sequence[SheetIssue], printed: dict[int, Printed], outcome: Outcome, *, by: User
) -> list[SheetIssue]:
    """Record what became of open sheets of one case: handed over, refused, impossible.

    `printed` holds sheet and receipt by issue when the outcome is "issued". Raises AlreadySettled.
    """
    reference = issues[0].reference
    locked = list(open_for(reference).select_for_update().filter(pk__in=[issue.pk for issue in issues]))
    if len(locked) != len(issues):
        raise AlreadySettled(_("A colleague has recorded this sheet already."), reference=reference)
    for issue in locked:
        _settle_one(issue, printed.get(issue.pk), outcome, by)
    detail = {
        "state": outcome.state,
        "language": outcome.language,
        "channel": outcome.channel,
        "people": [issue.person_code for issue in locked],
        "receipts": [issue.receipt_number for issue in locked if issue.receipt_number],
        "sheets": sorted({issue.sheet_sha256 for issue in locked if issue.sheet_sha256}),
    }
    audit.record(Verb.SHEET_SETTLED, reference=reference, detail=detail)
    return locked


def _settle_one(issue: SheetIssue, printed: Printed | None, outcome: Outcome, by: User) -> None:
    issue.state = outcome.state
    issue.language, issue.channel = outcome.language, outcome.channel
    issue.interpreter, issue.reason = outcome.interpreter, outcome.reason
    issue.settled_at, issue.settled_by = timezone.now(), by
    if printed is not None:
        issue.document, issue.sheet_sha256 = printed.document, printed.document.sha256
        issue.receipt, issue.receipt_sha256 = printed.receipt, hashlib.sha256(printed.receipt).hexdigest()
        issue.receipt_number = receipt_number(issue)
    issue.save()


@audit.action
def reopen(issue: SheetIssue, *, by: User) -> SheetIssue:
    """Try again with somebody who was not informed the first time: a new open sheet, due today.

    The first outcome stays as it was. Raises AlreadySettled if the person has been informed, or is open, by now.
    """
    others = SheetIssue.objects.of(issue.reference).filter(person_code=issue.person_code, kind=issue.kind)
    if others.filter(state__in=(State.ISSUED, State.OPEN)).exists():
        raise AlreadySettled(_("A colleague has recorded this sheet already."), reference=issue.reference)
    again = _open(
        issue.reference,
        Person(issue.person_code, Audience(issue.audience)),
        Kind(issue.kind),
        timezone.localdate(),
    )
    audit.record(
        Verb.SHEET_REOPENED, reference=issue.reference, about=again, detail={"people": [issue.person_code]}
    )
    return again
