"""Who was informed and who was not, as the officer sees it: references and codes, nobody's name."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from privacy.access.roles import Permission
from privacy.access.views import needs
from privacy.forms import REFERENCE
from privacy.ledger import audit
from privacy.ledger.verbs import Verb
from privacy.notices.models import SheetIssue
from privacy.notices.proof import proof
from privacy.work import jobs

PAGE_SIZE = 100


@needs(Permission.REVIEW_NOTICES)
@require_safe
def sheet_review(request: HttpRequest) -> HttpResponse:
    """Cases with data collected and no valid notice, the most urgent first."""
    page = Paginator(SheetIssue.objects.open().by_case(), PAGE_SIZE).get_page(request.GET.get("page"))
    audit.read(request, Verb.SHEETS_LISTED, shown={row["reference"] for row in page}, detail={"list": "open"})
    context = {
        "page": page,
        "today": timezone.localdate(),
        "counts": SheetIssue.objects.by_state(),
        "untold": sum(job.failures for job in jobs.unfinished()),
    }
    return render(request, "privacy/sheet_review.html", context)


@needs(Permission.REVIEW_NOTICES)
@require_safe
def sheet_proof(request: HttpRequest) -> HttpResponse:
    """All that was collected and told in one case, as a PDF for the file (Art. 5 (2) GDPR)."""
    reference = request.GET.get("reference", "")
    pdf = proof(reference) if REFERENCE.fullmatch(reference) else None
    if pdf is None:
        raise Http404
    audit.read(request, Verb.SHEETS_LISTED, reference=reference, detail={"list": "proof"}, content=pdf)
    headers = {"Content-Disposition": f'inline; filename="nachweis-{reference}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
