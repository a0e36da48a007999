import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections

from privacy.accounts.demo import is_misplaced_demo
from privacy.work.duties import run_due
from privacy.work.jobs import run_waiting
from privacy.work.outbox import send_waiting

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "The background worker: sends the outbox and does what is due. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")
        parser.add_argument("--pause", type=float, default=5.0, help="seconds between rounds")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_misplaced_demo():
            raise CommandError(
                "This database is the demonstration's; it sends no mail. Start it with: make run"
            )
        stop = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while True:
            self.round()
            if options["once"] or stop.wait(options["pause"]):
                return

    def round(self) -> None:
        close_old_connections()
        try:
            send_waiting()
            run_due()
            run_waiting()
        except DatabaseError:  # the database may be restarting; the next round tries again
            log.exception("The worker could not reach the database.")
