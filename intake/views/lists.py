"""Lists of reported children: the file, its columns, what becomes of each row, and what is left of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import actions
from intake.forms import ColumnsForm, ListForm, OpenListForm, RowsForm
from intake.lists import checking, importing, reading, showing
from intake.lists.workbook import NotATable
from intake.models import ImportedRow, ImportPreview, ListLayout
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.views.uploads import announced_size

PAGE_SIZE = 50
OPENED_ON_PAGE = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _own(request: HttpRequest, pk: int) -> ImportPreview:
    """The user's own list of the last day; Http404 for everybody else, and later."""
    found: ImportPreview = get_object_or_404(
        ImportPreview.objects.of(acting_user(request)).select_related("job"), pk=pk
    )
    return found


@needs(Permission.OPEN_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def list_new(request: HttpRequest) -> HttpResponse:
    """Choose a list; its rows become a preview that nobody else sees."""
    user = acting_user(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ListForm(*sent, size=announced_size(request))
    if form.is_valid():
        try:
            table = reading.read(form.content)
            preview = actions.take_list(table, form.facts(), by=user)
            for hint in table.hints:
                messages.warning(request, hint)
            return redirect("intake:list_columns", preview.pk)
        except NotATable as fault:
            form.add_error("file", str(fault))
    mine = ImportPreview.objects.of(user).without_rows()
    return render(request, "intake/list_new.html", {"form": form, "lists": mine})


@needs(Permission.OPEN_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def list_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column holds; what holds nothing of ours is forgotten."""
    preview = _own(request, pk)
    if preview.started_at:
        return redirect("intake:list_result", pk)
    layout = ListLayout.objects.for_list(preview)
    form = ColumnsForm(request.POST or None, preview=preview, layout=layout)
    if form.is_valid():
        matched = checking.matched(preview, form.columns(), form.defaults())
        try:
            actions.match_columns(
                preview, matched, form.defaults(), name=form.cleaned_data["name"], by=acting_user(request)
            )
            return redirect("intake:list_detail", pk)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("intake:list_new")
    audit.read(request, Verb.LIST_READ, detail={"list": "columns"})
    context = {"preview": preview, "form": form, "layout": layout}
    return render(request, "intake/list_columns.html", context)


@needs(Permission.OPEN_CASES)
@require_safe
def list_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What will become of each row. Nothing is opened before the button."""
    preview = _own(request, pk)
    if preview.started_at or not preview.matched_at:
        return redirect("intake:list_result" if preview.started_at else "intake:list_columns", pk)
    rows = checking.rows_of(preview)
    view = request.GET.get("view", checking.Verdict.NEW)
    page = Paginator(showing.in_view(rows, view), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = showing.shown(preview, list(page), acting_user(request))
    references = {match.case.reference for one in shown for match in one.matches}
    audit.read(request, Verb.LIST_READ, shown=references, detail={"list": "preview"})
    context = {
        "preview": preview,
        "views": checking.views(rows),
        "view": view if view in checking.Verdict.values else checking.Verdict.NEW,
        "page": page,
        "rows": shown,
        "to_open": checking.number_to_open(rows),
        "form": OpenListForm(),
    }
    return render(request, "intake/list_detail.html", context)


@needs(Permission.OPEN_CASES)
@require_POST
def list_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which known rows are other children."""
    preview = _own(request, pk)
    form = RowsForm(request.POST, lines=[row.line for row in checking.rows_of(preview)])
    if form.is_valid():
        try:
            actions.choose_rows(preview, **form.cleaned_data, by=acting_user(request))
            messages.success(request, _("Your choice is saved."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("These rows are not in the list any more."))
    response = redirect("intake:list_detail", pk)
    response["Location"] += f"?view={checking.Verdict.KNOWN.value}"
    return response


@needs(Permission.OPEN_CASES)
@require_POST
def list_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the cases of the good rows; of many the worker does."""
    preview = _own(request, pk)
    form = OpenListForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose who is responsible, or nobody."))
        return redirect("intake:list_detail", pk)
    try:
        begun = actions.begin_opening(preview, form.cleaned_data["owner"], by=acting_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("intake:list_detail", pk)
    if begun.job is None:
        importing.open_now(begun)
    return redirect("intake:list_result", pk)


@needs(Permission.OPEN_CASES)
@require_safe
def list_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What was opened, and what was not and why; while the worker is at it, how far it is."""
    preview = _own(request, pk)
    if not preview.started_at:
        return redirect("intake:list_detail", pk)
    rows = [] if preview.is_running else checking.rows_of(preview)
    opened: list[ImportedRow] = [] if preview.is_running else list(preview.imported.all())
    page = Paginator(opened, OPENED_ON_PAGE).get_page(request.GET.get("page"))
    rest = showing.shown(preview, rows[:PAGE_SIZE], acting_user(request))
    references = {match.case.reference for one in rest for match in one.matches}
    references |= {one.reference for one in page}
    audit.read(request, Verb.LIST_READ, shown=references, detail={"list": "result"})
    part = "#progress" if request.htmx else ""  # type: ignore[attr-defined]
    context = {
        "preview": preview,
        "page": page,
        "rest": rest,
        "number_left": len(rows),
        "to_open": checking.number_to_open(rows),
    }
    return render(request, f"intake/list_result.html{part}", context)


@needs(Permission.OPEN_CASES)
@require_POST
def list_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were not opened, as a file, once: then they are forgotten."""
    preview = _own(request, pk)
    content = importing.file_of_rest(preview)
    try:
        actions.hand_back(preview, by=acting_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("intake:list_result", pk)
    headers = {"Content-Disposition": f'attachment; filename="einstieg-liste-{pk}.xlsx"'}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


@needs(Permission.OPEN_CASES)
@require_POST
def list_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the list; cases that are open stay."""
    try:
        actions.discard_list(_own(request, pk), by=acting_user(request))
        messages.success(request, _("The list is deleted."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:list_new")
