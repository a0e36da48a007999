"""manage.py import_schools: brings the school directory into the database."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.ledger.acts import Outsider
from schools.exchange.actions import import_directory
from schools.exchange.codes import COUNTY_FILE
from schools.exchange.directory import DirectoryError, Rejected, read
from schools.exchange.load import Entry, LoadReport, load_directory

KREIS_SIEGEN_WITTGENSTEIN = "05970"


class Command(BaseCommand):
    """Reads a directory file, loads it and prints what changed."""

    help = "Import the school directory: the state's schuldaten.csv, or the file that comes with the product."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=COUNTY_FILE, help="default: the county file"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument(
            "--ags",
            default=KREIS_SIEGEN_WITTGENSTEIN,
            help="only schools whose municipality key starts so (default %(default)s, '' for all)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            directory = read(options["file"], ags_prefix=options["ags"])
        except DirectoryError as error:
            raise CommandError(f"{options['file'].name} was refused, nothing was changed: {error}") from error
        if options["dry_run"]:
            self._print(load_directory(directory, dry_run=True))
        else:
            self._print(import_directory(directory, by=Outsider("command import_schools")))

    def _print(self, report: LoadReport) -> None:
        self._print_entries("new", report.new)
        self._print_entries("changed", report.changed)
        self._print_entries("closed", report.closed)
        self._print_entries("missing from file", report.missing)
        self._print_rejected(report.rejected)
        for label, numbers in (("new", report.new_authorities), ("changed", report.changed_authorities)):
            if numbers:
                self.stdout.write(f"school authorities {label}: {', '.join(numbers)}")
        self.stdout.write(
            f"{len(report.new)} new, {len(report.changed)} changed, {len(report.closed)} closed, "
            f"{report.unchanged} unchanged, {len(report.missing)} missing from file, "
            f"{len(report.rejected)} rejected"
        )
        if report.dry_run:
            self.stdout.write("Dry run: nothing was written.")

    def _print_entries(self, label: str, entries: Iterable[Entry]) -> None:
        for entry in entries:
            fields = f" ({', '.join(entry.fields)})" if entry.fields else ""
            self.stdout.write(f"{label}: {entry.number} {entry.name}{fields}")

    def _print_rejected(self, rejected: Iterable[Rejected]) -> None:
        for row in rejected:
            self.stdout.write(f"rejected: line {row.line}: {row.reason}")
