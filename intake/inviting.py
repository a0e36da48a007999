"""Letters about an appointment with what they enclose: set first, then recorded, and made anew for the printer."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from intake import actions, agenda, letters
from intake.actions.letters import Kind
from intake.letters import Invitation, address_of
from intake.models import Appointment, Case, Letter
from intake.people import audience_of
from privacy.ledger.acts import Refusal
from privacy.models import Installation, SheetIssue, User
from privacy.notices import numbers, sheets
from privacy.notices.models import Kind as SheetKind
from privacy.notices.printing import joined


class NoAddress(Refusal):
    """What cannot be delivered is not recorded as sent."""


class NobodyChosen(Refusal):
    """A letter is for somebody."""


@dataclass(frozen=True)
class Enclosure:
    """The sheet that one person of one case is owed, set under its number, not recorded yet."""

    issues: tuple[SheetIssue, ...]
    printed: sheets.Printed


@dataclass
class Envelope:
    """One letter: the code of the person it is for, and what is enclosed."""

    code: str
    enclosures: list[Enclosure] = field(default_factory=list)

    @property
    def receipts(self) -> list[str]:
        return [one.printed.number for one in self.enclosures]


def issue(
    appointment: Appointment, kind: str, people: Sequence[str], language: str, *, by: User
) -> list[Letter]:
    """Write to these people of the family, each a letter of its own, and enclose the Art. 14 notices that are open.

    Everything is set before anything is recorded, and a sheet counts as handed over by post only after its letter has
    been recorded. Raises NoAddress, NobodyChosen, LetterNotDue and what setting a sheet raises.
    """
    if not people:
        raise NobodyChosen(_("Please tick at least one person."))
    _demand_addresses(appointment, people)
    envelopes = [Envelope(code) for code in people]
    for case in appointment.cases:
        _enclose(case, envelopes, language)
    for one in envelopes:  # a letter that cannot be set must not be recorded
        to = Invitation(one.code, language, bool(one.enclosures))
        _text(appointment, appointment.cases, kind, to, contact=str(by))
    receipts = {one.code: one.receipts for one in envelopes}
    made = actions.issue_letters(appointment, kind, receipts, slot=appointment.slot, language=language, by=by)
    for enclosure in (inner for one in envelopes for inner in one.enclosures):
        _settle(enclosure, language, by)
    return made


def _demand_addresses(appointment: Appointment, people: Sequence[str]) -> None:
    for code in people:
        if not address_of(appointment.household, code):
            raise NoAddress(_("There is no address to post it to."), reference=appointment.references[0])


def _enclose(case: Case, envelopes: Sequence[Envelope], language: str) -> None:
    """The open notices of a case into the letters: each person's own, and the child's into one that goes to its home."""
    for owed in sheets.owed(sheets.open_for(case.reference)):
        is_art14 = any(one.kind == SheetKind.ART14 for one in owed.issues)
        envelope = _envelope_for(case, owed.lead.person_code, envelopes)
        if is_art14 and envelope is not None:
            audience = audience_of(case, owed.lead.person_code)
            printed = sheets.prepare(owed.lead, language, numbers.new_number(), audience=audience)
            envelope.enclosures.append(Enclosure(owed.issues, printed))


def _envelope_for(case: Case, code: str, envelopes: Sequence[Envelope]) -> Envelope | None:
    """Whose letter holds this person's paper; None if this person is not written to."""
    own = next((one for one in envelopes if one.code == code), None)
    if own is not None or code != "P":
        return own
    home = case.pupil.household
    at_home = [one for one in envelopes if address_of(home, one.code) == home.address_lines]
    return at_home[0] if at_home else None


def _settle(enclosure: Enclosure, language: str, by: User) -> None:
    """The sheet went out by post. Whoever was informed in this very moment by a colleague is informed."""
    outcome = sheets.Outcome(
        state=SheetIssue.State.ISSUED,
        language=language,
        channel=SheetIssue.Channel.POST,
        interpreter=SheetIssue.Interpreter.NONE,
    )
    lead = enclosure.issues[0]
    with suppress(sheets.AlreadySettled):
        sheets.settle(enclosure.issues, {lead.pk: enclosure.printed}, outcome, by=by)


def _text(
    appointment: Appointment, cases: Sequence[Case], kind: str, to: Invitation, *, contact: str
) -> bytes:
    installation = Installation.current()
    if kind == Kind.INVITATION:
        return letters.invitation(cases, appointment.slot, to, installation, contact=contact)
    missed = agenda.missed_days(cases, appointment.slot)
    return letters.reminder(cases, missed, to, installation, contact=contact)


def printed(letter: Letter, appointment: Appointment) -> bytes:
    """The letter once more for the printer, with what was enclosed: names as they are now, nothing is stored."""
    cases = appointment.cases
    contact = str(letter.issued_by)
    if letter.kind == Kind.ESCALATION:
        return _report(letter, appointment, contact)
    issues = list(SheetIssue.objects.printed().filter(receipt_number__in=letter.receipts).order_by("pk"))
    to = Invitation(letter.person_code, letter.language, bool(issues))
    appointment.slot = letter.slot  # as the letter said it
    papers = [_text(appointment, cases, letter.kind, to, contact=contact)]
    sheets_once = {issue.sheet_sha256: bytes(issue.document.pdf) for issue in issues if issue.document}
    papers += sheets_once.values()
    papers += [bytes(issue.receipt or b"") for issue in issues]
    return joined(papers) if issues else papers[0]


def _report(letter: Letter, appointment: Appointment, contact: str) -> bytes:
    cases = appointment.cases
    to_family = Letter.objects.filter(appointment__children__case__in=cases).exclude(kind=Kind.ESCALATION)
    written = sorted(set(to_family.values_list("issued_on", flat=True)))
    recipient = tuple(letter.recipient.splitlines())
    missed = agenda.missed_days(cases, appointment.slot)
    return letters.escalation(cases, missed, written, recipient, Installation.current(), contact=contact)
