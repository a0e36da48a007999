"""Faults of a text that would mislead a reader or spoil a sheet, found before anybody approves it."""

import re
from collections.abc import Iterator
from unicodedata import category

from privacy.typeset import fonts
from privacy.typeset.texts import NoticeText, Section

#: Placeholders of the sheet: values of the installation, and lists of words.
VALUES = frozenset(
    {"controller", "controller_address", "controller_phone", "controller_email", "dpo_contact", "authority"}
    | {"authority_contact"}
)
PLACEHOLDERS = VALUES | {"voluntary"}
_RECEIPT_PLACEHOLDERS = VALUES | {"number"}
_WORDS_PLACEHOLDERS = frozenset({"items", "number"})
_NAMES = re.compile(r"\{(\w+)\}")
_ISLAND = re.compile(r"\[\[(.+?)\]\]")
# In right-to-left text these change their order unless they are isolated (UAX #9).
_BARE = re.compile(r"[A-Za-zÀ-ɏ@]{2,}|§|:/|\d+[-./:]\d+|\d+ \d+")
_BIDI_CONTROLS = frozenset(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def _passages(section: Section) -> Iterator[tuple[str, str]]:
    where = f"section {section.id}"
    yield f"{where}, heading", section.heading
    yield from ((f"{where}, paragraph {i}", text) for i, text in enumerate(section.text, 1))
    yield from ((f"{where}, list item {i}", text) for i, text in enumerate(section.items, 1))


def _receipt(text: NoticeText) -> Iterator[tuple[str, str]]:
    for name in ("heading", "text", "signature", "place_date", "interpreter", "check"):
        yield f"receipt, {name}", getattr(text.receipt, name)


def _words(text: NoticeText) -> Iterator[tuple[str, str]]:
    for table, words in text.words.items():
        yield from ((f"{table}, {code}", content) for code, content in words.items())


def _sheet(text: NoticeText) -> Iterator[tuple[str, str]]:
    yield "title", text.title
    yield "subtitle", text.subtitle
    for section in text.sections:
        yield from _passages(section)


def _placeholders(passages: Iterator[tuple[str, str]]) -> list[str]:
    return sorted({name for _, content in passages for name in _NAMES.findall(content)})


def _markup_faults(content: str) -> Iterator[str]:
    outside = _ISLAND.sub(" ", content)
    if outside.count("**") % 2:
        yield "** is not closed"
    if "[[" in outside or "]]" in outside:
        yield "[[ ]] is not balanced"
    if "{" in (rest := _NAMES.sub(" ", outside)) or "}" in rest:
        yield "a brace does not belong to a placeholder"
    if any("{" in island or "**" in island for island in _ISLAND.findall(content)):
        yield "[[ ]] may hold neither a placeholder nor **"


def _character_faults(content: str, text: NoticeText) -> Iterator[str]:
    controls = sorted({f"U+{ord(c):04X}" for c in content if c in _BIDI_CONTROLS or category(c) == "Cc"})
    if controls:
        yield f"control characters {', '.join(controls)} (use [[ ]] for islands)"
    missing = sorted(fonts.missing(content, text.lang))
    if missing:
        yield f"no font has {' '.join(missing)}"
    if text.rtl:
        bare = _BARE.findall(_NAMES.sub(" ", _ISLAND.sub(" ", content)))
        if bare:
            yield f"{', '.join(bare)} must stand in [[ ]]"


def _passage_faults(where: str, content: str, text: NoticeText, known: frozenset[str]) -> Iterator[str]:
    for fault in (*_markup_faults(content), *_character_faults(content, text)):
        yield f"{where}: {fault}."
    for name in sorted(set(_NAMES.findall(content)) - known):
        yield f"{where}: {{{name}}} is not a placeholder that can stand here."


def _differences(section: Section, german: Section) -> Iterator[str]:
    where = f"section {section.id}"
    counts = (
        ("paragraphs", len(section.text), len(german.text)),
        ("list items", len(section.items), len(german.items)),
    )
    for what, ours, theirs in counts:
        if ours != theirs:
            yield f"{where}: {ours} {what}, the German text has {theirs}."
    if (section.applies, section.audience, section.listed) != (
        german.applies,
        german.audience,
        german.listed,
    ):
        yield f"{where}: “for”, “audience” or “lists” differs from the German text."
    yield from _unequal(where, _placeholders(_passages(section)), _placeholders(_passages(german)))


def _unequal(where: str, ours: list[str], theirs: list[str]) -> Iterator[str]:
    if ours != theirs:
        yield f"{where}: placeholders {ours or 'none'}, the German text has {theirs or 'none'}."


def _structure(text: NoticeText, german: NoticeText) -> Iterator[str]:
    masters = {section.id: section for section in german.sections}
    yield from _order([section.id for section in text.sections], list(masters))
    for section in text.sections:
        if section.id in masters:
            yield from _differences(section, masters[section.id])
    yield from _unequal("receipt", _placeholders(_receipt(text)), _placeholders(_receipt(german)))
    if bool(text.receipt.check) != bool(german.receipt.check):
        yield "receipt: “check” is missing here or in the German text."
    yield from _word_differences(text, german)


def _order(ours: list[str], theirs: list[str]) -> Iterator[str]:
    yield from (f"section {name} is missing." for name in theirs if name not in ours)
    yield from (f"section {name} is not in the German text." for name in ours if name not in theirs)
    if [n for n in ours if n in theirs] != [n for n in theirs if n in ours]:
        yield "the sections are in another order than in the German text."


def _word_differences(text: NoticeText, german: NoticeText) -> Iterator[str]:
    ours, theirs = dict(_words(text)), dict(_words(german))
    yield from (f"{where} is missing." for where in theirs if where not in ours)
    yield from (f"{where} is not in the German text." for where in ours if where not in theirs)
    if not ours.keys() ^ theirs.keys() and list(ours) != list(theirs):
        yield "the words stand in another order than in the German text."
    for where in (where for where in theirs if where in ours):
        found, wanted = (_placeholders(iter([(where, one[where])])) for one in (ours, theirs))
        yield from _unequal(where, found, wanted)


def problems(text: NoticeText, german: NoticeText) -> list[str]:
    """Sentences naming each fault of ``text`` and each difference from the German master in structure.

    An empty list means that the sheet can be set. The German text is checked by passing it twice.
    """
    out = list(_structure(text, german))
    for where, content in _sheet(text):
        out += _passage_faults(where, content, text, PLACEHOLDERS)
    for where, content in _receipt(text):
        out += _passage_faults(where, content, text, _RECEIPT_PLACEHOLDERS)
    for where, content in _words(text):
        out += _passage_faults(where, content, text, _WORDS_PLACEHOLDERS)
    return out
