"""The very texts and values that every producer sets; written once by a process with Django, read by those without."""

import pickle
from datetime import UTC, datetime
from pathlib import Path

from privacy.typeset import plain

STAMP = datetime(2026, 12, 1, tzinfo=UTC)
FILE = Path("var/bench/material.pickle")
VALUES = {
    "controller": "Kreis Musterland, Der Landrat",
    "controller_address": "Musterstraße 1, 12345 Musterstadt",
    "controller_phone": "01234 5678-0",
    "controller_email": "integration@example.org",
    "dpo_contact": "dsb@example.org",
    "authority": "LDI NRW",
    "authority_contact": "Kavalleriestraße 2–4, 40213 Düsseldorf, Telefon 0211 38424-0, poststelle@ldi.nrw.de",
}
CODES = ("de", "uk", "ar")


def read():
    """Filled texts by language code."""
    return pickle.loads(FILE.read_bytes())


def rows(german, family=None):
    """(kind, German words, words of the other language) from top to bottom; "" without another language."""

    def words(text, template):
        return plain(template, VALUES) if text else ""

    others = {section.id: section for section in family.sections} if family else {}
    yield "title", words(german, german.title), words(family, family.title if family else "")
    for section in german.sections:
        if "art13" not in section.applies or "custodian" not in section.audience:
            continue
        other = others.get(section.id, section)
        yield "heading", words(german, section.heading), words(family, other.heading)
        for kind, left, right in (("text", section.text, other.text), ("item", section.items, other.items)):
            yield from ((kind, words(german, a), words(family, b)) for a, b in zip(left, right, strict=True))
