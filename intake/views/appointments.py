"""Appointments: the week, new times, booking from the case, and what became of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake import actions, agenda
from intake.access import get_appointment, get_case
from intake.actions.letters import kinds_due
from intake.forms import BookingForm, CancelForm, OutcomeForm, SeriesForm, SinceForm, SlotChoiceForm
from intake.models import Appointment, Slot
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import User

SHOWN = 30  # free slots on one page


@needs(Permission.OPEN_CASES)
@require_safe
def appointment_list(request: HttpRequest) -> HttpResponse:
    """The slots of a week: one's own, or the team's; a family's name only where its case is open to the reader."""
    view = request.GET.get("view", "mine")
    view = view if view in agenda.VIEWS else "mine"
    week = agenda.week_of(acting_user(request), request.GET.get("week", ""), view)
    audit.read(request, Verb.CASES_LISTED, shown=week.references, detail={"list": "appointments"})
    return render(request, "intake/appointment_list.html", {"week": week, "view": view})


@needs(Permission.OPEN_CASES)
def slot_new(request: HttpRequest) -> HttpResponse:
    """Offer times in a row on one day, also for colleagues of the team."""
    user = acting_user(request)
    form = SeriesForm(
        request.POST or None, team=list(User.objects.team_of(user)), initial={"counsellors": [str(user.pk)]}
    )
    if form.is_valid():
        try:
            made = actions.offer_slots(form.starts(), form.chosen(), form.facts(), by=user)
            messages.success(request, _("Times entered: %(number)d.") % {"number": len(made)})
            return redirect(_week_of(made[0]))
        except Refusal as refusal:
            form.add_error("first", str(refusal))
    return render(request, "intake/slot_new.html", {"form": form})


def _week_of(slot: Slot) -> str:
    return agenda.address_of_week(slot.day, "team")


@needs(Permission.OPEN_CASES)
@require_POST
def slot_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    slot = get_object_or_404(Slot.objects.of_team(acting_user(request)), pk=pk)
    return _done(
        request, lambda user: actions.withdraw_slot(slot, by=user), _("The time is not offered any more."),
        _week_of(slot),
    )  # fmt: skip


@needs(Permission.OPEN_CASES)
def appointment_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Book from the case: the next free times of those who may open it, for one or several children."""
    case = get_case(request, reference)
    cases = agenda.siblings_to_book(case, acting_user(request))
    since = SinceForm(request.GET or None)
    slots = agenda.free_slots(case, since.cleaned_data["since"] if since.is_valid() else None)[:SHOWN]
    initial = {"children": [case.reference], "channel": Appointment.Channel.LETTER}
    form = BookingForm(request.POST or None, cases=cases, slots=slots, initial=initial)
    if form.is_valid():
        try:
            made = actions.book(
                form.chosen_cases(), form.chosen_slot(), channel=form.cleaned_data["channel"],
                by=acting_user(request),
            )  # fmt: skip
            messages.success(request, _("The appointment is booked: %(when)s.") % {"when": _when(made)})
            return redirect(made)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("intake:appointment_new", case.reference)
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {"case": case, "tab": "overview", "form": form, "since": since, "cases": cases}
    return render(request, "intake/appointment_new.html", context)


def _when(appointment: Appointment) -> str:
    return date_format(appointment.slot.local_start, "SHORT_DATETIME_FORMAT")


@needs(Permission.OPEN_CASES)
@require_safe
def appointment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One appointment: who comes, what the family was sent, and what can be done with it."""
    appointment = get_appointment(request, pk)
    (family,) = agenda.open_families([appointment], acting_user(request))
    shown = {case.reference for case in family.children}
    audit.read(request, Verb.CASES_LISTED, shown=shown, detail={"list": "appointment"})
    is_whole = len(family.children) == len(appointment.cases)  # a letter names every child
    context = {
        "appointment": appointment,
        "family": family,
        "letters": appointment.letters.all() if is_whole else [],
        "due": kinds_due(appointment) if is_whole else [],
        "cancel_form": CancelForm(),
    }
    return render(request, "intake/appointment_detail.html", context)


@needs(Permission.OPEN_CASES)
def appointment_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time for the same children."""
    appointment = get_appointment(request, pk)
    (family,) = agenda.open_families([appointment], acting_user(request))
    slots = agenda.other_slots(appointment, family.children[0])[:SHOWN]
    form = SlotChoiceForm(request.POST or None, slots=slots, initial={"channel": Appointment.Channel.PHONE})
    if form.is_valid():
        slot, channel = form.chosen_slot(), form.cleaned_data["channel"]

        def act(user: User) -> Any:
            return actions.move_appointment(appointment, slot, channel=channel, by=user)

        return _done(request, act, _("The appointment is moved."), appointment.get_absolute_url())
    shown = {case.reference for case in family.children}
    audit.read(request, Verb.CASES_LISTED, shown=shown, detail={"list": "appointment"})
    context = {"appointment": appointment, "family": family, "form": form}
    return render(request, "intake/appointment_move.html", context)


@needs(Permission.OPEN_CASES)
@require_POST
def appointment_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = get_appointment(request, pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say who cancels."))
        return redirect(appointment)
    reason = form.cleaned_data["reason"]

    def act(user: User) -> Any:
        return actions.cancel_appointment(appointment, reason=reason, by=user)

    return _done(request, act, _("The appointment is cancelled."), appointment.get_absolute_url())


@needs(Permission.OPEN_CASES)
@require_POST
def appointment_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """They came: on to the talk. Nobody came: the case counts it and says what follows."""
    appointment = get_appointment(request, pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say whether the family came."))
        return redirect(appointment)
    try:
        if form.cleaned_data["outcome"] == OutcomeForm.CAME:
            actions.record_came(appointment, by=acting_user(request))
            (family,) = agenda.open_families([appointment], acting_user(request))
            return redirect("intake:session_edit", family.children[0].reference)
        actions.record_no_show(appointment, by=acting_user(request))
        messages.success(request, _("Recorded: nobody came."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(appointment)


@needs(Permission.OPEN_CASES)
@require_POST
def appointment_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """One click on My day after the call."""
    appointment = get_appointment(request, pk)
    return _done(
        request, lambda user: actions.remind(appointment, by=user), _("Recorded: the family was called."),
        "intake:my_day",
    )  # fmt: skip


def _done(request: HttpRequest, act: Callable[[User], Any], said: str, then: str) -> HttpResponse:
    """One act; what it says, or why it was refused, becomes a message."""
    try:
        act(acting_user(request))
        messages.success(request, said)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(then)
