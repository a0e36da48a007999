"""Names: what is accepted, what is found, what is taken for the same child."""

import string
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.names import (
    SEQUENCES,
    BirthDate,
    NameKey,
    NotAName,
    like_patterns,
    likely_same,
    matches,
    normalise,
    search_form,
    tokens,
)

# Typed out from the standard's groups, one of each kind of letter, apart from the product's own table.
RARE_LETTERS = "ÄÅÆÇÐÑØÞßÿĀđĞħİıĲĳĸĿŀŁŉŊŒŞŢŦŸŻƇƏƗƠƯƷǍǛǞǢǤǰǿȒȘȚȧȳəɨʒḂḇḑḗḜḪḯḺṀṓṞṣṯẁẌẖẗẞẠỹ"
CYRILLIC = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯЁЪЫЭабвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ"
letters = st.sampled_from([*string.ascii_letters, *RARE_LETTERS, *sorted(SEQUENCES)])
latin_names = st.lists(letters, min_size=1, max_size=12).map("".join)
any_words = st.lists(
    st.one_of(letters, st.sampled_from(CYRILLIC), st.characters(codec="utf-8")), max_size=12
).map("".join)


# --- normalise


@pytest.mark.parametrize(
    "name",
    [
        "Ḫalīl",
        "Zahrāʾ",
        "ʿAbd al-Ḥamīd",
        "O'Brien",
        "O’Brien",
        "Đỗ",
        "Łucja",
        "Heydər",
        "Avel·lí",
        "K\u035fhālid",
    ],
)
def test_names_of_the_standard_stay_as_they_are(name):
    assert normalise(name) == unicodedata.normalize("NFC", name) == name


def test_every_letter_of_the_standard_is_accepted_and_has_a_search_form_in_a_to_z():
    assert len(SEQUENCES) == 149
    for letter in [*RARE_LETTERS, *SEQUENCES]:
        assert normalise(letter) == letter
        assert set(search_form(letter).strip()) <= set(string.ascii_uppercase)
        assert tokens(search_form(letter))


@given(latin_names)
def test_normalise_gives_nfc_from_either_form_and_is_idempotent(name):
    stored = normalise(name)
    assert stored == normalise(unicodedata.normalize("NFD", name)) == normalise(stored)
    assert unicodedata.is_normalized("NFC", stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Anna\t Maria\u00a0\n", "Anna Maria"),
        ("Karl\u2013Heinz", "Karl-Heinz"),
        ("Solov\u02bcjov", "Solov’jov"),
        ("Şahin", "Şahin"),
        (" ", ""),
    ],
)
def test_blanks_and_look_alikes_are_folded(typed, stored):
    assert normalise(typed) == stored


@pytest.mark.parametrize(
    ("typed", "characters"),
    [
        ("Max1 (1)", ("1", "(", ")")),
        ("q\u0303a", ("q\u0303",)),
        ("An\u00adna", ("\u00ad",)),
        ("An\x00na\x1f", ("\x00", "\x1f")),
        ("Олена", ("О", "л", "е", "н", "а")),
        ("Anna\u202e", ("\u202e",)),
    ],
)
def test_other_characters_are_refused_and_listed_but_not_in_the_message(typed, characters):
    with pytest.raises(NotAName) as refused:
        normalise(typed)
    assert refused.value.characters == characters
    assert not any(each in str(refused.value) for each in characters if not each.isascii())


# --- search form


@pytest.mark.parametrize(
    "spellings",
    [
        ("Müller", "Mueller", "MULLER", "mu\u0308ller"),
        ("Ḫalīl", "Halil"),
        ("Şahin", "Sahin", "Șahin", "S\u0327ahin"),
        ("O'Brien", "OBrien", "O’Brien", "O´Brien"),
        ("Олена", "Olena"),
        ("Юлія", "Yuliia", "Julia"),
        ("Đỗ", "Do", "Đo\u0302\u0303"),
        ("Łucja", "Lucja"),
        ("Zahrāʾ", "Zahra", "Zahraa"),
        ("Groß", "GROSS", "GROẞ"),
        ("Sørensen", "Soerensen", "Sorensen"),
        ("İpek", "Ipek", "ıpek"),
        ("Карпенко-Лисенко", "Karpenko Lysenko", "Lysenko, Karpenko"),
        ("Əliyev", "Eliyev"),
        ("Kowalenko", "Kovalenko", "Коваленко"),
        ("Mohammed", "Mohamed"),
        ("Abdoullah", "Abdoulah"),
    ],
)
def test_spellings_of_one_name_meet(spellings):
    assert len({search_form(spelling) for spelling in spellings}) == 1


def test_the_stored_form_has_a_space_around_each_token():
    assert search_form("Müller-Groß", "Anna") == " ANA GROS MULER "
    assert search_form("  -  ", "") == ""


def test_other_scripts_find_themselves_with_and_without_vowel_signs():
    assert search_form("خَلِيل") == search_form("خليل") == " خليل "
    assert search_form("እስራኤል") == " እስራኤል "


def test_invisible_signs_do_not_split_a_word():
    assert search_form("An\u00adna") == search_form("Anna")
    assert search_form("نیک\u200cپور") == search_form("نیکپور")


@given(any_words)
def test_search_form_is_idempotent_and_never_fails(name):
    form = search_form(name)
    assert search_form(form) == form
    assert form == f" {' '.join(tokens(form))} " or not form


@given(any_words)
def test_search_form_ignores_the_unicode_form(name):
    assert search_form(unicodedata.normalize("NFD", name)) == search_form(unicodedata.normalize("NFC", name))


@given(st.lists(any_words, max_size=4), st.randoms())
def test_the_order_of_the_parts_does_not_matter(parts, random):
    shuffled = random.sample(parts, len(parts))
    assert search_form(" ".join(parts)) == search_form(*shuffled) == search_form("-".join(shuffled))


@given(latin_names, st.integers(0, 12))
def test_the_beginning_of_a_name_finds_it(name, length):
    assert matches(search_form(name[:length]), search_form(name, "Otto"))


@given(any_words, any_words)
def test_the_database_patterns_mean_the_same_as_matches(query, name):
    patterns = like_patterns(query)
    found = all(any(pattern in search_form(name) for pattern in each) for each in patterns)
    assert found == matches(search_form(query), search_form(name))
    assert not any(wildcard in pattern for each in patterns for pattern in each for wildcard in "%_\\")


def test_matches_means_every_token_begins_some_token():
    stored = search_form("Ḫalīl", "Al-Ḥamīd")
    assert like_patterns("Hamid Anna") == [[" ANA"], [" HAMID", " KHAMID"]]
    assert matches(search_form("hal ham"), stored)
    assert not matches(search_form("alil"), stored)
    assert not matches(search_form("halil otto"), stored)
    assert like_patterns(" - ") == []


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Shevchenko", "Schewtschenko"),
        ("Schewtschenko", "Shevchenko"),
        ("Shevchenko", "Sch"),
        ("Shcherbak", "Schtscherbak"),
        ("Khalil", "Halil"),
        ("Ḫalīl", "Khalil"),
        ("Chalil", "Khalil"),
        ("Khalil", "Chalil"),
        ("Jalal", "Dschalal"),
        ("Mykhailo", "Mychajlo"),
    ],
)
def test_german_and_english_spellings_of_one_name_find_each_other(stored, typed):
    assert matches(search_form(typed), search_form(stored, "Otto"))


def test_other_names_stay_apart():
    assert not matches(search_form("Schmidt"), search_form("Smit"))
    assert not matches(search_form("Halil"), search_form("Karim"))


# --- duplicates


def key(name, *born, precision="day"):
    return NameKey(search_form(name), BirthDate(date(*born), precision))


ANNA = key("Anna Müller", 2014, 3, 9)


@pytest.mark.parametrize(
    "other",
    [
        key("Mueller, Anna", 2014, 3, 9),
        key("Anna Shevchenko", 2014, 3, 9),
        key("Anna-Maria Muller", 2014, 9, 3),
        key("Anna Müller", 2014, 1, 1, precision="year"),
        key("Anna Müller", 2014, 3, 1, precision="month"),
        key("Anna Müller", 2014, 1, 1),
        key("Anna", 2014, 1, 1, precision="year"),
    ],
)
def test_likely_the_same_child(other):
    assert likely_same(ANNA, other)
    assert likely_same(other, ANNA)


@pytest.mark.parametrize(
    "other",
    [
        key("Otto Schmidt", 2014, 3, 9),
        key("Anna Müller", 2014, 3, 10),
        key("Anna Müller", 2013, 3, 9),
        key("Anna Shevchenko", 2014, 1, 1, precision="year"),
        key("Anna Shevchenko", 2014, 1, 1),
        key("Anna Müller", 2014, 4, 1, precision="month"),
    ],
)
def test_not_the_same_child(other):
    assert not likely_same(ANNA, other)
    assert not likely_same(other, ANNA)


def test_a_particle_alone_is_no_common_name():
    assert not likely_same(key("Al-Hamid Omar", 2014, 3, 9), key("Sara Al Najjar", 2014, 3, 9))


@pytest.mark.parametrize(
    ("precision", "text"), [("day", "09.03.2014"), ("month", "03.2014"), ("year", "2014")]
)
def test_a_birth_date_shows_what_is_known(precision, text):
    assert str(BirthDate(date(2014, 3, 9), precision)) == text
