"""Fetching a case for a page: visible, or 404 as if there were none."""

from django.http import Http404, HttpRequest

from intake.models import Appointment, Case
from privacy.access.views import acting_user
from privacy.ledger import audit
from privacy.ledger.verbs import Verb


def get_case(request: HttpRequest, reference: str) -> Case:
    """The case, if this user may see it. Raises Http404 otherwise; asking for a stranger's case is an event."""
    case = Case.objects.visible_to(request.user).for_list().filter(reference=reference).first()
    if case is not None:
        return case
    if Case.objects.filter(reference=reference).exists():
        audit.record_alone(acting_user(request), {"verb": Verb.NOT_VISIBLE, "reference": reference})
    raise Http404


def get_appointment(request: HttpRequest, pk: int) -> Appointment:
    """The appointment, if this user may see the case of one of its children; Http404 otherwise."""
    found = Appointment.objects.with_children()
    appointment = found.visible_to(request.user).filter(pk=pk).first()
    if appointment is not None:
        return appointment
    if strangers := found.filter(pk=pk).first():
        facts = {"verb": Verb.NOT_VISIBLE, "reference": strangers.references[0]}
        audit.record_alone(acting_user(request), facts)
    raise Http404


def get_foreign_case(reference: str) -> Case:
    """Any case by its exact reference, to show who is responsible and to state a purpose; Http404 if there is none."""
    case = Case.objects.for_list().filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def get_touched_case(request: HttpRequest, reference: str) -> Case:
    """A case this user has changed once, visible or not: to undo that. Raises Http404 for every other."""
    case = Case.objects.touched_by(request.user).for_list().filter(reference=reference).first()
    return case or get_case(request, reference)
