"""What all producers share: the words in their rows and the fonts."""

from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from bench import material

FONTS = Path(next(iter(find_spec("manimgx_fonts").submodule_search_locations)))
CACHE = Path("var/bench")
PLAIN, ARABIC = FONTS / "NotoSans[wght].ttf", FONTS / "NotoSansArabic[wght].ttf"


def rows_of(code):
    """(kind, German words, words of the other language) from top to bottom."""
    texts = material.read()
    return list(material.rows(texts["de"], None if code == "de" else texts[code]))


def static(path, weight):
    """A static instance of a variable font, made once: not part of what is measured."""
    target = CACHE / f"{path.stem.partition('[')[0]}-{weight}.ttf"
    if not target.exists():
        instantiateVariableFont(TTFont(path), {"wght": weight}).save(target)
    return target
