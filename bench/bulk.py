"""300 different letters, and 300 sheets with receipts joined into one file: python -m bench.bulk COUNT."""

import json
import resource
import sys
import time

from bench import material
from bench.material import STAMP
from privacy.notices.printing import joined
from privacy.typeset import LetterFacts, ReceiptFacts, letter, receipt, sheet

NAMES = (
    "Łucja Ēriķe",
    "ليلى الخطيب (Layla Al-Khatib)",
    "Олена Ґалаґан",
    "Ana Șerban",
    "Nguyễn Thị Hạnh",
    "Özgür Çelik",
)


def a_letter(number):
    name = f"{NAMES[number % len(NAMES)]} {number}"
    facts = LetterFacts(
        sender_line="Kreis Musterland · Musterstraße 1 · 12345 Musterstadt",
        recipient=(name, f"Weg {number}", "57072 Siegen"),
        info=(("Unser Zeichen", f"2026-{number:04d}"), ("Telefon", "01234 5678-0")),
        date="01.12.2026",
        subject=f"Informationen zum Datenschutz, Aktenzeichen 2026-{number:04d}",
        salutation="Guten Tag,",
        paragraphs=(
            f"dieser Brief ist für {name}.",
            "Das Blatt in diesem Brief erklärt, was mit den Daten geschieht.",
        ),
        rows=(("Name", name), ("Jahrgang", str(number % 10 + 1))),
        closing_paragraphs=("Mit freundlichen Grüßen",),
        signature=("Im Auftrag",),
        reference=f"2026-{number:04d}",
    )
    return letter(facts, stamp=STAMP)


def papers(count):
    texts = material.read()
    for number in range(count):
        code = material.CODES[number % len(material.CODES)]
        family = None if code == "de" else texts[code]
        yield sheet(texts["de"], family, material.VALUES, stamp=STAMP)
        facts = ReceiptFacts(
            reference=f"2026-{number:04d}", person_code="C1", role="Sorgeberechtigte Person 1", number=f"7K3F-{number:04d}",
            language=code, issued_on="01.12.2026", office="Kreis Musterland", check_url=f"https://ki.example.org/pruefen/?number={number}",
        )  # fmt: skip
        yield receipt(texts["de"], family, facts)


def timed(make):
    start = time.perf_counter()
    made = make()
    return time.perf_counter() - start, made


def main(count):
    letters, _ = timed(lambda: [a_letter(number) for number in range(count)])
    together, file = timed(lambda: joined(papers(count)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"letters": letters, "together": together, "bytes": len(file), "rss": peak}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
