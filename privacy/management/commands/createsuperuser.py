from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Django's habit, answered in words: a superuser would pass every permission check unseen."""

    help = "There are no superusers; use open_account."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "There are no superusers here. The first administrator: manage.py open_account NAME --email …"
        )
