"""A text becomes the sheet of one installation: its lists are made of codes and of the words for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from privacy.typeset.texts import NoticeText, Section, TextError


class Entry(NamedTuple):
    """One line of a list: its code, the codes of the data it names, the number it states."""

    code: str
    items: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Scope:
    """What a sheet says of one installation, as codes: its lists by table, and what the family need not tell."""

    lists: Mapping[str, tuple[Entry, ...]]
    voluntary: tuple[str, ...]

    def codes(self, table: str) -> tuple[str, ...]:
        """The codes of one list."""
        return tuple(entry.code for entry in self.lists[table])


def filled(text: NoticeText, scope: Scope) -> NoticeText:
    """The text with its lists. Raises TextError naming a code for which the text has no words."""
    return replace(text, sections=tuple(_section(section, text, scope) for section in text.sections))


def _section(section: Section, text: NoticeText, scope: Scope) -> Section:
    named = any("{voluntary}" in paragraph for paragraph in section.text)
    words = {"voluntary": _joined(scope.voluntary, text)} if named else {}
    order = list(text.words.get(section.listed, ()))
    entries = sorted(scope.lists.get(section.listed, ()), key=lambda entry: _place(entry.code, order))
    lines = (_line(section.listed, entry, text) for entry in entries)
    return replace(
        section,
        text=tuple(_put(paragraph, words) for paragraph in section.text),
        items=tuple(lines) if section.listed else section.items,
    )


def _place(code: str, order: list[str]) -> int:
    """Lists stand in the order of the table of words."""
    return order.index(code) if code in order else len(order)


def _line(table: str, entry: Entry, text: NoticeText) -> str:
    return _put(_word(table, entry.code, text), {"items": _joined(entry.items, text), "number": entry.number})


def _joined(codes: Sequence[str], text: NoticeText) -> str:
    return text.comma.join(_word("items", code, text) for code in codes)


def _word(table: str, code: str, text: NoticeText) -> str:
    word = text.words.get(table, {}).get(code)
    if word is None:
        raise TextError(f"[{table}]: there are no words for “{code}”.")
    return word


def _put(template: str, words: dict[str, str]) -> str:
    """The template with words of its own language in it; they may hold islands, so they are not values."""
    for name, word in words.items():
        template = template.replace(f"{{{name}}}", word)
    return template
