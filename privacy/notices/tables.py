"""A text as a table for translators (XLSX): out with the German beside it, and in again as a new draft."""

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import tomlkit
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from privacy.accounts.models import User
from privacy.ledger import audit
from privacy.ledger.verbs import Verb
from privacy.notices import texts
from privacy.notices.editing import TextHasFaults, lines
from privacy.notices.models import PrivacyNotice
from privacy.typeset import NoticeText, TextError, load_text, problems

WORDS, ABOUT = "Text", "Angaben"
MOST_ROWS = 5_000
MOST_UNPACKED = 5_000_000  # bytes; ours unpack to 80,000. 20 million of styles took a minute and 1 GB
LONGEST_CELL = 32_767  # characters, as in Excel
# What a file that is no table, or a damaged one, can raise in zipfile, zlib, the XML parser and openpyxl.
UNREADABLE = (
    BadZipFile, InvalidFileException, zlib.error, struct.error, SyntaxError, LookupError, ValueError, TypeError,
    AttributeError, RuntimeError, ArithmeticError, EOFError, OSError,
)  # fmt: skip
_HEAD = ("Stelle", "Deutsch", "Übersetzung", "Hinweis")
_WIDTHS = (34, 70, 70, 40)
_META = ("code", "lang", "dir", "name", "comma")
_NOTE = "{…} und ** stehen lassen; deutsche Wörter und Paragrafen in [[ ]]"


def cells(text: NoticeText) -> dict[str, str]:
    """Every wording of a text by its place: "rights.text.2", "recipients.school", "receipt.heading"."""
    found = {"meta.title": text.title, "meta.subtitle": text.subtitle}
    for section in text.sections:
        found[f"section.{section.id}.heading"] = section.heading
        found |= {f"section.{section.id}.text.{i}": one for i, one in enumerate(section.text, 1)}
        found |= {f"section.{section.id}.list.{i}": one for i, one in enumerate(section.items, 1)}
    for table, words in text.words.items():
        found |= {f"{table}.{key}": word for key, word in words.items()}
    return found | {f"receipt.{key}": word for key, word in asdict(text.receipt).items() if word}


def table(notice: PrivacyNotice) -> bytes:
    """The text beside the newest German one. What the German changed or added since is left empty and says so."""
    german, text = load_text(texts.current(texts.GERMAN).body), load_text(notice.body)
    master = PrivacyNotice.objects.filter(language=texts.GERMAN, text_version=text.version).last()
    before = cells(load_text(master.body)) if master else {}
    ours = cells(text)
    book = Workbook()
    sheet: Any = book.active
    sheet.title = WORDS
    _fill(sheet, 1, _HEAD)
    for row, (place, wording) in enumerate(cells(german).items(), 2):
        is_same = before.get(place) == wording
        hint = _NOTE if ("{" in wording or "**" in wording) else ""
        _fill(
            sheet,
            row,
            (place, wording, ours.get(place, "") if is_same else "", hint if is_same else f"NEU. {hint}"),
        )
    _dress(sheet)
    about: Any = book.create_sheet(ABOUT)
    facts = {
        "code": text.code,
        "lang": text.lang,
        "dir": text.direction,
        "name": text.name,
        "comma": text.comma,
    }
    for row, (key, value) in enumerate({**facts, "version": german.version}.items(), 1):
        _fill(about, row, (key, value))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: Any, row: int, values: tuple[str, ...]) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value)
        cell.data_type = "s"  # "=1+1" is a text, never a formula


def _dress(sheet: Any) -> None:
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE5F0")
    sheet.freeze_panes = "C2"


@audit.action
def take_in(content: bytes, *, by: User) -> PrivacyNotice:
    """Make a draft of a translator's table; returns it, or the one that holds the same words already.

    Raises TextHasFaults with every fault of the table; then nothing is changed.
    """
    about, read, found = _read(content)
    code, version = about.get("code", ""), about.get("version", "")
    masters = PrivacyNotice.objects.select_for_update(of=("self",))  # it is not rewritten meanwhile
    master = masters.filter(language=texts.GERMAN, text_version=version).first()
    if code not in texts.available() or code == texts.GERMAN or master is None:
        raise TextHasFaults(
            [_("The sheet “%(sheet)s” names no language or version of ours.") % {"sheet": ABOUT}]
        )
    german = cells(load_text(master.body))
    if faults := [*_gaps(german, found), *_moved_on(german, read)]:
        raise TextHasFaults(faults)
    body = _composed(master.body, about, found)
    try:
        faults = problems(load_text(body), load_text(master.body))
    except TextError as fault:
        faults = [str(fault)]
    if faults:
        raise TextHasFaults(faults)
    facts = {"language": code, "text_version": version, "body": body, "origin": PrivacyNotice.Origin.IMPORTED}
    notice, is_new = PrivacyNotice.objects.get_or_create(
        sha256=texts.digest(body), defaults={**facts, "made_by": by}
    )
    if not is_new and not notice.is_approved:  # an older draft is taken up again: now it came last
        notice.loaded_at = timezone.now()
        notice.save()
    detail = {"language": code, "version": version, "sha256": notice.sha256}
    audit.record(Verb.NOTICE_IMPORTED, about=notice, detail=detail)
    return notice


def _read(content: bytes) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Facts, German wordings and translations of a table by their places. Raises TextHasFaults for what is no such table."""
    try:
        _demand_small(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        about = {str(row[0]): _string(row[1]) for row in _rows(book[ABOUT], 2)}
        rows = list(_rows(book[WORDS], 3))
    except UNREADABLE as fault:
        sentence = _("This is not a table that was given out here, or it was damaged. Nothing has changed.")
        raise TextHasFaults([sentence]) from fault
    german, words = ({str(row[0]): _string(row[i]) for row in rows} for i in (1, 2))
    return about, german, words


def _demand_small(content: bytes) -> None:
    """Raises BadZipFile for an archive that is damaged or unpacks to more than any table of ours."""
    with ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise BadZipFile("too large")
        # Of other methods Python unpacks whole blocks at once, whatever size the archive announces.
        if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts) or archive.testzip():
            raise BadZipFile("damaged")


def _rows(sheet: Any, width: int) -> Iterator[tuple[Any, ...]]:
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=width, values_only=True):
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in row):
            raise ValueError("longer than a cell can be")
        if len(row) == width and row[0]:
            yield row


def _string(value: Any) -> str:
    """A cell as text; the comma between words keeps its space."""
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\n", " ")


def _gaps(german: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for place in german:
        if not found.get(place, "").strip():
            yield _("%(place)s: the translation is missing.") % {"place": place}


def _moved_on(german: Mapping[str, str], read: Mapping[str, str]) -> Iterator[str]:
    """Where the translator had another German wording before her than this version has by now."""
    for place, wording in german.items():
        if read.get(place, "").split() != wording.split():
            yield _("%(place)s: the German text is not the one of this table any more.") % {"place": place}


def _composed(german: str, about: Mapping[str, str], found: Mapping[str, str]) -> str:
    """The German file with the wording of the other language in every place."""
    document: Any = tomlkit.parse(german)
    document["meta"] |= {key: about[key] for key in _META if about.get(key)}
    document["meta"] |= {"title": found["meta.title"], "subtitle": found["meta.subtitle"]}
    for section in document["section"]:
        place = f"section.{section['id']}"
        section["heading"] = found[f"{place}.heading"]
        for key in ("text", "list"):
            if key in section:
                parts = range(1, len(section[key]) + 1)
                section[key] = lines([found[f"{place}.{key}.{i}"] for i in parts])
    for table_name in (*load_text(german).words, "receipt"):
        for key in document.get(table_name, {}):
            document[table_name][key] = found[f"{table_name}.{key}"]
    return tomlkit.dumps(document)
