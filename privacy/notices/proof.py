"""What a case's families were told, as a report for the file (Art. 5 (2) GDPR). It names nobody."""

from datetime import datetime

from django.utils import timezone, translation

from privacy.accounts.models import Installation
from privacy.notices import texts
from privacy.notices.documents import role_of
from privacy.notices.models import FAMILY, Collection, SheetIssue
from privacy.typeset import Column, ReportFacts, ReportSection, TableFacts, plain, report

_COLUMNS = (
    Column("Person", 0.9),
    Column("Blatt", 1.5),
    Column("Stand", 2.0),
    Column("Sprache", 0.8),
    Column("Wann", 1.2),
    Column("Empfangsbestätigung, SHA-256", 2.7),  # a number stays on one line,
)


def proof(reference: str) -> bytes | None:
    """The report of one case, in German; None if nothing was ever collected under this reference."""
    collections = list(Collection.objects.filter(reference=reference).prefetch_related("issues"))
    if not collections:
        return None
    installation = Installation.current()
    with translation.override("de"):
        facts = ReportFacts(
            title="Nachweis der Information",
            subtitle=f"Aktenzeichen {reference} (Art. 5 Abs. 2, Art. 13, Art. 14 DSGVO)",
            rows=(
                ("Verantwortlich", installation.controller_name),
                ("Stand", _moment(timezone.now())),
                *((code, role_of(code)) for code in _codes(collections)),
            ),
            sections=tuple(_section(one) for one in collections),
            footer=f"Nachweis der Information · {reference}",
            author=installation.controller_name,
            mark="Demo" if installation.is_demo else "",
        )
        return report(facts, stamp=timezone.now())


def _codes(collections: list[Collection]) -> list[str]:
    return sorted({issue.person_code for one in collections for issue in one.issues.all()}, reverse=True)


def _section(collection: Collection) -> ReportSection:
    source = "der Familie" if collection.source == FAMILY else _word("sources", collection.source)
    heading = f"{collection.collected_on:%d.%m.%Y}: {collection.get_occasion_display()}"
    rows = tuple(_row(issue) for issue in collection.issues.all())
    return ReportSection(
        heading=heading,
        paragraphs=(f"Zweck: {_word('purposes', collection.purpose)}. Daten von: {source}.",),
        table=TableFacts(_COLUMNS, rows),
    )


def _word(table: str, code: str) -> str:
    """The German words of the sheet for a code, without their legal basis."""
    words = texts.available()[texts.GERMAN].words[table]
    return plain(words.get(code, code), {}).partition(":")[0]


def _row(issue: SheetIssue) -> tuple[str, ...]:
    state = str(issue.get_state_display())
    if issue.reason:
        state += f": {issue.get_reason_display()}"
    if issue.signed_on:
        state += f", unterschrieben {issue.signed_on:%d.%m.%Y}"
    number = issue.receipt_number or (issue.told_by.receipt_number if issue.told_by else None) or ""
    return (
        issue.person_code,
        str(issue.get_kind_display()),
        state,
        issue.language,
        _moment(issue.settled_at) if issue.settled_at else f"fällig {issue.due_on:%d.%m.%Y}",
        f"{number} · {issue.sheet_sha256[:16]}" if issue.sheet_sha256 else number,
    )


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d.%m.%Y %H:%M}"
