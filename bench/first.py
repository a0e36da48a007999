"""The first sheet of a process, German and Arabic: python -m bench.first prints seconds for import and sheet."""

import time

_start = time.perf_counter()
import json  # noqa: E402 - the import is what is measured

from privacy.typeset import sheet  # noqa: E402

_imported = time.perf_counter()
from bench import material  # noqa: E402
from bench.material import STAMP  # noqa: E402

if __name__ == "__main__":
    texts = material.read()
    begun = time.perf_counter()
    sheet(texts["de"], texts["ar"], material.VALUES, stamp=STAMP)
    print(json.dumps({"import": _imported - _start, "sheet": time.perf_counter() - begun}))
