"""Our own sheet: tagged PDF/A-2a."""

from bench import material
from bench.material import STAMP
from privacy.typeset import sheet


def producer(code):
    texts = material.read()
    family = None if code == "de" else texts[code]
    return lambda: sheet(texts["de"], family, material.VALUES, stamp=STAMP)
