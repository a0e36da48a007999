"""What the frame around every page needs."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from config import navigation
from privacy.models import Installation

THEMES = ("auto", "light", "dark")
SEARCH_PERMISSION = "privacy.open_cases"


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `theme` ("", "light", "dark"), `installation`, `navigation` (list of Link) and `search_url` ("" where
    the person may not search)."""
    user = getattr(request, "user", None) or AnonymousUser()
    match = request.resolver_match
    return {
        "theme": _theme(request, user),
        "installation": SimpleLazyObject(Installation.current),
        "navigation": navigation.links_for(user, match.view_name if match else ""),
        "search_url": navigation.url_of("intake:case_search") if user.has_perm(SEARCH_PERMISSION) else "",
    }


def _theme(request: HttpRequest, user: Any) -> str:
    """The person's own choice, before login the cookie's; "" leaves it to the operating system."""
    chosen = getattr(user, "theme", "") or request.COOKIES.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""
