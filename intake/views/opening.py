from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intake import actions
from intake.access import get_case
from intake.forms import PupilKeyForm, WalkInForm
from intake.models import Case
from intake.opening import Match, OpeningForms, duplicates
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.verbs import Verb


@needs(Permission.OPEN_CASES)
def case_new(request: HttpRequest) -> HttpResponse:
    """First who it is, with a look whether the child is known; then the whole form; then the sheet."""
    if request.GET.get("sibling_of") or "open" in request.POST:
        return _form_page(request)
    key = PupilKeyForm(request.POST or None)
    if not key.is_valid():
        return render(request, "intake/case_new.html", {"form": key})
    values = key.cleaned_data
    matches = duplicates(
        acting_user(request), surname=values["surname"], given_names=values["given_names"], born=values["born_on"]
    )  # fmt: skip
    return _page(request, OpeningForms(initial=values), matches)


def _form_page(request: HttpRequest) -> HttpResponse:
    reference = request.GET.get("sibling_of", "").replace("\0", "")
    sibling = get_case(request, reference) if reference else None
    forms = OpeningForms(request.POST or None, sibling_of=sibling)
    if request.method != "POST" or not forms.is_valid():
        return _page(request, forms, [], sibling)
    matches = forms.matches(acting_user(request))
    if matches and not request.POST.get("other_child"):
        return _page(request, forms, matches, sibling, asked=True)
    try:
        case = actions.open_case(**forms.arguments(), by=acting_user(request))
    except actions.OpenedAlready as refusal:
        return redirect("intake:sheet_issue", refusal.reference)
    return redirect("intake:sheet_issue", case.reference)


def _page(
    request: HttpRequest,
    forms: OpeningForms,
    matches: list[Match],
    sibling: Case | None = None,
    *,
    asked: bool = False,
) -> HttpResponse:
    """The form; who was told that a child may be known already stands in the ledger."""
    shown = [match.case.reference for match in matches]
    if shown or sibling:
        reference = sibling.reference if sibling else ""
        audit.read(
            request, Verb.CASES_LISTED, reference=reference, shown=shown, detail={"list": "duplicates"}
        )
    context = {"forms": forms, "matches": matches, "asked": asked, "sibling": sibling}
    return render(request, "intake/case_new_form.html", context)


@needs(Permission.OPEN_CASES)
def case_walk_in(request: HttpRequest) -> HttpResponse:
    """A family at the door: a minute of typing, then the sheet, then an appointment."""
    form = WalkInForm(request.POST or None)
    if not form.is_valid():
        return render(request, "intake/case_walk_in.html", {"form": form, "matches": []})
    key, user = form.cleaned_data, acting_user(request)
    matches = duplicates(user, surname=key["surname"], given_names=key["given_names"], born=form.born)
    if matches and not request.POST.get("other_child"):
        shown = [match.case.reference for match in matches]
        audit.read(request, Verb.CASES_LISTED, shown=shown, detail={"list": "duplicates"})
        return render(request, "intake/case_walk_in.html", {"form": form, "matches": matches})
    try:
        case = actions.open_case(**form.arguments(), by=user)
    except actions.OpenedAlready as refusal:
        return redirect("intake:sheet_issue", refusal.reference)
    return redirect("intake:sheet_issue", case.reference)
