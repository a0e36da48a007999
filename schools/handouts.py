"""The family's handout before the first school day: facts in, PDF out. German, beside the family's language.

The wording is one file for each language in schools/data/handouts; German is binding, every other language a draft,
which the paper says. It holds a name and is kept nowhere; the event of opening it names the case.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from privacy.typeset import NoticeText, ReceiptText, Section, sheet

DATA: Final = Path(__file__).parent / "data" / "handouts"
GERMAN: Final = "de"
_ITEMS: Final = ("item_paper", "item_id", "item_reports", "item_pens", "item_food")
_NO_RECEIPT: Final = ReceiptText("", "", "", "", "")


@dataclass(frozen=True)
class Words:
    """The wording in one language; `phrases` by id, with placeholders. `direction` is "ltr" or "rtl"."""

    code: str
    lang: str
    direction: str
    name: str
    version: str
    phrases: Mapping[str, str]


@dataclass(frozen=True)
class HandoutFacts:
    """What the handout says. Empty texts and None are left out; `km` is the way in whole kilometres, estimated."""

    child: str
    school: str
    address: str
    school_phone: str
    day: date
    at_time: str
    km: int | None
    way: str
    stop: str
    counsellor: str
    phone: str
    reference: str
    controller: str
    is_demo: bool = False


@cache
def all_words() -> dict[str, Words]:
    """Every language there is a handout in, by code; German first."""
    found = [
        _read(path) for path in sorted(DATA.glob("*.toml"), key=lambda path: (path.stem != GERMAN, path.stem))
    ]
    return {words.code: words for words in found}


def _read(path: Path) -> Words:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    meta = data["meta"]
    return Words(meta["code"], meta["lang"], meta["dir"], meta["name"], meta["version"], data["text"])


def handout(facts: HandoutFacts, language: str, *, stamp: datetime) -> bytes:
    """PDF/A-2a of the handout. Same facts and stamp, same bytes. Raises KeyError for a language without wording.

    What was typed and what stands in the register are values and never parsed.
    """
    german, family = all_words()[GERMAN], all_words()[language]
    is_alone = family is german
    used = [german] if is_alone else [german, family]
    footer = " · ".join((facts.reference, *(f"{words.code} {words.version}" for words in used)))
    return sheet(
        _text(german, facts, is_alone=is_alone),
        None if is_alone else _text(family, facts, is_alone=False),
        _values(facts),
        stamp=stamp,
        mark="Demo" if facts.is_demo else "",
        footer=footer,
    )


def _values(facts: HandoutFacts) -> dict[str, str]:
    return {
        "child": facts.child, "school": facts.school, "address": facts.address, "school_phone": facts.school_phone,
        "day": f"{facts.day:%d.%m.%Y}", "time": facts.at_time, "km": str(facts.km or ""), "way": facts.way,
        "stop": facts.stop, "counsellor": facts.counsellor, "phone": facts.phone, "controller": facts.controller,
    }  # fmt: skip


def _text(words: Words, facts: HandoutFacts, *, is_alone: bool) -> NoticeText:
    """The wording as a text of two columns: only what there is something to say about."""
    said = words.phrases
    sections = [
        _section(
            "school", said["school"], ["{child}", "**{school}**", "{address}"], _school_phone(said, facts)
        ),
        _section("way", said["way"], _way(said, facts)),
        _section(
            "day", said["day"], [f"**{said['date']}**"], [f"**{said['time']}**"] if facts.at_time else []
        ),
        _section("bring", said["bring"], [], items=[said[name] for name in _ITEMS]),
        _section(
            "contact",
            said["contact"],
            [said["person"]] if facts.counsellor else [],
            [said["phone"], said["call"], said["absent"]],
            [] if is_alone else [said["note"]],
        ),
    ]
    return NoticeText(
        code=words.code,
        lang=words.lang,
        direction=words.direction,
        name=words.name,
        version=words.version,
        title=said["title"],
        subtitle=said["intro"],
        sections=tuple(section for section in sections if section.text or section.items),
        receipt=_NO_RECEIPT,
    )


def _section(name: str, heading: str, *parts: list[str], items: list[str] | None = None) -> Section:
    text = tuple(line for part in parts for line in part)
    return Section(id=name, heading=heading, text=text, items=tuple(items or ()))


def _school_phone(said: Mapping[str, str], facts: HandoutFacts) -> list[str]:
    return [said["phone"].replace("{phone}", "{school_phone}")] if facts.school_phone else []


def _way(said: Mapping[str, str], facts: HandoutFacts) -> list[str]:
    about = [said["way_km"]] if facts.km else []
    typed = ["{way}"] if facts.way else []
    return [*about, *typed, *([said["stop"]] if facts.stop else [])]
