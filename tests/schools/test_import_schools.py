"""The school directory comes in: from the state's open data file and from the file of the county."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from schools.exchange import codes
from schools.exchange.directory import DirectoryError, SourceKind, read
from schools.exchange.load import load_directory
from schools.models import School, SchoolAuthority

KREIS = "05970"
METADATA = 'Stand: 01.09.2025;"Grunddaten der Schulen in NRW'
HEADER = (
    "Schulnummer;Schulform;Schulbezeichnung_1;Schulbezeichnung_2;Schulbezeichnung_3;Kurzbezeichnung;"
    "Bezirksregierung;PLZ;Ort;Strasse;Telefonvorwahl;Telefon;Faxvorwahl;Fax;E-Mail;Homepage;Rechtsform;"
    "Traegernummer;Gemeindeschluessel;Schulbetriebsschluessel;Schulbetriebsdatum;EPSG;UTMRechtswert;UTMHochwert"
)
GRUNDSCHULE = {
    "Schulnummer": "134910",
    "Schulform": "02",
    "Schulbezeichnung_1": "Diesterwegschule",
    "Schulbezeichnung_2": "Gem. Grundschule der Stadt Siegen",
    "Schulbezeichnung_3": "- Primarstufe -",
    "Kurzbezeichnung": "Siegen, GG Diesterwegschule",
    "Bezirksregierung": "9",
    "PLZ": "57072",
    "Ort": "Siegen",
    "Strasse": "Höhstr. 10",
    "Telefonvorwahl": "0271",
    "Telefon": "123456",
    "Faxvorwahl": "null",
    "Fax": "null",
    "E-Mail": "134910@schule.nrw.de",
    "Homepage": "www.example.org",
    "Rechtsform": "1",
    "Traegernummer": "17620",
    "Gemeindeschluessel": "05970040",
    "Schulbetriebsschluessel": "1",
    "Schulbetriebsdatum": "19730801",
    "EPSG": "EPSG:25832",
    "UTMRechtswert": "430500",
    "UTMHochwert": "5636500",
}
GYMNASIUM = GRUNDSCHULE | {
    "Schulnummer": "170501",
    "Schulform": "20",
    "Schulbezeichnung_1": "Städt. Gymnasium",
    "Schulbezeichnung_2": "null",
    "Schulbezeichnung_3": "null",
    "PLZ": "57334",
    "Ort": "Bad Laasphe",
    "E-Mail": "null",
    "Homepage": "null",
    "Traegernummer": "18004",
    "Gemeindeschluessel": "05970028",
    "UTMRechtswert": "0",
    "UTMHochwert": "0",
}
KOELN = GRUNDSCHULE | {"Schulnummer": "111111", "Gemeindeschluessel": "05315000", "Ort": "Köln"}


def line(school: dict[str, str]) -> str:
    return ";".join(school[column] for column in HEADER.split(";"))


def official(tmp_path: Path, *schools: dict[str, str], encoding: str = "utf-8-sig") -> Path:
    path = tmp_path / "schuldaten.csv"
    text = "\r\n".join([METADATA, HEADER, *map(line, schools), ""])
    path.write_bytes(text.encode(encoding))
    return path


def load(path: Path, *, dry_run: bool = False):
    return load_directory(read(path, ags_prefix=KREIS), dry_run=dry_run)


def run(*args: object) -> str:
    out = io.StringIO()
    call_command("import_schools", *map(str, args), stdout=out)
    return out.getvalue()


def everything() -> list[tuple]:
    facts = [
        field.name for field in School._meta.concrete_fields if field.name != "group"
    ]  # the office's own
    return [
        *School.objects.order_by("pk").values_list(*facts),
        *SchoolAuthority.objects.order_by("pk").values_list(),
    ]


# --- the state's file


def test_the_states_file_is_read_with_its_quirks(tmp_path):
    directory = read(official(tmp_path, GRUNDSCHULE, GYMNASIUM, KOELN), ags_prefix=KREIS)

    assert directory.source_kind == SourceKind.OFFICIAL
    assert directory.rejected == ()
    grundschule, gymnasium = directory.rows  # Köln is not in the Kreis
    assert grundschule.name == "Diesterwegschule"
    assert grundschule.phone == "0271 123456"
    assert grundschule.homepage == "http://www.example.org"
    assert (grundschule.easting, grundschule.northing) == (430500, 5636500)
    assert grundschule.operating_since == date(1973, 8, 1)
    assert (grundschule.pupils, grundschule.social_index) == (None, None)  # not in this file
    assert gymnasium.name == "Städt. Gymnasium Bad Laasphe"
    assert gymnasium.email == "170501@schule.nrw.de"  # Schulmail
    assert gymnasium.homepage == ""
    assert (gymnasium.easting, gymnasium.northing) == (None, None)


def test_without_an_area_the_whole_state_is_read(tmp_path):
    assert len(read(official(tmp_path, GRUNDSCHULE, KOELN)).rows) == 2


def test_the_metadata_line_may_be_gone(tmp_path):
    path = tmp_path / "schuldaten.csv"
    path.write_text(f"{HEADER}\n{line(GRUNDSCHULE)}\n", encoding="utf-8")

    assert len(read(path).rows) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Schulnummer": "13491"}, "the Schulnummer '13491' is not six digits"),
        ({"Schulform": "77"}, "the school form '77' is unknown"),
        ({"Schulbezeichnung_1": "null"}, "the name is missing"),
        ({"Rechtsform": "9"}, "the Rechtsform '9' is neither 1 nor 2"),
        ({"PLZ": "5707"}, "the postcode '5707' is not five digits"),
        ({"Gemeindeschluessel": "null"}, "the municipality key '' is not eight digits"),
        ({"Schulbetriebsschluessel": "8"}, "the operating key '8' is unknown"),
        ({"Schulbetriebsdatum": "20231301"}, "the date '20231301' is not a calendar day"),
        ({"UTMHochwert": "null"}, "the coordinate '' is not a number"),
        ({"UTMRechtswert": "8.016"}, "the coordinates 8.016;5636500 are not in NRW"),
        ({"EPSG": "EPSG:31467"}, "the coordinate system 'EPSG:31467' is not EPSG:25832"),
        ({"E-Mail": "sekretariat"}, "the e-mail address 'sekretariat' is not valid"),
        ({"Strasse": "x" * 81}, "the street is longer than 80 characters"),
        ({"Strasse": "Höhstr. 10;"}, "the row has 25 cells, the header 24"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_good_rows_go_in(tmp_path, change, reason):
    directory = read(official(tmp_path, GYMNASIUM, GRUNDSCHULE | change, KOELN), ags_prefix=KREIS)

    assert [row.number for row in directory.rows] == ["170501"]
    assert [(row.line, row.reason) for row in directory.rejected] == [(4, reason)]


def test_a_row_that_repeats_another_word_for_word_counts_once(tmp_path):
    directory = read(official(tmp_path, GRUNDSCHULE, GYMNASIUM, GRUNDSCHULE))

    assert len(directory.rows) == 2
    assert [(row.line, row.reason) for row in directory.rejected] == [(5, "repeats line 3 word for word")]


def test_only_web_addresses_are_taken_as_homepage(tmp_path):
    path = official(tmp_path, GRUNDSCHULE | {"Homepage": "javascript:alert(1)//example.org"})

    assert read(path).rows[0].homepage == ""


# --- broken files


def good_file(*more: str) -> bytes:
    return "\n".join([METADATA, HEADER, line(GRUNDSCHULE), *more]).encode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "at_line", "sentence"),
    [
        pytest.param(b"", 1, "neither the header", id="empty"),
        pytest.param(b"a;b;c\n1;2;3\n", 1, "neither the header", id="another table"),
        pytest.param(
            good_file().replace(b";EPSG;", b";SRS;"), 2, "the header lacks EPSG", id="no EPSG column"
        ),
        pytest.param(good_file().decode().encode("cp1252"), 3, "not UTF-8", id="Windows-1252"),
        pytest.param(f"{METADATA}\n{HEADER}\n".encode(), 2, "no rows", id="no rows"),
        pytest.param(
            good_file(line(GRUNDSCHULE | {"Ort": "Netphen"})),
            4,
            "134910 stands on line 3 with different content",
            id="a school twice, differently",
        ),
        pytest.param(
            good_file(line(GYMNASIUM | {"Ort": '"Siegen'})), 4, "quotation marks", id="an open quote"
        ),
        pytest.param(
            f"{HEADER}\n{line(GRUNDSCHULE | {'Ort': ''})}".encode(), 2, "not one row", id="only bad rows"
        ),
        pytest.param(f"{HEADER}\n{line(KOELN)}".encode(), None, "starts with 05970", id="another Kreis"),
        pytest.param(good_file(*[line(KOELN)] * 10_000), 10_003, "more than 10,000 rows", id="too many rows"),
    ],
)
def test_a_broken_file_is_refused_whole_and_nothing_changes(tmp_path, content, at_line, sentence):
    load(codes.COUNTY_FILE)
    before = everything()
    path = tmp_path / "schuldaten.csv"
    path.write_bytes(content)

    with pytest.raises(DirectoryError) as refused:
        read(path, ags_prefix=KREIS)
    with pytest.raises(CommandError, match="nothing was changed"):
        run(path)

    assert refused.value.line == at_line
    assert sentence in refused.value.sentence
    assert everything() == before


def test_a_file_that_is_not_there_is_an_error_without_a_line(tmp_path):
    with pytest.raises(DirectoryError) as refused:
        read(tmp_path / "no.csv")

    assert refused.value.line is None


# --- into the database


@pytest.mark.django_db
def test_the_county_file_brings_101_operating_schools_and_one_closed():
    report = load(codes.COUNTY_FILE)

    assert (len(report.new), report.rejected, report.missing) == (102, (), ())
    assert School.objects.operating().count() == 101
    closed = School.objects.get(number="150368")
    assert (closed.is_operating, closed.closes_on) == (False, date(2023, 7, 31))
    assert SchoolAuthority.objects.count() == 23  # 22 seated in the Kreis, one in Köln
    assert not School.objects.filter(authority=None).exists()
    assert School.objects.get(number="136074").municipality_name == "Bad Berleburg"
    assert len({str(school) for school in School.objects.all()}) == 102


@pytest.mark.django_db
def test_a_dry_run_says_what_would_happen_and_changes_nothing():
    output = run("--dry-run")

    assert "102 new, 0 changed, 0 closed, 0 unchanged" in output
    assert "Dry run: nothing was written." in output
    assert everything() == []


@pytest.mark.django_db
def test_a_second_run_changes_nothing():
    run()
    before = everything()

    output = run()

    assert "0 new, 0 changed, 0 closed, 102 unchanged, 0 missing from file, 0 rejected" in output
    assert load(codes.COUNTY_FILE).is_without_effect
    assert everything() == before


@pytest.mark.django_db
def test_a_change_names_the_school_and_the_fields(tmp_path):
    load(official(tmp_path, GRUNDSCHULE, GYMNASIUM))
    moved = GRUNDSCHULE | {"Strasse": "Neue Str. 1", "Traegernummer": "10856"}

    output = run(official(tmp_path, moved, GYMNASIUM))

    assert "changed: 134910 Diesterwegschule (street, authority)" in output
    assert "0 new, 1 changed, 0 closed, 1 unchanged" in output
    school = School.objects.get(number="134910")
    assert (school.street, str(school.authority)) == ("Neue Str. 1", "Kreis Siegen-Wittgenstein")


@pytest.mark.django_db
def test_what_people_entered_and_what_the_file_does_not_say_is_kept(tmp_path):
    load(codes.COUNTY_FILE)
    School.objects.filter(number="134910").update(room_limit=4, is_accepting=False)
    pupils = School.objects.get(number="134910").pupils

    run(official(tmp_path, GRUNDSCHULE | {"Strasse": "Neue Str. 1"}))

    school = School.objects.get(number="134910")
    assert (school.room_limit, school.is_accepting, school.street) == (4, False, "Neue Str. 1")
    assert school.pupils == pupils is not None
    assert school.social_index is not None


@pytest.mark.django_db
def test_a_school_that_closes_is_reported_and_stays(tmp_path):
    load(official(tmp_path, GRUNDSCHULE, GYMNASIUM))
    closing = {"Schulbetriebsschluessel": "0", "Schulbetriebsdatum": "31.07.2023"}

    output = run(official(tmp_path, GRUNDSCHULE | closing, GYMNASIUM))

    assert "closed: 134910 Diesterwegschule (operating_status, operating_since, closes_on)" in output
    assert "0 new, 0 changed, 1 closed, 1 unchanged" in output
    assert [school.number for school in School.objects.operating()] == ["170501"]
    assert School.objects.count() == 2


@pytest.mark.django_db
def test_a_school_missing_from_the_states_file_is_reported_and_not_deleted(tmp_path):
    load(official(tmp_path, GRUNDSCHULE, GYMNASIUM))
    before = everything()

    output = run(official(tmp_path, GYMNASIUM))

    assert "missing from file: 134910 Diesterwegschule" in output
    assert everything() == before


@pytest.mark.django_db
def test_a_school_whose_row_is_rejected_is_not_missing(tmp_path):
    load(official(tmp_path, GRUNDSCHULE, GYMNASIUM))
    before = everything()

    output = run(official(tmp_path, GRUNDSCHULE | {"Schulform": "77"}, GYMNASIUM))

    assert "rejected: line 3: the school form '77' is unknown" in output
    assert "0 missing from file, 1 rejected" in output
    assert everything() == before


@pytest.mark.django_db
def test_the_county_file_says_nothing_about_schools_it_does_not_name(tmp_path):
    load(official(tmp_path, GRUNDSCHULE | {"Schulnummer": "199999"}))

    assert load(codes.COUNTY_FILE).missing == ()


@pytest.mark.django_db
def test_an_authority_known_by_number_only_keeps_the_name_another_file_gave(tmp_path):
    load(codes.COUNTY_FILE)

    load(official(tmp_path, GRUNDSCHULE | {"Traegernummer": "10015"}, GYMNASIUM | {"Traegernummer": "99999"}))

    assert str(School.objects.get(number="134910").authority) == "Köln, Semper Bildungswerk NRW gGmbH"
    assert str(School.objects.get(number="170501").authority) == "99999"


@pytest.mark.django_db
def test_every_school_has_an_office_to_which_accounts_can_belong():
    call_command("import_schools", verbosity=0)
    assert not School.objects.filter(group=None).exists()
    offices = Group.objects.filter(name__startswith="school-").count()
    call_command("import_schools", verbosity=0)
    assert Group.objects.filter(name__startswith="school-").count() == offices == School.objects.count()
