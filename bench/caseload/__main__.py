"""The list of cases at full size; --quick for a tenth of it. Prints a table and whether the aims are met."""

import json
import os
import subprocess
import sys
from statistics import median, quantiles

from bench.report import aim

QUICK = "--quick" in sys.argv
CASES, HISTORY, RUNS = (5_000, 100_000, 7) if QUICK else (50_000, 1_000_000, 40)
TIMES_AS_FAST, TIMES_AS_SLOW = 5, 1.3
SERVER = [sys.executable, "tools/scratch_postgres.py"]
FULL = 50


def main():
    if not has_server():
        print("\nThe list of cases: SKIPPED, no PostgreSQL here (install it, or set TEST_DATABASE_URL)")
        sys.exit(1 if os.environ.get("REQUIRE_ALL") else 0)
    print(
        f"\nFilling {CASES:,} cases with {HISTORY:,} history rows, and 500 cases in the same shares …",
        flush=True,
    )
    show(measured())


def has_server():
    if os.environ.get("TEST_DATABASE_URL"):
        return True
    return subprocess.run([*SERVER, "--find"], stdout=subprocess.DEVNULL, check=False).returncode == 0


def measured():
    """What a process of its own prints: it runs with the peer's settings, on a server that goes with it."""
    sizes = [str(number) for number in (CASES, HISTORY, RUNS)]
    done = subprocess.run(
        [*SERVER, "--", sys.executable, "-m", "bench.caseload.measure", *sizes],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.peer.settings"},
        stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit("The list of cases could not be measured.")
    return json.loads(done.stdout.strip().splitlines()[-1])


LISTS = {"ours": "ours", "small": "500 cases", "stock": "stock admin", "tuned": "tuned admin"}


def show(found):
    large, small = found["seen"]
    print(
        f"A counsellor sees {large:,} of {CASES:,} cases, and {small} of 500. Whole requests, {RUNS} runs.\n"
    )
    heads = " ".join(f"{name:>14}" for name in LISTS.values())
    print(f"  {'ms: median, p95; number of queries':34} {heads}  ours/500  stock/ours  tuned/ours")
    lines = [line | ratios(line, found["pages"][0]) for line in found["pages"]]
    for line in lines:
        cells = " ".join(cell(line[name]) for name in LISTS)
        slower = f"{line['slower']:.2f}x{' ' if line['is_alike'] else '*'}"
        print(
            f"  {line['label']:34} {cells} {slower:>9} {line['faster']:10.1f}x {line['tuned_faster']:10.1f}x"
        )
    if not all(line["is_alike"] for line in lines):
        print(f"  * 500 cases hold fewer than {FULL} such rows: beside their first page, which has as many")
    print("\nAims" + (" (meant for 50,000 cases, not for this small run)" if QUICK else ""))
    for line in lines:
        faster, slower = line["faster"], line["slower"]
        aim(f"{line['label']}: at least {TIMES_AS_FAST} times as fast as the stock admin ({faster:.1f}x)",
            met=faster >= TIMES_AS_FAST)  # fmt: skip
        aim(f"{line['label']}: at most {TIMES_AS_SLOW} times as long as over 500 cases ({slower:.2f}x)",
            met=slower <= TIMES_AS_SLOW)  # fmt: skip


def cell(part):
    milliseconds = [1000 * one for one in part["seconds"]]
    return f"{median(milliseconds):5.0f} {quantiles(milliseconds, n=20, method='inclusive')[-1]:5.0f} {part['queries']:2d}"


def ratios(line, first):
    """Ratios of medians; a short page over 500 cases proves nothing, so a full one stands in for it."""
    is_alike = line["small"]["rows"] == line["ours"]["rows"]
    small = line["small"] if is_alike else first["small"]
    ours = median(line["ours"]["seconds"])
    return {
        "is_alike": is_alike,
        "faster": median(line["stock"]["seconds"]) / ours,
        "tuned_faster": median(line["tuned"]["seconds"]) / ours,
        "slower": ours / median(small["seconds"]),
    }


if __name__ == "__main__":
    main()
