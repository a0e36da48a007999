from functools import partial

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake import actions, rules
from intake.access import get_case
from intake.forms import RecommendationForm, RecordForm, SessionForm
from intake.models import Case, IntakeSession
from intake.views.stale import stale_form
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb
from privacy.notices import sheets


@needs(Permission.OPEN_CASES)
def session_edit(request: HttpRequest, reference: str) -> HttpResponse:
    """The draft of the talk; saving it lands on the sheet as long as somebody has not been informed."""
    case = get_case(request, reference)
    draft = case.sessions.draft()
    form: RecordForm = SessionForm(request.POST or None, case=case, initial=_session_initial(case, draft))
    status = 200
    if form.is_valid():
        try:
            actions.record_session(
                case, form.values(), version=form.expected_version, by=acting_user(request)
            )
            messages.success(request, _("The draft is saved."))
            return redirect(_after_saving(case), case.reference)
        except ChangedMeanwhile as refusal:
            form, status = (
                stale_form(request, partial(SessionForm, case=case), case.sessions.draft(), refusal),
                409,
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(case)
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {
        "case": case,
        "tab": "talk",
        "form": form,
        "draft": draft,
        "open_sheets": sheets.open_for(reference),
    }
    return render(request, "intake/session_edit.html", context, status=status)


def _session_initial(case: Case, draft: IntakeSession | None) -> dict[str, object]:
    if draft is None:
        custodians = [one.code for one in case.pupil.household.custodians.all()]
        return {
            "held_on": timezone.localdate(),
            "participants": ["P", *custodians[:1], "interpreter"],
            "interpreter": "lay",
        }
    return {**model_to_dict(draft), "version": draft.version, "participants": draft.participants.split(",")}


def _after_saving(case: Case) -> str:
    return "intake:sheet_issue" if sheets.open_for(case.reference).exists() else "intake:session_edit"


@needs(Permission.OPEN_CASES)
@require_POST
def session_conclude(request: HttpRequest, reference: str) -> HttpResponse:
    case = get_case(request, reference)
    draft = case.sessions.draft()
    if draft is None:
        messages.error(request, _("First save the talk."))
        return redirect("intake:session_edit", case.reference)
    try:
        actions.conclude_session(draft, by=acting_user(request))
    except sheets.SheetsStillOpen as refusal:
        messages.error(request, str(refusal))
        return redirect("intake:sheet_issue", case.reference)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(case)
    messages.success(request, _("The talk is concluded."))
    return redirect("intake:recommendation_edit", case.reference)


@needs(Permission.OPEN_CASES)
def recommendation_edit(request: HttpRequest, reference: str) -> HttpResponse:
    case = get_case(request, reference)
    advice = getattr(case, "recommendation", None)
    initial = {**model_to_dict(advice), "version": advice.version} if advice else _proposal(case)
    form: RecordForm = RecommendationForm(request.POST or None, initial=initial)
    status = 200
    if form.is_valid():
        try:
            actions.recommend(case, form.values(), version=form.expected_version, by=acting_user(request))
            messages.success(request, _("The recommendation is saved."))
            return redirect(case)
        except ChangedMeanwhile as refusal:
            form, status = stale_form(request, RecommendationForm, advice, refusal), 409
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(case)
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    return render(
        request,
        "intake/recommendation_edit.html",
        {"case": case, "tab": "recommendation", "form": form},
        status=status,
    )


def _proposal(case: Case) -> dict[str, object]:
    """Preset from the age; the counsellor decides."""
    return {
        "grade": rules.expected_grade(case.pupil.born_on, timezone.localdate()),
        "school_form": case.wished_form,
    }
