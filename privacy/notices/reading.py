"""Texts as the officer and the lead read them before they approve: versions, and German beside a translation."""

from dataclasses import dataclass
from itertools import groupby

from privacy.access.roles import Role
from privacy.accounts.models import Installation, User
from privacy.notices import sheets, texts
from privacy.notices.models import PrivacyNotice
from privacy.typeset import NoticeText, Section, load_text, sheet


@dataclass(frozen=True)
class Version:
    """One stored version of a text; `is_current`: it is the one on file; `is_outdated`: German has moved on."""

    notice: PrivacyNotice
    is_current: bool
    is_outdated: bool


@dataclass(frozen=True)
class Language:
    """A language and its versions, the newest first."""

    code: str
    name: str
    versions: list[Version]


@dataclass(frozen=True)
class Pair:
    """A section of the German text and its counterpart; None where one side lacks it."""

    german: Section | None
    other: Section | None


def overview() -> list[Language]:
    """Every version of every text, German first. Makes the row of a text on file that has none yet."""
    on_file = {notice.pk for notice in texts.load_texts()}
    stored = PrivacyNotice.objects.select_related("dpo_approved_by", "lead_approved_by")
    german = texts.current(texts.GERMAN).text_version
    found = []
    for code, notices in groupby(stored, key=lambda notice: notice.language):
        versions = [
            Version(notice, notice.pk in on_file, notice.pk in on_file and notice.text_version != german)
            for notice in notices
        ]
        found.append(Language(code, _name(code), versions))
    return sorted(found, key=lambda language: (language.code != texts.GERMAN, language.name))


def _name(code: str) -> str:
    text = texts.available().get(code)
    return text.name if text else code


def compare(notice: PrivacyNotice) -> list[Pair]:
    """The sections in the order of the German text on file, matched by id; what German lacks comes last.

    For a German text there is nothing to set beside: every pair has the German side only.
    """
    text = load_text(notice.body)
    if notice.language == texts.GERMAN:
        return [Pair(section, None) for section in text.sections]
    german = _sections(load_text(texts.current(texts.GERMAN).body))
    other = _sections(text)
    return [Pair(german.get(name), other.get(name)) for name in [*german, *(other.keys() - german.keys())]]


def _sections(text: NoticeText) -> dict[str, Section]:
    return {section.id: section for section in text.sections}


def preview(notice: PrivacyNotice, *, kind: str, audience: str) -> bytes:
    """The PDF this text would make, marked as a preview; nothing needs to be approved or filled in for it."""
    text = load_text(notice.body)
    is_german = notice.language == texts.GERMAN
    german = text if is_german else load_text(texts.current(texts.GERMAN).body)
    values = {name: value or "…" for name, value in sheets.values(Installation.current()).items()}
    return sheet(
        german,
        None if is_german else text,
        values,
        kind=kind,
        audience=audience,
        stamp=notice.loaded_at,
        mark="Vorschau",
    )


def may_approve(notice: PrivacyNotice, user: User) -> bool:
    """Whether it is this person's turn: the officer's or the lead's approval, while it is missing."""
    if user.role == Role.DPO:
        return notice.dpo_approved_by_id is None
    return user.role == Role.LEAD and notice.lead_approved_by_id is None
