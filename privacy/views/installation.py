"""Whose installation this is, and what is missing before the first sheet can be handed over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.accounts import actions, setup
from privacy.accounts.models import Installation
from privacy.forms import InstallationForm
from privacy.ledger.history import ChangedMeanwhile


@needs(Permission.MANAGE_INSTALLATION)
@require_http_methods(["GET", "HEAD", "POST"])
def installation(request: HttpRequest) -> HttpResponse:
    """The controller's details."""
    stored = Installation.current()
    form = InstallationForm(request.POST or None, instance=Installation.current())
    status = 200
    if form.is_valid():
        try:
            actions.change_installation(
                form.values(), version=form.cleaned_data["version"], by=acting_user(request)
            )
            messages.success(request, _("Saved. The next sheet is made with these details."))
            return redirect("privacy:installation")
        except ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.data = {**request.POST.dict(), "version": str(Installation.current().version)}
            status = 409
    context = {
        "form": form,
        "missing": stored.missing,
        "steps": [(step, request.user.has_perm(step.permission)) for step in setup.steps(stored)],
    }
    return render(request, "privacy/installation.html", context, status=status)
