"""What administrators do: accounts, teams, the installation. Every function is one act with one event.

Events say which fields changed and codes of roles, no values: a name in the ledger could never be removed.
"""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from privacy.accounts.models import Installation, Team, User
from privacy.ledger import audit
from privacy.ledger.acts import Outsider, Refusal
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb
from privacy.notices.models import Collection
from privacy.notices.scope import added_purposes, scope_of
from privacy.notices.texts import INFORM_AGAIN
from privacy.work import jobs


class NotYourOwnAccount(Refusal):
    """Nobody changes the role of their own account or closes it: the last administrator would lock everybody out."""


class AccountClosed(Refusal):
    """A deactivated account gets no link for a new password."""


@audit.action
def open_account(values: dict[str, Any], *, by: User | Outsider) -> User:
    """Open an account without a password; `values` as `AccountForm` cleans them. Returns the user.

    The person sets the password with the link of `password_link`, which the administrator hands over.
    """
    user = _set(User(), values)
    user.set_unusable_password()
    user.save()
    _keep_groups(user, values.get("school"))
    audit.record(Verb.ACCOUNT_CHANGED, about=user, detail={"added": "account", "role": user.role})
    return user


@audit.action
def change_account(user: User, values: dict[str, Any], *, by: User) -> User:
    """Change an account; `values` as `AccountForm` cleans them. A deactivated account's sessions end.

    Raises NotYourOwnAccount when administrators change their own role or close their own account.
    """
    locked: User = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    changed = sorted(name for name, value in _fields(values).items() if getattr(locked, name) != value)
    if locked.pk == by.pk and {"role", "is_active"} & set(changed):
        raise NotYourOwnAccount(
            _("Ask another administrator: nobody changes their own role or closes their own account.")
        )
    _set(locked, values).save()
    if _keep_groups(locked, values.get("school")):
        changed.append("groups")
    if not locked.is_active:
        _end_sessions(locked)
    audit.record(Verb.ACCOUNT_CHANGED, about=locked, detail={"fields": changed, "role": locked.role})
    return locked


@audit.action
def renew_password_link(user: User, *, by: User) -> User:
    """Note that the administrator makes a link with which this person sets a new password. Raises AccountClosed."""
    if not user.is_active:
        raise AccountClosed(_("This account is deactivated."))
    audit.record(Verb.ACCOUNT_CHANGED, about=user, detail={"link": "password", "role": user.role})
    return user


def password_link(user: User) -> str:
    """The path where this person sets a password. It works once, and for settings.PASSWORD_RESET_TIMEOUT seconds.

    The key is bound to the password and the last login, so it dies with either; nothing is stored.
    """
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


@audit.action
def open_team(name: str, *, by: User) -> Team:
    """Open a team, with the group through which its members see each other's cases."""
    group = Group.objects.create(name=f"team-{name}")
    team = Team.objects.create(name=name, group=group)
    audit.record(Verb.ACCOUNT_CHANGED, about=team, detail={"added": "team"})
    return team


@audit.action
def change_installation(values: dict[str, Any], *, version: int, by: User) -> Installation:
    """Change the controller's details. Raises ChangedMeanwhile if somebody saved them after `version`.

    Sheets handed over before keep their wording; the next one is made with the new details. A new purpose or
    recipient opens sheets for all active cases, in the background (Art. 13 (3) GDPR).
    """
    Installation.objects.get_or_create(pk=1)
    locked = Installation.objects.select_for_update().get(pk=1)
    if locked.version != version:
        raise ChangedMeanwhile(_("Somebody else has changed this meanwhile. Nothing of yours is lost."))
    changed = sorted(name for name, value in values.items() if getattr(locked, name) != value)
    before = scope_of(locked)
    for name in changed:
        setattr(locked, name, values[name])
    locked.version += 1
    locked.save()
    for purpose in added_purposes(before, scope_of(locked)):
        jobs.start(INFORM_AGAIN, {"occasion": Collection.Occasion.NEW_PURPOSE.value, "purpose": purpose})
    audit.record(Verb.INSTALLATION_CHANGED, about=locked, detail={"fields": changed})
    return locked


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "school"}


def _set(user: User, values: dict[str, Any]) -> User:
    for name, value in _fields(values).items():
        setattr(user, name, value)
    return user


def _keep_groups(user: User, school: Group | None) -> bool:
    """The groups that follow from team and school, and no others; whether anything changed."""
    wanted = {user.team.group} if user.team else set()
    if school:
        wanted.add(school)
    if set(user.groups.all()) == wanted:
        return False
    user.groups.set(wanted)
    return True


def _end_sessions(user: User) -> None:
    """Close every session of the user (ASVS 7.4.2): reactivated, the account must not be open anywhere."""
    for session in Session.objects.all().iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
