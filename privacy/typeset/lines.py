"""Runs of text become lines, broken at spaces and hyphens, or between letters if nothing else fits."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from privacy.typeset import bidi, fonts, links
from privacy.typeset.shaping import Item, Shaped, shape, shaped

_FSI, _LRI, _PDI = "\u2068", "\u2066", "\u2069"
_HIDDEN = fonts.IGNORABLE - {ord(c) for c in fonts.JOINERS}
_UNBROKEN = re.compile(r"\S*(?:@|://)\S*")  # a mail or web address is torn only if it exceeds the line
_SOFT_HYPHEN, _ZERO_SPACE = "\u00ad", "\u200b"
_MAX_VALUE = 600  # characters of a value inside a text
MAX_PARAGRAPH = 4000  # characters of a value that is a paragraph
_SAME = "same"  # a run that continues the isolate of the run before it
_HYPHEN_ROOM = 330.0  # 1/1000 em kept free for the hyphen of a soft break


class Run(NamedTuple):
    """Text of one look. ``lang`` "" is that of the block; ``link`` is a URI to follow or "".

    ``isolate`` is "", "auto" (FSI), "ltr" (LRI) or "same" (the isolate of the run before goes on).
    """

    text: str
    bold: bool = False
    lang: str = ""
    isolate: str = ""
    link: str = ""


class Piece(NamedTuple):
    """Shaped text of one face, level, weight and language; ``part`` is that of its run (``numbered``)."""

    shaped: Shaped
    level: int
    bold: bool
    lang: str
    text: str
    part: int = 0


class Token(NamedTuple):
    """Pieces between two possible breaks. ``width`` in 1/1000 em; ``hyphen``: a soft one follows."""

    pieces: tuple[Piece, ...]
    width: float
    space: bool = False
    hyphen: bool = False


class Line(NamedTuple):
    """Pieces in logical order. ``trail``: width of the space that ends a broken line; both in 1/1000 em."""

    pieces: tuple[Piece, ...]
    width: float
    trail: float


class _Attribute(NamedTuple):
    bold: bool
    lang: str
    part: int


def shortened(value: str, limit: int) -> str:
    """A value as printed, cut visibly after ``limit`` characters: no input may hold a worker for long."""
    text = fonts.printable(value[: 2 * limit])
    return text if len(text) <= limit and len(value) <= 2 * limit else text[: limit - 1].rstrip() + "…"


def value_run(value: str, *, bold: bool = False) -> Run:
    """A value as an isolated run that can never be markup, at most 600 characters.

    Text without right-to-left letters is a German left-to-right isolate, so that numbers and addresses keep
    their order inside Arabic. Numbers with spaces (telephones, dates) do not break.
    """
    text = shortened(value, _MAX_VALUE)
    if any(level is None or level % 2 for level in bidi.levels(text, 0)):
        return Run(text, bold, "", "auto")
    if not any(c.isalpha() for c in text):
        text = text.replace(" ", "\u00a0")
    return Run(text, bold, "de", "ltr")


def value_runs(value: str, *, bold: bool = False) -> tuple[Run, ...]:
    """``value_run`` with its addresses as links; all runs together are one isolate.

    Only for what an installation says about itself: what people type about families must not become a link.
    """
    whole = value_run(value, bold=bold)
    first, *others = (whole._replace(text=part.text, link=part.target) for part in links.parts(whole.text))
    return (first, *(run._replace(isolate=_SAME) for run in others))


def numbered(runs: tuple[Run, ...]) -> list[int]:
    """The part of the paragraph each run belongs to, from 0: a link is one, as is all between two links."""
    out, part = [], 0
    for i, run in enumerate(runs):
        part += bool(i and (run.link or runs[i - 1].link))
        out.append(part)
    return out


def plain_run(value: str, *, bold: bool = False, limit: int = MAX_PARAGRAPH) -> Run:
    """A value that is the whole block: at most ``limit`` characters, direction by its first strong letter."""
    return Run(shortened(value, limit), bold, "", "auto")


def _breaks_after(text: str, i: int) -> bool:
    """A hyphen or slash inside a compound word, never the first or last letters of it."""
    return text[i] in "-/–" and 1 < i < len(text) - 2 and text[i - 1].isalnum() and text[i + 1].isalpha()


def _cuts(text: str) -> list[int]:
    """Offsets at which a line may break: around spaces, at soft hyphens, after hyphens and slashes."""
    kept = {i for m in _UNBROKEN.finditer(text) for i in range(m.start(), m.end())}
    spaces = {k for i, c in enumerate(text) if c == " " for k in (i, i + 1)}
    soft = {i + 1 for i, c in enumerate(text) if c in (_SOFT_HYPHEN, _ZERO_SPACE)}
    hard = {i + 1 for i in range(len(text)) if i not in kept and _breaks_after(text, i)}
    return sorted({0, len(text)} | spaces | soft | hard)


def _joined(runs: tuple[Run, ...], lang: str) -> tuple[str, list[_Attribute]]:
    text, attributes = "", []
    following = [*(run.isolate for run in runs[1:]), ""]
    for run, part, after in zip(runs, numbered(runs), following, strict=True):
        opening = {"ltr": _LRI, "auto": _FSI}.get(run.isolate, "")
        closing = _PDI if run.isolate and after != _SAME else ""
        shown = opening + run.text + closing
        text += shown
        attributes += [_Attribute(run.bold, run.lang or lang, part)] * len(shown)
    return text, attributes


@lru_cache(maxsize=64)
def _blank(lang: str, *, bold: bool) -> Shaped:
    """The space of a language: one object, so that it is written once."""
    face = fonts.face(fonts.stack(lang)[0], bold=bold)
    glyph = face.font.get_nominal_glyph(32)
    return shaped(face, (Item(glyph, face.advance(glyph), " "),), rtl=False)


def _space(level: int, attribute: _Attribute) -> Token:
    blank = _blank(attribute.lang, bold=attribute.bold)
    piece = Piece(blank, level, attribute.bold, attribute.lang, " ", attribute.part)
    return Token((piece,), blank.width, space=True)


def _stretches(
    text: str, levels: tuple[int | None, ...], attributes: list[_Attribute], start: int, end: int
) -> Iterator[tuple[str, int, _Attribute]]:
    """Parts of ``text[start:end]`` with one level and look; joiners stay with what precedes them."""
    i = start
    while i < end:
        level, attribute = levels[i], attributes[i]
        if level is None or ord(text[i]) in _HIDDEN:
            i += 1
            continue
        j = i + 1
        while j < end and attributes[j] == attribute and (text[j] in fonts.JOINERS or levels[j] == level):
            if ord(text[j]) in _HIDDEN:
                break
            j += 1
        yield text[i:j], level, attribute
        i = j


def _pieces(text: str, level: int, attribute: _Attribute) -> Iterator[Piece]:
    bold, lang, part_number = attribute
    for start, end, family in fonts.pick(text, lang):
        part = text[start:end]
        found = shape(part, family, lang, bold=bold, rtl=bool(level & 1))
        yield Piece(found, level, bold, lang, part, part_number)


def _token(pieces: list[Piece], *, hyphen: bool = False) -> Token:
    return Token(tuple(pieces), sum(p.shaped.width for p in pieces), hyphen=hyphen)


@lru_cache(maxsize=512)
def tokens(runs: tuple[Run, ...], lang: str, *, rtl: bool) -> tuple[Token, ...]:
    """Shaped tokens of a paragraph in logical order. Raises MissingGlyph for text no face can draw."""
    text, attributes = _joined(runs, lang)
    levels = bidi.levels(text, int(rtl))
    cuts = _cuts(text)
    out = []
    for a, z in pairwise(cuts):
        if text[a:z] == " ":
            out.append(_space(levels[a] or 0, attributes[a]))
            continue
        found = [p for part in _stretches(text, levels, attributes, a, z) for p in _pieces(*part)]
        if found:
            out.append(_token(found, hyphen=text[z - 1] == _SOFT_HYPHEN))
    return tuple(out)


def _reshaped(piece: Piece, text: str) -> Piece:
    family = piece.shaped.face.family
    made = shape(text, family, piece.lang, bold=piece.bold, rtl=piece.shaped.rtl)
    return piece._replace(shaped=made, text=text)


def _portions(piece: Piece, room: float, limit: float) -> list[Piece]:
    """The piece cut between grapheme clusters; the first part fits ``room``, the others ``limit``."""
    logical = piece.shaped.items[::-1] if piece.shaped.rtl else piece.shaped.items
    parts, text, used = [], "", 0.0
    for item in logical:
        if text and used + item.advance > room:
            parts.append(text)
            text, used, room = "", 0.0, limit
        text += item.text
        used += item.advance
    return [_reshaped(piece, part) for part in (*parts, text) if part]


def _torn(token: Token, limit: float) -> list[Token]:
    """An over-long word as several tokens, each of about the width of a line."""
    out: list[Token] = []
    current: list[Piece] = []
    used = 0.0
    for piece in token.pieces:
        for part in _portions(piece, limit - used, limit):
            if current and used + part.shaped.width > limit:
                out.append(_token(current))
                current, used = [], 0.0
            current.append(part)
            used += part.shaped.width
    return [*out, _token(current, hyphen=token.hyphen)]


def _hyphen(after: Piece) -> Piece:
    return next(_pieces("-", after.level, _Attribute(after.bold, after.lang, after.part)))


def _line(line: list[Token], base: int, *, last: bool) -> Line:
    spaces = []
    while line and line[-1].space:
        spaces.append(line.pop())
    pieces = [p for token in line for p in token.pieces]
    trail = 0.0
    if pieces and not last:
        if line[-1].hyphen:
            pieces.append(_hyphen(pieces[-1]))
        elif spaces:
            # The space stays, at the paragraph's level (L1), so that extracted words do not grow together.
            pieces.append(spaces[0].pieces[0]._replace(level=base))
            trail = spaces[0].width
    return Line(tuple(pieces), sum(p.shaped.width for p in pieces) - trail, trail)


def _room_of(token: Token) -> float:
    return token.width + (_HYPHEN_ROOM if token.hyphen else 0.0)


@lru_cache(maxsize=512)
def layout(runs: tuple[Run, ...], lang: str, size: float, width: float, *, rtl: bool) -> tuple[Line, ...]:
    """Lines of a paragraph of ``width`` points at ``size`` points; at least one line.

    Raises MissingGlyph for text no face can draw.
    """
    limit = width * 1000.0 / size + 0.01
    waiting = list(reversed(tokens(runs, lang, rtl=rtl)))
    out: list[Line] = []
    current: list[Token] = []
    used = 0.0
    while waiting:
        token = waiting.pop()
        if token.space and not current:
            continue
        if current and not token.space and used + _room_of(token) > limit:
            out.append(_line(current, int(rtl), last=False))
            current, used = [], 0.0
        if not current and token.width > limit and len(parts := _torn(token, limit)) > 1:
            waiting += reversed(parts)
            continue
        current.append(token)
        used += token.width
    return (*out, _line(current, int(rtl), last=True))
