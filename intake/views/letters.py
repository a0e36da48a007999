"""Letters about appointments: to whom, issued with one click, and once more for the printer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake import actions, agenda, inviting
from intake.access import get_appointment
from intake.actions.letters import kinds_due
from intake.forms import AuthorityForm, LetterForm
from intake.letters import address_of
from intake.models import Appointment, Letter
from intake.people import recipients_of
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.notices import texts


def _whole(request: HttpRequest, pk: int) -> Appointment:
    """The appointment, if every child of it is open to the user: a letter names them all. Raises Http404."""
    appointment = get_appointment(request, pk)
    (family,) = agenda.open_families([appointment], acting_user(request))
    if len(family.children) != len(appointment.cases):
        raise Http404
    return appointment


@needs(Permission.OPEN_CASES)
def letter_issue(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The invitation, or the reminder after no-shows, to those of the family who are ticked."""
    appointment = _whole(request, pk)
    if kind == Letter.Kind.ESCALATION or kind not in kinds_due(appointment):
        raise Http404
    form = LetterForm(request.POST or None, **_letter_form(appointment))
    if form.is_valid():
        people, language = form.cleaned_data["people"], form.cleaned_data["language"]
        try:
            inviting.issue(appointment, kind, people, language, by=acting_user(request))
            messages.success(request, _("Recorded. Please print the letters and post them today."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(appointment)
    return _letter_page(request, appointment, Letter.Kind(kind), form)


def _letter_form(appointment: Appointment) -> dict[str, Any]:
    home, children = appointment.household, appointment.cases
    names = recipients_of(children[0])
    with_address = [code for code in names if address_of(home, code)]
    language = texts.preset_language(home.language, *(case.pupil.first_language for case in children))
    return {"home": home, "names": names, "initial": {"people": with_address, "language": language}}


@needs(Permission.OPEN_CASES)
def report_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The report to the Schulaufsicht or the Schulträger that nobody came (§ 41 (5) SchulG NRW)."""
    appointment = _whole(request, pk)
    if Letter.Kind.ESCALATION not in kinds_due(appointment):
        raise Http404
    form = AuthorityForm(request.POST or None)
    if form.is_valid():
        try:
            actions.report_no_shows(appointment, recipient=form.recipient(), by=acting_user(request))
            messages.success(request, _("Recorded. Please print the letters and post them today."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(appointment)
    return _letter_page(request, appointment, Letter.Kind.ESCALATION, form)


def _letter_page(
    request: HttpRequest, appointment: Appointment, kind: Letter.Kind, form: LetterForm | AuthorityForm
) -> HttpResponse:
    audit.read(request, Verb.CASES_LISTED, shown=appointment.references, detail={"list": "appointment"})
    (family,) = agenda.open_families([appointment], acting_user(request))
    context = {"appointment": appointment, "family": family, "form": form, "kind": kind}
    is_report = kind == Letter.Kind.ESCALATION
    return render(request, "intake/report_issue.html" if is_report else "intake/letter_issue.html", context)


@needs(Permission.OPEN_CASES)
@require_safe
def letter_pdf(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """A letter that was issued, with what was enclosed; made anew each time."""
    appointment = _whole(request, pk)
    found = get_object_or_404(appointment.letters.select_related("slot", "issued_by"), pk=letter)
    pdf = inviting.printed(found, appointment)
    references = appointment.references
    audit.read(
        request, Verb.LETTER_OPENED, reference=references[0], shown=references, detail={"kind": found.kind},
        content=pdf,
    )  # fmt: skip
    headers = {"Content-Disposition": f'inline; filename="{found.kind}-{references[0]}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
