"""Asking the school directory, and the lists it stands on."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from schools.exchange import codes
from schools.exchange.names import readable_name
from schools.exchange.rows import WIDTHS
from schools.models import School, SchoolAuthority, SchoolForm


def school(number: str, **values) -> School:
    defaults = {
        "name": "Diesterwegschule",
        "form": SchoolForm.GRUNDSCHULE,
        "ags": "05970040",
        "postcode": "57072",
        "town": "Siegen",
        "email": f"{number}@schule.nrw.de",
    }
    return School.objects.create(number=number, **defaults | values)


# --- asking for schools


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "since", "closes", "operates"),
    [
        ("1", date(1973, 8, 1), None, True),
        ("2", date(1973, 8, 1), None, True),
        ("0", None, None, True),
        ("0", None, date(2026, 7, 31), True),
        ("0", None, date(2026, 7, 30), False),
        ("3", date(2026, 7, 31), None, True),
        ("3", date(2026, 8, 1), None, False),
        ("3", None, None, False),
        ("4", None, None, False),
        ("5", None, None, False),
    ],
)
def test_list_and_school_agree_on_who_operates(key, since, closes, operates):
    day = date(2026, 7, 31)
    it = school("134910", operating_status=key, operating_since=since, closes_on=closes)

    assert it.operates_on(day) is operates
    assert School.objects.operating(day).exists() is operates


@pytest.mark.django_db
def test_schools_are_found_by_every_word_and_by_form():
    school("134910", name="Diesterwegschule")
    school("170501", name="Städt. Gymnasium Bad Laasphe", form=SchoolForm.GYMNASIUM, town="Bad Laasphe")

    def numbers(schools):
        return [school.number for school in schools]

    assert numbers(School.objects.search("diester siegen")) == ["134910"]
    assert numbers(School.objects.search("170501")) == ["170501"]
    assert numbers(School.objects.search("diester laasphe")) == []
    assert numbers(School.objects.search(" ")) == ["134910", "170501"]
    assert numbers(School.objects.of_form(SchoolForm.GYMNASIUM, SchoolForm.GESAMTSCHULE)) == ["170501"]


@pytest.mark.django_db
def test_a_school_outside_the_kreis_shows_its_town_as_municipality():
    assert school("111111", ags="05315000", town="Köln").municipality_name == "Köln"
    assert school("134910", town="Siegen-Weidenau").municipality_name == "Siegen"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"form": "77"},
        {"operating_status": "8"},
        {"social_index": 10},
        {"easting": 430500},
        {"easting": 0, "northing": 0},
        {"closes_on": date(2026, 7, 31)},  # with key 1
    ],
)
def test_the_database_itself_refuses_what_the_directory_cannot_say(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        school("134910", **wrong)

    assert school("134910", easting=430500, northing=5636500, social_index=9).pk


# --- lists and widths


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("Lindenschule, Förderschule des", "Kreises Siegen-Wittgenstein", ""), "Lindenschule"),
        (
            ("Semper Berufskolleg f. Kosmetik u. Ge-", "staltung,staatl.gen.Ersatzsch.", ""),
            "Semper Berufskolleg f. Kosmetik u. Gestaltung",
        ),
        (
            ("Freie Christl. Schule Siegen Kaan-Marien", "born -Sekundarschule- Ersatzsch.d.Sek.I", ""),
            "Freie Christl. Schule Siegen Kaan-Marienborn",
        ),
        (
            ("Freie Christliche Schule Siegen 'An der", "Weiß', Evang. Bekenntnisgrundsch.,Ersatz", ""),
            "Freie Christliche Schule Siegen 'An der Weiß'",
        ),
        (
            ("Berufskolleg Allgemeingewerbe,", "Hauswirtschaft und Sozialpädagogik", "des Kreises"),
            "Berufskolleg Allgemeingewerbe, Hauswirtschaft und Sozialpädagogik",
        ),
        (("Hauptschule", "der Gemeinde Wilnsdorf", ""), "Hauptschule der Gemeinde Wilnsdorf"),
        (
            ("Klinikschule", "in freier Trägerschaft der", "DRK-Kinderklinik Siegen gGmbH"),
            "Klinikschule Siegen",
        ),
    ],
)
def test_a_name_is_read_out_of_the_three_lines(lines, name):
    assert readable_name(lines, "Siegen") == name


def test_the_forms_of_the_model_are_those_of_the_states_list():
    assert SchoolForm.choices == [(form.key, form.name) for form in codes.form_codes()]


def test_no_text_that_passes_the_check_is_wider_than_its_column():
    columns = {
        field.name: field.max_length for field in School._meta.get_fields() if hasattr(field, "max_length")
    }

    assert {field: columns[field] for field in WIDTHS if field != "authority_name"} == {
        field: width for field, width in WIDTHS.items() if field != "authority_name"
    }
    assert SchoolAuthority._meta.get_field("name").max_length == WIDTHS["authority_name"]


def test_the_code_lists_hold_what_export_and_forms_need():
    assert [
        len(codes.schild_columns(f"Schueler{part}.dat")) for part in ("Basisdaten", "Zusatzdaten", "Erzieher")
    ] == [
        58,
        28,
        19,
    ]
    assert [origin.key for origin in codes.origins()] == ["91", "92", "99"]
    assert {"DF", "DFG", "DFK"} <= {code.letters for code in codes.german_support_codes()}
    assert codes.schild_transliteration()["Ä"] == "Ae"
    assert {"01", "10", "EF", "Q2"} <= {group.key for group in codes.year_groups()}
    assert len(codes.authority_codes()) == 22


def test_no_year_group_names_a_special_need():
    assert not {"90", "00", "85", "86"} & {group.key for group in codes.year_groups()}
