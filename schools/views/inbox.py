"""The school's side: its inbox, its answer with a login, and its answer by the mailed link without one."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Outsider
from privacy.ledger.verbs import Verb
from privacy.models import User
from schools import actions, words
from schools.forms import AnswerForm
from schools.models import Admission, PlacementRequest, RequestStatus
from schools.models.offerings import schools_edited_by
from schools.views.acting import carried_out
from schools.views.requests import get_request, request_page


@needs(Permission.ANSWER_REQUESTS)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The school's requests: unanswered ones by deadline, then those whose first school day is awaited, then the rest."""
    requests = list(PlacementRequest.objects.visible_to(request.user).for_list())
    audit.read(request, Verb.REQUESTS_LISTED, shown=[asked.case.reference for asked in requests])
    context = {
        "schools": schools_edited_by(request.user),
        "unanswered": [asked for asked in requests if asked.status == RequestStatus.OPEN],
        "questions": [asked for asked in requests if asked.status == RequestStatus.QUESTION],
        "awaited": [asked for asked in requests if _is_awaited(asked)],
        "done": [asked for asked in requests if not asked.waits_for_school and not _is_awaited(asked)],
    }
    return render(request, "schools/inbox.html", context)


def _is_awaited(asked: PlacementRequest) -> bool:
    if asked.status == RequestStatus.DECIDED:
        return bool(asked.decision.admission.status == Admission.Status.EXPECTED)
    return bool(asked.status == RequestStatus.ACCEPTED)


@needs(Permission.ANSWER_REQUESTS)
def request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, ask or refuse, with the school's login."""
    asked = get_request(request, pk)
    form = AnswerForm(request.POST or None, asked=asked)
    if form.is_valid() and carried_out(
        request, form, asked, lambda: give_answer(asked, form, acting_user(request))
    ):
        return redirect(asked)
    return request_page(request, asked, "schools/request_answer.html", form)


def give_answer(asked: PlacementRequest, form: AnswerForm, by: User | Outsider) -> PlacementRequest:
    """The action that the form's choice means. Raises what the action raises."""
    values = form.cleaned_data
    version = values["version"]
    if values["answer"] == form.ACCEPT:
        return actions.accept(asked, remark=values["note"], version=version, by=by)
    if values["answer"] == form.ASK:
        return actions.ask(asked, question=values["question"], version=version, by=by)
    return actions.refuse(asked, reason=values["reason"], remark=values["note"], version=version, by=by)


@login_not_required
@never_cache
@csrf_exempt  # The token in the address is the permission, no cookie is; and without a referrer Origin is "null".
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Accept, ask or refuse by the mailed link. A used, unknown or overdue link says so and names the login."""
    asked = PlacementRequest.objects.by_token(token).for_list().first()
    if asked is None:
        return _unreferred(render(request, "schools/_answer_over.html", status=404))
    school = Outsider(f"link school {asked.school.number}")
    request.ledger_reader = school  # type: ignore[attr-defined]
    form = AnswerForm(request.POST or None, asked=asked)
    if form.is_valid() and carried_out(request, form, asked, lambda: give_answer(asked, form, school)):
        return _unreferred(
            render(request, "schools/_answer_receipt.html", {"school": asked.school, "form": form})
        )
    audit.read(request, Verb.REQUEST_READ, reference=asked.case.reference, detail={"status": asked.status})
    context: dict[str, Any] = {"asked": asked, "form": form, "minimum": words.minimum_rows(asked.minimum)}
    return _unreferred(render(request, "schools/answer.html", context))


def _unreferred(response: HttpResponse) -> HttpResponse:
    # The address is a key: no page that is reached from here may learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response
