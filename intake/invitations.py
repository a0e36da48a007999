"""The wording of invitations: one file per language in data/invitations, the German one binding.

They hold no data and no law that changes, so that they need no approval of their own (unlike the information sheets,
decision 10); every translation is printed beside the German and marked as a draft until its file says otherwise.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from privacy.typeset import LetterText

FOLDER: Final = Path(__file__).parent / "data" / "invitations"
GERMAN: Final = "de"
DRAFT: Final = "Übersetzung im Entwurf · translation is a draft"  # as on the sheets
TABLES: Final = ("invitation", "reminder", "common")
_BRING: Final = ("passport", "registration", "reports", "custody")


@dataclass(frozen=True)
class Words:
    """One language: `lang` is a BCP 47 tag, `words` the texts by table and key."""

    code: str
    lang: str
    name: str
    is_draft: bool
    words: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Occasion:
    """Which of the sentences apply: by video, with a child to bring, with an interpreter, with a sheet enclosed."""

    is_video: bool = False
    brings_child: bool = True
    interpreter: bool = True
    encloses: bool = False


@cache
def available() -> dict[str, Words]:
    """The languages on file by code, German first. Raises KeyError for a file without one of the tables."""
    found = [_load(path) for path in sorted(FOLDER.glob("*.toml"))]
    found.sort(key=lambda one: (one.code != GERMAN, one.name))
    return {one.code: one for one in found}


def _load(path: Path) -> Words:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    meta = data["meta"]
    words = {table: data[table] for table in TABLES}
    return Words(meta["code"], meta["lang"], meta["name"], meta["status"] != "binding", words)


def language_choices() -> list[tuple[str, str]]:
    """Codes and own names."""
    return [(code, one.name) for code, one in available().items()]


def mark_of(language: str) -> str:
    """What each page says as long as nobody has checked the translation."""
    return DRAFT if available()[language].is_draft else ""


def invitation(language: str, values: Mapping[str, str], occasion: Occasion) -> LetterText:
    """The invitation in one language. `values`: child, date, time, place, phone. Raises KeyError for another language."""
    own = available()[language]
    said = own.words["invitation"]
    where = "video" if occasion.is_video else "place"
    before = ["invite", "child", "date", "time", where, *(["come"] if occasion.brings_child else [])]
    after = ["originals", *(["interpreter"] if occasion.interpreter else []), "move"]
    after += ["enclosed"] if occasion.encloses else []
    return LetterText(
        own.lang,
        said["title"],
        tuple(said[key] for key in before),
        said["bring"],
        tuple(said[key] for key in _BRING),
        (*(said[key] for key in after), *_binding(own)),
        values,
    )


def reminder(language: str, values: Mapping[str, str], occasion: Occasion) -> LetterText:
    """The reminder after no-shows in one language. `values`: child, dates, phone."""
    own = available()[language]
    said = own.words["reminder"]
    paragraphs = [said[key] for key in ("missed", "child", "dates", "duty", "call")]
    paragraphs += [own.words["invitation"]["enclosed"]] if occasion.encloses else []
    return LetterText(own.lang, said["title"], (*paragraphs, *_binding(own)), values=values)


def _binding(own: Words) -> tuple[str, ...]:
    return () if own.code == GERMAN else (own.words["common"]["binding"],)
