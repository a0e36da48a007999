"""Pages that belong to no app: appearance, help around the interface, health."""

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from config import navigation
from config.context import THEMES
from config.finders import kern_root

YEAR = 365 * 24 * 60 * 60  # seconds


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where this person's work is: the first entry of the navigation."""
    links = navigation.links_for(request.user, "")
    return redirect(links[0].url) if links else redirect("accessibility")


@login_not_required
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the chosen `theme` and/or `language` for a year and go back to `next`; unknown values do nothing."""
    chosen = _chosen_appearance(request)
    response: HttpResponse = HttpResponseRedirect(_safe_next(request))
    for name, value in chosen.items():
        response.set_cookie(
            name,
            value,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )
    _remember(request, chosen)
    return response


def _chosen_appearance(request: HttpRequest) -> dict[str, str]:
    """The posted values that exist; the keys are also the names of the cookies."""
    known = {"theme": THEMES, settings.LANGUAGE_COOKIE_NAME: tuple(dict(settings.LANGUAGES))}
    posted = {name: request.POST.get(name, "") for name in known}
    return {name: value for name, value in posted.items() if value in known[name]}


def _remember(request: HttpRequest, chosen: dict[str, str]) -> None:
    """Store the choice with the person, so that it follows her to another computer."""
    user: Any = request.user
    if not (user.is_authenticated and chosen):
        return
    if language := chosen.get(settings.LANGUAGE_COOKIE_NAME):
        request.session[settings.LANGUAGE_COOKIE_NAME] = language
    if hasattr(user, "theme") and hasattr(user, "language"):
        user.set_appearance(**{"theme": user.theme, "language": user.language, **chosen})


def _safe_next(request: HttpRequest) -> str:
    """The posted `next` if it stays on this host, else the start page."""
    target = request.POST.get("next", "")
    stays = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if stays else resolve_url(settings.LOGIN_REDIRECT_URL)


@require_safe
def shortcuts(request: HttpRequest) -> HttpResponse:
    """The keyboard shortcuts on one page."""
    return render(request, "ui/shortcuts.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Erklärung zur Barrierefreiheit (§ 10 BGG NRW with BITVNRW)."""
    return render(request, "ui/accessibility.html")


@login_not_required
@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    """What is sent to the browser, under which licence, and the whole NOTICE file."""
    notice = settings.BASE_DIR / "NOTICE"
    context = {
        "kern_version": (kern_root() / "VERSION").read_text().strip(),
        "htmx_package_version": version("django-htmx"),
        "notice": notice.read_text() if notice.is_file() else "",
    }
    return render(request, "ui/licences.html", context)


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 "ok" when the database answers, else 503; for load balancers and the operator's monitoring."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """In words, what to do when a form's token is missing or stale (CSRF_FAILURE_VIEW)."""
    return render(request, "ui/csrf_failure.html", status=403)
