"""Work that somebody started and need not wait for: a row, done by the worker, part by part, with a result for each.

A handler yields one part after the other. A job with a fault, or whose worker died, is begun anew, so every handler must
find what is done already.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.accounts.models import User
from privacy.ledger.acts import Refusal
from privacy.work.models import FAULT, NOT_DONE, REFUSED, Job

ABANDONED_AFTER = timedelta(minutes=10)  # without progress
MOST_ATTEMPTS = 3
PAUSE = timedelta(minutes=1)  # before a job with a fault is begun anew
SHOWN_EVERY = timedelta(
    seconds=1
)  # writing the rows of a large job after each part would take longer than the work
log = logging.getLogger(__name__)


class Part(NamedTuple):
    """A part of a job: reference and person code it is about, and what does it and returns outcome and message."""

    reference: str
    person_code: str
    do: Callable[[], tuple[str, str]]


Handler = Callable[[Job], Iterator[Part]]


class Kind(NamedTuple):
    """What is done, and who may fetch the file: whoever may (still) see all cases with these references."""

    handler: Handler
    is_open_to: Callable[[User, Iterable[str]], bool]


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    handler: Handler,
    *,
    is_open_to: Callable[[User, Iterable[str]], bool] = lambda user, references: False,
) -> None:
    """Say what is done for this kind of job, and to whom its file is open."""
    _kinds[kind] = Kind(handler, is_open_to)


def is_open_to(job: Job, user: User) -> bool:
    """Whether the user may fetch the file: the owner, as long as every case in it is open to her."""
    kind = _kinds.get(job.kind)
    done = {row[0] for row in job.rows if row[2] not in NOT_DONE}
    return kind is not None and job.owner_id == user.pk and kind.is_open_to(user, done)


def start(kind: str, payload: dict[str, Any], *, owner: Any = None) -> Job:
    """Put a job into the queue, in the caller's transaction: it exists if and only if what it follows from does."""
    return Job.objects.create(kind=kind, payload=payload, owner=owner, due_at=timezone.now())


def run_waiting() -> int:
    """Run every job that waits, or was abandoned; returns how many were run."""
    waiting = list(_waiting().values_list("pk", flat=True))
    return sum(_run(pk) for pk in waiting)


def unfinished() -> Any:
    """Failed jobs that nobody started and so nobody looks at: they are tried again each night."""
    return Job.objects.filter(state=Job.State.FAILED, owner=None, kind__in=_kinds)


def _waiting() -> Any:
    now = timezone.now()
    ready = Q(state=Job.State.WAITING) & (Q(progress_at=None) | Q(progress_at__lt=now - PAUSE))
    stale = Q(state=Job.State.RUNNING, progress_at__lt=now - ABANDONED_AFTER)
    return Job.objects.filter(ready | stale, kind__in=_kinds)


def _run(pk: int) -> bool:
    """One attempt; what kept others waiting longer than ABANDONED_AFTER is left to whoever took it over."""
    job = _claim(pk)
    if job is None:
        return False
    try:
        _work(job)
        job.finished_at = timezone.now() if job.is_over else None
        _keep(job, "state", "rows", "total", "output", "finished_at")
    except _TakenOver:
        log.warning("Job %s was taken over by another worker.", job.pk)
        return False
    return True


def _work(job: Job) -> None:
    shown_at = timezone.now()
    for part in _kinds[job.kind].handler(job):
        job.rows.append([part.reference, part.person_code, *_result(job, part)])
        if timezone.now() - shown_at > SHOWN_EVERY:
            shown_at = job.progress_at = timezone.now()
            _keep(job, "rows", "total", "progress_at")
    job.state = Job.State.DONE
    if any(row[2] == FAULT for row in job.rows):
        job.state = Job.State.FAILED if job.attempts >= MOST_ATTEMPTS else Job.State.WAITING


def _result(job: Job, part: Part) -> tuple[str, str]:
    """What became of one part. A fault is logged and costs this part only."""
    try:
        return part.do()
    except Refusal as refusal:
        return REFUSED, str(refusal)
    except OperationalError:  # no database: the job is begun anew when it is back
        raise
    except Exception:  # whatever it was: the others wait for their papers
        log.exception("Job %s, attempt %s: %s %s.", job.pk, job.attempts, part.reference, part.person_code)
        return FAULT, str(_("The program could not do this. Please tell your administrator."))


def _claim(pk: int) -> Job | None:
    """The job, marked as running and begun anew; None if another worker was faster, or if it was tried too often."""
    with transaction.atomic():
        job: Job | None = _waiting().select_for_update(of=("self",)).filter(pk=pk).first()
        if job is None:
            return None
        is_spent = job.attempts >= MOST_ATTEMPTS  # its worker died each time
        job.state = Job.State.FAILED if is_spent else Job.State.RUNNING
        job.started_at = job.progress_at = timezone.now()
        if is_spent:
            job.finished_at = timezone.now()
        else:
            job.rows, job.output, job.attempts = [], None, job.attempts + 1
        job.save()
        return None if is_spent else job


class _TakenOver(Exception):
    """This worker was so slow that another one has begun the job anew; what it does from now on is not this one's."""


def _keep(job: Job, *fields: str) -> None:
    """Store the fields, as long as the job is still this attempt's. Raises _TakenOver."""
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING)
    if not mine.update(**{name: getattr(job, name) for name in fields}):
        raise _TakenOver
