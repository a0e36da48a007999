"""The legal terms of each language: one German term has one translation everywhere, and the text uses it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from privacy.typeset import NoticeText, missing

FOLDER = Path(__file__).parent / "texts" / "glossary"
#: Terms that every text must use; the files hold some more, for letters and pages.
CORE = (
    "controller", "data_protection_officer", "supervisory_authority", "general_data_protection_regulation",
    "legal_basis", "public_task", "consent", "objection", "access", "rectification", "erasure", "restriction",
    "data_portability", "automated_decision", "audit_log", "receipt", "integration_centre", "custodian",
    "school_supervision", "school_provider", "compulsory_schooling", "recommendation", "assignment", "admission",
    "school_form", "year_group", "german_support", "interpreting", "registration_office", "youth_welfare_office",
    "foreigners_office", "residence_status",
)  # fmt: skip
# Acts of three different bodies (decision 3), and words that families must not confuse with them.
_APART = ("recommendation", "assignment", "admission", "consent", "acceptance_by_school")
_LETTERS = re.compile(r"[^\W\d_]+")
_ISLAND = re.compile(r"\[\[.+?\]\]|\(.*?\)")
_ARTICLE = "ال"


def terms(code: str) -> dict[str, str]:
    """The glossary of a language; empty if there is none."""
    path = FOLDER / f"{code}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def faults(text: NoticeText, glossary: Mapping[str, str], german: Mapping[str, str]) -> Iterator[str]:
    """Sentences naming each term that is missing, doubled, cannot be printed, or is not used in the text."""
    yield from (f"glossary: {term} is missing." for term in german if not glossary.get(term, "").strip())
    yield from (f"glossary: {term} is not in the German one." for term in glossary if term not in german)
    for term, words in glossary.items():
        if found := missing(words, text.lang):
            yield f"glossary, {term}: no font has {' '.join(sorted(found))}."
    apart = [glossary[term].casefold() for term in _APART if term in glossary]
    if len(set(apart)) < len(apart):
        yield f"glossary: {', '.join(_APART)} must be different words."
    whole = _whole(text)
    for term in CORE:
        if term in glossary and not is_used(glossary[term], whole):
            yield f"glossary, {term}: “{glossary[term]}” is not used in the text."


def is_used(term: str, text: str) -> bool:
    """Whether each longer word of the term occurs in the text, with any ending (the first three fifths of it)."""
    words = _LETTERS.findall(_ISLAND.sub(" ", term).casefold())
    stems = [_stem(word.removeprefix(_ARTICLE)) for word in words]
    longer = [stem for stem in stems if len(stem) > 2] or stems
    return all(stem in text for stem in longer)


def _stem(word: str) -> str:
    return word[: max(3, -(-len(word) * 3 // 5))]


def _whole(text: NoticeText) -> str:
    parts = [text.title, text.subtitle, text.receipt.heading, text.receipt.text]
    for section in text.sections:
        parts += [section.heading, *section.text, *section.items]
    parts += [words for table in text.words.values() for words in table.values()]
    return " ".join(parts).casefold()
