"""The throw-away PostgreSQL server: a real one, gone without a trace however its user ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.required import not_here
from tools import scratch_postgres as tool

SCRIPT = str(Path(tool.__file__))
SAY_URLS = "import os; print(os.environ['DATABASE_URL'], os.environ['OWNER_DATABASE_URL'], flush=True)"
GONE_SECONDS = 15


def call(*command, **environment):
    """Run the script as `make` does; an environment variable set to None is taken away."""
    env = {**os.environ, "TEST_DATABASE_URL": None, "REQUIRE_ALL": None, **environment}
    env = {name: value for name, value in env.items() if value is not None}
    return subprocess.run([sys.executable, SCRIPT, *command], env=env, capture_output=True, text=True)


@pytest.fixture(scope="module")
def programs():
    return tool.find_programs() or not_here("PostgreSQL", "no server programs found")


def socket_folder(url):
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def test_server_answers_and_its_folder_is_removed(programs):
    with tool.scratch_postgres(programs) as url:
        with psycopg.connect(url) as connection:
            answer = connection.execute("SELECT current_setting('max_connections'), current_user").fetchone()
        folder = socket_folder(url)
        assert folder.exists()
    assert answer == ("100", "postgres")
    assert not folder.exists()


def test_server_is_gone_when_its_user_is_killed(programs):
    command = f"{SAY_URLS}; import time; time.sleep(600)"
    env = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    user = subprocess.Popen(
        [sys.executable, SCRIPT, "--", sys.executable, "-c", command],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    url = user.stdout.readline().split()[0]
    os.killpg(user.pid, signal.SIGKILL)
    user.communicate()
    deadline = time.monotonic() + GONE_SECONDS
    while socket_folder(url).exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not socket_folder(url).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_command_gets_both_urls_and_its_exit_code_is_passed_on(programs):
    result = call("--", sys.executable, "-c", f"{SAY_URLS}; raise SystemExit(3)")
    application, owner = result.stdout.split()
    assert result.returncode == 3
    assert application == owner
    assert application.startswith("postgresql://postgres@/postgres?host=")


def test_own_server_is_used_instead():
    own = "postgresql://me@db/test"
    result = call("--", sys.executable, "-c", SAY_URLS, TEST_DATABASE_URL=own)
    assert result.returncode == 0
    assert result.stdout.split() == [own, own]


@pytest.mark.parametrize(("require_all", "code"), [(None, 0), ("1", 1)])
def test_without_programs_the_command_does_not_run(monkeypatch, capfd, require_all, code):
    monkeypatch.setattr(tool, "find_programs", lambda: None)
    monkeypatch.delenv("REQUIRE_ALL", raising=False)
    if require_all:
        monkeypatch.setenv("REQUIRE_ALL", require_all)
    assert tool.run_on_scratch([sys.executable, "-c", SAY_URLS]) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert "NOT TESTED on PostgreSQL" in err
