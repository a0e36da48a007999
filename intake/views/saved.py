"""A counsellor's own filters of the case list: kept, renamed, deleted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake.filters import VIEWS, CaseFilter, chips, kept_query
from intake.forms import SavedFilterForm
from intake.models import Case, SavedFilter
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs


@needs(Permission.OPEN_CASES)
def filter_new(request: HttpRequest) -> HttpResponse:
    """Keep the list's view, filters and order, which stand in the address, under a name."""
    chosen = CaseFilter(request.GET, queryset=Case.objects.none(), request=request)
    row = SavedFilter(query=kept_query(chosen, request.GET))
    form = SavedFilterForm(request.POST or None, user=acting_user(request), row=row)
    if request.method == "POST" and form.keep():
        messages.success(request, _("The filter has been kept. It stands above your list."))
        return redirect(f"{reverse('intake:case_list')}?{row.query}")
    view = request.GET.get("view", "all")
    context = {
        "form": form,
        "row": row,
        "view": VIEWS.get(view, VIEWS["all"]),
        "chips": chips(chosen, request.GET),
    }
    return render(request, "intake/filter_new.html", context)


@needs(Permission.OPEN_CASES)
def filter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(SavedFilter.objects.of(acting_user(request)), pk=pk)
    form = SavedFilterForm(request.POST or None, user=acting_user(request), row=row)
    if request.method == "POST" and form.keep():
        messages.success(request, _("The filter has a new name."))
        return redirect(f"{reverse('intake:case_list')}?{row.query}")
    return render(request, "intake/filter_edit.html", {"form": form, "row": row})


@needs(Permission.OPEN_CASES)
@require_POST
def filter_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(SavedFilter.objects.of(acting_user(request)), pk=pk)
    row.delete()
    messages.success(request, _("The filter “%(name)s” has been deleted.") % {"name": row.name})
    return redirect("intake:case_list")
