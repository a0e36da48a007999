"""Nightly duties: what is done once a day without being asked. Apps register theirs in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy.work.models import Job


@dataclass(frozen=True)
class Duty:
    """`run` does it and says in one sentence what it did; it may be run twice without harm."""

    kind: str
    at: time
    run: Callable[[], str]


_duties: dict[str, Duty] = {}


def register(duty: Duty) -> None:
    _duties[duty.kind] = duty


def run_due() -> int:
    """Run every duty whose hour has come today and that has not run yet; returns how many ran."""
    return sum(_run(duty) for duty in _duties.values() if duty.at <= timezone.localtime().time())


def _run(duty: Duty) -> bool:
    """Run a duty nobody has run today. If it fails, its row says so and the error stops the worker, loudly;
    started again, the worker goes on with the next one.
    """
    job = _claim(duty)
    if job is None:
        return False
    try:
        job.result, job.state = duty.run()[:200], Job.State.DONE
    finally:
        if job.state != Job.State.DONE:
            job.state = Job.State.FAILED
        job.finished_at = timezone.now()
        job.save()
    return True


def _claim(duty: Duty) -> Job | None:
    """The job row of today's run, if nobody has it yet: the unique key decides between two workers."""
    due = timezone.make_aware(datetime.combine(timezone.localdate(), duty.at))
    if Job.objects.filter(kind=duty.kind, due_at=due).exists():
        return None
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind=duty.kind, due_at=due, state=Job.State.RUNNING, started_at=timezone.now()
            )
    except IntegrityError:
        return None
