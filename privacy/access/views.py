"""What a role may ever do is answered before the view runs: 403. What is not visible to you is 404 in the view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from privacy.access.roles import Permission
from privacy.accounts.models import User

View = Callable[..., HttpResponse]


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Lets a view run for users who hold one of the permissions; others get 403. Login is closed elsewhere."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.user.has_perm(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permissions = permissions  # type: ignore[attr-defined]
        return guarded

    return decorate


def acting_user(request: HttpRequest) -> User:
    """The logged-in user of this request. Raises PermissionDenied where login was not demanded."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
