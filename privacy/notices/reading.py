"""Texts as the officer and the lead read them before they approve: versions, and German beside a translation."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from privacy.access.roles import Role
from privacy.accounts.models import Installation, User
from privacy.ledger.acts import Refusal
from privacy.notices import documents, texts
from privacy.notices.models import PrivacyNotice
from privacy.notices.scope import scope_of
from privacy.notices.tables import cells
from privacy.typeset import NoticeText, Scope, Section, TextError, filled, load_text
from privacy.typeset.lines import Run
from privacy.typeset.texts import parse


class WordsMissing(Refusal):
    """A stored version is older than something the program does, and has no words for it."""


@dataclass(frozen=True)
class Version:
    """One stored version; `is_current`: the newest; `is_outdated`: German has moved on; `is_in_force`: what is printed."""

    notice: PrivacyNotice
    is_current: bool
    is_outdated: bool
    is_in_force: bool


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
    """A section of the German text, its counterpart, and that translated back; None where a side lacks it."""

    german: Passage | None
    other: Passage | None
    back: Passage | None = None


def overview() -> list[Language]:
    """Every version of every text, German first. Makes the row of a text on file that has none yet."""
    newest = {notice.pk for notice in texts.load_texts()}
    stored = PrivacyNotice.objects.select_related("dpo_approved_by", "lead_approved_by")
    master = texts.german()
    found = []
    for code, notices in groupby(stored, key=lambda notice: notice.language):
        in_force = PrivacyNotice.objects.in_force(code)
        versions = [_version(notice, notice.pk in newest, notice == in_force, master) for notice in notices]
        found.append(Language(code, _name(code), versions))
    return sorted(found, key=lambda language: (language.code != texts.GERMAN, language.name))


def _version(notice: PrivacyNotice, is_newest: bool, is_in_force: bool, master: PrivacyNotice) -> Version:
    is_outdated = is_newest and notice.language != texts.GERMAN and not texts.keeps_up(notice, master)
    return Version(notice, is_current=is_newest, is_outdated=is_outdated, is_in_force=is_in_force)


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
    back = texts.back_translation(notice)
    backs = _passages(back) if back else {}
    names = [*german, *(other.keys() - german.keys())]
    return [Pair(german.get(name), other.get(name), backs.get(name)) for name in names]


@dataclass(frozen=True)
class Change:
    """One place of a text whose wording differs from the version before; "" where there was or is none."""

    place: str
    before: str
    after: str

    @property
    def pair(self) -> tuple[str, str]:
        return self.before, self.after


def changes(notice: PrivacyNotice) -> list[Change]:
    """What is worded otherwise than in the version of this language that came before; empty for the first one."""
    earlier = PrivacyNotice.objects.filter(language=notice.language, loaded_at__lte=notice.loaded_at)
    before = earlier.exclude(pk=notice.pk).order_by("-loaded_at", "-pk").first()
    if before is None:
        return []
    old, new = (cells(load_text(one.body)) for one in (before, notice))
    places = [*new, *(place for place in old if place not in new)]
    return [
        Change(place, old.get(place, ""), new.get(place, ""))
        for place in places
        if old.get(place) != new.get(place)
    ]


def _passages(text: NoticeText) -> dict[str, Passage]:
    return {section.id: _passage(section) for section in _with_lists(text).sections}


def _with_lists(text: NoticeText) -> NoticeText:
    """The text with all its lists; without them if it is older than one of the codes."""
    try:
        return filled(text, scope_of(Installation.current(), whole=True))
    except TextError:
        return text


def _passage(section: Section) -> Passage:
    return Passage(
        section.id,
        _html(section.heading),
        [_html(paragraph) for paragraph in section.text],
        [_html(item) for item in section.items],
    )


def _html(template: str) -> SafeString:
    """The markup of the text file as HTML; a placeholder stays a name in braces, for that is what is approved."""
    names = (*documents.values(Installation()), "voluntary", "items", "number")
    runs = parse(template, {name: f"{{{name}}}" for name in names})
    return format_html_join("", "{}", ((_run(run),) for run in runs))


def _run(run: Run) -> SafeString:
    shown = format_html("<b>{}</b>", run.text) if run.bold else escape(run.text)
    return format_html('<bdi lang="de" dir="ltr">{}</bdi>', shown) if run.isolate else shown


def preview(notice: PrivacyNotice, *, kind: str, audience: str) -> bytes:
    """The PDF this text would make, marked as a preview; nothing needs to be approved or filled in for it.

    Raises WordsMissing.
    """
    is_german = notice.language == texts.GERMAN
    german = notice if is_german else texts.current(texts.GERMAN)
    family = None if is_german else notice
    try:
        return documents.render(
            Installation.current(), german, family, kind=kind, audience=audience, mark="Vorschau"
        )
    except TextError as fault:
        raise _words_missing([german, family] if family else [german], fault) from fault


def _words_missing(notices: list[PrivacyNotice], fault: TextError) -> WordsMissing:
    scope = scope_of(Installation.current())
    missing = [f"{one.language}: {place}" for one in notices for place in gaps(load_text(one.body), scope)]
    sentence = _("This version cannot be printed as a sheet. What it has no words for: %(places)s.")
    return WordsMissing(sentence % {"places": ", ".join(missing) or fault})


def gaps(text: NoticeText, scope: Scope) -> list[str]:
    """The places of the words a text lacks for what an installation does: "recipients.school", "items.names"."""
    entries = {table: entries for table, entries in scope.lists.items() if table in _listed(text)}
    needed = [(table, entry.code) for table, listed in entries.items() for entry in listed]
    items = [item for listed in entries.values() for entry in listed for item in entry.items]
    needed += [("items", item) for item in dict.fromkeys((*items, *scope.voluntary))]
    return [f"{table}.{code}" for table, code in needed if code not in text.words.get(table, {})]


def _listed(text: NoticeText) -> set[str]:
    return {section.listed for section in text.sections}


def may_approve(notice: PrivacyNotice, user: User) -> bool:
    """Whether it is this person's turn: the officer's or the lead's approval of the text on file, while missing."""
    missing = {Role.DPO: notice.dpo_approved_by_id is None, Role.LEAD: notice.lead_approved_by_id is None}
    if user.pk in (notice.dpo_approved_by_id, notice.lead_approved_by_id):
        return False  # two people, also when one of them changes roles
    return missing.get(Role(user.role), False) and notice.pk == texts.current(notice.language).pk
