from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.access import get_case
from intake.forms import SheetForm
from intake.models import Case
from intake.people import names_by_code
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.notices import sheets, texts
from privacy.notices.models import SheetIssue


@needs(Permission.OPEN_CASES)
def sheet_issue(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand over the information sheet: one click for everybody who sits here (Art. 13 (1) GDPR)."""
    case = get_case(request, reference)
    open_issues = sheets.open_for(case.reference)
    form = SheetForm(
        request.POST or None,
        open_issues=open_issues,
        names=names_by_code(case),
        initial=_preset(case, open_issues),
    )
    if form.is_valid() and _settle(request, form):
        return redirect("intake:sheet_issue", case.reference)
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {
        "case": case,
        "tab": "sheets",
        "form": form,
        "open_issues": open_issues,
        "settled": SheetIssue.objects.of(case.reference).settled(),
        "names": names_by_code(case),
    }
    return render(request, "intake/sheet_issue.html", context)


def _preset(case: Case, open_issues: list[SheetIssue]) -> dict[str, object]:
    home = case.pupil.household
    return {
        "issues": open_issues,
        "language": texts.preset_language(home.language, case.pupil.first_language),
        "channel": SheetIssue.Channel.PAPER,
        "interpreter": SheetIssue.Interpreter.NONE
        if not home.needs_interpreter
        else SheetIssue.Interpreter.LAY,
    }


def _settle(request: HttpRequest, form: SheetForm) -> bool:
    values = form.cleaned_data
    issues = list(values.pop("issues"))
    outcome = sheets.Outcome(**values)
    try:
        sheets.hand_over(issues, outcome, by=acting_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    if outcome.state == SheetIssue.State.ISSUED:
        messages.success(request, _("Recorded. Please print the sheet and the receipt now."))
    return True


@needs(Permission.OPEN_CASES)
@require_POST
def sheet_reopen(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Somebody who was not informed the first time is here now."""
    case = get_case(request, reference)
    issue = get_object_or_404(SheetIssue.objects.of(case.reference).settled(), pk=pk)
    try:
        sheets.reopen(issue, by=acting_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:sheet_issue", case.reference)


@needs(Permission.OPEN_CASES)
@require_safe
def sheet_pdf(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request, reference)
    issue = get_object_or_404(SheetIssue.objects.of(case.reference).printed(), pk=pk)
    audit.read(request, Verb.SHEET_PRINTED, reference=case.reference, detail={"sheet": issue.sheet_sha256})
    return _pdf(bytes(issue.document.pdf), f"sheet-{issue.receipt_number}.pdf")  # type: ignore[union-attr]


@needs(Permission.OPEN_CASES)
@require_safe
def receipt_pdf(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request, reference)
    issue = get_object_or_404(SheetIssue.objects.of(case.reference).printed(), pk=pk)
    audit.read(
        request, Verb.SHEET_PRINTED, reference=case.reference, detail={"receipt": issue.receipt_number}
    )
    return _pdf(bytes(issue.receipt or b""), f"receipt-{issue.receipt_number}.pdf")


def _pdf(content: bytes, filename: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
