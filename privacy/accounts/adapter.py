from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from privacy.ledger import acts, audit
from privacy.ledger.verbs import Verb


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks: nobody registers themselves; logging in, failing and logging out are events (ASVS 16.3.1)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        audit.record_alone(user, {"verb": Verb.LOGGED_IN})
        if user.language:
            request.session[settings.LANGUAGE_COOKIE_NAME] = user.language
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """What was typed is not written down: people type their password into the wrong field."""
        audit.record_alone(acts.Outsider("login form"), {"verb": Verb.LOGIN_FAILED})
        super().authentication_failed(request, **credentials)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if user.is_authenticated:
            audit.record_alone(user, {"verb": Verb.LOGGED_OUT})

    def set_password(self, user: Any, password: str) -> None:
        """By the change form or by a one-time link; either way the trail says when (ASVS 16.3.1)."""
        with transaction.atomic():
            super().set_password(user, password)
            audit.record_alone(user, {"verb": Verb.PASSWORD_SET})
