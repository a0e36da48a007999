from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.notices import texts
from privacy.typeset import problems


class Command(BaseCommand):
    help = (
        "Compare every information text with the German master: ids, counts, placeholders, islands, glyphs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        german = texts.available()[texts.GERMAN]
        found = [
            f"{code}: {problem}"
            for code, text in texts.available().items()
            for problem in problems(text, german)
        ]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(texts.available())} texts, nothing to mend.")
