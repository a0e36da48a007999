"""The SHA-256 of a sheet is its identity: nothing but its facts may change it."""

import importlib
import os
import pkgutil
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from hashlib import sha256
from pathlib import Path

from privacy import typeset
from privacy.typeset import letter, receipt, report, sheet

from .samples import CHECKED, LETTER, RECEIPT, REPORT, STAMP, TEXTS, VALUES

ROOT = Path(__file__).parents[3]
SCRIPT = """
import sys
from hashlib import sha256
from privacy.typeset import letter, receipt, report, sheet
from tests.privacy.typeset.samples import CHECKED, LETTER, RECEIPT, REPORT, STAMP, TEXTS, VALUES
for code in sys.argv[1:]:
    print(code, sha256(sheet(TEXTS["de"], TEXTS[code], VALUES, stamp=STAMP)).hexdigest())
print("receipt", sha256(receipt(TEXTS["de"], TEXTS["ar"], RECEIPT)).hexdigest())
print("checked", sha256(receipt(TEXTS["de"], TEXTS["uk"], CHECKED)).hexdigest())
print("letter", sha256(letter(LETTER, stamp=STAMP)).hexdigest())
print("report", sha256(report(REPORT, stamp=STAMP)).hexdigest())
"""
FIRST = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from privacy.typeset import letter, receipt, sheet
from tests.privacy.typeset.alphabets import SAMPLES
from tests.privacy.typeset.samples import LETTER, RECEIPT, STAMP, TEXTS, VALUES
texts = {**TEXTS, "ti": SAMPLES["ti"].text("ti"), "ckb": SAMPLES["ckb"].text("ckb")}
jobs = {code: lambda code=code: sheet(TEXTS["de"], texts[code], VALUES, stamp=STAMP) for code in texts}
jobs["letter"] = lambda: letter(LETTER, stamp=STAMP)
jobs["receipt"] = lambda: receipt(TEXTS["de"], TEXTS["ar"], RECEIPT)
threads = int(sys.argv[1])
start = threading.Barrier(threads)
def run(shift):
    start.wait()
    names = [*jobs] * 3
    return [(name, sha256(jobs[name]()).hexdigest()) for name in names[shift:] + names[:shift]]
sys.setswitchinterval(1e-5)
with ThreadPoolExecutor(threads) as pool:
    made = {pair for pairs in pool.map(run, range(threads)) for pair in pairs}
print("\\n".join(sorted(" ".join(pair) for pair in made)))
"""


def digests(seed, zone, codes):
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "SOURCE_DATE_EPOCH": seed,
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *codes],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split() for line in done.stdout.splitlines())


def test_other_processes_make_the_same_bytes():
    here = {code: sheet(TEXTS["de"], TEXTS[code], VALUES, stamp=STAMP) for code in TEXTS}
    here |= {"receipt": receipt(TEXTS["de"], TEXTS["ar"], RECEIPT), "letter": letter(LETTER, stamp=STAMP)}
    here |= {"report": report(REPORT, stamp=STAMP), "checked": receipt(TEXTS["de"], TEXTS["uk"], CHECKED)}
    expected = {name: sha256(data).hexdigest() for name, data in here.items()}
    assert digests("1", "UTC", ["de", "uk", "ar"]) == expected
    assert digests("2", "Asia/Tokyo", ["ar", "de", "uk"]) == expected


def test_four_threads_make_the_same_bytes():
    codes = ["de", "uk", "ar"] * 6
    expected = {code: sheet(TEXTS["de"], TEXTS[code], VALUES, stamp=STAMP) for code in TEXTS}
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda code: sheet(TEXTS["de"], TEXTS[code], VALUES, stamp=STAMP), codes))
    assert [data == expected[code] for code, data in zip(codes, made, strict=True)] == [True] * len(codes)


def first_documents(threads):
    """Names and digests of the documents that a new process makes, its threads starting at once."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST, str(threads)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_the_first_documents_of_a_process_may_be_made_by_eight_threads():
    alone = first_documents(1)
    assert [line.split()[0] for line in alone] == ["ar", "ckb", "de", "letter", "receipt", "ti", "uk"]
    assert first_documents(8) == alone


def test_four_threads_make_the_same_report():
    expected = report(REPORT, stamp=STAMP)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: report(REPORT, stamp=STAMP), range(8))) == {expected}


def test_the_same_moment_in_another_zone_makes_the_same_bytes():
    elsewhere = STAMP.astimezone(timezone(timedelta(hours=5)))
    assert letter(LETTER, stamp=elsewhere) == letter(LETTER, stamp=STAMP)


def test_another_fact_makes_other_bytes():
    data = sheet(TEXTS["de"], None, VALUES, stamp=STAMP)
    assert data != sheet(TEXTS["de"], None, VALUES, stamp=STAMP + timedelta(seconds=1))
    assert data != sheet(TEXTS["de"], None, {**VALUES, "controller": "Kreis Anderland"}, stamp=STAMP)


def caches():
    """Every cached function of the package, by name."""
    for found in pkgutil.iter_modules(typeset.__path__, "privacy.typeset."):
        module = importlib.import_module(found.name)
        for thing in (module, *(c for c in vars(module).values() if isinstance(c, type))):
            for name, value in vars(thing).items():
                if hasattr(value, "cache_parameters") and value.__module__ == module.__name__:
                    yield f"{found.name.rpartition('.')[2]}.{name}", value.cache_parameters()["maxsize"]


def test_no_cache_grows_without_bound():
    assert {name for name, size in caches() if size is None} == set()
    sources = (path.read_text() for path in Path(typeset.__file__).parent.glob("*.py"))
    assert len(dict(caches())) == sum(
        len(re.findall(r"^ *@(lru_)?cache\b", text, re.MULTILINE)) for text in sources
    )
