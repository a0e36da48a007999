"""The one page of the ground floor without a login: whoever holds a receipt can check it."""

from allauth.core.internal import ratelimit  # the public one lets every GET pass
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from privacy.forms import CheckForm
from privacy.notices.checking import check
from privacy.notices.texts import available
from privacy.views.uploads import announced_size


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_check(request: HttpRequest) -> HttpResponse:
    """Genuine and unaltered, or not: by the number in the QR code or typed, and by a file dropped on the page.

    A number holds 75 random bits; the limit (settings.ACCOUNT_RATE_LIMITS) only keeps the page quick for others.
    """
    form = CheckForm(_asked(request), request.FILES or None, size=announced_size(request))
    is_busy = form.is_bound and not _may_ask(request)
    is_answered = not is_busy and form.is_valid()
    found = check(form.cleaned_data["number"], form.content) if is_answered else None
    context = {
        "form": form,
        "is_busy": is_busy,
        "is_answered": is_answered,
        "found": found,
        "language": available().get(found.language) if found else None,
    }
    return render(request, "privacy/receipt_check.html", context, status=429 if is_busy else 200)


def _asked(request: HttpRequest) -> QueryDict | None:
    """What was typed, or stands in the address of the QR code; None for the empty page."""
    if request.method == "POST":
        return request.POST
    return request.GET if "number" in request.GET else None


def _may_ask(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, app="allauth.account", action="receipt_check", limit_get=True))
