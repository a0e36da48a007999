"""Where an act leads afterwards: back to the page it was started from, and with a button that undoes it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from intake.models import Case


def back(request: HttpRequest, otherwise: str | Case) -> HttpResponse:
    """To the posted `next` if it stays on this host, else to `otherwise` (a case, or the name of an address)."""
    target = request.POST.get("next", "")
    stays = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if stays else resolve_url(otherwise))


def case_or_list(request: HttpRequest, case: Case) -> str | Case:
    """The case as long as it is open to this user."""
    still_visible = Case.objects.visible_to(request.user).filter_reference(case.reference).exists()
    return case if still_visible else "intake:case_list"


def say_handed_over(request: HttpRequest, text: str, case: Case) -> None:
    """The message with its "Undo" (templates/ui/undo.html): the address to post to and the version that it undoes."""
    address = reverse("intake:case_take_back", args=[case.reference])
    messages.success(request, text, extra_tags=f"undo {address} {case.version}")
