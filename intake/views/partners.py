"""The directory of partners, which holds no data of families, so that reading it is no event; and who helps in a case."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake import actions, responsibilities
from intake.access import get_case
from intake.forms import PartnerFilter, PartnerForm, RecordForm, ResponsibilityForm
from intake.models import Partner
from intake.views.stale import stale_form
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb

PAGE_SIZE = 50


@needs(Permission.OPEN_CASES)
@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Who works with the KI, by kind, language, municipality and topic."""
    chosen = PartnerFilter(request.GET, queryset=Partner.objects.all())
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "intake/partner_list.html", {"filter": chosen, "page": page})


@needs(Permission.OPEN_CASES)
def partner_new(request: HttpRequest) -> HttpResponse:
    """Add an entry."""
    form = PartnerForm(request.POST or None)
    if form.is_valid():
        actions.save_partner(Partner(), form.values(), version=0, by=acting_user(request))
        messages.success(request, _("Saved."))
        return redirect("intake:partner_list")
    return render(request, "intake/partner_new.html", {"form": form})


@needs(Permission.OPEN_CASES)
def partner_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an entry, or switch it off; the page says who changed it before."""
    partner = get_object_or_404(Partner, pk=pk)
    form: RecordForm = PartnerForm(request.POST or None, initial=_initial(partner))
    status = 200
    if form.is_valid():
        try:
            actions.save_partner(
                partner, form.values(), version=form.expected_version, by=acting_user(request)
            )
            messages.success(request, _("Saved."))
            return redirect("intake:partner_list")
        except ChangedMeanwhile as refusal:
            form, status = stale_form(request, PartnerForm, partner, refusal), 409
    return render(request, "intake/partner_edit.html", {"form": form, "partner": partner}, status=status)


def _initial(partner: Partner) -> dict[str, Any]:
    return {**model_to_dict(partner), "version": partner.version, **PartnerForm.initial_of(partner)}


@needs(Permission.OPEN_CASES)
@require_safe
def case_partners(request: HttpRequest, reference: str) -> HttpResponse:
    """Who helps in this case."""
    case = get_case(request, reference)
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    here = responsibilities.places(case.pupil.household.municipality)
    context = {"case": case, "tab": "partners", "place": here[0] if here else None}
    return render(request, "intake/case_partners.html", context)


@needs(Permission.OPEN_CASES)
@require_safe
def responsibility_list(request: HttpRequest) -> HttpResponse:
    """Who is responsible for which municipality and topic, from the directory; made to be printed."""
    form = ResponsibilityForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"municipality": "", "topic": ""}
    places = responsibilities.places(chosen["municipality"], chosen["topic"])
    context = {"form": form, "places": places, "is_one_topic": bool(chosen["topic"])}
    return render(request, "intake/responsibility_list.html", context)
