"""What must be true of the database before the program serves: run by `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from privacy.accounts.models import Installation, User
from privacy.ledger import triggers

_TRIGGERS_IN_CATALOGUE = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}


@register(Tags.database)
def demo_database_stays_a_demo(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A database with invented families and the password "demo" must never be served for real (decision 45)."""
    if not databases or settings.DEMO or not _is_migrated("default") or not Installation.is_demo_here():
        return []
    hint = "Give DATABASE_URL an empty database, or start the demonstration with: make run"
    return [Error("This database is the demonstration's.", hint=hint, id="einstieg.E010")]


@register(Tags.database)
def real_database_is_no_demo(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Real families are not served with the demonstration's relaxed cookies and secrets."""
    if not databases or not settings.DEMO or not _is_migrated("default"):
        return []
    if Installation.is_demo_here() or not User.objects.exists():
        return []
    return [Error("EINSTIEG_DEMO is set, but this database is not the demonstration's.", id="einstieg.E012")]


@register(Tags.database)
def ledger_refuses_changes(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The triggers that make the ledger append-only stand (privacy/ledger/triggers.py)."""
    if not databases or not _is_migrated("default"):
        return []
    missing = sorted(triggers.NAMES[connections["default"].vendor] - standing_triggers("default"))
    if not missing:
        return []
    return [
        Error(f"The ledger is not protected, triggers are missing: {', '.join(missing)}.", id="einstieg.E011")
    ]


def standing_triggers(alias: str) -> set[str]:
    """Names of the triggers that are in force in this database."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS_IN_CATALOGUE[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def _is_migrated(alias: str) -> bool:
    return Installation._meta.db_table in connections[alias].introspection.table_names()
