"""manage.py demo: fills an empty database with an invented caseload and says how to log in."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from schools.demo.cast import LOGINS, PASSWORD
from schools.demo.filling import NotOurDatabase, fill, is_filled

NOT_SWITCHED_ON = (
    "This fills the database with invented families and the password “demo”. "
    "Run it with “make run”, or set EINSTIEG_DEMO=1."
)
NOT_OURS = (
    "This database holds data that the demonstration did not make. Nothing was changed. "
    "Choose an empty one with DATABASE_URL."
)


class Command(BaseCommand):
    """Looks whose database it is, then migrates and fills it once; prints address and logins each time."""

    help = "Fill an empty database with the demonstration; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(NOT_SWITCHED_ON)
        try:
            filled = is_filled()
        except NotOurDatabase as error:
            raise CommandError(NOT_OURS) from error
        if _is_behind():
            call_command("migrate", verbosity=0, interactive=False)
        if not filled:
            self.stdout.write("Filling the demonstration, about ten seconds …")
            self.stdout.write(f"{fill()} invented cases.")
        self._print_logins()

    def _print_logins(self) -> None:
        width = max(len(login.part) for login in LOGINS)
        self.stdout.write(f"\nhttp://localhost:{os.environ.get('PORT') or '8000'}\n\n")
        self.stdout.write(f"{'user':{width}}  password")
        for login in LOGINS:
            name = f"{login.first_name} {login.last_name}"
            self.stdout.write(f"{login.part:{width}}  {PASSWORD:8}  {name}, {login.role.label}")


def _is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
