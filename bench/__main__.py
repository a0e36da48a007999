"""All benchmarks in one run; --quick for few repetitions, "caseload" for the list of cases alone.

Prints tables, ratios to ours, and whether the aims are met.
"""

import json
import subprocess
import sys
import time
from statistics import median

from bench.report import aim

QUICK = "--quick" in sys.argv
ROUNDS, COUNT, LETTERS, STARTS = (2, 3, 60, 3) if QUICK else (3, 12, 300, 7)
PRODUCERS = {
    "ours": "ours (PDF/A-2a, tagged)",
    "weasyprint": "WeasyPrint (PDF/UA-1)",
    "weasyprint_untagged": "WeasyPrint (untagged)",
    "fpdf2": "fpdf2 (shaping)",
    "reportlab": "reportlab Paragraph",
}
SHEETS = {"de": "German", "uk": "German + Ukrainian", "ar": "German + Arabic"}


def run(module, *arguments):
    """The JSON a fresh process prints, and its wall time in seconds."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{module} {' '.join(arguments)}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1]), time.perf_counter() - start


def sheets(code):
    """Results by producer; rounds alternate, so that other load hits everybody."""
    found = {name: [] for name in PRODUCERS}
    for _ in range(ROUNDS):
        for name in PRODUCERS:
            found[name].append(run("bench.measure", name, code, str(COUNT))[0])
    return found


def summed_up(parts):
    """One line's numbers: milliseconds of CPU, kilobytes, pages, megabytes; or why there are none."""
    if why := parts[0].get("missing"):
        return {"why": f"MISSING: {why}"}
    if why := parts[0].get("impossible"):
        return {"why": why}
    cpu = median(one for part in parts for one in part["cpu"]) * 1000
    return {**parts[0], "cpu": cpu, "rss": max(part["rss"] for part in parts)}


def show(title, lines):
    print(f"\n{title}: CPU ms per sheet, ratio to ours, size, pages, peak memory")
    base = lines["ours"]["cpu"]
    for name, line in lines.items():
        if "why" in line:
            print(f"  {PRODUCERS[name]:26} {line['why']}")
            continue
        print(f"  {PRODUCERS[name]:26} {line['cpu']:8.1f}  {line['cpu'] / base:6.1f}x  {line['bytes'] / 1000:6.0f} kB  "
              f"{line['pages']:2d}  {line['rss']:5.0f} MB")  # fmt: skip


def main():
    if "caseload" not in sys.argv:
        papers()
    done = subprocess.run([sys.executable, "-m", "bench.caseload", *sys.argv[1:]], check=False)
    sys.exit(done.returncode)


def papers():
    subprocess.run([sys.executable, "-m", "bench.prepare"], check=True)
    results = {code: {name: summed_up(parts) for name, parts in sheets(code).items()} for code in SHEETS}
    for code, lines in results.items():
        show(SHEETS[code], lines)
    bulk, _ = run("bench.bulk", str(LETTERS))
    print(
        f"\n{LETTERS} letters in one run: {bulk['letters']:.1f} s ({LETTERS / bulk['letters']:.0f} a second)"
    )
    print(f"{LETTERS} sheets and receipts in one file: {bulk['together']:.1f} s, {bulk['bytes'] / 1e6:.1f} MB, "
          f"peak {bulk['rss']:.0f} MB")  # fmt: skip
    starts = [run("bench.first") for _ in range(STARTS)]
    sheet, whole = median(one["sheet"] for one, _ in starts), median(seconds for _, seconds in starts)
    imported = median(one["import"] for one, _ in starts)
    print(f"first sheet of a process (German + Arabic): {sheet:.2f} s after {imported:.2f} s of imports; "
          f"whole process {whole:.2f} s")  # fmt: skip
    aims(results, sheet)


def aims(results, sheet):
    print("\nAims")
    for code, lines in results.items():
        peer = lines["weasyprint"].get("cpu")
        if peer:
            ratio = peer / lines["ours"]["cpu"]
            aim(f"{SHEETS[code]}: at least 5 times as fast as WeasyPrint ({ratio:.1f}x)", met=ratio >= 5)
    german = results["de"]
    ratio = german["reportlab"]["cpu"] / german["ours"]["cpu"]
    aim(f"German: no slower than plain reportlab ({ratio:.1f}x)", met=ratio >= 1)
    peak = max(lines["ours"]["rss"] for lines in results.values())
    aim(f"at most 100 MB for sheets ({peak:.0f} MB)", met=peak <= 100)
    aim(f"first sheet in less than 0.5 s ({sheet:.2f} s)", met=sheet < 0.5)


if __name__ == "__main__":
    main()
