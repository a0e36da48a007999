"""The ground floor's own nightly duties."""

from datetime import time, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from privacy.work import jobs
from privacy.work.duties import Duty, register
from privacy.work.models import Job


def forget_sessions() -> str:
    """Delete ended sessions: they may hold the names somebody searched for (decision 29)."""
    SessionStore.clear_expired()
    return "ended sessions deleted"


def empty_files() -> str:
    """Forget the files that jobs made a day ago: they hold names and addresses (decision 2)."""
    yesterday = timezone.now() - timedelta(days=1)
    emptied = Job.objects.filter(finished_at__lt=yesterday, output__isnull=False).update(output=None)
    return f"{emptied} files emptied"


def retry_unfinished() -> str:
    """Begin failed jobs anew that nobody waits for at a screen."""
    again = jobs.unfinished().update(state=Job.State.WAITING, attempts=0)
    return f"{again} jobs begun anew"


def register_duties() -> None:
    register(Duty("forget_sessions", time(3, 0), forget_sessions))
    register(Duty("empty_files", time(3, 10), empty_files))
    register(Duty("retry_unfinished", time(3, 20), retry_unfinished))
