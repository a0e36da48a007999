import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake import actions, agenda, day, states
from intake.access import get_case, get_foreign_case
from intake.filters import (
    VIEWS,
    CaseFilter,
    cases_of_view,
    chips,
    found,
    kept_query,
    ordered,
    page_of,
    remember_search,
    remembered_search,
)
from intake.forms import AssignForm, ManyCasesForm, MoveForm, UnusualOpeningForm
from intake.letters import certificate
from intake.models import Case, Contact, SavedFilter
from intake.models.cases import ClosingReason
from privacy.access.roles import Permission
from privacy.access.rows import can
from privacy.access.views import acting_user, needs
from privacy.ledger import audit, review
from privacy.ledger.verbs import Stream, Verb
from privacy.models import Installation
from privacy.notices import sheets


@needs(Permission.OPEN_CASES)
@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    work = day.work_of(acting_user(request))
    today = agenda.agenda_of(acting_user(request))
    shown = work.references | today.references
    audit.read(request, Verb.CASES_LISTED, shown=shown, detail={"list": "my_day"})
    return render(request, "intake/my_day.html", {"work": work, "agenda": today})


@needs(Permission.OPEN_CASES)
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    view = request.GET.get("view", "all")
    view = view if view in VIEWS else "all"
    text = remembered_search(request)
    user = acting_user(request)
    cases = found(text, user) if text else cases_of_view(view, user)
    chosen = CaseFilter(request.GET, queryset=cases, request=request)
    page = page_of(ordered(chosen.qs, request.GET.get("sort", "")), request.GET.get("page"))
    foreign = Case.objects.foreign(request.user, text)
    shown = [case.reference for case in (*page, foreign) if case]
    audit.read(request, Verb.CASES_LISTED, shown=shown, detail={"list": view, "named": bool(text)})
    context = {
        "views": VIEWS,
        "view": view,
        "filter": chosen,
        "sort": request.GET.get("sort", ""),
        "page": page,
        "chips": chips(chosen, request.GET, text),
        "keep": kept_query(chosen, request.GET),
        "saved": SavedFilter.objects.of(user),
        "many": ManyCasesForm(initial={"once": secrets.token_hex(16)}),
        "search_text": text,
        "foreign": foreign,
        "swapped": bool(request.htmx),  # type: ignore[attr-defined]
    }
    return render(request, f"intake/case_list.html{'#swap' if context['swapped'] else ''}", context)


@needs(Permission.OPEN_CASES)
@require_POST
def case_search(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("q", "").replace("\0", "").strip()
    known = Case.objects.visible_to(request.user).filter_reference(text).first()
    if known:
        return redirect(known)
    return redirect(f"{reverse('intake:case_list')}?search={remember_search(request, text)}")


@needs(Permission.OPEN_CASES)
@require_safe
def case_detail(request: HttpRequest, reference: str) -> HttpResponse:
    case = get_case(request, reference)
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {
        "case": case,
        "tab": "overview",
        "open_sheets": len(sheets.owed(sheets.open_for(case.reference))),
        "talk": case.sessions.draft(),
        "contact_kinds": Contact.Kind.choices,
        "timeline": review.events(review.EventFilter(reference=case.reference, stream=Stream.WRITES))[:30],
        "move_form": MoveForm(case=case, initial={"version": case.version}),
        "assign_form": AssignForm(initial={"owner": case.owner or request.user.pk, "version": case.version}),
    }
    return render(request, "intake/case_detail.html", context)


@needs(Permission.OPEN_CASES)
@require_safe
def certificate_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """For a case closed because the child is not newly arrived any more; made anew each time."""
    case = get_case(request, reference)
    if case.closing_reason != ClosingReason.NOT_TARGET_GROUP:
        raise Http404
    pdf = certificate(case, Installation.current(), contact=str(acting_user(request)))
    audit.read(
        request, Verb.LETTER_OPENED, reference=case.reference, detail={"kind": "certificate"}, content=pdf
    )
    headers = {"Content-Disposition": f'inline; filename="bescheinigung-{case.reference}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@needs(Permission.OPEN_CASES)
def case_unusual(request: HttpRequest, reference: str) -> HttpResponse:
    """Another team's case: reference and responsible person, nothing else, until a purpose is stated (decision 5)."""
    case = get_foreign_case(reference)
    if can(request.user, case):
        return redirect(case)
    form = UnusualOpeningForm(request.POST or None)
    if form.is_valid():
        actions.open_unusually(case, by=acting_user(request), **form.cleaned_data)
        messages.info(request, _("The case is open to you for 24 hours. The responsible person sees that."))
        return redirect(case)
    audit.read(request, Verb.NOT_VISIBLE, reference=case.reference)
    return render(request, "intake/case_unusual.html", {"case": case, "form": form})


@needs(Permission.OPEN_CASES)
@require_safe
def case_trail(request: HttpRequest, reference: str) -> HttpResponse:
    case = get_case(request, reference)
    audit.read(request, Verb.CASE_TRAIL_READ, reference=case.reference)
    before = request.GET.get("before", "")
    line = review.time_line(
        case.reference, before=int(before) if before.isdecimal() and len(before) < 19 else None
    )
    return render(request, "intake/case_trail.html", {"case": case, "tab": "trail", "line": line})


@needs(Permission.OPEN_CASES)
@require_safe
def state_list(request: HttpRequest) -> HttpResponse:
    """What each state of a case means, what follows from it and within which time."""
    return render(request, "intake/state_list.html", {"states": states.table()})
