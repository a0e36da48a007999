"""Embedded font subsets: Type 0 with Identity-H, one code per (glyph, text), exact ToUnicode."""

import hashlib
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfbase.pdfdoc import format as pdf_bytes

from privacy.typeset import fonts, truetype
from privacy.typeset.shaping import Entry, Shaped

_CAP_HEIGHT = 714  # of Noto Sans, 1/1000 em
_SYMBOLIC = 4  # font descriptor flag: codes are not those of a Latin alphabet
_CMAP_HEAD = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange"""
_CMAP_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end"


def packed(data: bytes) -> bytes:
    """Flate data at the fixed level that every document uses."""
    return zlib.compress(data, 6)


class RawStream(PDFStream):
    """A stream with an end of line before ``endstream`` (ISO 19005-2, 6.1.7.1) and no ASCII85.

    ``content`` is written as it is when ``filtered`` is None or "/FlateDecode" (already packed).
    """

    def __init__(
        self, content: bytes, entries: dict[str, Any] | None = None, filtered: str | None = None
    ) -> None:
        super().__init__(PDFDictionary(dict(entries or {})), content)
        self.filtered = filtered

    def format(self, document: Any) -> bytes:
        """Bytes of the stream object."""
        dictionary = PDFDictionary(self.dictionary.dict.copy())
        if self.filtered:
            dictionary["Filter"] = self.filtered
        dictionary["Length"] = len(self.content)
        return bytes(pdf_bytes(dictionary, document) + b"\nstream\n" + self.content + b"\nendstream\n")


def flate(content: bytes, entries: dict[str, Any] | None = None) -> RawStream:
    """A stream that packs its content."""
    return RawStream(packed(content), entries, "/FlateDecode")


class _Program(NamedTuple):
    name: str
    box: str
    widths: str
    outlines: bytes
    outline_length: int
    glyph_of_code: bytes
    unicode_of_code: bytes


class EmbeddedFont:
    """One face in one document. Codes count from 1 in the order of use: equal documents get equal codes."""

    def __init__(self, face: fonts.Face, name: str) -> None:
        self.face, self.name = face, name
        self._codes: dict[Entry, int] = {}
        self._shown: dict[int, tuple[str, Shaped]] = {}

    def shown(self, piece: Shaped) -> str:
        """TJ array of a piece; a word that comes again is written as before."""
        known = self._shown.get(id(piece))
        if known is None:
            known = self._shown[id(piece)] = (
                self._written(piece),
                piece,
            )  # kept alive, so that its id stays its own
        return known[0]

    def _written(self, piece: Shaped) -> str:
        out, codes = "[<", self._codes
        for entry, moved in piece.drawn:
            out += f"{codes.setdefault(entry, len(codes) + 1):04X}"
            if moved:
                out += f">{moved}<"
        return (out + ">]TJ").replace("<>", "")

    def addObjects(self, document: Any) -> None:  # reportlab calls it
        """Write font, descendant font, descriptor and streams into the document."""
        p, face, ref = _program(self.face, tuple(self._codes)), self.face, document.Reference
        descriptor = {
            "Type": PDFName("FontDescriptor"), "FontName": PDFName(p.name), "Flags": _SYMBOLIC,
            "FontBBox": p.box, "ItalicAngle": 0, "Ascent": round(face.ascent), "Descent": round(face.descent),
            "CapHeight": _CAP_HEIGHT, "StemV": 165 if face.weight >= fonts.BOLD else 90,
            "FontFile2": ref(RawStream(p.outlines, {"Length1": p.outline_length}, "/FlateDecode")),
        }  # fmt: skip
        system = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
        descendant = {
            "Type": PDFName("Font"), "Subtype": PDFName("CIDFontType2"), "BaseFont": PDFName(p.name),
            "CIDSystemInfo": PDFDictionary(system), "FontDescriptor": ref(PDFDictionary(descriptor)),
            "DW": 0, "W": p.widths, "CIDToGIDMap": ref(RawStream(p.glyph_of_code, None, "/FlateDecode")),
        }  # fmt: skip
        font = {
            "Type": PDFName("Font"), "Subtype": PDFName("Type0"), "BaseFont": PDFName(p.name),
            "Encoding": PDFName("Identity-H"), "DescendantFonts": PDFArray([ref(PDFDictionary(descendant))]),
            "ToUnicode": ref(RawStream(p.unicode_of_code, None, "/FlateDecode")),
        }  # fmt: skip
        document.idToObject["BasicFonts"].dict[self.name] = ref(PDFDictionary(font))


def _box(face: fonts.Face, glyphs: Sequence[int]) -> str:
    found = [face.font.get_glyph_extents(g) for g in glyphs]
    corners = (
        min(e.x_bearing for e in found),
        min(e.y_bearing + e.height for e in found),
        max(e.x_bearing + e.width for e in found),
        max(e.y_bearing for e in found),
    )
    return "[" + " ".join(str(round(v * face.scale)) for v in corners) + "]"


def _to_unicode(entries: Sequence[Entry]) -> bytes:
    lines = [_CMAP_HEAD]
    for start in range(0, len(entries), 100):
        part = entries[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{start + k + 1:04X}> <{e.text.encode('utf-16-be').hex()}>" for k, e in enumerate(part)]
        lines.append("endbfchar")
    return "\n".join([*lines, _CMAP_TAIL]).encode("ascii")


def _glyphs(entries: Sequence[Entry]) -> list[int]:
    """Every glyph that is drawn, alone or as a part of a composed one, .notdef first."""
    alone = {e.glyph for e in entries if isinstance(e.glyph, int)}
    parts = {part[0] for e in entries if isinstance(e.glyph, tuple) for part in e.glyph}
    return [0, *sorted((alone | parts) - {0})]


@lru_cache(maxsize=32)
def _program(face: fonts.Face, entries: tuple[Entry, ...]) -> _Program:
    """Font program and tables for these codes; cached because sheets are made again and again."""
    composed = {(e.advance, e.glyph): None for e in entries if isinstance(e.glyph, tuple)}
    glyphs = _glyphs(entries)
    program = face.subset(glyphs)
    first = truetype.glyph_count(program)
    place = {key: first + i for i, key in enumerate(composed)}
    program = truetype.with_composites(program, [(round(a / face.scale), parts) for a, parts in composed])
    of_code = [e.glyph if isinstance(e.glyph, int) else place[e.advance, e.glyph] for e in entries]
    digest = hashlib.sha256(repr((face.name, glyphs, list(composed))).encode()).digest()
    return _Program(
        name="".join(chr(65 + b % 26) for b in digest[:6]) + "+" + face.name,
        box=_box(face, glyphs),
        widths="[1 [" + " ".join(str(round(e.advance)) for e in entries) + "]]",
        outlines=packed(program),
        outline_length=len(program),
        glyph_of_code=packed(b"\0\0" + b"".join(g.to_bytes(2, "big") for g in of_code)),
        unicode_of_code=packed(_to_unicode(entries)),
    )
