"""Opening the cases of a list, one after the other: while the user waits, or by the worker with progress.

Each row is a transaction of its own, and its case is noted in it: begun anew, the work goes on where it stopped.
"""

from collections.abc import Iterator
from functools import partial

from django.db import transaction

from intake import actions
from intake.actions.lists import OPEN_LIST
from intake.lists.checking import Row, Verdict, rows_of
from intake.lists.workbook import file_of
from intake.models import ImportPreview
from privacy.ledger.acts import Refusal
from privacy.work import jobs
from privacy.work.models import REFUSED, Job

RETURNED_HEAD = "Grund"  # the column that says why, in the language of whoever sent the list


def open_now(preview: ImportPreview) -> None:
    """Open every good row, then forget what is open."""
    for part in _parts(preview):
        part.do()


def open_list(job: Job) -> Iterator[jobs.Part]:
    """The worker's part; nothing if the list is gone."""
    preview = ImportPreview.objects.filter(pk=job.payload["preview"]).first()
    if preview is None:
        return
    job.total = len(_waiting(preview))
    yield from _parts(preview)


def _waiting(preview: ImportPreview) -> list[Row]:
    opened = preview.opened_lines()
    return [row for row in rows_of(preview) if row.is_to_open and row.line not in opened]


def _parts(preview: ImportPreview) -> Iterator[jobs.Part]:
    refused: dict[int, Row] = {}
    for row in _waiting(preview):
        yield jobs.Part("", str(row.line), partial(_open, preview, row, refused))
    _forget_opened(preview, refused)


def _open(preview: ImportPreview, row: Row, refused: dict[int, Row]) -> tuple[str, str]:
    """Outcome and reference of one row; remembers what was refused."""
    try:
        return "opened", actions.open_row(preview, row, by=preview.user).reference
    except Refusal as refusal:
        row.verdict, row.is_chosen = Verdict.KNOWN, False
        found = getattr(refusal, "references", [refusal.reference])
        row.known = list(dict.fromkeys(filter(None, [*row.known, *found])))
        refused[row.line] = row
        return REFUSED, str(refusal)


def _forget_opened(preview: ImportPreview, refused: dict[int, Row]) -> None:
    """Of the rows only those stay whose case is not open; they are to be handed back (decision 2)."""
    with transaction.atomic():
        locked = ImportPreview.objects.select_for_update(of=("self",)).filter(pk=preview.pk).first()
        if locked is None:
            return
        opened = locked.opened_lines()
        left = [refused.get(row.line, row) for row in rows_of(locked) if row.line not in opened]
        locked.rows = [row.stored() for row in left]
        locked.save()


def file_of_rest(preview: ImportPreview) -> bytes:
    """The rows that were not opened, as they came, each with the reason (XLSX)."""
    rows = [[*row.cells, row.reason(preview.headings)] for row in rows_of(preview)]
    return file_of([*preview.headings, RETURNED_HEAD], rows)


def forget_lists() -> str:
    """Delete the lists of yesterday: they hold names of children who have no case (decision 2)."""
    number, _of_each = ImportPreview.objects.expired().delete()
    return f"{number} rows of lists deleted"


def register_jobs() -> None:
    """Called once, when the app is ready."""
    jobs.register(OPEN_LIST, open_list)
