"""The ground floor's own nightly duties."""

from datetime import time

from django.contrib.sessions.backends.db import SessionStore

from privacy.work.duties import Duty, register


def forget_sessions() -> str:
    """Delete ended sessions: they may hold the names somebody searched for (decision 29)."""
    SessionStore.clear_expired()
    return "ended sessions deleted"


def register_duties() -> None:
    register(Duty("forget_sessions", time(3, 0), forget_sessions))
