"""The last seat of a slot is given once, however many book in the same moment."""

import os
import subprocess
import sys
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import connection

from intake import actions
from intake.models import Appointment, Case, Slot
from tests import builders

THREADS, PROCESSES = 8, 4


def book(case_pk, slot_pk):
    """Book the slot; answers "won" or the name of the rule that said no."""
    try:
        builders.appointment(Case.objects.get(pk=case_pk), at=Slot.objects.get(pk=slot_pk))
    except actions.NoFreeSeat as refusal:
        return type(refusal).__name__
    return "won"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_book_in_the_same_moment_exactly_one_wins(tmp_path):
    answers = book_in_threads() if connection.vendor == "postgresql" else book_in_processes(tmp_path)
    assert len(answers) > 1
    assert sorted(answers) == ["NoFreeSeat"] * (len(answers) - 1) + ["won"]


def book_in_threads():
    """Eight connections to the test's own database."""
    slot = builders.slot()
    cases = [builders.open_case() for _ in range(THREADS)]
    start, answers = Barrier(THREADS), []

    def run(case_pk):
        start.wait(timeout=30)
        try:
            answers.append(book(case_pk, slot.pk))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[case.pk]) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Appointment.objects.booked().count() == 1
    return answers


PREPARE = f"""
import django; django.setup()
from tests import builders
slot = builders.slot()
print(slot.pk, *[builders.open_case().pk for _ in range({PROCESSES})])
"""
BOOK = """
import sys
import django; django.setup()
from tests.intake.test_last_seat import book
print("ready", flush=True)
sys.stdin.readline()
print(book(int(sys.argv[1]), int(sys.argv[2])), flush=True)
"""


def book_in_processes(folder):
    """Four processes on one SQLite file: in memory there is nothing that two could want at once."""
    facts = {"DATABASE_URL": f"sqlite:///{folder}/seats.sqlite3", "OWNER_DATABASE_URL": ""}
    environment = {**os.environ, **facts, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    common = {"env": environment, "cwd": settings.BASE_DIR, "text": True, "stdout": subprocess.PIPE}
    builders.copy_of_database(folder / "seats.sqlite3")
    prepared = subprocess.run([sys.executable, "-c", PREPARE], check=True, **common)
    slot, *cases = prepared.stdout.split()

    command = [sys.executable, "-c", BOOK]
    booking = [subprocess.Popen([*command, case, slot], stdin=subprocess.PIPE, **common) for case in cases]
    for one in booking:
        assert one.stdout.readline() == "ready\n"
    for one in booking:
        one.stdin.write("go\n")
        one.stdin.flush()
    answers = [one.communicate(timeout=60)[0].strip() for one in booking]
    assert [one.returncode for one in booking] == [0] * PROCESSES  # nobody met "database is locked"
    return answers
