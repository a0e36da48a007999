"""A county's own wording: the German text changed section by section in the program (decision 10).

The change makes a new version, which is a draft until two people approve it. As long as nobody has approved or
translated it, further changes go into the same draft. The file's comments, which name the law of each section, stay.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tomlkit
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.accounts.models import User
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb
from privacy.notices import texts
from privacy.notices.models import PrivacyNotice
from privacy.typeset import NoticeText, TextError, load_text, problems


class TextHasFaults(Refusal):
    """The wording cannot be printed as it stands; `faults` are sentences that name the places.

    `at` holds the fault of each part of a section by its name: "text", "items", "recipients.school".
    """

    def __init__(self, faults: Sequence[str] = (), at: Mapping[str, str] | None = None) -> None:
        super().__init__(_("The text was not changed, because it has faults."))
        self.faults, self.at = list(faults), dict(at or {})


EMPTIED = gettext_lazy("This part cannot be left empty.")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class SectionWords:
    """What can be changed of one section: heading, paragraphs, list items, and the words of generated lists by key."""

    heading: str
    text: Sequence[str]
    items: Sequence[str] = ()
    words: Mapping[str, str] = field(default_factory=dict)  # "recipients.school": "…"

    def parts(self) -> dict[str, Sequence[str]]:
        """The passages of each part by its name."""
        words = {place: [word] for place, word in self.words.items()}
        return {"heading": [self.heading], "text": self.text, "items": self.items, **words}


def words_of(text: NoticeText, section_id: str) -> SectionWords:
    """The section as it stands. Raises KeyError for an unknown one."""
    section = next((one for one in text.sections if one.id == section_id), None)
    if section is None:
        raise KeyError(section_id)
    tables = [section.listed] if section.listed else []
    if section.listed == "categories":
        tables.append("items")
    words = {f"{table}.{key}": word for table in tables for key, word in text.words[table].items()}
    return SectionWords(section.heading, section.text, section.items, words)


@audit.action
def edit_section(
    notice: PrivacyNotice,
    section_id: str,
    changed: SectionWords,
    *,
    is_substantive: bool,
    seal: str,
    by: User,
) -> PrivacyNotice:
    """Change one section of the newest German text, read under `seal` (its SHA-256); returns the draft with the change.

    Raises ChangedMeanwhile if there is a newer version, TextHasFaults if it could not be printed.
    """
    stored = PrivacyNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if stored.pk != texts.current(texts.GERMAN).pk or stored.sha256 != seal:
        raise ChangedMeanwhile(_("There is a newer version of this text. Nothing of yours is lost."))
    is_draft = stored.origin == PrivacyNotice.Origin.EDITED and _is_still_ours(stored)
    version = stored.text_version if is_draft else next_version(stored.text_version)
    if lost := _lost(words_of(load_text(stored.body), section_id), changed):
        raise TextHasFaults(at=lost)
    body = _rewritten(stored.body, section_id, changed, version)
    _demand_sound(body)
    draft = stored if is_draft else PrivacyNotice(language=texts.GERMAN, origin=PrivacyNotice.Origin.EDITED)
    # Substance that no family was told of yet stays substance, however its wording is bettered (Art. 13 (3) GDPR).
    untold = PrivacyNotice.objects.not_yet_in_force(texts.GERMAN)
    draft.is_substantive = is_substantive or untold.filter(is_substantive=True).exists()
    draft.body, draft.sha256, draft.text_version, draft.made_by = body, texts.digest(body), version, by
    draft.loaded_at = timezone.now()
    draft.save()
    detail = {"section": section_id, "version": version, "sha256": draft.sha256}
    audit.record(Verb.NOTICE_EDITED, about=draft, detail=detail)
    return draft


def _is_still_ours(draft: PrivacyNotice) -> bool:
    """Nobody has approved it or translated it, so nobody relies on what it says."""
    translated = PrivacyNotice.objects.filter(text_version=draft.text_version).exclude(language=texts.GERMAN)
    return draft.is_untouched and not translated.exists()


def next_version(version: str) -> str:
    """2026-12 is followed by 2026-12.1, that by 2026-12.2."""
    stem, _dot, number = version.partition(".")
    return f"{stem}.{int(number or 0) + 1}"


def _lost(before: SectionWords, after: SectionWords) -> dict[str, str]:
    """What Art. 13 (1), (2), 14 (1), (2) GDPR demand and would not be printed any more: a sentence for each part."""
    lost = {}
    for part, old in before.parts().items():
        new = after.parts()[part]
        if (old and not new) or not all(_says_something(one) for one in new):
            lost[part] = str(EMPTIED)
    kept = _placeholders((*after.text, *after.items))
    if gone := _placeholders((*before.text, *before.items)) - kept:
        lost["text"] = _must_stay(gone)
    return lost | _misplaced(before.words, after.words)


def _misplaced(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Each word of a table keeps its own: {items}, {number} are filled for this very line, and nowhere else."""
    found = {}
    for place, word in before.items():
        old, new = _placeholders([word]), _placeholders([after[place]])
        if gone := old - new:
            found[place] = _must_stay(gone)
        elif added := new - old:
            found[place] = _("%(names)s is not filled in here.") % {"names": _named(added)}
    return found


def _says_something(part: str) -> bool:
    return any(sign.isalnum() for sign in part)


def _placeholders(parts: Iterable[str]) -> set[str]:
    return set(_PLACEHOLDER.findall(" ".join(parts)))


def _must_stay(names: set[str]) -> str:
    return _("%(names)s must stay: the law demands it.") % {"names": _named(names)}


def _named(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def _demand_sound(body: str) -> None:
    """Raises TextHasFaults."""
    try:
        text = load_text(body)
    except TextError as fault:
        raise TextHasFaults([str(fault)]) from fault
    if faults := problems(text, text):
        raise TextHasFaults(faults)


def _rewritten(body: str, section_id: str, changed: SectionWords, version: str) -> str:
    document: Any = tomlkit.parse(body)
    document["meta"]["version"] = version
    section = next(one for one in document["section"] if one["id"] == section_id)
    section["heading"] = changed.heading
    section["text"] = lines(changed.text)
    if "list" in section:
        section["list"] = lines(changed.items)
    for place, word in changed.words.items():
        table, key = place.split(".", 1)
        document[table][key] = word
    return tomlkit.dumps(document)


def lines(parts: Sequence[str]) -> Any:
    """A TOML array with one part per line."""
    made = tomlkit.array()
    made.extend(parts)
    return made.multiline(multiline=True)
