"""Ranked schools for one case, and the question to one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import get_case
from intake.models import Case, Status
from intake.models.cases import WAITING_FOR_COUNSELLING
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.verbs import Verb
from privacy.notices import sheets
from schools import actions, words
from schools.forms import MatchForm
from schools.ranking import pupil_facts, rank_case
from schools.views.acting import carried_out


@needs(Permission.OPEN_CASES)
def match(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the ranking of now; ask the chosen school. Rank and reasons are computed here, never taken from the form."""
    case = get_case(request, reference)
    ranked = rank_case(case)
    options = words.options_shown(ranked)
    initial = {"version": case.version, "grade": pupil_facts(case).grade}
    form = MatchForm(options, request.POST or None, initial=initial)

    def ask() -> Any:
        return actions.request_place(case, **form.values(), ranking=ranked.inputs, by=acting_user(request))

    if form.is_valid() and carried_out(request, form, case, ask):
        return redirect(case.requests.live().get())
    audit.read(request, Verb.RANKING_READ, reference=case.reference, content=ranked.inputs.encode())
    context = {
        "case": case,
        "form": form,
        "options": options,
        "excluded": words.excluded_shown(ranked),
        "unknown": words.unknowns_shown(ranked),
        "weights_version": ranked.ranking.weights_version,
        "missing": missing_steps(case),
    }
    return render(request, "schools/match.html", context)


def missing_steps(case: Case) -> list[tuple[str, str]]:
    """What has to happen before a school can be asked: a sentence and the address where it is done."""
    steps = []
    if sheets.open_for(case.reference).exists():
        steps.append(
            (_("Hand over the information sheets"), reverse("intake:sheet_issue", args=[case.reference]))
        )
    if case.status in WAITING_FOR_COUNSELLING:
        steps.append((_("Hold and conclude the talk"), reverse("intake:session_edit", args=[case.reference])))
    if case.status in (*WAITING_FOR_COUNSELLING, Status.COUNSELLED):
        steps.append(
            (_("Record the recommendation"), reverse("intake:recommendation_edit", args=[case.reference]))
        )
    elif asked := case.requests.live().first():
        steps.append((_("A school has been asked already"), asked.get_absolute_url()))
    elif case.status != Status.SEEKING:
        steps.append(
            (_("The case is “%(status)s”") % {"status": case.get_status_display()}, case.get_absolute_url())
        )
    return steps
