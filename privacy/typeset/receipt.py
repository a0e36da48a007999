"""The receipt page: proof that a sheet was handed over, without a name: it outlives the case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Frame, PageTemplate

from privacy.typeset.archive import Facts
from privacy.typeset.flow import BLUE, GREY, PairRow, Style, TextBlock, Voice
from privacy.typeset.lines import Run, shortened, value_runs
from privacy.typeset.pages import HEIGHT, MARGIN, WIDTH, Furniture, build, fitted
from privacy.typeset.qr import QrCode, QrRow
from privacy.typeset.signing import GAP, SignatureLine, TickLine
from privacy.typeset.structure import Elem
from privacy.typeset.table import FactTable, rows_of
from privacy.typeset.texts import NoticeText, parse, plain

_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_TITLE = Style(15, 1.35, bold=True, after=22, color=BLUE)
_LABEL = Style(8, 1.4, after=0, color=GREY)
_LARGE = Style(18, 1.35, bold=True, after=16)  # a receipt number fills half the width
_TEXT = Style(10.5, 1.5, before=16, after=6)
_TICK = Style(10.5, 1.5)
_HINT = Style(9, 1.45, after=2)
_CAPTION = Style(8, 1.4, after=0, color=GREY)
_FRAME = (WIDTH - 2 * MARGIN, HEIGHT - 40 * mm)
_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
_MAX_FACT = 120  # characters
_REFUSED = "Annahme oder Unterschrift verweigert (Vermerk der Beratung)"
_COUNSELLOR = "Unterschrift der Beratung"
_CHECK = "Echt und unverändert? Prüfen Sie die Nummer unter:"
_CHECK_URL = re.compile(r"https?://[!-~]{1,400}")


@dataclass(frozen=True)
class ReceiptFacts:
    """What a receipt says, as printed. ``person_code`` is P, C1, C2 …; ``number`` the receipt number.

    ``check_url`` is where anybody may check the number: a web address in ASCII, at most 400 characters, which
    becomes a QR code and without its query a link. ``source`` says who gave the data, in German.
    """

    reference: str
    person_code: str
    role: str
    number: str
    language: str
    issued_on: str
    office: str
    mark: str = ""
    check_url: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.check_url and not _CHECK_URL.fullmatch(self.check_url):
            raise ValueError(
                "the address to check a receipt at is a web address of at most 400 ASCII characters"
            )


class _Page:
    """The story of one receipt at one scale."""

    def __init__(self, texts: list[NoticeText], facts: ReceiptFacts, scale: float) -> None:
        self.texts, self.facts, self.scale = texts, facts, scale
        self.root = Elem("Document", lang=texts[0].lang)
        self.values = {"number": facts.number}

    def story(self) -> list[Flowable]:
        """All flowables from top to bottom."""
        return [
            *self._pair("heading", _TITLE, "H1"),
            *self._keys(),
            self._facts(),
            *self._pair("text", _TEXT, "P"),
            *self._signatures(),
            *self._check(),
        ]

    def _voiced(self, content: str, text: NoticeText, style: Style, elem: Elem) -> TextBlock:
        return TextBlock(
            parse(content, self.values), Voice(text.lang, text.rtl), style.scaled(self.scale), elem
        )

    def _pair(self, name: str, style: Style, kind: str) -> Iterator[Flowable]:
        sect = self.root.sub("Sect")
        blocks = [
            self._voiced(getattr(text.receipt, name), text, style, sect.sub("Div", lang=text.lang).sub(kind))
            for text in self.texts
        ]
        yield PairRow(blocks[0], blocks[1], gap=GAP, at_once=True) if len(blocks) > 1 else blocks[0]

    def _german(self, run: Run, style: Style, parent: Elem) -> TextBlock:
        return TextBlock((run,), Voice(), style.scaled(self.scale), parent.sub("P"))

    def _keys(self) -> Iterator[Flowable]:
        sect = self.root.sub("Sect")
        facts, large = self.facts, _LARGE.scaled(self.scale)
        room = (_FRAME[0] - GAP) / 2
        keys = [
            (
                self._german(Run(label), _LABEL, sect),
                self._german(fitted(value, "de", large.size, room, bold=True), _LARGE, sect),
            )
            for label, value in (
                ("Aktenzeichen", facts.reference),
                ("Nummer dieser Empfangsbestätigung", facts.number),
            )
        ]
        (label_1, value_1), (label_2, value_2) = keys
        yield PairRow(label_1, label_2, gap=GAP)
        yield PairRow(value_1, value_2, gap=GAP)

    def _facts(self) -> FactTable:
        facts = self.facts
        rows = (
            ("Person", facts.person_code),
            ("Rolle", facts.role),
            ("Sprache", facts.language),
            ("Ausgehändigt am", facts.issued_on),
            ("Stelle", facts.office),
            *([("Herkunft der Daten", facts.source)] if facts.source else []),
        )
        short = [(label, shortened(value, _MAX_FACT)) for label, value in rows]
        table = self.root.sub("Table")
        return FactTable(
            rows_of(short, table, Voice(), Style(10.5, 1.4).scaled(self.scale)), 45 * mm, pad=5.5 * self.scale
        )

    def _captions(self, name: str, sect: Elem) -> list[TextBlock]:
        return [
            self._voiced(
                getattr(text.receipt, name), text, _CAPTION, sect.sub("Div", lang=text.lang).sub("P")
            )
            for text in self.texts
        ]

    def _signatures(self) -> Iterator[Flowable]:
        sect, room = self.root.sub("Sect"), 62 * self.scale
        yield SignatureLine([self._captions("place_date", sect), self._captions("signature", sect)], room)
        yield TickLine(self._german(Run(_REFUSED), _TICK, sect))
        interpreter = self._captions("interpreter", sect)
        yield SignatureLine([interpreter, [self._german(Run(_COUNSELLOR), _CAPTION, sect)]], room)

    def _check(self) -> Iterator[Flowable]:
        """How to find out whether a receipt is genuine, if the installation offers it."""
        if not self.facts.check_url:
            return
        sect, address = self.root.sub("Sect"), self.facts.check_url.partition("?")[0]
        said = [(text, text.receipt.check) for text in self.texts]
        said[0] = (self.texts[0], said[0][1] or _CHECK)
        columns = [
            self._voiced(content, text, _HINT, sect.sub("Div", lang=text.lang).sub("P"))
            for text, content in said
            if content
        ]
        style = _HINT.scaled(self.scale)
        across = TextBlock(value_runs(address), Voice(), style, sect.sub("P"))
        code = QrCode(self.facts.check_url, f"QR-Code der Adresse {address}", sect)
        yield QrRow(code, columns, across, before=24 * self.scale)


def _fits(story: list[Flowable]) -> bool:
    width, height = _FRAME
    used = sum(part.wrap(width, height)[1] + part.getSpaceBefore() + part.getSpaceAfter() for part in story)
    return bool(used <= height)


def receipt(
    german: NoticeText, family: NoticeText | None, facts: ReceiptFacts, *, stamp: datetime = _NO_TIME
) -> bytes:
    """PDF/A-2a of the receipt, one A4 page in German and the family's language.

    Values are never parsed; any characters are accepted, long ones are cut visibly. Without ``stamp`` the
    file carries no true time: the day is printed. Raises TextError and MissingGlyph like ``sheet``.
    """
    texts = [german] if family is None or family.code == german.code else [german, family]
    for scale in _SCALES:
        page = _Page(texts, facts, scale)
        story = page.story()
        if _fits(story):
            break
    title = " / ".join(plain(text.receipt.heading, page.values) for text in texts)
    about = Facts(title, f"{facts.reference} · {facts.number}", facts.office, german.lang, stamp)
    frame = Frame(MARGIN, 20 * mm, *_FRAME, 0, 0, 0, 0)
    versions = [f"{text.code} {text.version}" for text in texts]
    furniture = Furniture(" · ".join([facts.reference, facts.number, *versions]), facts.mark)
    return build(story, page.root, about, furniture, [PageTemplate(frames=[frame])])
