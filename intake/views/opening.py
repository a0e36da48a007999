from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intake import actions
from intake.access import get_case
from intake.forms import PupilKeyForm
from intake.opening import OpeningForms, duplicates
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs


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
    context = {"forms": OpeningForms(initial=values), "matches": matches}
    return render(request, "intake/case_new_form.html", context)


def _form_page(request: HttpRequest) -> HttpResponse:
    reference = request.GET.get("sibling_of", "").replace("\0", "")
    sibling = get_case(request, reference) if reference else None
    forms = OpeningForms(request.POST or None, sibling_of=sibling)
    matches = []
    if request.method == "POST" and forms.is_valid():
        matches = forms.matches(acting_user(request))
        if not matches or request.POST.get("other_child"):
            case = actions.open_case(**forms.arguments(), by=acting_user(request))
            return redirect("intake:sheet_issue", case.reference)
    context = {"forms": forms, "matches": matches, "asked": bool(matches), "sibling": sibling}
    return render(request, "intake/case_new_form.html", context)
