"""The contact log: four buttons on the case page, or a form with a note and a date."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake import actions
from intake.access import get_case
from intake.forms import ContactForm
from intake.models import Case
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb


@needs(Permission.OPEN_CASES)
def contact_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a contact; the case says when the next one is due."""
    case = get_case(request, reference)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        try:
            contact = actions.log_contact(case, form.cleaned_data, by=acting_user(request))
            messages.success(request, _recorded(contact.case))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(case)
    audit.read(request, Verb.CASE_READ, reference=case.reference)
    return render(request, "intake/contact_new.html", {"case": case, "tab": "overview", "form": form})


def _recorded(case: Case) -> str:
    if case.follow_up_on is None:
        return _("Recorded.")
    return _("Recorded. Contact the family again by %(day)s.") % {
        "day": date_format(case.follow_up_on, "SHORT_DATE_FORMAT")
    }
