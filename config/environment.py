"""What the environment says: secrets, databases, switches. Everything is listed in the README."""

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# These commands change the shape of the ledger's tables or delete from them, so they run as the owner.
OWNER_COMMANDS = {"migrate", "flush", "audit_prune", "restore"}


def flag(name: str) -> bool:
    """Whether the switch `name` is on; anything but empty, 0 and no counts as on."""
    return os.environ.get(name, "").lower() not in {"", "0", "no", "false"}


def text(name: str, default: str) -> str:
    """The value of `name`, or the default where it is empty."""
    return os.environ.get(name, "") or default


def required(name: str, *, demo: str) -> str:
    """The value of `name`; in the demonstration `demo`. Raises ImproperlyConfigured with the name if there is none."""
    if value := os.environ.get(name, "") or demo:
        return value
    raise ImproperlyConfigured(f"{name} is not set. Without it Einstieg does not start; see README.md.")


def words(name: str) -> list[str]:
    """The comma-separated values of `name`."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def secret(name: str, *, demo: bool) -> str:
    """The secret `name`.

    In the demonstration a missing secret is made once and kept in var/, so that logins survive a restart.
    Raises ImproperlyConfigured with the name if it is missing anywhere else.
    """
    if value := os.environ.get(name):
        return value
    if not demo:
        raise ImproperlyConfigured(f"{name} is not set. Without it Einstieg does not start; see README.md.")
    return _demo_secret(name)


def _demo_secret(name: str) -> str:
    VAR_DIR.mkdir(exist_ok=True)
    path = VAR_DIR / "demo-secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if name not in known:
        known[name] = secrets.token_hex(32)
        path.touch(mode=0o600)
        path.write_text(json.dumps(known))
    return known[name]


def ledger_keys(text: str) -> dict[int, bytes]:
    """The ledger's MAC keys by number, from "1:HEX,2:HEX" or a single HEX (number 1); the highest one signs.

    Raises ImproperlyConfigured if a key is not hexadecimal or shorter than 32 bytes.
    """
    keys = {}
    for part in text.split(","):
        number, _, value = part.rpartition(":")
        try:
            keys[int(number or 1)] = bytes.fromhex(value.strip())
        except ValueError as error:
            raise ImproperlyConfigured("LEDGER_KEY is not hexadecimal.") from error
    if any(len(key) < 32 for key in keys.values()):
        raise ImproperlyConfigured("LEDGER_KEY needs at least 32 bytes (64 hexadecimal digits).")
    return keys


def database(argv: list[str]) -> dict[str, Any]:
    """The database of this process: DATABASE_URL, or OWNER_DATABASE_URL for the owner's commands."""
    command = argv[1] if len(argv) > 1 else ""
    owner = os.environ.get("OWNER_DATABASE_URL", "") if command in OWNER_COMMANDS else ""
    return parse_database_url(
        owner or os.environ.get("DATABASE_URL", "") or f"sqlite:///{VAR_DIR}/einstieg.sqlite3"
    )


def parse_database_url(url: str) -> dict[str, Any]:
    """A Django DATABASES entry from sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME?host=SOCKET."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path[1:] or ":memory:")
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL begins with sqlite:/// or postgresql://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Values travel beside the statement, so that the server's log of a failing one holds no family's data.
        "OPTIONS": {"server_side_binding": True, **options},
    }


def _sqlite(name: str) -> dict[str, Any]:
    """SQLite that waits instead of failing, and keeps its last commits when the power goes.

    IMMEDIATE: a transaction that reads and then writes cannot wait in DEFERRED mode, whatever the timeout.
    """
    if name != ":memory:":
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
