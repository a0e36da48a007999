"""Letters about appointments: that they went out, to whom, and what was in them. The words are in intake/letters.py."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import rules
from intake.actions.steps import open_case_locked
from intake.actions.talks import add_contact
from intake.models import Appointment, Case, Contact, Letter, Slot
from intake.models.appointments import State
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import User
from privacy.notices import sheets

Kind = Letter.Kind


class LetterNotDue(Refusal):
    """An invitation is for a booked appointment, a reminder and a report for one to which nobody came, often enough."""


def kinds_due(appointment: Appointment) -> list[Kind]:
    """The letters that can be written now, by the state and by how often nobody came (rules, assumed)."""
    if appointment.is_booked:
        return [Kind.INVITATION] if not appointment.slot.has_begun else []
    missed = max((case.counted_no_shows for case in appointment.cases if not case.is_closed), default=0)
    if appointment.state != State.NO_SHOW:
        return []
    return [kind for kind, least in _AFTER.items() if missed >= least]


_AFTER = {Kind.REMINDER: rules.REMINDER_AFTER, Kind.ESCALATION: rules.ESCALATION_AFTER}


@audit.action
def issue_letters(
    appointment: Appointment,
    kind: str,
    receipts: Mapping[str, Sequence[str]],
    *,
    slot: Slot,
    language: str,
    by: User,
) -> list[Letter]:
    """Record that these letters go to the post today: a contact by letter in each case (Art. 14 (3) (b) GDPR).

    `receipts`: the numbers of the sheets that are enclosed, by the code of the person each letter is for. `slot`: the
    time the letters name. Raises LetterNotDue if the appointment is not what it was when they were set.
    """
    locked, cases = _locked(appointment, kind)
    if locked.slot_id != slot.pk:
        raise _not_due(cases)
    made = []
    for code, enclosed in receipts.items():
        letter = _letter(locked, kind, by, person_code=code, language=language, receipts=list(enclosed))
        letter.save()
        made.append(letter)
    for case in cases:
        add_contact(case, _contact(), by=by)
    if kind == Kind.INVITATION:
        locked.invited_on, locked.channel = timezone.localdate(), Appointment.Channel.LETTER
        locked.save()
    detail = {"kind": kind, "people": sorted(receipts), "language": language}
    references = [case.reference for case in cases]
    audit.record(Verb.LETTERS_ISSUED, reference=references[0], about=locked, detail=detail, shown=references)
    return made


@audit.action
def report_no_shows(appointment: Appointment, *, recipient: str, by: User) -> Letter:
    """Record the report to the Schulaufsicht or the Schulträger (§ 41 (5) SchulG NRW). `recipient`: its address in lines.

    A disclosure: raises SheetsStillOpen before everybody is informed (Art. 14 (3) (c) GDPR), and LetterNotDue.
    """
    locked, cases = _locked(appointment, Kind.ESCALATION)
    for case in cases:
        sheets.demand_all_settled(case.reference)
    letter = _letter(locked, Kind.ESCALATION, by, recipient=recipient, language="de")
    letter.save()
    detail = {"disclosed": ["names", "birth", "custodians", "dates"], "basis": "§ 41 Abs. 5 SchulG NRW"}
    references = [case.reference for case in cases]
    audit.record(
        Verb.NO_SHOWS_REPORTED, reference=references[0], about=letter, detail=detail, shown=references
    )
    return letter


def _locked(appointment: Appointment, kind: str) -> tuple[Appointment, list[Case]]:
    cases = [open_case_locked(case) for case in sorted(appointment.cases, key=lambda one: one.pk)]
    locked: Appointment = Appointment.objects.locked(appointment.pk)
    if kind not in kinds_due(locked):
        raise _not_due(cases)
    return locked, cases


def _not_due(cases: Sequence[Case]) -> LetterNotDue:
    return LetterNotDue(
        _("The appointment has changed meanwhile. Please look at it again."), reference=cases[0].reference
    )


def _letter(appointment: Appointment, kind: str, by: User, **facts: object) -> Letter:
    return Letter(
        appointment=appointment,
        slot_id=appointment.slot_id,
        kind=kind,
        issued_on=timezone.localdate(),
        issued_by=by,
        **facts,
    )


def _contact() -> dict[str, object]:
    return {"kind": Contact.Kind.LETTER, "made_on": timezone.localdate(), "note": ""}
