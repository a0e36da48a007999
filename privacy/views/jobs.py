"""What the worker does for somebody: how far it is, what became of each part, the file. Only its owner sees it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.verbs import Verb
from privacy.work import jobs
from privacy.work.models import Job


@needs(Permission.OPEN_CASES)
@require_safe
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress and results; the page asks for its progress again until the job is over, then for the results."""
    user = acting_user(request)
    job = get_object_or_404(Job.objects.without_file(), pk=pk, owner=user)
    results = job.rows if job.is_over else []
    audit.read(request, Verb.SHEETS_LISTED, shown={row[0] for row in results}, detail={"list": "job"})
    part = "#progress" if request.htmx else ""  # type: ignore[attr-defined]
    context = {"job": job, "results": results, "may_fetch": jobs.is_open_to(job, user)}
    return render(request, f"privacy/job_detail.html{part}", context)


@needs(Permission.OPEN_CASES)
@require_safe
def job_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file for the printer, for one day, and as long as all its cases are open to the user."""
    user = acting_user(request)
    job = get_object_or_404(Job, pk=pk, owner=user)
    if not job.is_over or not job.output or not jobs.is_open_to(job, user):
        raise Http404
    # No digest of the content: keys of digests are erased with their case, and this file is of many.
    audit.read(request, Verb.SHEET_PRINTED, shown={row[0] for row in job.rows}, detail={"list": "job"})
    headers = {"Content-Disposition": f'inline; filename="einstieg-{job.pk}.pdf"'}
    return HttpResponse(bytes(job.output), content_type="application/pdf", headers=headers)
