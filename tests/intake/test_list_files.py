"""Whatever is sent in a list's place becomes a table of texts, or one sentence that says what to do."""

import io
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from intake.lists import headings, reading, rows, values, workbook
from intake.lists.headings import Column
from intake.lists.values import Defaults
from tests.intake import list_files

SIEGEN, KREUZTAL = "05970040", "05970024"


def children(content, **defaults):
    """The rows of a file as children, or as the faults they have."""
    table = reading.read(content)
    columns = headings.guess(table.headings)
    found = []
    for line in table.lines:
        cells = {column: cell for column, cell in zip(columns, line.cells, strict=True) if column}
        try:
            found.append(rows.child_of(cells, Defaults(**defaults)))
        except rows.RowHasFaults as faulty:
            found.append(faulty.faults)
    return found


class TestLayouts:
    def test_the_list_of_a_register(self):
        first, second, third = children(list_files.REGISTER.encode("cp1252", "replace"))
        assert (first.pupil["surname"], first.pupil["given_names"], first.pupil["sex"]) == (
            "KOWALENKO", "Daryna", "w",
        )  # fmt: skip
        assert (first.pupil["nationality"], str(first.born)) == ("166", "09.03.2014")
        assert (first.household["street"], first.household["municipality"]) == ("Sandstraße 5", SIEGEN)
        assert f"{first.facts['resident_since']:%d.%m.%Y}" == "01.09.2026"
        assert (str(second.born), second.pupil["birth_precision"]) == ("2011", "year")
        assert ("born_on", "31.02.2015") in [(column, text[-64:][text[-64:].find("31."):][:10]) for column, text in third]  # fmt: skip

    def test_columns_that_may_not_be_stored_are_gone_at_once(self):
        """VO-DV I § 1 (2)."""
        table = reading.read(list_files.REGISTER.encode("cp1252", "replace"))
        assert table.dropped == ["Religion", "Aufenthaltstitel"]
        assert "rk" not in str(table.lines)
        assert "§ 24" not in str(table.lines)
        assert [line.number for line in table.lines] == [5, 6, 7]

    def test_the_list_of_a_school_office(self):
        first, second, third = children(list_files.SCHOOL_OFFICE.encode(), custodian_kind="mother")
        assert (first.pupil["surname"], first.pupil["given_names"], first.pupil["nationality"]) == (
            "Hadi", "Amina", "475",
        )  # fmt: skip
        assert first.household["municipality"] == KREUZTAL
        assert first.custodians == [
            {"kind": "mother", "surname": "Hadi", "given_names": "Rana", "phone": "0171 2345678", "email": ""}
        ]
        assert first.family == second.family != ""
        assert (third.family, third.custodians, third.pupil["nationality"]) == ("", [], "163")

    def test_the_heading_says_whose_name_it_is(self):
        table = reading.read(list_files.SCHOOL_OFFICE.encode())
        columns = headings.guess(table.headings)
        assert headings.kind_of_custody(table.headings, columns) == "mother"
        assert columns[-1] == ""  # "Bemerkung" holds nothing of ours

    def test_a_workbook_with_real_dates_and_numbers(self):
        first, second = children(list_files.spreadsheet(), custodian_kind="mother")
        assert (str(first.born), first.pupil["country_of_birth"], first.household["language"]) == (
            "01.07.2012", "232", "eng",
        )  # fmt: skip
        assert (first.household["postcode"], first.custodians[0]["given_names"]) == ("57250", "Ada")
        assert str(second.born) == "2015"
        assert first.family == second.family

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    @pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_encodings_separators_and_line_ends(self, encoding, separator, end):
        text = "Nachname;Vorname;Geburtsdatum;PLZ\nGrün;Jürgen;9.3.2014;57072\n"
        (child,) = children(text.replace(";", separator).replace("\n", end).encode(encoding))
        assert child.pupil["surname"] == "Grün"

    def test_the_separator_that_excel_states(self):
        (child,) = children(b"sep=,\nName,Vorname,Geburtsdatum,PLZ\nNowak,Ida,2014,57072\n")
        assert child.pupil["given_names"] == "Ida"

    def test_a_comma_in_a_name_does_not_part_the_line(self):
        (child,) = children(b"Name, Vorname;Geburtsdatum;PLZ\nNowak, Ida;2014;57072\n")
        assert (child.pupil["surname"], child.pupil["given_names"]) == ("Nowak", "Ida")

    def test_other_sheets_are_not_passed_over_in_silence(self):
        one = [["Nachname", "Vorname"], ["Nowak", "Ida"]]
        assert reading.read(list_files.workbook(one)).hints == []
        assert len(reading.read(list_files.workbook(one, more=[["x"]])).hints) == 1


class TestRows:
    ROW = {Column.SURNAME: "Nowak", Column.GIVEN_NAMES: "Ida", Column.BORN_ON: "9.3.2014", Column.POSTCODE: "57072"}  # fmt: skip

    @pytest.mark.parametrize(
        ("cell", "column"),
        [
            ({Column.SURNAME: ""}, Column.SURNAME),
            ({Column.SURNAME: "Ковальчук"}, Column.SURNAME),
            ({Column.SURNAME: '=HYPERLINK("x")'}, Column.SURNAME),
            ({Column.BORN_ON: "k. A."}, Column.BORN_ON),
            ({Column.BORN_ON: "1.1.2090"}, Column.BORN_ON),
            ({Column.BORN_ON: "#REF!"}, Column.BORN_ON),
            ({Column.SEX: "7"}, Column.SEX),
            ({Column.NATIONALITY: "Atlantis"}, Column.NATIONALITY),
            ({Column.NATIONALITY: "Sowjetunion"}, Column.NATIONALITY),
            ({Column.LANGUAGE: "Klingonisch"}, Column.LANGUAGE),
            ({Column.POSTCODE: "5707"}, Column.POSTCODE),
            ({Column.MUNICIPALITY: "Köln"}, Column.MUNICIPALITY),
            ({Column.POSTCODE: "50667"}, Column.MUNICIPALITY),
            ({Column.EMAIL: "a@example.org"}, Column.EMAIL),
            ({Column.CUSTODIAN_SURNAME: "Nowak"}, Column.CUSTODIAN_KIND),
            ({Column.CUSTODIAN_SURNAME: "Nowak", Column.CUSTODIAN_KIND: "Mutter", Column.EMAIL: "x"}, Column.EMAIL),
            ({Column.FULL_NAME: "Nowak Ida"}, Column.FULL_NAME),
            ({Column.FULL_NAME: "Kowalski, Ida"}, Column.FULL_NAME),
            ({Column.RESIDENT_SINCE: "gestern"}, Column.RESIDENT_SINCE),
            ({Column.STREET: "x" * 1_000}, Column.STREET),
            ({Column.TOWN: "a\u202eb"}, Column.TOWN),
        ],
    )  # fmt: skip
    def test_a_fault_is_named_at_its_column(self, cell, column):
        with pytest.raises(rows.RowHasFaults) as faulty:
            rows.child_of(self.ROW | cell, Defaults())
        assert column in [one for one, _text in faulty.value.faults]
        assert all(text for _one, text in faulty.value.faults)

    def test_the_same_row_without_a_fault(self):
        child = rows.child_of(self.ROW, Defaults())
        assert child.household == {"street": "", "postcode": "57072", "town": "", "municipality": SIEGEN, "phone": "", "language": "und"}  # fmt: skip
        assert rows.child_of(self.ROW | {Column.COUNTRY_OF_BIRTH: "Sowjetunion"}, Defaults()).pupil["country_of_birth"] == "159"  # fmt: skip

    @pytest.mark.parametrize(
        "word", ["k. A.", "K.A.", "n/a", "-", "./.", "NULL", "null", "unbekannt", "keine Angabe"]
    )
    def test_a_cell_that_says_nothing(self, word):
        assert values.is_nothing(word)
        assert rows.child_of(self.ROW | {Column.NATIONALITY: word}, Defaults()).pupil["nationality"] == ""

    @pytest.mark.parametrize("name", ["Ka", "Na", "Null", "NA", "None"])
    def test_a_short_name_is_a_name(self, name):
        assert rows.child_of(self.ROW | {Column.SURNAME: name}, Defaults()).pupil["surname"] == name

    def test_a_row_says_more_than_the_sender(self):
        of_sender = rows.child_of({**self.ROW, Column.POSTCODE: ""}, Defaults(municipality=KREUZTAL))
        of_row = rows.child_of(self.ROW, Defaults(municipality=KREUZTAL))
        assert [of_sender.household["municipality"], of_row.household["municipality"]] == [KREUZTAL, SIEGEN]

    def test_siblings_with_another_phone_keep_it_in_a_household_of_their_own(self):
        home = {Column.STREET: "Weg 1", Column.CUSTODIAN_SURNAME: "Nowak", Column.CUSTODIAN_KIND: "Vater"}
        one, other = (
            rows.child_of(self.ROW | home | {Column.PHONE: phone}, Defaults())
            for phone in ("0271 12345", "0271 99999")
        )
        assert one.family != other.family


def test_every_state_and_language_is_known_by_each_of_its_names():
    for one in values.catalogues.nationalities():
        if one.is_current:
            names = (one.code, one.iso3, one.iso2, one.name_de, one.name_en, one.adjective_de)
            assert {values.nationality(name) for name in names} == {one.code}
    for one in values.catalogues.languages():
        assert {values.language(name) for name in (one.code, one.name_de, one.name_en)} == {one.code}
    for one in values.catalogues.municipalities():
        assert {values.municipality(name) for name in (one.ags, one.name, *one.postcodes)} == {one.ags}


def test_each_word_for_a_column_stands_for_one_column():
    words = [values.key(word) for known in headings._WORDS.values() for word in known.split("; ")]
    twice = {word for word in words if words.count(word) > 1}
    assert not {word for word in twice if len({c for c, k in headings._WORDS.items() if word in map(values.key, k.split("; "))}) > 1}  # fmt: skip
    assert not [word for word in words if headings.is_forbidden(word)]


@pytest.mark.parametrize(
    "heading",
    ["Religion", "Konfession", "Aufenthaltsstatus", "Aufenthalts-Titel", "Asyl seit", "Duldung", "Behinderung (GdB)",
     "Gesundheitszustand", "Förderschwerpunkt", "Masernschutz", "Unterkunft", "AO-SF", "Volkszugehörigkeit"],
)  # fmt: skip
def test_headings_of_what_may_not_be_stored(heading):
    assert headings.is_forbidden(heading)


@pytest.mark.parametrize(
    "heading", ["Neunkirchen", "in Deutschland seit", "Herkunftsland", "Zuweisung", "Sprache"]
)
def test_headings_that_only_sound_like_it(heading):
    assert not headings.is_forbidden(heading)


def repacked(changed, method=ZIP_DEFLATED):
    """The workbook with parts of its archive changed or added."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(list_files.spreadsheet())) as archive, ZipFile(target, "w", method) as made:
        for name in archive.namelist() + [one for one in changed if one not in archive.namelist()]:
            made.writestr(name, changed[name] if name in changed else archive.read(name))
    return target.getvalue()


SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WIDE = b'<worksheet xmlns="%s"><sheetData><row r="1">%s</row></sheetData></worksheet>' % (
    SPACE,
    b"<c/>" * 1_000_000,
)
FAR = b'<worksheet xmlns="%s"><sheetData><row r="999999999"><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>' % SPACE  # fmt: skip
EXPLOSIVE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
SHEET = "xl/worksheets/sheet1.xml"
BAD = {
    "nothing": lambda: b"",
    "blanks": lambda: b" \n \r\n;;;\n",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(200),
    "a PDF": lambda: b"%PDF-1.7\n",
    "Excel of 2003": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "NUL bytes": lambda: list_files.CHILD.encode() + b"a;\0;b;c",
    "random bytes": lambda: bytes(range(256)) * 50,
    "half of UTF-16": lambda: b"\xff\xfe" + "Nachname;".encode("utf-16-le")[:-1],
    "headings only": lambda: b"Nachname;Vorname;Geburtsdatum\n",
    "no headings": lambda: b"Nowak;Ida;09.03.2014;57072\nNowak;Jan;09.03.2014;57072\n",
    "5,001 rows": lambda: list_files.many(5_001),
    "a million columns": lambda: b"a;" * 1_000_000 + b"\nx;y\n",
    "an endless cell": lambda: b"Nachname;Vorname\n" + b"x" * 200_000 + b";y\n",
    "a long cell": lambda: b"Nachname;Vorname\n" + b"x" * 3_000 + b";y\n",
    "an open quotation mark": lambda: b'Nachname;Vorname\n"Nowak;Ida\nAda;Eva\n',
    "a separator that is none": lambda: b'sep=\r\nNachname;Vorname\n"Nowak;Ida\n',
    "half a workbook": lambda: list_files.spreadsheet()[:-300],
    "an archive of something": lambda: repacked({"[Content_Types].xml": b"<x/>"}),
    "not XML": lambda: repacked({SHEET: b"<not xml"}),
    "unpacks to too much": lambda: repacked({"xl/media/x": b"0" * (workbook.MOST_UNPACKED + 1)}),
    "another packing": lambda: repacked({}, ZIP_BZIP2),
    "entities": lambda: repacked({SHEET: EXPLOSIVE}),
    "entities under another name": lambda: repacked({"xl/evil.bin": EXPLOSIVE}),
    "a million columns in a workbook": lambda: repacked({SHEET: WIDE}),
    "a row beyond all rows": lambda: repacked({SHEET: FAR}),
    "an empty workbook": lambda: list_files.workbook([]),
    "a workbook of 5,001 rows": lambda: list_files.workbook([["Nachname", "Vorname"], *[["a", "b"]] * 5_001]),
    "a workbook of 61 columns": lambda: list_files.workbook([["Nachname", "Vorname"], ["x"] * 61]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_list_is_refused_in_one_sentence(name):
    with pytest.raises(workbook.NotATable) as fault:
        reading.read(BAD[name]())
    assert str(fault.value).endswith(".")


def test_as_many_rows_and_columns_as_are_allowed():
    assert len(reading.read(list_files.many(5_000)).lines) == 5_000
    wide = list_files.workbook([["Nachname", "Vorname", *"x" * 58], ["Nowak"] * 60])
    assert len(reading.read(wide).headings) == 60


def test_macros_are_not_looked_at():
    content = repacked(
        {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub AutoOpen()", "xl/drawings/vmlDrawing1.vml": b"<xml><br>"}
    )
    assert len(reading.read(content).lines) == 2


@given(st.binary(max_size=300))
@example(b"sep=;")
@example(b'"')
@example(b"\xff\xfe\x00\xd8")
def test_arbitrary_bytes_never_break_it(content):
    read_or_refused(content)


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6), st.sampled_from(";,\t|"))
def test_arbitrary_cells_never_break_it(cells, separator):
    head = "Nachname;Vorname;Geburtsdatum;PLZ;Staat;Name der Mutter".replace(";", separator)
    body = "\n".join(separator.join(row) for row in cells)
    read_or_refused(f"{head}\n{body}".encode("utf-8", "replace"))


@given(st.dictionaries(st.sampled_from(list(Column)), st.text(max_size=30)))
def test_arbitrary_rows_are_children_or_have_faults(cells):
    try:
        child = rows.child_of(cells, Defaults(municipality=SIEGEN))
    except rows.RowHasFaults as faulty:
        child, faults = None, faulty.faults
    assert child.pupil["surname"] if child else faults


def read_or_refused(content):
    try:
        table = reading.read(content)
    except workbook.NotATable:
        return
    assert table.lines
    assert {len(line.cells) for line in table.lines} == {len(table.headings)}
    headings.guess(table.headings)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
@example(["=1+1", "+1", "-1", "@SUM(A1)"])
@example(["\0\x01\ud800"[:2], "x"])
def test_what_goes_back_is_text_whatever_it_begins_with(cells):
    made = workbook.file_of([f"h{n}" for n in range(len(cells))], [cells])
    sheet = load_workbook(io.BytesIO(made)).active
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    assert all(cell.quotePrefix for cell in sheet[2] if str(cell.value).startswith(("=", "+", "-", "@")))
