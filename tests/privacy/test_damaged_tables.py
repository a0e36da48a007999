"""Whatever is sent in a table's place is refused in words: no error page, and no work that never ends."""

import io
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from privacy.forms import MOST_BYTES
from privacy.models import PrivacyNotice
from privacy.notices import tables, texts
from tests import builders, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ready():
    builders.installation()
    builders.approved_texts()


def send(content):
    desk = Client()
    desk.force_login(people.dpo())
    return desk.post("/privacy/texts/import/", {"table": SimpleUploadedFile("fr.xlsx", content)})


def repacked(changed, method=ZIP_DEFLATED):
    """The table that was given out, with parts of its archive changed or added."""
    content = tables.table(texts.current("fr"))
    target = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as archive, ZipFile(target, "w", method) as made:
        for name in archive.namelist() + [one for one in changed if one not in archive.namelist()]:
            made.writestr(name, changed[name] if name in changed else archive.read(name))
    return target.getvalue()


XML_PARTS = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 20) for i in range(1, 9))
EXPLOSIVE = b'<!DOCTYPE x [<!ENTITY e0 "%s">%s]><x>&e8;</x>' % (b"A" * 1000, ENTITIES)
DAMAGED = {
    "no archive any more": lambda: tables.table(texts.current("fr"))[:-200],
    "bytes changed": lambda: tables.table(texts.current("fr")).replace(
        b"\x00\x00\x00\x00", b"\x00\xff\xff\x00"
    ),
    "unpacks to too much": lambda: repacked({"xl/media/x": b"0" * (tables.MOST_UNPACKED + 1)}),
    "another packing": lambda: repacked({}, ZIP_BZIP2),
    "entities": lambda: repacked({"xl/worksheets/sheet1.xml": EXPLOSIVE}),
    "a cell without end": lambda: repacked({"xl/worksheets/sheet1.xml": a_sheet_with(b"A" * 40_000)}),
    **{
        f"{name} {content!r}": lambda name=name, content=content: repacked({name: content})
        for name in XML_PARTS
        for content in (b"<not xml", b"", b"\x00\xff")
    },
}


def a_sheet_with(words):
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>' % words
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, rows)


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_table_is_refused_in_one_sentence_and_nothing_changes(damage):
    page = send(DAMAGED[damage]())
    assert page.status_code == 200
    assert "Das ist keine Tabelle, die hier ausgegeben wurde" in str(page.context["form"].non_field_errors())
    assert not PrivacyNotice.objects.filter(origin="imported").exists()


def test_a_table_packed_anew_is_taken_in():
    assert send(repacked({"docProps/note.txt": b"x"})).status_code == 302


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 3_000_000])
def test_a_file_too_large_is_refused_at_its_field(size):
    assert "größer als 2 MB" in str(send(b"x" * size).context["form"].errors["table"])
    assert "größer als 2 MB" not in str(send(b"x" * MOST_BYTES).context["form"].errors)
