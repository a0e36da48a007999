"""The talk with the family: typed on one page, kept while it is typed, checked together, concluded."""

import secrets

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake import actions, rules
from intake.access import get_case
from intake.checking import said
from intake.forms import RecommendationForm, RecordForm
from intake.models import Case, TalkDraft
from intake.talk import TalkForms
from intake.views.stale import stale_form
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb
from privacy.models import User
from privacy.notices import sheets

NOT_OF_THE_TALK = ("csrfmiddlewaretoken", "window", "number", "later", "mine")


@needs(Permission.OPEN_CASES)
def session_edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that is said in the talk on one page; what was typed before comes back as it was left."""
    case = get_case(request, reference)
    if request.method == "POST":
        return _later(request, case) if "later" in request.POST else _record(request, case)
    user = acting_user(request)
    draft = TalkDraft.objects.of(case, user)
    typed = QueryDict(draft.content) if draft else None
    forms = TalkForms(case, typed, user=user, is_draft=draft is not None)
    return _page(request, case, forms, number=draft.number if draft else 0, draft=draft)


def _page(
    request: HttpRequest, case: Case, forms: TalkForms, *, refusal: Refusal | None = None, **window: object
) -> HttpResponse:
    """The page; `window` tells this browser window from others that have the same talk open."""
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {
        "case": case,
        "tab": "talk",
        "forms": forms,
        "window": secrets.token_urlsafe(12),
        "draft": None,
        "talk": case.sessions.draft(),
        "others": TalkDraft.objects.of_others(case, acting_user(request)),
        "siblings": Case.objects.siblings(case).visible_to(request.user),
        "refusal": refusal,
        **window,
    }
    return render(request, "intake/session_edit.html", context, status=409 if refusal else 200)


def _typed(request: HttpRequest) -> actions.Typed:
    data = request.POST.copy()
    window, number = data.get("window", ""), data.get("number", "")
    for name in NOT_OF_THE_TALK:
        data.pop(name, None)
    known = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    return actions.Typed(data.urlencode(), window[:32].replace("\0", ""), known)


def _record(request: HttpRequest, case: Case) -> HttpResponse:
    """Record what is right; what is not comes back with a message at its place, and is kept meanwhile."""
    user, typed = acting_user(request), _typed(request)
    forms = TalkForms(case, request.POST, user=user)
    try:
        if not forms.is_valid():
            number = _kept(case, typed, user)
            return _page(request, case, forms, window=typed.window, number=number)
        newest = None if "mine" in request.POST else typed
        actions.record_talk(case, forms.entries(), newest=newest, by=user)
    except actions.ChangedByOthers as refusal:
        forms = forms.with_theirs(refusal.theirs)
        return _page(request, case, forms, window=typed.window, number=typed.number, refusal=refusal)
    except actions.NewerDraftElsewhere as refusal:
        return _page(request, case, forms, window=typed.window, number=typed.number, refusal=refusal)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(case)
    is_informed = not sheets.open_for(case.reference).exists()
    return redirect("intake:session_check" if is_informed else "intake:sheet_issue", case.reference)


def _kept(case: Case, typed: actions.Typed, user: User) -> int:
    """Keep what is not right yet; what is too long to be kept stands on the page with its message all the same."""
    try:
        return actions.keep_draft(case, typed, by=user).number
    except actions.TooMuchTyped:
        return typed.number


def _later(request: HttpRequest, case: Case) -> HttpResponse:
    """Leave the talk for now; without a script this is what keeps the draft."""
    user, typed = acting_user(request), _typed(request)
    try:
        actions.keep_draft(case, typed, by=user)
    except Refusal as refusal:
        forms = TalkForms(case, request.POST, user=user, is_draft=True)
        return _page(request, case, forms, window=typed.window, number=typed.number, refusal=refusal)
    messages.success(request, _("The draft is kept. It waits for you on this case and on My day."))
    return redirect(case)


@needs(Permission.OPEN_CASES)
@require_POST
def session_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """What the page sends while it is typed on. Answers one sentence; 409 if another window has gone on."""
    case = get_case(request, reference)
    try:
        draft = actions.keep_draft(case, _typed(request), by=acting_user(request))
    except Refusal as refusal:
        status = 409 if isinstance(refusal, actions.NewerDraftElsewhere) else 422
        return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")
    now = time_format(timezone.localtime(draft.saved_at), "H:i:s")
    words = _("Draft saved at %(time)s.") % {"time": now}
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


@needs(Permission.OPEN_CASES)
@require_POST
def session_discard(request: HttpRequest, reference: str) -> HttpResponse:
    """Throw away one's own draft and start from what is stored."""
    case = get_case(request, reference)
    if draft := TalkDraft.objects.of(case, acting_user(request)):
        actions.discard_draft(draft, by=acting_user(request))
        messages.success(request, _("The draft is thrown away."))
    return redirect("intake:session_edit", case.reference)


@needs(Permission.OPEN_CASES)
@require_safe
def session_check(request: HttpRequest, reference: str) -> HttpResponse:
    """What was recorded, in large type and in the family's language too: to be read together before it counts."""
    case = get_case(request, reference)
    talk = case.sessions.draft()
    if talk is None:
        return redirect("intake:session_edit", case.reference)
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {
        "case": case,
        "tab": "talk",
        "talk": talk,
        "said": said(case, talk),
        "open_sheets": sheets.open_for(case.reference).exists(),
    }
    return render(request, "intake/session_check.html", context)


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
