"""The last place is given once, however many ask in the same moment; and the room of the whole school counts."""

import os
import subprocess
import sys
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import connection

from intake.models import Case
from privacy.models import AuditEvent
from schools import actions
from schools.models import DazOffering, PlacementRequest
from tests import builders

THREADS, PROCESSES = 8, 4


def ask(case_pk, offering_pk):
    """Ask for the place; answers "won" or the name of the rule that said no."""
    case, offering = Case.objects.get(pk=case_pk), DazOffering.objects.get(pk=offering_pk)
    try:
        builders.request_place(case, offering, ranking="")
    except actions.NoFreePlace as refusal:
        return type(refusal).__name__
    return "won"


# --- one after the other


@pytest.mark.django_db
def test_the_last_place_is_given_once():
    place = builders.offering(capacity=1)
    cases = [builders.seeking_case() for _ in range(2)]
    assert [ask(case.pk, place.pk) for case in cases] == ["won", "NoFreePlace"]
    cases[1].refresh_from_db()
    assert cases[1].status == "seeking"
    refused = AuditEvent.objects.get(verb="act.refused")
    assert (refused.reference, "NoFreePlace" in refused.detail) == (cases[1].reference, True)


@pytest.mark.django_db
def test_a_refused_request_gives_its_place_back():
    place = builders.offering(capacity=1)
    first = builders.request_place(builders.seeking_case(), place)
    actions.withdraw(first, version=first.version, by=first.case.owner)
    assert ask(builders.seeking_case().pk, place.pk) == "won"


@pytest.mark.django_db
def test_the_room_of_the_school_ends_before_the_places_of_its_offerings():
    school = builders.school(room_limit=2)
    groups = [builders.offering(school, capacity=2) for _ in range(2)]
    answers = [ask(builders.seeking_case().pk, place.pk) for place in (groups[0], groups[1], groups[0])]
    assert answers == ["won", "won", "NoFreePlace"]
    assert [place.taken_now for place in groups] == [1, 1]


# --- all at once


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_in_the_same_moment_exactly_one_wins(tmp_path):
    answers = ask_in_threads() if connection.vendor == "postgresql" else ask_in_processes(tmp_path)
    assert len(answers) > 1
    assert sorted(answers) == ["NoFreePlace"] * (len(answers) - 1) + ["won"]


def ask_in_threads():
    """Eight connections to the test's own database."""
    place = builders.offering(capacity=1)
    cases = [builders.seeking_case() for _ in range(THREADS)]
    start, answers = Barrier(THREADS), []

    def run(case_pk):
        start.wait(timeout=30)
        try:
            answers.append(ask(case_pk, place.pk))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[case.pk]) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert PlacementRequest.objects.holding_place().count() == 1
    return answers


PREPARE = f"""
import django; django.setup()
from tests import builders
place = builders.offering(capacity=1)
print(place.pk, *[builders.seeking_case().pk for _ in range({PROCESSES})])
"""
ASK = """
import sys
import django; django.setup()
from tests.schools.test_last_place import ask
print("ready", flush=True)
sys.stdin.readline()
print(ask(int(sys.argv[1]), int(sys.argv[2])), flush=True)
"""


def ask_in_processes(folder):
    """Four processes on one SQLite file: in memory there is nothing that two could want at once."""
    facts = {"DATABASE_URL": f"sqlite:///{folder}/places.sqlite3", "OWNER_DATABASE_URL": ""}
    environment = {**os.environ, **facts, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    common = {"env": environment, "cwd": settings.BASE_DIR, "text": True, "stdout": subprocess.PIPE}
    builders.copy_of_database(folder / "places.sqlite3")
    prepared = subprocess.run([sys.executable, "-c", PREPARE], check=True, **common)
    place, *cases = prepared.stdout.split()

    command = [sys.executable, "-c", ASK]
    asking = [subprocess.Popen([*command, case, place], stdin=subprocess.PIPE, **common) for case in cases]
    for one in asking:
        assert one.stdout.readline() == "ready\n"
    for one in asking:
        one.stdin.write("go\n")
        one.stdin.flush()
    answers = [one.communicate(timeout=60)[0].strip() for one in asking]
    assert [one.returncode for one in asking] == [0] * PROCESSES  # nobody met "database is locked"
    return answers
