"""Contacts, concluding a talk, and what the KI recommends."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import rules
from intake.actions.steps import go, open_case_locked
from intake.models import Case, Contact, IntakeSession, Recommendation, Status
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import User
from privacy.notices import sheets
from privacy.notices.collecting import contacted


class AlreadyConcluded(Refusal):
    """A concluded talk is not changed any more."""


@audit.action
def log_contact(case: Case, values: dict[str, Any], *, by: User) -> Contact:
    """Record that the office called, wrote, or reached nobody; what comes next follows from it.

    `values`: kind, made_on, note, follow_up_on (None: the rule's date). Hearing or reading from us is the first contact
    of Art. 14 (3) (b) GDPR. Raises StepNotPossible for a closed case.
    """
    contact = add_contact(open_case_locked(case), values, by=by)
    audit.record(Verb.CONTACT_LOGGED, reference=case.reference, about=contact, detail={"kind": contact.kind})
    return contact


def add_contact(case: Case, values: dict[str, Any], *, by: User) -> Contact:
    """The contact of a locked case and what follows from it, as part of an act that records its own event.

    Who was told something and has an appointment need not be contacted before that, unless a day is named.
    """
    facts = {name: value for name, value in values.items() if name != "follow_up_on"}
    contact = Contact(case=case, recorded_by=by, **facts)
    contact.save()
    by_rule = rules.follow_up(contact.kind, contact.made_on)
    if contact.is_told and case.appointment_on:
        by_rule = None
    case.follow_up_on = values.get("follow_up_on") or by_rule
    case.save()
    if contact.is_told:
        contacted(case.reference, on=contact.made_on)
    return contact


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
    locked = open_case_locked(case)
    advice = Recommendation.objects.filter(case=locked).first() or Recommendation(case=locked)
    if not advice._state.adding:
        advice = Recommendation.objects.locked(advice.pk, version=version)
    advice.assign({**values, "made_by": by, "made_at": timezone.now()}).save()
    if locked.status == Status.COUNSELLED:
        go(locked, Status.SEEKING)
    audit.record(Verb.RECOMMENDED, reference=case.reference, about=advice)
    return advice
