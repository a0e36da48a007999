"""Taking in a list of reported children: a preview, its columns, its choice, and then each row a case of its own."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.actions.opening import OpenedAlready, open_case
from intake.lists.checking import Matched, Row, Verdict, child, rows_of
from intake.lists.reading import Table
from intake.lists.rows import Child
from intake.lists.values import Defaults
from intake.models import Case, Household, ImportedRow, ImportPreview, ListLayout
from intake.opening import KnownChildren
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import User
from privacy.work import jobs

OPEN_LIST: Final = "open_list"  # the worker's name for it
MOST_AT_ONCE: Final = 50  # rows that are opened while the user waits


class ListIsGone(Refusal):
    """Its day is over, or it was discarded in another window."""


class ListIsUsed(Refusal):
    """Its cases are being opened, or open; nothing is chosen any more."""


class NothingToOpen(Refusal):
    """Every row is known, rejected or open."""


class KnownMeanwhile(Refusal):
    """Somebody has opened a case for this child since the rows were checked. `references` are the cases."""

    def __init__(self, message: Any, *, references: Sequence[str]) -> None:
        super().__init__(message, reference=references[0])
        self.references = list(references)


@audit.action
def take_list(table: Table, facts: dict[str, Any], *, by: User) -> ImportPreview:
    """Keep the rows of a list for its user to look at, for a day; returns the preview.

    `facts`: source, channel, received_on, municipality, school_number.
    """
    preview = ImportPreview(
        user=by,
        headings=table.headings,
        places=list(range(len(table.headings))),
        rows=[Row(line.number, line.cells).stored() for line in table.lines],
        digest=table.digest,
        dropped=table.dropped,
        **facts,
    )
    preview.save()
    audit.record(Verb.LIST_TAKEN, about=preview, detail={"rows": len(table.lines)})
    return preview


@audit.action
def match_columns(
    preview: ImportPreview, matched: Matched, defaults: Defaults, *, name: str, by: User
) -> ImportPreview:
    """Say what the columns hold, and keep the checked rows. What holds nothing of ours is forgotten at once.

    With a `name` the next list with these headings is matched the same way. Raises ListIsGone, ListIsUsed.
    """
    locked = _unused(preview)
    locked.headings, locked.places, locked.columns = matched.headings, matched.places, matched.columns
    locked.rows = [row.stored() for row in matched.rows]
    locked.municipality = defaults.municipality
    locked.language, locked.custodian_kind = defaults.language, defaults.custodian_kind
    locked.matched_at = timezone.now()
    locked.save()
    if name:
        _keep_layout(locked, name, by)
    hinted = {reference for row in matched.rows for reference in row.known}
    audit.record(Verb.LIST_MATCHED, about=locked, detail={"rows": len(matched.rows)}, shown=hinted)
    return locked


def _keep_layout(preview: ImportPreview, name: str, by: User) -> None:
    columns = {str(place): column for place, column in zip(preview.places, preview.columns, strict=True)}
    ListLayout.objects.update_or_create(
        name=name,
        defaults={
            "source": preview.source, "municipality": preview.municipality, "digest": preview.digest,
            "columns": columns, "language": preview.language, "custodian_kind": preview.custodian_kind, "changed_by": by,
        },
    )  # fmt: skip


@audit.action
def choose_rows(
    preview: ImportPreview, shown: Collection[int], chosen: Collection[int], *, by: User
) -> ImportPreview:
    """Say which of the known rows that were shown are other children and to be opened all the same.

    Both by line. Raises ListIsGone, ListIsUsed.
    """
    locked = _unused(preview)
    rows = rows_of(locked)
    for row in rows:
        if row.verdict == Verdict.KNOWN and row.line in shown:
            row.is_chosen = row.line in chosen
    locked.rows = [row.stored() for row in rows]
    locked.save()
    audit.record(Verb.LIST_MATCHED, about=locked, detail={"rows": sum(row.is_chosen for row in rows)})
    return locked


@audit.action
def begin_opening(preview: ImportPreview, owner: User | None, *, by: User) -> ImportPreview:
    """Begin to open the cases of all good rows, for `owner`, or for nobody. More than fifty are left to the worker.

    Called again it goes on where it stopped. Raises ListIsGone, NothingToOpen.
    """
    locked = _locked(preview)
    if locked.is_running:
        raise ListIsUsed(_("The cases of this list are being opened."))
    opened = locked.opened_lines()
    number = sum(row.is_to_open and row.line not in opened for row in rows_of(locked))
    if not (locked.matched_at and number):
        raise NothingToOpen(_("There is no row to open."))
    locked.owner, locked.started_at = owner, locked.started_at or timezone.now()
    # Without an owner: what it does is shown on the list's own page, and what failed is tried again in the night.
    locked.job = jobs.start(OPEN_LIST, {"preview": locked.pk}) if number > MOST_AT_ONCE else None
    locked.save()
    audit.record(Verb.LIST_OPENING, about=locked, detail={"rows": number})
    return locked


@audit.action
def open_row(preview: ImportPreview, row: Row, *, by: User) -> Case:
    """Open the case of one row; siblings come into the household of the first of them.

    Raises OpenedAlready for a row whose case is open, KnownMeanwhile for a child that got a case since the check.
    """
    locked = _locked(preview, "rows")
    if done := locked.imported.filter(line=row.line).first():
        raise OpenedAlready(_("You have opened this case already."), reference=done.reference)
    defaults = Defaults(locked.municipality, locked.language, locked.custodian_kind)
    one = child(row, locked.columns, defaults)
    _demand_unknown(locked, row, one)
    home = _home_of_siblings(locked, row)
    case = open_case(
        household=home or one.household,
        pupil=one.pupil,
        custodians=[] if home else one.custodians,
        referral={
            "source": locked.source, "channel": locked.channel, "received_on": locked.received_on,
            "school_number": locked.school_number,
        },
        facts=one.facts,
        owner=locked.owner,
        by=by,
    )  # fmt: skip
    ImportedRow.objects.create(preview=locked, line=row.line, family=row.family, reference=case.reference)
    return case


def _demand_unknown(preview: ImportPreview, row: Row, one: Child) -> None:
    """Raises KnownMeanwhile. Rows of the same list are no strangers to each other: twins share name and birthday."""
    from_here = preview.imported.values_list("reference", flat=True)
    expected = {*from_here, *row.known}
    fresh = [found for found in KnownChildren({one.born.value.year}).like(one.key) if found not in expected]
    if fresh:
        raise KnownMeanwhile(_("A colleague has opened a case for this child meanwhile."), references=fresh)


def _home_of_siblings(preview: ImportPreview, row: Row) -> Household | None:
    sibling = preview.imported.filter(family=row.family).first() if row.family else None
    if sibling is None:
        return None
    return Household.objects.filter(pupils__case__reference=sibling.reference).first()


@audit.action
def hand_back(preview: ImportPreview, *, by: User) -> ImportPreview:
    """Forget the rows that were not opened: they have been made into a file for whoever sent the list.

    Raises ListIsGone if they are gone already, ListIsUsed while cases are being opened.
    """
    locked = _locked(preview)
    if locked.is_running or not locked.started_at:
        raise ListIsUsed(_("The cases of this list are not open yet."))
    if not locked.rows:
        raise ListIsGone(_("These rows have been handed back already."))
    number = len(locked.rows)
    locked.rows = []
    locked.save()
    audit.record(Verb.LIST_RETURNED, about=locked, detail={"rows": number})
    return locked


@audit.action
def discard_list(preview: ImportPreview, *, by: User) -> None:
    """Delete a list with everything that is left of it; cases that are open stay. Raises ListIsGone, ListIsUsed."""
    locked = _locked(preview)
    if locked.is_running:
        raise ListIsUsed(_("The cases of this list are being opened."))
    audit.record(Verb.LIST_DISCARDED, about=locked, detail={"rows": len(locked.rows)})
    locked.delete()


def _locked(preview: ImportPreview, *unread: str) -> ImportPreview:
    """Raises ListIsGone. Fields that are `unread` are left where they are: rows may be megabytes."""
    mine = ImportPreview.objects.select_for_update(of=("self",)).filter(pk=preview.pk)
    found: ImportPreview | None = mine.defer(*unread).first()
    if found is None:
        raise ListIsGone(_("This list is not there any more."))
    return found


def _unused(preview: ImportPreview) -> ImportPreview:
    """Raises ListIsGone, ListIsUsed."""
    locked = _locked(preview)
    if locked.started_at:
        raise ListIsUsed(_("The cases of this list are being opened."))
    return locked
