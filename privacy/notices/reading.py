"""Texts as the officer and the lead read them before they approve: versions, and German beside a translation."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from privacy.access.roles import Role
from privacy.accounts.models import Installation, User
from privacy.notices import sheets, texts
from privacy.notices.models import PrivacyNotice
from privacy.typeset import NoticeText, Section, load_text, sheet
from privacy.typeset.lines import Run
from privacy.typeset.texts import parse


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
class Passage:
    """A section of a text as HTML: bold is bold, German words inside another script stand alone."""

    id: str
    heading: SafeString
    text: list[SafeString]
    items: list[SafeString]


@dataclass(frozen=True)
class Pair:
    """A section of the German text and its counterpart; None where one side lacks it."""

    german: Passage | None
    other: Passage | None


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
    other = _passages(load_text(notice.body))
    if notice.language == texts.GERMAN:
        return [Pair(passage, None) for passage in other.values()]
    german = _passages(load_text(texts.current(texts.GERMAN).body))
    return [Pair(german.get(name), other.get(name)) for name in [*german, *(other.keys() - german.keys())]]


def _passages(text: NoticeText) -> dict[str, Passage]:
    return {section.id: _passage(section) for section in text.sections}


def _passage(section: Section) -> Passage:
    return Passage(
        section.id,
        _html(section.heading),
        [_html(paragraph) for paragraph in section.text],
        [_html(item) for item in section.items],
    )


def _html(template: str) -> SafeString:
    """The markup of the text file as HTML; a placeholder stays a name in braces, for that is what is approved."""
    runs = parse(template, {name: f"{{{name}}}" for name in sheets.values(Installation())})
    return format_html_join("", "{}", ((_run(run),) for run in runs))


def _run(run: Run) -> SafeString:
    shown = format_html("<b>{}</b>", run.text) if run.bold else escape(run.text)
    return format_html('<bdi lang="de" dir="ltr">{}</bdi>', shown) if run.isolate else shown


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
    """Whether it is this person's turn: the officer's or the lead's approval of the text on file, while missing."""
    missing = {Role.DPO: notice.dpo_approved_by_id is None, Role.LEAD: notice.lead_approved_by_id is None}
    if user.pk in (notice.dpo_approved_by_id, notice.lead_approved_by_id):
        return False  # two people, also when one of them changes roles
    return missing.get(Role(user.role), False) and notice in texts.load_texts()
