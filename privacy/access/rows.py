"""The rows that open one object to one person or group. Granting, revoking and asking happen here and nowhere else.

The rows are django-guardian's, in tables with a real foreign key to what they open, so that they die with it.
guardian's own shortcuts are not used: its list and its single answers disagree for global permissions and for
inactive users (measured with 3.5.2).
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

from privacy.accounts.models import User
from privacy.ledger.acts import note


def grant(who: User | Group, thing: Model, *, until: datetime | None = None, purpose: str = "") -> None:
    """Open `thing` to a person or a group, for good or until a moment. Part of an action: the event lists it."""
    rows, key = _rows(who, thing), _key(who, thing)
    if until is not None and rows.filter(**key, until=None).exists():
        return  # open for good already; a visit does not shorten that
    rows.update_or_create(**key, defaults={"until": until, "purpose": purpose})
    note("granted", _label(who))


def revoke(who: User | Group, thing: Model) -> None:
    """Close `thing` to a person or a group; nothing happens if it was not open."""
    deleted, _ = _rows(who, thing).filter(**_key(who, thing)).delete()
    if deleted:
        note("revoked", _label(who))


def granted(user: User | AnonymousUser, model: type[Model]) -> Q:
    """The condition on `model` rows: opened to this user or to one of the groups, and still open now."""
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    current = Q(until=None) | Q(until__gt=timezone.now())
    view = _view(model)
    own = _table(User, model).filter(current, user=user, permission=view)
    groups = _table(Group, model).filter(current, group__in=user.groups.all(), permission=view)
    # One set, so that the database asks once per row whether it is in it.
    return Q(pk__in=own.values("content_object").union(groups.values("content_object"), all=True))


def can(user: User | AnonymousUser, thing: Model) -> bool:
    """Whether the user may see `thing`: the same question as the list's, asked for one row."""
    rows: QuerySet[Any] = type(thing).objects.visible_to(user)  # type: ignore[attr-defined]
    return rows.filter(pk=thing.pk).exists()


def _rows(who: User | Group, thing: Model) -> Any:
    return _table(type(who), type(thing))


def _table(holder: type[User] | type[Group], model: Any) -> Any:
    """The rows that open rows of `model` to users, or to groups."""
    find: Any = get_group_obj_perms_model if issubclass(holder, Group) else get_user_obj_perms_model
    return find(model).objects


def _key(who: User | Group, thing: Model) -> dict[str, Any]:
    holder = "group" if isinstance(who, Group) else "user"
    return {holder: who, "permission_id": _view(type(thing)), "content_object": thing}


def _view(model: type[Model]) -> int:
    kind = ContentType.objects.get_for_model(model)
    return Permission.objects.values_list("pk", flat=True).get(
        content_type=kind, codename=f"view_{model._meta.model_name}"
    )


def _label(who: User | Group) -> str:
    return f"group:{who.name}" if isinstance(who, Group) else f"user:{who.pk}"
