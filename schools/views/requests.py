"""One request to a school, from the question to the first school day: the KI's pages, and what both sides share."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import Installation
from schools import actions, letters, words
from schools.forms import (
    AdmissionForm,
    AnswerForm,
    DecideForm,
    NoticeForm,
    ReplyForm,
    VersionedForm,
    WithdrawForm,
)
from schools.models import Admission, PlacementNotice, PlacementRequest
from schools.views.acting import carried_out

BOTH_SIDES = (Permission.OPEN_CASES, Permission.ANSWER_REQUESTS)


def get_request(request: HttpRequest, pk: int) -> PlacementRequest:
    """The request to a school, if this user may see it. Raises Http404 otherwise."""
    found: PlacementRequest = get_object_or_404(
        PlacementRequest.objects.visible_to(request.user).for_list(), pk=pk
    )
    return found


def request_page(
    request: HttpRequest, asked: PlacementRequest, template: str, form: VersionedForm | None = None
) -> HttpResponse:
    """A page about one request; that it was read goes into the ledger."""
    audit.read(request, Verb.REQUEST_READ, reference=asked.case.reference, detail={"status": asked.status})
    is_school = request.user.has_perm(Permission.ANSWER_REQUESTS)
    disclosed = asked.open_to_school if is_school else asked.disclosed
    context = {
        "asked": asked,
        "form": form,
        "minimum": words.minimum_rows(asked.minimum),
        "disclosed": words.disclosed_rows(disclosed or {}),
        "notices": list(PlacementNotice.objects.visible_to(request.user).of(asked)),
        "is_school": is_school,
    }
    return render(request, template, context)


@needs(*BOTH_SIDES)
@require_safe
def request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The request as each side may see it: the school its snapshot, the KI the whole way."""
    asked = get_request(request, pk)
    if request.user.has_perm(Permission.ANSWER_REQUESTS):
        return request_page(request, asked, "schools/_request_school.html", AnswerForm(asked=asked))
    return request_page(request, asked, "schools/request_detail.html")


@needs(Permission.OPEN_CASES)
def request_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the school's question; it gets the full time again."""
    asked = get_request(request, pk)
    form = ReplyForm(request.POST or None, initial={"version": asked.version})
    if form.is_valid() and carried_out(
        request,
        form,
        asked,
        lambda: actions.reply(asked, by=acting_user(request), **form.cleaned_data),
    ):
        return redirect(asked)
    return request_page(request, asked, "schools/request_reply.html", form)


@needs(Permission.OPEN_CASES)
def request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the question back, after a page that says what happens."""
    asked = get_request(request, pk)
    form = WithdrawForm(request.POST or None, initial={"version": asked.version})
    if form.is_valid() and carried_out(
        request,
        form,
        asked,
        lambda: actions.withdraw(asked, by=acting_user(request), **form.cleaned_data),
    ):
        return redirect(asked)
    return request_page(request, asked, "schools/request_withdraw.html", form)


@needs(Permission.OPEN_CASES)
def request_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the decision of the authority."""
    asked = get_request(request, pk)
    form = DecideForm(request.POST or None, initial={"version": asked.version})
    if form.is_valid() and carried_out(
        request,
        form,
        asked,
        lambda: actions.decide(asked, by=acting_user(request), **form.cleaned_data),
    ):
        return redirect(asked)
    return request_page(request, asked, "schools/request_decide.html", form)


@needs(*BOTH_SIDES)
def admission_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether the child came: the school says it, or the KI writes down what it was told."""
    decided = PlacementRequest.objects.visible_to(request.user).decided().for_list()
    asked = get_object_or_404(decided, pk=pk)
    admission = asked.decision.admission
    initial = {"version": admission.version, "first_day": admission.expected_on}
    form = AdmissionForm(request.POST or None, initial=initial)
    if form.is_valid() and carried_out(request, form, admission, lambda: _admit(admission, form, request)):
        return redirect(asked)
    return request_page(request, asked, "schools/admission_record.html", form)


def _admit(admission: Admission, form: AdmissionForm, request: HttpRequest) -> Any:
    values = form.cleaned_data
    if values["outcome"] == AdmissionForm.CAME:
        first_day = values["first_day"]
        return actions.admit(
            admission, first_day=first_day, version=values["version"], by=acting_user(request)
        )
    return actions.did_not_appear(admission, version=values["version"], by=acting_user(request))


@needs(*BOTH_SIDES)
@require_POST
def admission_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The child has left: the place is free, and the school no longer sees the data here."""
    decided = PlacementRequest.objects.visible_to(request.user).decided().for_list()
    asked = get_object_or_404(decided, pk=pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            actions.end_admission(
                asked.decision.admission,
                again=bool(request.POST.get("again")),
                by=acting_user(request),
                **form.cleaned_data,
            )
            messages.success(request, _("The place is free again."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect(asked)


@needs(Permission.OPEN_CASES)
def notice_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the letter to the school and keep it; the page before says who gets which fields."""
    asked = get_request(request, pk)
    form = NoticeForm(request.POST or None, initial={"version": asked.version})
    if form.is_valid() and carried_out(request, form, asked, lambda: _issue(asked, form, request)):
        return redirect(asked)
    return request_page(request, asked, "schools/notice_issue.html", form)


def _issue(asked: PlacementRequest, form: NoticeForm, request: HttpRequest) -> Any:
    # The letter is set before the action begins: no transaction is open meanwhile (decision 22).
    facts = letters.facts_of(asked, Installation.current(), contact=str(request.user))
    made = letters.placement_notice(facts, stamp=timezone.localtime())
    return actions.issue_notice(
        asked,
        recipient=made.recipient,
        fields=made.fields,
        pdf=made.pdf,
        version=form.cleaned_data["version"],
        by=acting_user(request),
    )


@needs(*BOTH_SIDES)
@require_safe
def notice_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter as it went out."""
    notice = get_object_or_404(PlacementNotice.objects.visible_to(request.user).for_page(), pk=pk)
    pdf = bytes(notice.pdf)
    reference = notice.request.case.reference
    audit.read(
        request, Verb.LETTER_OPENED, reference=reference, detail={"number": notice.number}, content=pdf
    )
    name = f"mitteilung-{reference}-{notice.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
