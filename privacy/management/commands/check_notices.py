from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.notices import glossary, texts
from privacy.notices.scope import vocabulary
from privacy.typeset import NoticeText, problems

UNTRANSLATED = (texts.GERMAN, "de-leicht")  # German, so nothing to translate back


class Command(BaseCommand):
    help = (
        "Compare every information text with the German master (ids, counts, placeholders, islands, glyphs), with its "
        "glossary of legal terms, and the German one with what the program does."
    )

    @staticmethod
    def glossary(code: str, text: NoticeText) -> Iterable[str]:
        """Legal terms that are missing or not used."""
        return glossary.faults(text, glossary.terms(code), glossary.terms(texts.GERMAN))

    @staticmethod
    def back(code: str) -> Iterable[str]:
        """A back translation that was made of another wording than the one on file."""
        if code not in UNTRANSLATED and texts.back_translation(texts.unsaved(code)) is None:
            yield "there is no back translation of this wording."

    @staticmethod
    def unspoken(german: NoticeText) -> Iterable[str]:
        """What the program does and the text has no words for, and the other way round."""
        for table, codes in vocabulary().items():
            words = set(german.words.get(table, {}))
            yield from (f"[{table}]: there are no words for “{code}”." for code in sorted(codes - words))
            yield from (f"[{table}]: “{code}” is nothing the program does." for code in sorted(words - codes))

    def handle(self, *args: Any, **options: Any) -> None:
        german = texts.available()[texts.GERMAN]
        found = [
            f"{code}: {problem}"
            for code, text in texts.available().items()
            for problem in (*problems(text, german), *self.glossary(code, text))
        ]
        found += [f"{code}: {problem}" for code in texts.available() for problem in self.back(code)]
        found += [f"de: {problem}" for problem in self.unspoken(german)]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(texts.available())} texts, nothing to mend.")
