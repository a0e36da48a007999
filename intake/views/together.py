"""Many cases of the list at once: one act for each, and a page that says per case what happened or why not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake import together
from intake.forms import ManyCasesForm
from intake.models import Case
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.verbs import Verb


@needs(Permission.OPEN_CASES)
@require_POST
def case_together(request: HttpRequest) -> HttpResponse:
    """Do it, keep the outcomes, lead to them. A second click on the same page leads to the first one's outcomes."""
    form = ManyCasesForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(f"{reverse('intake:case_list')}?{form.back}")
    once, act, owner = (form.cleaned_data[name] for name in ("once", "act", "owner"))
    if together.kept(request, once) is None:
        outcomes = together.carry_out(act, form.cleaned_data["cases"], owner=owner, by=acting_user(request))
        together.keep(request, once, act, outcomes, form.back)
    return redirect("intake:case_results", once)


@needs(Permission.OPEN_CASES)
@require_safe
def case_results(request: HttpRequest, token: str) -> HttpResponse:
    """What happened to each case; only the session of who did it knows."""
    result = together.kept(request, token)
    if result is None:
        messages.info(request, _("This result is not kept any more. The audit trail of each case has it."))
        return redirect("intake:case_list")
    references = [one.reference for one in result["outcomes"]]
    visible = Case.objects.visible_to(request.user).with_references(references).for_list()
    names = {case.reference: case.pupil.full_name for case in visible}
    audit.read(request, Verb.CASES_LISTED, shown=names, detail={"list": "results"})
    context = {
        "act": together.Act(result["act"]),
        "rows": [(one, names.get(one.reference, "")) for one in result["outcomes"]],
        "done": sum(one.is_done for one in result["outcomes"]),
        "back": result["back"],
    }
    return render(request, "intake/case_results.html", context)
