"""Merging two cases of one child: which one, a second look at both, and then for good."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake import actions, opening
from intake.access import get_case
from intake.actions.merging import demand_mergeable, plan
from intake.forms import MergeForm
from intake.models import Case
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.notices import sheets


@needs(Permission.OPEN_CASES)
def case_merge(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for the other reference, show both cases side by side, and on POST merge the other one into this one."""
    kept = get_case(request, reference)
    form = MergeForm(request.POST or request.GET or None, user=acting_user(request))
    if not form.is_valid():
        audit.read(request, Verb.CASE_READ, reference=reference)
        return render(request, "intake/case_merge.html", {"case": kept, "tab": "overview", "form": form})
    gone = form.cleaned_data["other"]
    if request.method == "POST":
        return _merge(request, kept, gone, form.versions)
    audit.read(request, Verb.CASE_READ, reference=reference, shown=[gone.reference])
    context = {"case": kept, "tab": "overview", "gone": gone, **_second_look(kept, gone)}
    return render(request, "intake/case_merge.html", context)


def _merge(request: HttpRequest, kept: Case, gone: Case, versions: dict[str, int]) -> HttpResponse:
    """Merge and lead to the case that stays; a refusal leads back to the second look, which shows both as they are now."""
    try:
        actions.merge(kept, gone, by=acting_user(request), **versions)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('intake:case_merge', args=[kept.reference])}?other={gone.reference}")
    messages.success(
        request, _("%(reference)s has been merged into this case.") % {"reference": gone.reference}
    )
    return redirect(kept)


def _second_look(kept: Case, gone: Case) -> dict[str, Any]:
    """What the page shows beside the two cases: what will come over, or why nothing will happen."""
    try:
        demand_mergeable(kept, gone)
        refusal = ""
    except Refusal as reason:
        refusal = str(reason)
    return {
        "sides": [(case, len(sheets.owed(sheets.open_for(case.reference)))) for case in (kept, gone)],
        "plan": plan(kept, gone),
        "refusal": refusal,
        "look_alike": opening.look_alike(kept, gone),
    }
