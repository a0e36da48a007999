"""The text of an information sheet: one TOML file per language and version, wording only.

Inline markup is ``**bold**``, ``{placeholder}`` and ``[[German or literal island]]``. Values are
never parsed.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from privacy.typeset.flow import LANGUAGE
from privacy.typeset.lines import Run, value_run, value_runs

KINDS = frozenset({"art13", "art14"})
AUDIENCES = frozenset({"custodian", "pupil"})
TABLES = ("purposes", "categories", "items", "sources", "recipients", "periods")
_META = ("code", "lang", "dir", "name", "version", "title", "subtitle")
_RECEIPT = ("heading", "text", "signature", "place_date", "interpreter")
_COMMA = ", "
_SECTION = ("id", "heading", "text", "list", "lists", "for", "audience")
_MARKUP = re.compile(r"(\*\*)|\{(\w+)\}|\[\[(.+?)\]\]")
_BEFORE_NUMBER = re.compile(r"(§|\bArt\.|\bAbs\.|\bNr\.) (?=\d)")


class TextError(ValueError):
    """A text cannot be read or set; the message is a sentence that names the place."""


@dataclass(frozen=True)
class Section:
    """Heading, paragraphs, list items; ``applies`` holds kinds of notice, ``audience`` its readers.

    ``listed`` names the table of words whose entries become the list items (see filling.py), or is "".
    """

    id: str
    heading: str
    text: tuple[str, ...]
    items: tuple[str, ...]
    applies: frozenset[str] = KINDS
    audience: frozenset[str] = AUDIENCES
    listed: str = ""


@dataclass(frozen=True)
class ReceiptText:
    """Wording of the receipt page; ``text`` may hold {number}, the others are captions of lines to sign.

    ``check`` says where number and paper can be checked; "" prints nothing.
    """

    heading: str
    text: str
    signature: str
    place_date: str
    interpreter: str
    check: str = ""


@dataclass(frozen=True)
class NoticeText:
    """A sheet's wording in one language; ``lang`` is a BCP 47 tag, ``direction`` "ltr" or "rtl".

    ``words`` holds, by table and code, the words that lists are made of; ``comma`` joins them.
    """

    code: str
    lang: str
    direction: str
    name: str
    version: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    receipt: ReceiptText
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    comma: str = _COMMA

    @property
    def rtl(self) -> bool:
        """Whether lines run from right to left."""
        return self.direction == "rtl"


def _folded(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", normalize("NFC", text)).strip()


def _string(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise TextError(f"{where}: “{key}” is missing or not a text.")
    return _folded(value)


def _strings(table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise TextError(f"{where}: “{key}” must be a list of texts, none of them empty.")
    return tuple(_folded(v) for v in value)


def _choices(table: Mapping[str, Any], key: str, where: str, allowed: frozenset[str]) -> frozenset[str]:
    if key not in table:
        return allowed
    chosen = frozenset(_strings(table, key, where))
    if not chosen or not chosen <= allowed:
        raise TextError(f"{where}: “{key}” may only hold {', '.join(sorted(allowed))}.")
    return chosen


def _table(data: Mapping[str, Any], key: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    table = data.get(key)
    if not isinstance(table, dict):
        raise TextError(f"The table [{key}] is missing.")
    return _known(table, known, f"[{key}]")


def _known(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> Mapping[str, Any]:
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise TextError(f"{where}: “{unknown[0]}” is not a known key.")
    return table


def _section(table: Any, number: int) -> Section:
    where = f"Section {number}"
    if not isinstance(table, dict):
        raise TextError(f"{where} is not a table.")
    name = _string(table, "id", where)
    where = f"{where} ({name})"
    _known(table, _SECTION, where)
    return Section(
        id=name,
        heading=_string(table, "heading", where),
        text=_strings(table, "text", where),
        items=_strings(table, "list", where),
        applies=_choices(table, "for", where, KINDS),
        audience=_choices(table, "audience", where, AUDIENCES),
        listed=_listed(table, where),
    )


def _listed(table: Mapping[str, Any], where: str) -> str:
    name = table.get("lists", "")
    if name and (name not in TABLES or "list" in table):
        raise TextError(
            f"{where}: “lists” may only name {', '.join(TABLES)}, and there is no “list” beside it."
        )
    return str(name)


def _words(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The tables of words there are."""
    found = {}
    for name in TABLES:
        table = data.get(name, {})
        if not isinstance(table, dict):
            raise TextError(f"[{name}] is not a table.")
        found[name] = {key: _string(table, key, f"[{name}]") for key in table}
    return found


def _sections(data: Mapping[str, Any]) -> tuple[Section, ...]:
    tables = data.get("section")
    if not isinstance(tables, list) or not tables:
        raise TextError("There is no [[section]].")
    found = tuple(_section(table, i) for i, table in enumerate(tables, 1))
    names = [section.id for section in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise TextError(f"The section id “{twice}” is used twice.")
    return found


def load_text(source: str) -> NoticeText:
    """Read a text from TOML. Raises TextError with a sentence naming the place of the first fault."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TextError(f"This is not valid TOML: {error}.") from error
    _known(data, ("meta", "section", "receipt", *TABLES), "The file")
    head = _table(data, "meta", (*_META, "comma"))
    meta = {key: _string(head, key, "[meta]") for key in _META}
    if meta["dir"] not in ("ltr", "rtl"):
        raise TextError("[meta]: “dir” must be ltr or rtl.")
    if not LANGUAGE.fullmatch(meta["lang"]):
        raise TextError("[meta]: “lang” must be a language tag such as de or fa-AF.")
    receipt = _table(data, "receipt", (*_RECEIPT, "check"))
    return NoticeText(
        direction=meta.pop("dir"),
        **meta,
        sections=_sections(data),
        receipt=ReceiptText(
            **{key: _string(receipt, key, "[receipt]") for key in _RECEIPT},
            check=_string(receipt, "check", "[receipt]") if "check" in receipt else "",
        ),
        words=_words(data),
        comma=str(head.get("comma", _COMMA)),
    )


def _bound(text: str) -> str:
    """A number stays on the line of its § or Art."""
    return _BEFORE_NUMBER.sub("\\1\u00a0", text)


def parse(template: str, values: Mapping[str, str], *, links: bool = False) -> tuple[Run, ...]:
    """Runs of a text with its values as isolated runs; with ``links`` their addresses can be followed.

    Raises TextError for a placeholder without a value.
    """
    runs: list[Run] = []
    bold, at = False, 0
    for found in _MARKUP.finditer(template):
        runs.append(Run(_bound(template[at : found.start()]), bold))
        stars, name, island = found.groups()
        if stars:
            bold = not bold
        elif island:
            runs.append(Run(_bound(island), bold, "de", "ltr"))
        elif name in values:
            value = values[name]
            runs += value_runs(value, bold=bold) if links else (value_run(value, bold=bold),)
        else:
            raise TextError(f"There is no value for {{{name}}} in “{template[:60]}”.")
        at = found.end()
    runs.append(Run(_bound(template[at:]), bold))
    return tuple(run for run in runs if run.text)


def plain(template: str, values: Mapping[str, str]) -> str:
    """The text without markup, e.g. for the title of a document."""
    return "".join(run.text for run in parse(template, values)).replace("\u00a0", " ")
