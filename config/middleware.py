"""What every response gets: a content security policy, no copies in caches, one language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase, HttpResponseNotFound
from django.template.loader import render_to_string
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Nothing here ever needs these; a hole in the page must not reach them either.
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class PlainRequestMiddleware:
    """Turns away what no browser sends and what Django or PostgreSQL would fall over.

    A NUL in the address (404) or in a cookie, and a body in another encoding than UTF-8, which could smuggle in
    characters that cannot be stored (400).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path:
            return HttpResponseNotFound(render_to_string("404.html"))
        charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
        if charset.lower() not in {"utf-8", "utf8"} or any(
            "\0" in value for value in request.COOKIES.values()
        ):
            return HttpResponseBadRequest()
        return self.get_response(request)


class ContentSecurityPolicyMiddleware:
    """Content-Security-Policy from settings.SECURE_CSP (Django 6's name and shape), and two more headers.

    A response to someone logged in may hold personal data, so browsers and proxies keep no copy of it
    (ASVS 14.3.2) unless the view said otherwise.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(
            f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items()
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # The cookie, not request.user: that would ask the database, which may be what just failed.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class LanguageMiddleware:
    """The language the person chose, else German; what the browser asks for is not consulted.

    Accept-Language would give a counsellor at a borrowed computer an interface she did not choose. The choice
    stands in the session (put there at login) or, before login, in a cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(chosen_language(request)):
            response = self.get_response(request)
            response.headers.setdefault(
                "Content-Language", translation.get_language() or settings.LANGUAGE_CODE
            )
            return response


def chosen_language(request: HttpRequest) -> str:
    """The language code for this request: session, cookie, settings.LANGUAGE_CODE, in this order."""
    name = settings.LANGUAGE_COOKIE_NAME
    known = dict(settings.LANGUAGES)
    for code in (request.session.get(name), request.COOKIES.get(name)):
        if code in known:
            return str(code)
    return settings.LANGUAGE_CODE
