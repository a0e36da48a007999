from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake import actions
from intake.access import get_case, get_touched_case
from intake.forms import (
    AddedCustodianForm,
    AssignForm,
    CaseForm,
    CustodianForm,
    HouseholdForm,
    MoveForm,
    PupilForm,
    RecordForm,
)
from intake.models import Case
from intake.views.back import back, case_or_list, say_handed_over
from intake.views.stale import stale_form
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb
from privacy.models import Tracked


def _record(case: Case, part: str) -> tuple[Tracked, type[RecordForm]]:
    """The record behind one part of the case and its form; Http404 for an unknown part."""
    home = case.pupil.household
    records: dict[str, tuple[Tracked, type[RecordForm]]] = {
        "pupil": (case.pupil, PupilForm),
        "household": (home, HouseholdForm),
        "case": (case, CaseForm),
        **{one.part: (one, CustodianForm) for one in home.custodians.all()},
    }
    if part not in records:
        raise Http404
    return records[part]


def _initial(row: Tracked, form: type[RecordForm]) -> dict[str, Any]:
    return {**form.initial_of(row), "version": row.version}


@needs(Permission.OPEN_CASES)
def case_edit(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    case = get_case(request, reference)
    row, form_class = _record(case, part)
    form = form_class(request.POST or None, initial=_initial(row, form_class))
    status = 200
    if form.is_valid():
        try:
            actions.change(case, row, form.values(), version=form.expected_version, by=acting_user(request))
            messages.success(request, _("Saved."))
            return redirect(case)
        except ChangedMeanwhile as refusal:
            form, status = stale_form(request, form_class, row, refusal), 409
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {
        "case": case,
        "form": form,
        "title": row._meta.verbose_name,
        "theirs": row if status == 409 else None,
    }
    return render(request, "intake/case_edit.html", context, status=status)


@needs(Permission.OPEN_CASES)
def custodian_new(request: HttpRequest, reference: str) -> HttpResponse:
    case = get_case(request, reference)
    form = AddedCustodianForm(request.POST or None)
    if form.is_valid():
        actions.add_custodian(case, form.values(), by=acting_user(request))
        return redirect("intake:sheet_issue", case.reference)
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    return render(request, "intake/custodian_new.html", {"case": case, "form": form})


@needs(Permission.OPEN_CASES)
@require_POST
def case_move(request: HttpRequest, reference: str) -> HttpResponse:
    case = get_case(request, reference)
    form = MoveForm(request.POST, case=case)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(case)
    try:
        actions.move(case, by=acting_user(request), **form.cleaned_data)
        messages.success(request, _("The status has been changed."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(case)


@needs(Permission.OPEN_CASES)
@require_POST
def case_assign(request: HttpRequest, reference: str) -> HttpResponse:
    case = get_case(request, reference)
    form = AssignForm(request.POST)
    if form.is_valid():
        try:
            now = actions.assign(case, by=acting_user(request), **form.cleaned_data)
            _say_who(request, now, former=case.owner_id)
        except Refusal as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("This person cannot be responsible for a case."))
    return back(request, case_or_list(request, case))


def _say_who(request: HttpRequest, case: Case, *, former: int | None) -> None:
    if case.owner_id == former:
        messages.info(request, _("Nothing has changed: this person is responsible already."))
    elif case.owner:
        text = _("%(reference)s: %(person)s is responsible now.")
        say_handed_over(request, text % {"reference": case.reference, "person": case.owner}, case)
    else:
        say_handed_over(
            request, _("%(reference)s: nobody is responsible now.") % {"reference": case.reference}, case
        )


@needs(Permission.OPEN_CASES)
@require_POST
def case_take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Undo a hand-over, also one that closed the case to who made it."""
    case = get_touched_case(request, reference)
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < 10 else 0  # 0: no version of any case
    try:
        actions.take_back(case, version=version, by=acting_user(request))
        messages.success(request, _("%(reference)s: undone.") % {"reference": reference})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return back(request, case_or_list(request, case))
