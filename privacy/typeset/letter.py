"""A letter by DIN 5008 form B: address window, information block, fold marks, body, table of facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Frame, KeepTogether, PageBreak, PageTemplate

from privacy.typeset.archive import Facts
from privacy.typeset.flow import BLUE, GREY, Style, TextBlock, Voice, voice_of
from privacy.typeset.lines import Run, plain_run, shortened
from privacy.typeset.pages import HEIGHT, WIDTH, Furniture, build, fitted
from privacy.typeset.structure import Elem
from privacy.typeset.table import FactTable, rows_of
from privacy.typeset.tagged import TaggedCanvas
from privacy.typeset.texts import parse

# DIN 5008:2020, form B; from the upper left corner of the sheet.
_LEFT, _RIGHT = 25 * mm, 20 * mm
_ADDRESS_TOP, _ADDRESS_WIDTH = HEIGHT - 62.7 * mm, 80 * mm
_RETURN_BOTTOM = _ADDRESS_TOP + 1.5 * mm
_INFO_LEFT, _INFO_TOP, _INFO_WIDTH = 125 * mm, HEIGHT - 50 * mm, 70 * mm
_BODY_TOP = HEIGHT - 98.46 * mm
_NEXT_TOP = HEIGHT - 25 * mm
_BOTTOM = 20 * mm
_MARKS = ((105.0, 5.0), (148.5, 8.0), (210.0, 5.0))  # fold, hole, fold: mm from the top, length in mm
_ADDRESS_SIZES = (10.5, 9.0, 8.0)
_ADDRESS_LINES = 6
_ADDRESS_LEADING = 12.8  # points: six lines fill the 27.3 mm of the address zone
_RETURN = Style(6.8, 1.3, color=GREY)
_INFO = Style(8.5, 1.4)
_SUBJECT = Style(12, 1.4, bold=True, after=10, color=BLUE)
_BODY = Style(10.5, 1.45, after=8)
_ITEM = Style(10.5, 1.45, after=3, indent=12)
_LIST = {"O": "List", "ListNumbering": "Disc"}
_SIGNATURE = Style(10.5, 1.45, after=0)
_DATE = {"de": "Datum", "en": "Date"}
_MAX_LINE = 400  # characters of a subject, salutation or line of the signature
_MAX_INFO = 80
_MAX_RETURN = 160


@dataclass(frozen=True)
class LetterText:
    """A wording in one language, in the markup of texts.py: paragraphs, a lead with a list below it, paragraphs.

    ``values`` fill the placeholders and are never parsed.
    """

    lang: str
    title: str
    before: tuple[str, ...]
    lead: str = ""
    items: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LetterFacts:
    """What a letter says, as printed; ``recipient`` has at most six lines, ``reference`` is in the footer.

    ``wording`` stands in the body after the paragraphs; ``following`` are the same in other languages, each on a page
    of its own.
    """

    sender_line: str
    recipient: tuple[str, ...]
    info: tuple[tuple[str, str], ...]
    date: str
    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    closing_paragraphs: tuple[str, ...]
    signature: tuple[str, ...]
    reference: str
    lang: str = "de"
    mark: str = ""
    wording: LetterText | None = None
    following: tuple[LetterText, ...] = ()

    def __post_init__(self) -> None:
        if len(self.recipient) > _ADDRESS_LINES:
            raise ValueError("the address of a letter has at most six lines")


class _Letter:
    """Blocks of a letter, with their elements in reading order: return line, address, information, body."""

    def __init__(self, facts: LetterFacts) -> None:
        self.facts = facts
        primary = facts.lang.split("-")[0]
        self.voice = voice_of(facts.lang)
        self.root = Elem("Document", lang=facts.lang)
        self.address = self._address(self.root.sub("Sect"))
        self.info = self._info(self.root.sub("Table"), _DATE.get(primary, _DATE["de"]))
        self.body = self.root.sub("Sect")

    def _address(self, sect: Elem) -> list[TextBlock]:
        straight = Voice(self.facts.lang)  # the window is read from the left whatever the language
        sender = plain_run(self.facts.sender_line, limit=_MAX_RETURN)
        blocks = [TextBlock((sender,), straight, _RETURN, sect.sub("P"))]
        size, runs = _address_runs(self.facts.recipient, self.facts.lang)
        style = Style(size, _ADDRESS_LEADING / size)
        return blocks + [TextBlock((run,), straight, style, sect.sub("P")) for run in runs]

    def _info(self, table: Elem, date_label: str) -> FactTable:
        facts = (*self.facts.info, (date_label, self.facts.date))
        short = [(shortened(label, 40), shortened(value, _MAX_INFO)) for label, value in facts]
        return FactTable(rows_of(short, table, Voice(self.facts.lang), _INFO), 27 * mm, pad=0.8, ruled=False)

    def info_bottom(self) -> float:
        """Height above the page's lower edge at which the information block ends; points."""
        return float(_INFO_TOP - self.info.wrap(_INFO_WIDTH)[1])

    def _block(self, text: str, style: Style, kind: str = "P") -> TextBlock:
        return TextBlock((plain_run(text),), self.voice, style, self.body.sub(kind))

    def story(self) -> Iterator[Flowable]:
        """The body from the subject to the signature."""
        facts = self.facts
        yield self._block(shortened(facts.subject, _MAX_LINE), _SUBJECT, "H1")
        yield self._block(shortened(facts.salutation, _MAX_LINE), _BODY)
        yield from (self._block(text, _BODY) for text in facts.paragraphs)
        if facts.rows:
            style = Style(10, 1.4)
            yield FactTable(rows_of(facts.rows, self.body.sub("Table"), self.voice, style), 52 * mm)
        if facts.wording:
            yield from self._wording(facts.wording, self.body)
        yield from (self._block(text, _BODY) for text in facts.closing_paragraphs)
        if facts.signature:
            yield self._signature()
        for text in facts.following:
            yield PageBreak()
            sect = self.root.sub("Sect", lang=text.lang)
            yield TextBlock(parse(text.title, text.values), voice_of(text.lang), _SUBJECT, sect.sub("H1"))
            yield from self._wording(text, sect)

    def _wording(self, text: LetterText, parent: Elem) -> Iterator[Flowable]:
        """All but the title; the lead stays on the page of its list."""
        voice = voice_of(text.lang)

        def block(content: str, style: Style, elem: Elem, label: Elem | None = None) -> TextBlock:
            return TextBlock(parse(content, text.values), voice, style, elem, label=label)

        yield from [block(one, _BODY, parent.sub("P")) for one in text.before]
        if text.items:
            listed = [block(text.lead, _BODY, parent.sub("P"))]
            whole = parent.sub("L", attributes=_LIST)
            for one in text.items:
                item = whole.sub("LI")
                label = item.sub("Lbl")
                listed.append(block(one, _ITEM, item.sub("LBody"), label))
            listed[-1].spaceAfter = _BODY.after
            yield KeepTogether(listed)
        yield from [block(one, _BODY, parent.sub("P")) for one in text.after]

    def _signature(self) -> Flowable:
        blocks = [self._block(shortened(line, _MAX_LINE), _SIGNATURE) for line in self.facts.signature]
        blocks[0].spaceBefore = 12 * mm  # room to sign
        return KeepTogether(blocks)

    def draw_first(self, canvas: TaggedCanvas, _document: Any) -> None:
        """What stands at fixed places of the first page."""
        for down, length in _MARKS:
            y = HEIGHT - down * mm
            canvas.hairline(4 * mm, y, (4 + length) * mm, y, grey=0.5)
        self._draw_head(canvas)
        returned, *address = self.address
        returned.draw_at(canvas, _LEFT, _RETURN_BOTTOM + returned.wrap(_ADDRESS_WIDTH)[1])
        top = _ADDRESS_TOP
        for block in address:
            top -= block.wrap(_ADDRESS_WIDTH)[1]
            block.draw_at(canvas, _LEFT, top + block.height)
        self.info.wrap(_INFO_WIDTH)
        self.info.draw_at(canvas, _INFO_LEFT, _INFO_TOP)

    def _draw_head(self, canvas: TaggedCanvas) -> None:
        """Letterhead from the parts of the sender line: an artifact, the return line says the same."""
        top = HEIGHT - 16 * mm
        parts = [part for part in self.facts.sender_line.split(" · ") if part.strip()][:4]
        for i, part in enumerate(parts):
            style = Style(13 if i == 0 else 9, 1.35, bold=i == 0, color=BLUE if i == 0 else GREY)
            run = fitted(part, "de", style.size, WIDTH - _LEFT - _RIGHT, bold=i == 0)
            block = TextBlock((run,), Voice(), style, Elem("P"))
            block.wrap(WIDTH - _LEFT - _RIGHT)
            with canvas.artifact("Pagination"):
                canvas.setFillColorRGB(*style.color)
                block.draw_lines(canvas, _LEFT, top - style.size)
            top -= block.height


def _address_runs(lines: tuple[str, ...], lang: str) -> tuple[float, list[Run]]:
    """Size and lines of the address: smaller if a line is too wide, cut visibly if it still is."""
    for size in _ADDRESS_SIZES:
        runs = [fitted(line, lang, size, _ADDRESS_WIDTH) for line in lines]
        if not any(run.text.endswith("…") for run in runs):
            break
    return size, [run for run in runs if run.text]


def letter(facts: LetterFacts, *, stamp: datetime) -> bytes:
    """PDF/A-2a of the letter. Values are never parsed; any characters are accepted, long ones cut visibly.

    ``stamp`` must know its time zone. The address window (20-105 mm from the left, 45-90 mm from
    the top) holds the return line and the address and nothing else. Raises ValueError for a stamp without
    time zone or a bad language tag.
    """
    made = _Letter(facts)
    room = WIDTH - _LEFT - _RIGHT
    top = min(_BODY_TOP, made.info_bottom() - 8 * mm)
    first = Frame(_LEFT, _BOTTOM, room, top - _BOTTOM, 0, 0, 0, 0)
    following = Frame(_LEFT, _BOTTOM, room, _NEXT_TOP - _BOTTOM, 0, 0, 0, 0)
    templates = [
        PageTemplate("first", [first], onPage=made.draw_first, autoNextPageTemplate="next"),
        PageTemplate("next", [following]),
    ]
    about = Facts(facts.subject, facts.reference, facts.sender_line, facts.lang, stamp)
    furniture = Furniture(facts.reference, facts.mark, facts.lang, left=_LEFT, right=_RIGHT)
    return build(list(made.story()), made.root, about, furniture, templates)
