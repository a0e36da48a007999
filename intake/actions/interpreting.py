"""Booking interpreters."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake import catalogues, interpreting
from intake.actions.steps import open_case_locked
from intake.models import Case, InterpreterBooking, Partner
from privacy.ledger import audit
from privacy.ledger.acts import Refusal, note
from privacy.ledger.verbs import Verb
from privacy.models import Installation, User


class NoInterpretersHere(Refusal):
    """Families were told that nobody else listens, so nobody does (Art. 13 (1) (e) GDPR)."""


class LayPoolExcluded(Refusal):
    """The lay pool does not do this kind of talk; the message names the rule (intake/data/talk_topics.csv)."""


class NotThisInterpreter(Refusal):
    """The chosen interpreter is of another kind or does not speak the language."""


class BookingStepNotPossible(Refusal):
    """A booking goes its way in one direction (InterpreterBooking.NEXT)."""


@audit.action
def book_interpreter(case: Case, values: dict[str, Any], *, by: User) -> InterpreterBooking:
    """Ask for an interpreter. Too short a notice is no refusal: the booking says from when on one could be had.

    `values`: wanted_on, starts_at, language, kind, partner (None: from the pool), topic, cost_centre, note. Raises
    NoInterpretersHere, LayPoolExcluded, NotThisInterpreter, or StepNotPossible for a closed case.
    """
    locked = open_case_locked(case)
    installation = Installation.current()
    if not installation.uses_interpreters:
        raise NoInterpretersHere(
            _("The installation says that the KI works without interpreters."), reference=case.reference
        )
    today = timezone.localdate()
    earliest = interpreting.earliest_day(values["kind"], today, installation)
    booking = InterpreterBooking(case=locked, booked_by=by, booked_on=today, earliest_on=earliest, **values)
    _demand_fitting(booking)
    booking.save()
    audit.record(
        Verb.INTERPRETER_BOOKED,
        reference=case.reference,
        about=booking,
        detail={"kind": booking.kind, "short_notice": booking.is_short},
    )
    return booking


@audit.action
def change_booking(
    booking: InterpreterBooking, values: dict[str, Any], *, version: int, by: User
) -> InterpreterBooking:
    """Change a booking, and its state where the way allows it; hours and cost come at the end.

    Raises BookingStepNotPossible, NotThisInterpreter, or ChangedMeanwhile.
    """
    locked: InterpreterBooking = InterpreterBooking.objects.locked(booking.pk, version=version)
    before = locked.state
    locked.assign(values)
    if locked.state != before and locked.state not in InterpreterBooking.NEXT[before]:
        raise BookingStepNotPossible(
            _("This booking is over. Please ask for a new one."), reference=booking.case.reference
        )
    _demand_fitting(locked)
    fields = sorted(locked.changed_fields())
    locked.save()
    if locked.state != before:
        note("status", f"{before}>{locked.state}")
    audit.record(
        Verb.INTERPRETER_CHANGED, reference=booking.case.reference, about=locked, detail={"fields": fields}
    )
    return locked


def _demand_fitting(booking: InterpreterBooking) -> None:
    """Raises LayPoolExcluded or NotThisInterpreter."""
    if interpreting.is_excluded(booking.kind, booking.topic):
        rule = catalogues.talk_topic(booking.topic).rule(get_language() or "de")
        raise LayPoolExcluded(
            _("%(rule)s Please choose a professional interpreter.") % {"rule": rule},
            reference=booking.case.reference,
        )
    partner: Partner | None = booking.partner
    if partner is None:
        return
    if partner.interpreter_type != booking.kind or booking.language not in partner.language_codes:
        raise NotThisInterpreter(
            _("%(name)s is another kind of interpreter or does not speak this language.") % {"name": partner},
            reference=booking.case.reference,
        )
