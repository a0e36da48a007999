"""Information sheets of many families: who is still to be informed, and all of them on paper at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from intake import bulk
from intake.forms import BulkSheetForm
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb

PAGE_SIZE = 100


@needs(Permission.OPEN_CASES)
@require_safe
def sheet_list(request: HttpRequest) -> HttpResponse:
    """Whose data were collected without a valid notice, and whose sheet is outdated."""
    view = request.GET.get("view", "open")
    view = view if view in bulk.VIEWS else "open"
    found = bulk.rows(acting_user(request), view)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    audit.read(request, Verb.SHEETS_LISTED, shown={row.case.reference for row in page}, detail={"list": view})
    context = {
        "views": bulk.VIEWS,
        "view": view,
        "page": page,
        "form": BulkSheetForm(),
        "jobs": bulk.recent(acting_user(request)),
    }
    return render(request, "intake/sheet_list.html", context)


@needs(Permission.OPEN_CASES)
@require_POST
def sheet_bulk(request: HttpRequest) -> HttpResponse:
    """Start handing over the chosen sheets; the next page shows how far it is."""
    form = BulkSheetForm(request.POST)
    view = request.POST.get("view")
    back = reverse("intake:sheet_list") + (f"?view={view}" if view in bulk.VIEWS else "")
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(back)
    try:
        job = bulk.start(form.cleaned_data["sheets"], form.cleaned_data["channel"], by=acting_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    return redirect("privacy:job_detail", job.pk)
