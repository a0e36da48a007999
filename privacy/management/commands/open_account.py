from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacy.access.roles import Role
from privacy.accounts.actions import open_account, password_link
from privacy.ledger.acts import Outsider
from privacy.models import User


class Command(BaseCommand):
    help = "Open an account from the command line: the first administrator of a new installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--email", required=True)
        parser.add_argument("--role", choices=Role.values, default=Role.ADMINISTRATOR)
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(username=options["username"]).exists():
            raise CommandError(f"There is an account {options['username']} already. Nothing was changed.")
        names = ("username", "email", "role", "first_name", "last_name")
        values = {name: options[name] for name in names} | {"team": None, "is_active": True}
        user = open_account(values, by=Outsider("command open_account"))
        self.stdout.write("Set the password here; the link works once:")
        self.stdout.write(settings.PUBLIC_URL + password_link(user))
