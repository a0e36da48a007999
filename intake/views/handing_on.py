"""Handing a family on: the consent first where it is needed, then who is told what, then the answer."""

from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake import actions, handing_on
from intake.access import get_case
from intake.forms import ConsentChoiceForm, ConsentForm, HandOnForm, PartnerAnswerForm, RecordForm
from intake.models import Case, HandOn
from intake.views.stale import stale_form
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb
from privacy.models import Installation


@needs(Permission.OPEN_CASES)
def consent_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose what is asked for, read the text, then record that the person agreed."""
    case = get_case(request, reference)
    choice = ConsentChoiceForm(request.POST or None, case=case)
    text = choice.text(Installation.current()) if choice.is_valid() else None
    is_read = text is not None and request.POST.get("read") == text.digest
    form = ConsentForm(request.POST if is_read else None, initial=_as_typed(request, case, text))
    if text is not None and form.is_valid():
        try:
            values = {**choice.what(), **form.how(), "text_version": text.version}
            consent = actions.record_consent(case, values, by=acting_user(request))
            messages.success(request, _("The consent is recorded. Now the family can be handed on."))
            return redirect(f"{reverse('intake:hand_on_new', args=[case.reference])}?consent={consent.pk}")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {"case": case, "tab": "partners", "choice": choice, "form": form if is_read else choice,
               "given": form, "text": text}  # fmt: skip
    return render(request, "intake/consent_new.html", context)


def _as_typed(request: HttpRequest, case: Case, text: handing_on.ConsentText | None) -> dict[str, Any]:
    """What was typed beside an older text stays; the tick does not, as it was for that text."""
    usual = {"language": case.pupil.household.language, "given_on": timezone.localdate()}
    typed = {name: request.POST[name] for name in (*usual, "interpreter", "form") if name in request.POST}
    return {**usual, **typed, "read": text.digest if text else ""}


@needs(Permission.OPEN_CASES)
@require_POST
def consent_withdraw(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a consent back: as easy as giving it (Art. 7 (3) GDPR)."""
    case = get_case(request, reference)
    consent = actions.withdraw_consent(
        get_object_or_404(case.hand_on_consents, pk=pk), by=acting_user(request)
    )
    if consent.hand_ons.exists():
        messages.warning(
            request, _("Withdrawn. Nothing more is passed on. Tell the partner now, and note it here.")
        )
    else:
        messages.success(request, _("Withdrawn. Nothing has been passed on."))
    return redirect("intake:case_partners", case.reference)


@needs(Permission.OPEN_CASES)
def hand_on_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand the family on; the next page says exactly what the partner is told."""
    case = get_case(request, reference)
    form = HandOnForm(
        request.POST or None, case=case, initial=_as_agreed(case, request.GET.get("consent", ""))
    )
    if form.is_valid():
        try:
            done = actions.hand_on(case, form.values(), by=acting_user(request))
            return redirect("intake:hand_on_edit", case.reference, done.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    return render(request, "intake/hand_on_new.html", {"case": case, "tab": "partners", "form": form})


def _as_agreed(case: Case, number: str) -> dict[str, Any]:
    """What a consent is about, to start the form with; nothing if the address names none of this case."""
    consent = case.hand_on_consents.valid().numbered(number)
    if consent is None:
        return {}
    return {
        "partner": consent.partner_id, "topic": consent.topic, "person_code": consent.person_code,
        "fields_told": consent.fields,
    }  # fmt: skip


@needs(Permission.OPEN_CASES)
def hand_on_edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """What exactly the partner is told, and what it answered."""
    case = get_case(request, reference)
    done = get_object_or_404(case.hand_ons.for_list(), pk=pk)
    initial = {**model_to_dict(done), "version": done.version}
    form: RecordForm = PartnerAnswerForm(request.POST or None, initial=initial)
    status = 200
    if form.is_valid():
        try:
            actions.record_partner_answer(
                done, form.values(), version=form.expected_version, by=acting_user(request)
            )
            messages.success(request, _("Saved."))
            return redirect("intake:case_partners", case.reference)
        except ChangedMeanwhile as refusal:
            form, status = stale_form(request, PartnerAnswerForm, done, refusal), 409
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {"case": case, "tab": "partners", "form": form, "done": done, "told": _told(case, done)}
    return render(request, "intake/hand_on_edit.html", context, status=status)


def _told(case: Case, done: HandOn) -> list[tuple[Any, str]]:
    """What to say, while there is still something to say: not after a withdrawal, and not once it is answered."""
    if not done.waits or case.is_closed:
        return []
    return handing_on.values(case, done.person_code, done.topic, done.fields)


@needs(Permission.OPEN_CASES)
@require_POST
def hand_on_told(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The partner has been told of the withdrawal today (Art. 19 GDPR)."""
    case = get_case(request, reference)
    done = get_object_or_404(case.hand_ons.for_list(), pk=pk)
    try:
        actions.tell_of_withdrawal(done, on=timezone.localdate(), by=acting_user(request))
        messages.success(request, _("Recorded: the partner knows of the withdrawal."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:case_partners", case.reference)
