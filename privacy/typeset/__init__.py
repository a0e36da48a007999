"""Setting documents: facts in, bytes of a tagged PDF/A out; same facts, same bytes. Knows no Django."""

from privacy.typeset.filling import Entry, Scope, filled
from privacy.typeset.fonts import MissingGlyph, missing, printable
from privacy.typeset.letter import LetterFacts, LetterText, letter
from privacy.typeset.lint import problems
from privacy.typeset.receipt import ReceiptFacts, receipt
from privacy.typeset.report import ReportFacts, ReportSection, report
from privacy.typeset.sheet import sheet
from privacy.typeset.table import Column, TableFacts
from privacy.typeset.texts import NoticeText, ReceiptText, Section, TextError, load_text, plain

__all__ = [
    "Column",
    "Entry",
    "LetterFacts",
    "LetterText",
    "MissingGlyph",
    "NoticeText",
    "ReceiptFacts",
    "ReceiptText",
    "ReportFacts",
    "ReportSection",
    "Scope",
    "Section",
    "TableFacts",
    "TextError",
    "filled",
    "letter",
    "load_text",
    "missing",
    "plain",
    "printable",
    "problems",
    "receipt",
    "report",
    "sheet",
]
