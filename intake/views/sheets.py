from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.access import get_case
from intake.forms import SheetForm
from intake.models import Case
from intake.people import audience_of, names_by_code, people_of
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import User
from privacy.notices import sheets, texts
from privacy.notices.models import Kind, SheetIssue, SheetIssueQuerySet


@needs(Permission.OPEN_CASES)
def sheet_issue(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand over the information sheet: one click for everybody who sits here (Art. 13 (1) GDPR)."""
    case = get_case(request, reference)
    owed = sheets.owed(sheets.open_for(case.reference))
    form = SheetForm(request.POST or None, owed=owed, names=names_by_code(case), initial=_preset(case, owed))
    if form.is_valid() and _settle(request, case, form):
        return redirect("intake:sheet_issue", case.reference)
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {
        "case": case,
        "tab": "sheets",
        "form": form,
        "owed": owed,
        "settled": _settled(case.reference),
        "reopenable": sheets.reopenable(case.reference),
    }
    return render(request, "intake/sheet_issue.html", context)


def _settled(reference: str) -> list[tuple[str, SheetIssueQuerySet]]:
    settled = SheetIssue.objects.of(reference).settled()
    return [
        (_("Done"), settled.filter(told_by=None)),
        (_("Informed already, or with the same paper"), settled.filter(told_by__isnull=False)),
    ]


def _preset(case: Case, owed: list[sheets.Owed]) -> dict[str, object]:
    """Everybody who has told us something: who was only spoken of is perhaps not here, and is ticked by hand."""
    home = case.pupil.household
    return {
        "people": [one.lead.person_code for one in owed if one.lead.kind == Kind.ART13],
        "language": texts.preset_language(home.language, case.pupil.first_language),
        "channel": SheetIssue.Channel.PAPER,
        "interpreter": SheetIssue.Interpreter.NONE
        if not home.needs_interpreter
        else SheetIssue.Interpreter.LAY,
    }


def _settle(request: HttpRequest, case: Case, form: SheetForm) -> bool:
    try:
        audiences = {one.code: one.audience for one in people_of(case)}
        sheets.hand_over(form.issues(), form.outcome(), audiences=audiences, by=acting_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    if form.outcome().state == SheetIssue.State.ISSUED:
        messages.success(request, _("Recorded. Please print the sheet and the receipt now."))
    return True


def _act(request: HttpRequest, reference: str, pk: int, act: Callable[..., SheetIssue]) -> HttpResponse:
    """One act on one settled sheet of a case; a refusal becomes a message."""
    case = get_case(request, reference)
    issue = get_object_or_404(SheetIssue.objects.of(case.reference).settled(), pk=pk)
    try:
        act(issue, by=acting_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:sheet_issue", case.reference)


def _one_more(request: HttpRequest, reference: str, pk: int, act: Callable[..., SheetIssue]) -> HttpResponse:
    """One more try for one person, with the text that is right for their age today."""

    def try_again(issue: SheetIssue, *, by: User) -> SheetIssue:
        audience = audience_of(get_case(request, reference), issue.person_code)
        return act(issue, audience=audience, by=by)

    return _act(request, reference, pk, try_again)


@needs(Permission.OPEN_CASES)
@require_POST
def sheet_reopen(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Somebody who was not informed the first time is here now."""
    return _one_more(request, reference, pk, sheets.reopen)


@needs(Permission.OPEN_CASES)
@require_POST
def sheet_again(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Somebody wants the sheet once more, or in another language."""
    return _one_more(request, reference, pk, sheets.hand_over_again)


@needs(Permission.OPEN_CASES)
@require_POST
def sheet_sign(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The signed receipt is back."""
    return _act(request, reference, pk, sheets.sign)


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
