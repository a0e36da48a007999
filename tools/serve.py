"""The development server and the background worker, started and stopped together.

Environment: PORT (default 8000). Ctrl-C, SIGTERM and a closed terminal end both; the worker gets time to
finish the job in hand. Exit code: that of the server, 0 after a stop on request.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import FrameType

MANAGE = [sys.executable, "manage.py"]
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 10


@contextlib.contextmanager
def running(*arguments: str, stop_with: signal.Signals) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py` with these arguments for the length of the block; killed if it ignores `stop_with`."""
    # A session of its own: a Ctrl-C in the terminal reaches only this process, which stops both in order.
    process = subprocess.Popen([*MANAGE, *arguments], stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(stop_with)
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def report_end(worker: subprocess.Popen[bytes], stopping: threading.Event) -> None:
    """Say so if the worker ends by itself; the pages keep working without it."""
    code = worker.wait()
    if not stopping.is_set():
        print(
            f"The background worker ended (exit code {code}): "
            "jobs, mail and nightly duties wait until the next start.",
            file=sys.stderr,
            flush=True,
        )


def is_taken(port: str) -> bool:
    """Whether another program listens on this port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("localhost", int(port))) == 0


def serve(port: str, stopping: threading.Event) -> int:
    """Run both until the server ends; its exit code."""
    with (
        running("work", stop_with=signal.SIGTERM) as worker,
        running("runserver", "--noreload", f"localhost:{port}", stop_with=signal.SIGINT) as server,
    ):
        threading.Thread(target=report_end, args=(worker, stopping), daemon=True).start()
        try:
            return server.wait()
        finally:
            stopping.set()


def main() -> int:
    """Serve until told to stop; with --look only say whether the port is free."""
    port = os.environ.get("PORT", "8000")
    if is_taken(port):
        print(f"Port {port} is in use. Try another one: make run PORT=8001", file=sys.stderr)
        return 1
    if sys.argv[1:] == ["--look"]:
        return 0
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not cut the orderly end short
        raise SystemExit(0)

    for number in STOP_SIGNALS:
        signal.signal(number, stop)
    return serve(port, stopping)


if __name__ == "__main__":
    sys.exit(main())
