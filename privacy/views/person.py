from django.http import HttpRequest

from privacy.accounts.models import User


def person(request: HttpRequest) -> User:
    """The person who is logged in. Login itself is closed by LoginRequiredMiddleware."""
    user = request.user
    assert isinstance(user, User)
    return user
