"""The code lists of the intake: complete, consistent, named in both languages."""

import csv
from collections import Counter

import pytest

from intake import catalogues

KREIS = "05970"


def test_every_language_has_a_code_of_its_own_and_two_names():
    languages = catalogues.languages()

    assert len(languages) == 178 + 6
    assert len({language.code for language in languages}) == len(languages)
    assert all(len(language.code) == 3 and len(language.state_code) == 2 for language in languages)
    for tag in ("de", "en"):
        repeated = {name for name, count in Counter(it.name(tag) for it in languages).items() if count > 1}
        assert repeated == set()


@pytest.mark.parametrize(
    ("code", "state_code", "name_de", "name_en"),
    [
        ("prs", "fa", "Dari", "Dari"),
        ("kmr", "ku", "Kurdisch (Kurmandschi)", "Kurdish (Kurmanji)"),
        ("ckb", "ku", "Kurdisch (Sorani)", "Kurdish (Sorani)"),
        ("rom", "xy", "Romanes", "Romani"),
        ("syr", "xy", "Aramäisch (Assyrisch, Chaldäisch, Turoyo)", "Aramaic (Assyrian, Chaldean, Turoyo)"),
        ("zza", "xy", "Zaza", "Zaza"),
        ("ukr", "uk", "Ukrainisch", "Ukrainian"),
    ],
)
def test_a_language_the_state_does_not_know_is_counted_as_one_it_knows(code, state_code, name_de, name_en):
    language = catalogues.language(code)

    assert language.state_code == state_code
    assert (language.name("de"), language.name("en")) == (name_de, name_en)


def test_unknown_and_other_language_come_last():
    assert [language.code for language in catalogues.languages()[-2:]] == ["mis", "und"]


def test_a_name_follows_the_language_tag_and_falls_back_to_english():
    syria = catalogues.nationality("475")

    assert syria.name("de") == syria.name("de-DE") == "Arabische Republik Syrien"
    assert syria.name("en-gb") == syria.name("uk") == "Syria"


def test_nationality_keys_are_unique_three_digits_with_two_names():
    nationalities = catalogues.nationalities()

    assert len(nationalities) == 209
    assert len({it.code for it in nationalities}) == 209
    assert all(len(it.code) == 3 and it.code.isdigit() and it.name_de and it.name_en for it in nationalities)
    assert len({it.name_en for it in nationalities}) == 209


def test_former_states_and_missing_answers_are_told_apart_from_states_of_today():
    nationalities = catalogues.nationalities()

    assert [it.code for it in nationalities if not it.is_current] == ["132", "138", "159", "162"]
    assert [it.code for it in nationalities if not it.is_country] == ["997", "998", "999"]


def test_the_kreis_has_eleven_municipalities_and_siegen_five_postcodes():
    municipalities = catalogues.municipalities()

    assert len(municipalities) == 11
    assert all(it.ags.startswith(KREIS) and len(it.ags) == 8 for it in municipalities)
    assert catalogues.municipality("05970040").postcodes == ("57072", "57074", "57076", "57078", "57080")
    assert sum(len(it.postcodes) for it in municipalities) == 15


def test_the_point_of_a_municipality_is_marked_as_approximate():
    with (catalogues.DATA / "gemeinden.csv").open(encoding="utf-8", newline="") as file:
        assert {row["point_basis"] for row in csv.DictReader(file, delimiter=";")} == {
            "approximate, school mean"
        }
    # The Kreis in ETRS89 / UTM 32N, metres.
    assert all(415_000 < it.easting < 475_000 for it in catalogues.municipalities())
    assert all(5_610_000 < it.northing < 5_670_000 for it in catalogues.municipalities())


def test_every_district_lies_in_a_municipality_and_has_one_of_its_postcodes():
    districts = [district for it in catalogues.municipalities() for district in catalogues.districts(it.ags)]

    assert len(districts) == 181
    for district in districts:
        assert district.postcode in catalogues.municipality(district.ags).postcodes
    assert catalogues.districts("05111000") == ()


def test_german_levels_rise_from_pre_a1_to_c2():
    levels = [level.name for level in catalogues.german_levels()]

    assert (levels[0], levels[-1], len(levels)) == ("Pre-A1", "C2", 14)


@pytest.mark.parametrize("find", [catalogues.language, catalogues.nationality, catalogues.municipality])
def test_an_unknown_key_is_an_error(find):
    with pytest.raises(KeyError):
        find("no such key")
