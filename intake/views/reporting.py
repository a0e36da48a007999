"""The report to the Gesundheitsamt, where the KI makes it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake import actions
from intake.access import get_case
from intake.letters import examination_report
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import Installation


@needs(Permission.OPEN_CASES)
@require_POST
def examination_report_new(request: HttpRequest, reference: str) -> HttpResponse:
    case = get_case(request, reference)
    try:
        actions.report_for_examination(case, by=acting_user(request))
        messages.success(request, _("Recorded. Please print the letter and send it today."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(case)


@needs(Permission.OPEN_CASES)
@require_safe
def examination_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter, made anew from what is known today; there is none before the report."""
    case = get_case(request, reference)
    if not case.examination_reported_on:
        raise Http404
    pdf = examination_report(case, Installation.current(), contact=str(acting_user(request)))
    audit.read(
        request, Verb.LETTER_OPENED, reference=case.reference, detail={"kind": "examination"}, content=pdf
    )
    headers = {"Content-Disposition": f'inline; filename="meldung-{case.reference}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
