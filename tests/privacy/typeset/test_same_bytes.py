"""The SHA-256 of a sheet is its identity: nothing but its facts may change it."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from hashlib import sha256
from pathlib import Path

from privacy.typeset import letter, receipt, sheet

from .samples import LETTER, RECEIPT, STAMP, TEXTS, VALUES

ROOT = Path(__file__).parents[3]
SCRIPT = """
import sys
from hashlib import sha256
from privacy.typeset import letter, receipt, sheet
from tests.privacy.typeset.samples import LETTER, RECEIPT, STAMP, TEXTS, VALUES
for code in sys.argv[1:]:
    print(code, sha256(sheet(TEXTS["de"], TEXTS[code], VALUES, stamp=STAMP)).hexdigest())
print("receipt", sha256(receipt(TEXTS["de"], TEXTS["ar"], RECEIPT)).hexdigest())
print("letter", sha256(letter(LETTER, stamp=STAMP)).hexdigest())
"""
FIRST = """
from concurrent.futures import ThreadPoolExecutor
from privacy.typeset import sheet
from tests.privacy.typeset.samples import STAMP, TEXTS, VALUES
make = lambda code: sheet(TEXTS["de"], TEXTS[code], VALUES, stamp=STAMP)
with ThreadPoolExecutor(4) as pool:
    print(len(set(pool.map(make, ["ar"] * 8))))
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
    expected = {name: sha256(data).hexdigest() for name, data in here.items()}
    assert digests("1", "UTC", ["de", "uk", "ar"]) == expected
    assert digests("2", "Asia/Tokyo", ["ar", "de", "uk"]) == expected


def test_four_threads_make_the_same_bytes():
    codes = ["de", "uk", "ar"] * 6
    expected = {code: sheet(TEXTS["de"], TEXTS[code], VALUES, stamp=STAMP) for code in TEXTS}
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda code: sheet(TEXTS["de"], TEXTS[code], VALUES, stamp=STAMP), codes))
    assert [data == expected[code] for code, data in zip(codes, made, strict=True)] == [True] * len(codes)


def test_the_first_documents_of_a_process_may_be_made_by_several_threads():
    done = subprocess.run([sys.executable, "-c", FIRST], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


def test_the_same_moment_in_another_zone_makes_the_same_bytes():
    elsewhere = STAMP.astimezone(timezone(timedelta(hours=5)))
    assert letter(LETTER, stamp=elsewhere) == letter(LETTER, stamp=STAMP)


def test_another_fact_makes_other_bytes():
    data = sheet(TEXTS["de"], None, VALUES, stamp=STAMP)
    assert data != sheet(TEXTS["de"], None, VALUES, stamp=STAMP + timedelta(seconds=1))
    assert data != sheet(TEXTS["de"], None, {**VALUES, "controller": "Kreis Anderland"}, stamp=STAMP)
