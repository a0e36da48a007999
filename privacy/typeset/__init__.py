"""Setting documents: facts in, bytes of a tagged PDF/A out; same facts, same bytes. Knows no Django."""

from privacy.typeset.fonts import MissingGlyph, missing, printable
from privacy.typeset.letter import LetterFacts, letter
from privacy.typeset.lint import problems
from privacy.typeset.receipt import ReceiptFacts, receipt
from privacy.typeset.sheet import sheet
from privacy.typeset.texts import NoticeText, ReceiptText, Section, TextError, load_text

__all__ = [
    "LetterFacts",
    "MissingGlyph",
    "NoticeText",
    "ReceiptFacts",
    "ReceiptText",
    "Section",
    "TextError",
    "letter",
    "load_text",
    "missing",
    "printable",
    "problems",
    "receipt",
    "sheet",
]
