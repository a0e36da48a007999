"""A report: title, facts, sections of text and tables over any number of pages, and lines to sign.

The one layer for copies of a person's data (Art. 15 GDPR), audit reports, certificates and lists of results.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Frame, KeepTogether, PageTemplate

from privacy.typeset.archive import Facts
from privacy.typeset.flow import BLUE, GREY, Style, TextBlock, voice_of
from privacy.typeset.lines import MAX_PARAGRAPH, plain_run, shortened
from privacy.typeset.outline import is_heading
from privacy.typeset.pages import HEIGHT, MARGIN, WIDTH, Furniture, build
from privacy.typeset.signing import SignatureLine
from privacy.typeset.structure import Elem
from privacy.typeset.table import DataTable, TableFacts, data_table, rows_of

_TITLE = Style(17, 1.35, bold=True, after=4, color=BLUE)
_SUBTITLE = Style(10.5, 1.45, after=8, color=GREY)
_HEADING = Style(12, 1.45, bold=True, before=16, after=4, color=BLUE)
_PARAGRAPH = Style(10, 1.5, after=5)
_FACT = Style(9.5, 1.4)
_CELL = Style(8.5, 1.4)
_CAPTION = Style(8, 1.4, after=0, color=GREY)
_SEAL = Style(9, 1.45, before=14, color=GREY)
_FACT_WIDTHS = (0.3, 0.7)
_FRAME = (WIDTH - 2 * MARGIN, HEIGHT - 40 * mm)
_MAX_LINE = 400  # characters of a title or heading
_MAX_CAPTION = 120
_MAX_TEXT = 20_000  # characters of a paragraph: nobody's data are to be cut in the copy they get
_ROOM_TO_SIGN = 52.0  # points


@dataclass(frozen=True)
class ReportSection:
    """Heading, paragraphs, (label, value) rows and a table, each of which may be missing; as printed."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    table: TableFacts | None = None


@dataclass(frozen=True)
class ReportFacts:
    """What a report says, as printed. ``lang`` is that of the headings; ``author`` only in the metadata.

    ``signatures`` are the captions of lines to sign; ``seal`` is a line below them, e.g. the number of a seal.
    """

    title: str
    subtitle: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    sections: tuple[ReportSection, ...] = ()
    footer: str = ""
    author: str = ""
    lang: str = "de"
    mark: str = ""
    signatures: tuple[str, ...] = ()
    seal: str = ""


class _Report:
    """Flowables of a report, with their elements in reading order."""

    def __init__(self, facts: ReportFacts) -> None:
        self.facts, self.voice = facts, voice_of(facts.lang)
        self.root = Elem("Document", lang=facts.lang)

    def _block(self, text: str, style: Style, elem: Elem, limit: int = _MAX_LINE) -> TextBlock:
        return TextBlock((plain_run(text, limit=limit),), self.voice, style, elem)

    def _facts(self, rows: tuple[tuple[str, str], ...], sect: Elem) -> Iterator[DataTable]:
        if rows:
            made = rows_of(rows, sect.sub("Table"), self.voice, _FACT, limit=MAX_PARAGRAPH)
            yield DataTable([*made], _FACT_WIDTHS, _FRAME[1], rtl=self.voice.rtl)

    def story(self) -> list[Flowable]:
        """Everything from the title to the seal."""
        facts, head = self.facts, self.root.sub("Sect")
        story: list[Flowable] = [self._block(facts.title, _TITLE, head.sub("H1"))]
        if facts.subtitle:
            story.append(self._block(facts.subtitle, _SUBTITLE, head.sub("P")))
        story += self._facts(facts.rows, head)
        for section in facts.sections:
            story += self._section(section)
        if facts.signatures or facts.seal:
            last = _last_words(story)
            story = [*story[: len(story) - len(last)], KeepTogether([*last, *self._signatures()])]
        return story

    def _section(self, section: ReportSection) -> Iterator[Flowable]:
        sect = self.root.sub("Sect")
        heading = self._block(section.heading, _HEADING, sect.sub("H2"))
        parts: list[TextBlock | DataTable] = [
            self._block(text, _PARAGRAPH, sect.sub("P"), _MAX_TEXT) for text in section.paragraphs
        ]
        parts += self._facts(section.rows, sect)
        if section.table:
            parts.append(data_table(section.table, sect.sub("Table"), self.voice, _CELL, _FRAME[1]))
        # A heading stays with the beginning of what it is the heading of.
        room = sum(part.least(_FRAME[0]) + part.getSpaceBefore() for part in (heading, *parts[:1]))
        yield CondPageBreak(min(room + heading.getSpaceAfter(), _FRAME[1]))
        yield heading
        yield from parts

    def _signatures(self) -> Iterator[Flowable]:
        sect = self.root.sub("Sect")
        captions = [
            [self._block(caption, _CAPTION, sect.sub("P"), _MAX_CAPTION)] for caption in self.facts.signatures
        ]
        for i in range(0, len(captions), 2):
            yield SignatureLine(captions[i : i + 2], _ROOM_TO_SIGN, rtl=self.voice.rtl)
        if self.facts.seal:
            yield self._block(self.facts.seal, _SEAL, sect.sub("P"))


def _last_words(story: list[Flowable]) -> list[Flowable]:
    """A last short paragraph, with its heading if it is the only one: nobody signs an empty page."""
    last = story[-1]
    if not isinstance(last, TextBlock) or last.wrap(_FRAME[0])[1] > _FRAME[1] / 3:
        return []
    before = story[-2:-1]
    return [*before, last] if any(_is_heading(part) for part in before) else [last]


def _is_heading(part: Flowable) -> bool:
    return isinstance(part, TextBlock) and is_heading(part.elem)


def report(facts: ReportFacts, *, stamp: datetime) -> bytes:
    """PDF/A-2a of the report. Values are never parsed; any characters are accepted, long ones cut visibly.

    A paragraph holds 20000 characters, a fact or a cell 4000. ``stamp`` must know its time zone. Raises
    ValueError for a stamp without time zone or a bad language tag.
    """
    made = _Report(facts)
    about = Facts(
        shortened(facts.title, _MAX_LINE), facts.footer or facts.subtitle, facts.author, facts.lang, stamp
    )
    frame = Frame(MARGIN, 20 * mm, *_FRAME, 0, 0, 0, 0)
    furniture = Furniture(facts.footer, facts.mark, facts.lang)
    return build(made.story(), made.root, about, furniture, [PageTemplate(frames=[frame])])
