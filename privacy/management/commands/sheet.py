from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from privacy.accounts.demo import CONTROLLER
from privacy.accounts.models import Installation
from privacy.ledger.acts import Refusal
from privacy.notices import documents, texts
from privacy.notices.models import Audience, Kind


class Command(BaseCommand):
    help = (
        "Write the information sheet of a language as a PDF, as families get it today; drafts are stamped. "
        "With EINSTIEG_DEMO=1 no database is needed: the demonstration's controller stands on it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", required=True, choices=sorted(texts.available()))
        parser.add_argument("--kind", choices=Kind.values, default=Kind.ART13)
        parser.add_argument("--audience", choices=Audience.values, default=Audience.CUSTODIAN)
        parser.add_argument("--output", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        facts = options["kind"], options["audience"], options["language"]
        try:
            pdf = bytes(documents.document(*facts).pdf)
        except (Refusal, DatabaseError) as refusal:
            if not settings.DEMO:
                raise CommandError(str(refusal)) from refusal
            pdf = documents.from_files(*facts, Installation(is_demo=True, **CONTROLLER))
        options["output"].write_bytes(pdf)
        self.stdout.write(f"{options['output']}  SHA-256 {documents.sha256(pdf)}")
