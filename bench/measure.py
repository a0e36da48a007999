"""One producer in a process of its own: python -m bench.measure NAME CODE COUNT prints one line of JSON."""

import json
import re
import resource
import sys
import time
from importlib import import_module

import pypdfium2

from bench import material


def main(name, code, count):
    try:
        make = import_module(f"bench.with_{name}").producer(code)
        pdf = make()
    except (ImportError, OSError) as missing:
        return {"missing": str(missing)[:80]}
    except LookupError as impossible:
        return {"impossible": str(impossible)}
    cpu, wall = [], []
    for _ in range(count):
        start, clock = time.process_time(), time.perf_counter()
        pdf = make()
        cpu.append(time.process_time() - start)
        wall.append(time.perf_counter() - clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    document = pypdfium2.PdfDocument(pdf)
    _demand_words(document)
    return {"cpu": cpu, "wall": wall, "bytes": len(pdf), "pages": len(document), "rss": peak}


def _demand_words(document):
    """Nobody is measured on an empty page: every word of the German headings must be there, in whatever order.

    pdfium reads two columns as one line, and beside Arabic some producers' words come out from right to left.
    """
    words = _words(" ".join(page.get_textpage().get_text_range() for page in document))
    for section in material.read()["de"].sections:
        missing = _words(section.heading) - words
        if "custodian" in section.audience and missing:
            raise SystemExit(f"of the heading “{section.heading}” there is no {', '.join(sorted(missing))}")


def _words(text):
    return set(re.findall(r"\w+", text))


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
