"""Interpreters: booked from the case, listed by month for whoever pays them."""

from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake import actions, billing, interpreting
from intake.access import get_case
from intake.forms import BookingStateForm, InterpreterForm, RecordForm
from intake.models import Case, InterpreterBooking, InterpreterType
from intake.views.stale import stale_form
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb


@needs(Permission.OPEN_CASES)
def booking_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for an interpreter; too short a notice is said, not forbidden."""
    case = get_case(request, reference)
    form = InterpreterForm(request.POST or None, initial=_first_values(case, request.GET.get("kind", "")))
    if form.is_valid():
        try:
            booking = actions.book_interpreter(case, form.values(), by=acting_user(request))
            _say(request, booking)
            return redirect("intake:case_partners", case.reference)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    return render(request, "intake/booking_new.html", {"case": case, "tab": "partners", "form": form})


def _first_values(case: Case, kind: str) -> dict[str, Any]:
    known = kind if kind in InterpreterType.values else interpreting.LAY
    return {"language": case.pupil.household.language, "kind": known}


def _say(request: HttpRequest, booking: InterpreterBooking) -> None:
    """That it is booked; or that the notice is too short, from when on it would not be, and what is possible now."""
    if not booking.is_short:
        messages.success(request, _("The interpreter is asked for."))
        return
    text = _(
        "Asked for at short notice: this kind of interpreter can be had from %(day)s. Interpreting by telephone is "
        "possible at once."
    )
    messages.warning(request, text % {"day": date_format(booking.earliest_on, "SHORT_DATE_FORMAT")})


@needs(Permission.OPEN_CASES)
def booking_edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """What became of a booking: confirmed, refused, cancelled, or done with hours and cost."""
    case = get_case(request, reference)
    booking = get_object_or_404(case.interpreter_bookings.select_related("partner"), pk=pk)
    initial = {**model_to_dict(booking), "version": booking.version}
    form: RecordForm = BookingStateForm(request.POST or None, booking=booking, initial=initial)
    status = 200
    if form.is_valid():
        try:
            actions.change_booking(
                booking, form.values(), version=form.expected_version, by=acting_user(request)
            )
            messages.success(request, _("Saved."))
            return redirect("intake:case_partners", case.reference)
        except ChangedMeanwhile as refusal:
            booking.refresh_from_db()
            form, status = stale_form(request, _form_of(booking), booking, refusal), 409
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    context = {"case": case, "tab": "partners", "form": form, "booking": booking}
    return render(request, "intake/booking_edit.html", context, status=status)


def _form_of(booking: InterpreterBooking) -> Any:
    return lambda data: BookingStateForm(data, booking=booking)


@needs(Permission.OPEN_CASES)
@require_safe
def booking_list(request: HttpRequest) -> HttpResponse:
    """One month's interpreters, by cost centre; a counsellor sees those of her cases."""
    month = _month(request)
    audit.read(
        request, Verb.INTERPRETERS_LISTED, shown=month.references, detail={"list": month.key, "kind": "page"}
    )
    return render(request, "intake/booking_list.html", {"month": month, "no_centre": billing.NO_CENTRE})


@needs(Permission.OPEN_CASES)
@require_safe
def booking_export(request: HttpRequest) -> HttpResponse:
    """The same list for a spreadsheet."""
    month = _month(request)
    audit.read(
        request, Verb.INTERPRETERS_LISTED, shown=month.references, detail={"list": month.key, "kind": "csv"}
    )
    headers = {"Content-Disposition": f'attachment; filename="sprachmittlung-{month.key}.csv"'}
    return HttpResponse(billing.as_csv(month), content_type="text/csv; charset=utf-8", headers=headers)


def _month(request: HttpRequest) -> billing.Month:
    return billing.month_of(acting_user(request), request.GET.get("month", ""), request.GET.get("centre", ""))
