"""Is a paper genuine and unaltered? What anybody may learn who holds its number, and nothing else (decision 8)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from privacy.notices import numbers
from privacy.notices.documents import sha256
from privacy.notices.models import SheetIssue


@dataclass(frozen=True)
class Checked:
    """Kind, version, language and date of the sheet; `is_unaltered` of the file, None without one."""

    kind: str
    version: str
    language: str
    issued_on: date
    is_unaltered: bool | None


def check(typed: str, pdf: bytes | None) -> Checked | None:
    """What stands behind a receipt number; None for a number that was never given out.

    `pdf` may be the sheet or the receipt; it is hashed in memory and not kept.
    """
    number = numbers.read(typed)
    issue = SheetIssue.objects.printed().filter(receipt_number=number).first() if number else None
    if issue is None or issue.document is None or issue.settled_at is None:
        return None
    return Checked(
        kind=issue.get_kind_display(),
        version=issue.document.german.text_version,
        language=issue.language,
        issued_on=timezone.localdate(issue.settled_at),
        is_unaltered=None if pdf is None else sha256(pdf) in (issue.sheet_sha256, issue.receipt_sha256),
    )
