"""The wording: files in texts/, one per language and version, and the rows that say which of them are approved."""

import hashlib
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.access.roles import Role
from privacy.accounts.models import User
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.notices.models import PrivacyNotice
from privacy.typeset import NoticeText, load_text

FOLDER = Path(__file__).parent / "texts"
GERMAN = "de"
# Which file serves a spoken language (ISO 639-3). Dari, Kurmanji and Sorani have files of their own names.
SHEET_OF = {
    "deu": "de", "eng": "en", "ukr": "uk", "rus": "ru", "ara": "ar", "tur": "tr", "ron": "ro", "bul": "bg",
    "fas": "fa", "pol": "pl", "sqi": "sq", "fra": "fr", "spa": "es", "srp": "sr", "tir": "ti", "som": "so",
    "pus": "ps", "kmr": "ku",
}  # fmt: skip


class NotYoursToApprove(Refusal):
    """Only the data-protection officer and a team lead approve texts, and not the same person twice."""


@cache
def available() -> dict[str, NoticeText]:
    """The texts on file by language code, German first."""
    texts = [
        load_text(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.toml"))
        if _is_text(path)
    ]
    texts.sort(key=lambda text: (text.code != GERMAN, text.name))
    return {text.code: text for text in texts}


def _is_text(path: Path) -> bool:
    return path.stem != "glossary"


def language_choices() -> list[tuple[str, str]]:
    """Codes and own names of the languages a sheet can be handed over in."""
    return [(code, text.name) for code, text in available().items()]


def preset_language(*spoken: str) -> str:
    """The sheet language for a family that speaks these languages (ISO 639-3); German if there is none."""
    written = (SHEET_OF.get(code, code) for code in spoken)
    return next((code for code in written if code in available()), GERMAN)


def load_texts() -> list[PrivacyNotice]:
    """Make sure that every text on file has its row; returns the current row of each language."""
    return [current(code) for code in available()]


def current(code: str) -> PrivacyNotice:
    """The row of the text on file in this language; made on first use. Raises KeyError for an unknown language."""
    text = available()[code]
    body = (FOLDER / f"{code}.toml").read_text(encoding="utf-8")
    digest = hashlib.sha256(body.encode()).hexdigest()
    with transaction.atomic():
        notice, _made = PrivacyNotice.objects.get_or_create(
            sha256=digest, defaults={"language": code, "text_version": text.version, "body": body}
        )
    return notice


@audit.action
def approve(notice: PrivacyNotice, *, by: User) -> PrivacyNotice:
    """One of the two approvals of a text: the officer's or the lead's (decision 10).

    Raises NotYoursToApprove for any other role, for a person who has approved it already, and for a text that is
    not the one on file any more.
    """
    if notice.sha256 != current(notice.language).sha256:
        raise NotYoursToApprove(_("This is not the version on file any more."))
    notice = PrivacyNotice.objects.select_for_update().get(pk=notice.pk)
    side = {Role.DPO: "dpo", Role.LEAD: "lead"}.get(Role(by.role))
    approvers = {notice.dpo_approved_by_id, notice.lead_approved_by_id}
    if side is None or getattr(notice, f"{side}_approved_by") is not None or by.pk in approvers:
        raise NotYoursToApprove(_("This text is not yours to approve, or it is approved already."))
    setattr(notice, f"{side}_approved_by", by)
    setattr(notice, f"{side}_approved_at", timezone.now())
    notice.save()
    audit.record(
        Verb.NOTICE_APPROVED, about=notice, detail={"language": notice.language, "sha256": notice.sha256}
    )
    return notice
