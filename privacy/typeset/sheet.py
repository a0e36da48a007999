"""The information sheet of Articles 13 and 14 GDPR: German alone, or German beside the family's language.

It holds no personal data. The same facts make the same bytes: its SHA-256 stands for every copy handed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Frame, PageTemplate

from privacy.typeset.archive import Facts
from privacy.typeset.flow import BLUE, GREY, PairRow, Style, TextBlock, Voice
from privacy.typeset.pages import HEIGHT, MARGIN, WIDTH, Furniture, build
from privacy.typeset.structure import Elem
from privacy.typeset.texts import AUDIENCES, KINDS, NoticeText, Section, parse, plain

TITLE = Style(17, 1.35, bold=True, after=4, color=BLUE)
SUBTITLE = Style(10.5, 1.45, after=14, color=GREY)
HEADING = Style(10.5, 1.45, bold=True, before=14, after=3, color=BLUE)
PARAGRAPH = Style(9.6, 1.5, after=3.5)
ITEM = Style(9.6, 1.5, after=2, indent=11)
_HEADING_SHARE = 0.3  # of the width, when German stands alone
_LIST = {"O": "List", "ListNumbering": "Disc"}
_TOP, _BOTTOM = 18 * mm, 19 * mm


class _Column(NamedTuple):
    """A text and the values it is set with."""

    text: NoticeText
    values: Mapping[str, str]

    @property
    def voice(self) -> Voice:
        """Language and direction."""
        return Voice(self.text.lang, self.text.rtl)

    def block(self, content: str, style: Style, elem: Elem, label: Elem | None = None) -> TextBlock:
        """A block of the text with its values."""
        return TextBlock(parse(content, self.values, links=True), self.voice, style, elem, label=label)


class _Blocks(NamedTuple):
    heading: TextBlock
    text: list[TextBlock]
    items: list[TextBlock]

    def rest(self) -> list[TextBlock]:
        """All but the heading."""
        return [*self.text, *self.items]


def _blocks(column: _Column, section: Section, parent: Elem) -> _Blocks:
    div = parent.sub("Div", lang=column.text.lang)
    heading = column.block(section.heading, HEADING, div.sub("H2"))
    text = [column.block(content, PARAGRAPH, div.sub("P")) for content in section.text]
    items = []
    if section.items:
        whole = div.sub("L", attributes=_LIST)
        for content in section.items:
            item = whole.sub("LI")
            label = item.sub("Lbl")
            items.append(column.block(content, ITEM, item.sub("LBody"), label))
    return _Blocks(heading, text, items)


def _side_by_side(left: _Blocks, right: _Blocks | None) -> Iterator[Flowable]:
    """Aligned rows of both languages; a block without counterpart stands alone."""
    other = right or _Blocks(left.heading, [], [])
    yield PairRow(left.heading, right.heading if right else None, rule=True, keep=True)
    pairs = [*zip_longest(left.text, other.text), *zip_longest(left.items, other.items)]
    leads = len(left.text) if left.items else 0  # a paragraph leading into a list stays with it
    for i, (ours, theirs) in enumerate(pairs, 1):
        yield PairRow(ours, theirs, keep=i == leads)


def _alone(blocks: _Blocks) -> Iterator[Flowable]:
    """Heading in the margin, text beside it: lines stay short enough to read."""
    heading: TextBlock | None = blocks.heading
    rest: list[TextBlock | None] = [*blocks.rest()] or [None]
    for i, block in enumerate(rest):
        row = PairRow(heading, block, share=_HEADING_SHARE, rule=i == 0, keep=i == 0 and len(rest) > 1)
        row.spaceBefore = HEADING.before if i == 0 else 0.0
        heading = None
        yield row


def _title(columns: list[_Column], root: Elem) -> Iterator[Flowable]:
    head = root.sub("Sect")
    divs = [head.sub("Div", lang=column.text.lang) for column in columns]
    for style, kind in ((TITLE, "H1"), (SUBTITLE, "P")):
        blocks = [
            column.block(column.text.title if kind == "H1" else column.text.subtitle, style, div.sub(kind))
            for column, div in zip(columns, divs, strict=True)
        ]
        yield PairRow(blocks[0], blocks[1]) if len(blocks) > 1 else blocks[0]


def _story(columns: list[_Column], root: Elem, kind: str, audience: str) -> Iterator[Flowable]:
    yield from _title(columns, root)
    german, family = columns[0], columns[1] if len(columns) > 1 else None
    translated = {section.id: section for section in family.text.sections} if family else {}
    for section in german.text.sections:
        if kind not in section.applies or audience not in section.audience:
            continue
        parent = root.sub("Sect")
        left = _blocks(german, section, parent)
        if family is None:
            yield from _alone(left)
        else:
            other = translated.get(section.id)
            yield from _side_by_side(left, _blocks(family, other, parent) if other else None)


def _footer(columns: list[_Column], kind: str, audience: str) -> str:
    article = {"art13": "Art. 13 DSGVO", "art14": "Art. 14 DSGVO"}[kind]
    reader = ["Jugendliche"] if audience == "pupil" else []
    versions = [f"{column.text.code} {column.text.version}" for column in columns]
    return " · ".join(["Datenschutzhinweise", article, *reader, *versions])


def sheet(
    german: NoticeText,
    family: NoticeText | None,
    values: Mapping[str, str],
    *,
    kind: str = "art13",
    audience: str = "custodian",
    stamp: datetime,
    mark: str = "",
    footer: str = "",
) -> bytes:
    """PDF/A-2a of the sheet for one kind ("art13", "art14") and audience ("custodian", "pupil").

    ``values`` fill the placeholders and are never parsed; any characters are accepted. ``stamp`` must know
    its time zone. ``mark`` (e.g. "Demo") is printed on every page. Another paper of this shape brings its own
    ``footer``; whether it holds personal data is then its own affair. Raises TextError for a placeholder without a value, MissingGlyph for a text that ``problems`` would reject, ValueError for another kind or audience.
    """
    if kind not in KINDS or audience not in AUDIENCES:
        raise ValueError(f"no sheet of kind {kind!r} for {audience!r}")
    texts = [german] if family is None or family.code == german.code else [german, family]
    columns = [_Column(text, values) for text in texts]
    root = Elem("Document", lang=german.lang)
    footer = footer or _footer(columns, kind, audience)
    title = " / ".join(plain(text.title, values) for text in texts)
    facts = Facts(title, footer, values.get("controller", ""), german.lang, stamp)
    frame = Frame(MARGIN, _BOTTOM, WIDTH - 2 * MARGIN, HEIGHT - _TOP - _BOTTOM, 0, 0, 0, 0)
    story = list(_story(columns, root, kind, audience))
    return build(story, root, facts, Furniture(footer, mark), [PageTemplate(frames=[frame])])
