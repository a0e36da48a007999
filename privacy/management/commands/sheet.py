from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacy.ledger.acts import Refusal
from privacy.notices import sheets, texts
from privacy.notices.models import Audience, Kind


class Command(BaseCommand):
    help = "Write the information sheet of a language as a PDF, as families get it today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", required=True, choices=sorted(texts.available()))
        parser.add_argument("--kind", choices=Kind.values, default=Kind.ART13)
        parser.add_argument("--audience", choices=Audience.values, default=Audience.CUSTODIAN)
        parser.add_argument("--output", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = sheets.document(options["kind"], options["audience"], options["language"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        options["output"].write_bytes(bytes(made.pdf))
        self.stdout.write(f"{options['output']}  SHA-256 {made.sha256}")
