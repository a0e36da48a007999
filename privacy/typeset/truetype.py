"""Adding composite glyphs to a TrueType program.

A letter that the font draws as skeleton and dots, or as base and mark, becomes one glyph of its own, so that
one code in the PDF stands for exactly one letter and copied text is right.
"""

import struct
from collections.abc import Iterable

from privacy.typeset.shaping import Part

#: Advance in font units and the parts of a composite; no parts make a blank glyph.
Composite = tuple[int, tuple[Part, ...]]
_WORDS_AND_XY = 0x0003  # flags ARG_1_AND_2_ARE_WORDS, ARGS_ARE_XY_VALUES (OpenType, table glyf)
_MORE_COMPONENTS = 0x0020
_MAGIC = 0xB1B0AFBA


def tables(program: bytes) -> dict[str, bytes]:
    """Tables of a TrueType program by tag."""
    out = {}
    for i in range(struct.unpack_from(">H", program, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sLLL", program, 12 + 16 * i)
        out[tag.decode("ascii")] = program[offset : offset + length]
    return out


def glyph_count(program: bytes) -> int:
    """Number of glyphs (table maxp)."""
    return int.from_bytes(tables(program)["maxp"][4:6], "big")


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF


def assemble(found: dict[str, bytes]) -> bytes:
    """A TrueType program of the given tables, with its checksums."""
    power = len(found).bit_length() - 1
    head = struct.pack(">LHHHH", 0x00010000, len(found), 16 << power, power, 16 * len(found) - (16 << power))
    offset, body = len(head) + 16 * len(found), b""
    for tag in sorted(found):
        data = found[tag]
        head += struct.pack(">4sLLL", tag.encode("ascii"), _checksum(data), offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    program = bytearray(head + body)
    at = offset + sum(-(-len(found[tag]) // 4) * 4 for tag in sorted(found) if tag < "head")
    struct.pack_into(">L", program, at + 8, (_MAGIC - _checksum(bytes(program))) & 0xFFFFFFFF)
    return bytes(program)


class _Outlines:
    """Glyph data and metrics of a program, growing by composites."""

    def __init__(self, found: dict[str, bytes]) -> None:
        count = struct.unpack_from(">H", found["maxp"], 4)[0]
        long = struct.unpack_from(">h", found["head"], 50)[0]
        offsets = struct.unpack_from(f">{count + 1}{'L' if long else 'H'}", found["loca"])
        self.offsets = [o if long else 2 * o for o in offsets]
        self.glyphs = bytearray(found["glyf"])
        self.metrics = _metrics(found, count)
        self.most_parts = struct.unpack_from(">H", found["maxp"], 28)[0]

    def add(self, advance: int, parts: tuple[Part, ...]) -> None:
        """Append one composite glyph; font units."""
        body, boxes = b"", []
        for glyph, dx, dy in parts:
            outline = self.glyphs[self.offsets[glyph] : self.offsets[glyph + 1]]
            if outline:
                x0, y0, x1, y1 = struct.unpack_from(">4h", outline, 2)
                boxes.append((x0 + dx, y0 + dy, x1 + dx, y1 + dy))
                body += struct.pack(">HHhh", _WORDS_AND_XY | _MORE_COMPONENTS, glyph, dx, dy)
        bearing = 0
        if boxes:
            left, low, right, high = zip(*boxes, strict=True)
            bearing = min(left)
            last = struct.pack(">H", _WORDS_AND_XY) + body[-6:]
            body = struct.pack(">5h", -1, bearing, min(low), max(right), max(high)) + body[:-8] + last
        self.most_parts = max(self.most_parts, len(boxes))
        self.metrics.append((advance, bearing))
        self.glyphs += body + b"\0" * (-len(body) % 4)
        self.offsets.append(len(self.glyphs))


def _metrics(found: dict[str, bytes], count: int) -> list[tuple[int, int]]:
    """(advance, left side bearing) of every glyph; trailing glyphs share the last advance (table hmtx)."""
    full = struct.unpack_from(">H", found["hhea"], 34)[0]
    out = [struct.unpack_from(">Hh", found["hmtx"], 4 * g) for g in range(full)]
    advance = out[-1][0]
    bearings = struct.unpack_from(f">{count - full}h", found["hmtx"], 4 * full)
    return [*out, *((advance, bearing) for bearing in bearings)]


def with_composites(program: bytes, composites: Iterable[Composite]) -> bytes:
    """The program with one more glyph per composite, in their order, after the glyphs it has."""
    found = tables(program)
    outlines = _Outlines(found)
    for advance, parts in composites:
        outlines.add(advance, parts)
    count = len(outlines.metrics)
    head, maxp, hhea = (bytearray(found[tag]) for tag in ("head", "maxp", "hhea"))
    struct.pack_into(">h", head, 50, 1)  # long offsets
    struct.pack_into(">L", head, 8, 0)  # the checksum is computed over a zero
    points, contours = struct.unpack_from(">HH", maxp, 10)
    struct.pack_into(">H", maxp, 4, count)
    struct.pack_into(">HH", maxp, 10, max(points, 2000), max(contours, 200))
    struct.pack_into(">HH", maxp, 28, outlines.most_parts, 3)
    struct.pack_into(">H", hhea, 34, count)
    found |= {"head": bytes(head), "maxp": bytes(maxp), "hhea": bytes(hhea), "glyf": bytes(outlines.glyphs)}
    found["loca"] = struct.pack(f">{count + 1}L", *outlines.offsets)
    found["hmtx"] = b"".join(struct.pack(">Hh", *metric) for metric in outlines.metrics)
    return assemble(found)
