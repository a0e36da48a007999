"""Form fields: what may be typed, what comes out, and that each message names its field."""

from datetime import date

import pytest
from django import forms
from django.test.html import parse_html
from hypothesis import given
from hypothesis import strategies as st

from intake import fields
from intake.names import BirthDate

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True, scope="module")
def _a_fixed_day():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fields, "localdate", lambda: TODAY)
        yield


class Sheet(forms.Form):
    arrived = fields.GermanDateField(label="Tag der Ankunft", required=False)
    born = fields.BirthDateField(label="Geburtsdatum", required=False)
    name = fields.PersonNameField(label="Nachname", required=False, max_length=20)
    phone = fields.PhoneField(label="Telefon", required=False)
    postcode = fields.PostcodeField(label="Postleitzahl", required=False)


LABELS = {name: field.label for name, field in Sheet.base_fields.items()}
EMPTY = {"arrived": None, "born": None, "name": "", "phone": "", "postcode": ""}


def cleaned(field, typed):
    form = Sheet({field: typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data[field]


def refused(field, typed):
    """The code and the text of the one error, after checking that it names the field and nothing is left open."""
    form = Sheet({field: typed})
    assert not form.is_valid()
    assert list(form.errors) == [field]
    (error,) = form.errors.as_data()[field]
    (message,) = error.messages
    assert LABELS[field] in message
    assert "%(" not in message
    return error.code, message


# --- dates


@pytest.mark.parametrize(
    "typed",
    [
        "09.03.2014",
        "9.3.14",
        "9.3.2014",
        "090314",
        "09032014",
        "9-3-2014",
        "9/3/2014",
        "9. 3. 2014",
        "9 3 2014",
        "2014-03-09",
        "2014-3-9",
        "  09.03.2014\u00a0",
    ],
)
@pytest.mark.parametrize(
    ("field", "wanted"), [("arrived", date(2014, 3, 9)), ("born", BirthDate(date(2014, 3, 9)))]
)
def test_a_date_may_be_typed_in_many_ways(field, wanted, typed):
    assert cleaned(field, typed) == wanted


SHAPES = ["%d.%m.%Y", "%d.%m.%y", "%d%m%y", "%d%m%Y", "%d-%m-%Y", "%d/%m/%y", "%d %m %Y", "%Y-%m-%d"]


@given(st.dates(date(1947, 1, 1), date(2046, 12, 31)), st.sampled_from(SHAPES))
def test_any_date_comes_back_from_each_shape(day, shape):
    assert cleaned("arrived", day.strftime(shape)) == day
    assert cleaned("arrived", f"{day.day}.{day.month}.{day.year}") == day


@given(
    st.dates(date(1996, 11, 22), TODAY), st.sampled_from(SHAPES), st.sampled_from(["day", "month", "year"])
)
def test_any_birth_date_comes_back_as_precise_as_it_was_typed(day, shape, precision):
    known = BirthDate(day.replace(month=1, day=1) if precision == "year" else day.replace(day=1), precision)
    born = BirthDate(day) if precision == "day" else known
    assert cleaned("born", day.strftime(shape) if precision == "day" else str(born)) == born
    assert cleaned("born", str(born)) == born


@pytest.mark.parametrize(("typed", "year"), [("1.1.46", 2046), ("1.1.47", 1947), ("1.1.00", 2000)])
def test_two_digits_of_a_year_end_twenty_years_ahead(typed, year):
    assert cleaned("arrived", typed).year == year


@pytest.mark.parametrize("field", ["arrived", "born"])
@pytest.mark.parametrize(
    "typed",
    [
        "morgen",
        "9.3.",
        "1.1.0014",
        "9.3.214",
        "9.3.20145",
        "12345",
        "٠٩.٠٣.٢٠١٤",
        "09.03.2014\x00",
        "\x1f9.3.14",
        "0x7de",
        "9,3,2014",
        "-9.3.2014",
    ],
)
def test_what_is_no_date_is_refused(field, typed):
    assert refused(field, typed)[0] == "invalid"


@pytest.mark.parametrize("field", ["arrived", "born"])
@pytest.mark.parametrize(
    ("typed", "stated"), [("31.02.2014", "31.02.2014"), ("310214", "31.02.2014"), ("1.13.14", "01.13.2014")]
)
def test_a_day_the_calendar_does_not_have_is_named(field, typed, stated):
    code, message = refused(field, typed)
    assert code == "no_such_date"
    assert stated in message


@pytest.mark.parametrize("typed", ["2014", " 2014 "])
def test_a_birth_date_may_be_a_year(typed):
    assert cleaned("born", typed) == BirthDate(date(2014, 1, 1), "year")
    assert refused("arrived", typed)[0] == "invalid"


@pytest.mark.parametrize("typed", ["03.2014", "3.2014", "3/2014", "03 2014", "2014-03"])
def test_a_birth_date_may_be_a_month(typed):
    assert cleaned("born", typed) == BirthDate(date(2014, 3, 1), "month")
    assert refused("arrived", typed)[0] == "invalid"


def test_a_month_the_calendar_does_not_have_is_named():
    assert refused("born", "13.2014")[0] == "no_such_date"


@pytest.mark.parametrize("typed", ["23.11.2026", "12.2026", "2027"])
def test_nobody_is_born_in_the_future(typed):
    code, message = refused("born", typed)
    assert code == "future"
    assert typed in message


@pytest.mark.parametrize("typed", ["21.11.1996", "10.1996", "1995", "22.11.27"])
def test_no_pupil_is_older_than_thirty(typed):
    code, message = refused("born", typed)
    assert code == "too_old"
    assert "30" in message


@pytest.mark.parametrize("typed", ["22.11.2026", "11.2026", "2026", "22.11.1996", "11.1996", "1996"])
def test_the_limits_of_age_themselves_pass(typed):
    assert str(cleaned("born", typed)) == typed


def test_dates_are_text_fields_that_show_the_german_form():
    form = Sheet(initial={"arrived": date(2014, 3, 9), "born": BirthDate(date(2014, 3, 1), "month")})
    for field, shown in [("arrived", "09.03.2014"), ("born", "03.2014")]:
        html = str(form[field])
        assert 'type="text"' in html
        assert 'inputmode="numeric"' in html
        assert f'value="{shown}"' in html


def test_refused_text_comes_back_as_typed():
    assert 'value="31.2.14"' in str(Sheet({"arrived": "31.2.14"})["arrived"])


def test_the_same_day_typed_otherwise_is_no_change():
    initial = {"arrived": date(2014, 3, 9), "born": BirthDate(date(2014, 1, 1), "year")}
    assert Sheet({"arrived": "090314", "born": "2014"}, initial=initial).changed_data == []
    assert Sheet({"arrived": "090314", "born": "1.1.14"}, initial=initial).changed_data == ["born"]


# --- lines


def test_a_name_is_stored_in_nfc_with_blanks_folded():
    assert cleaned("name", "  H\u032eali\u0304l  Ay\u0303 ".replace("y\u0303", "ỹ")) == "Ḫalīl Aỹ"


def test_characters_outside_the_standard_are_named():
    code, message = refused("name", "Max1 (x)")
    assert code == "characters"
    assert "1  (  )" in message


def test_invisible_characters_are_named_by_code_point_and_long_lists_are_cut():
    assert "U+00AD" in refused("name", "An\u00adna")[1]
    assert "U+0000" in refused("name", "An\x00na")[1]
    assert "…" in refused("name", "Володимир Щасливець")[1]


def test_the_length_counts_after_normalising():
    assert cleaned("name", "u\u0308" * 20) == "ü" * 20
    assert refused("name", "ü" * 21)[0] == "too_long"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0271 / 333-1234", "0271 / 333-1234"),
        ("+49 (0)151\u00a0 12345678", "+49 (0)151 12345678"),
        ("\u202a+380 44 123 45 67\u202c", "+380 44 123 45 67"),
    ],
)
def test_telephone_numbers_as_people_write_them(typed, stored):
    assert cleaned("phone", typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0271 Zentrale", "invalid"),
        ("0271+333", "invalid"),
        ("٠٢٧١٣٣٣", "invalid"),
        ("02713\x00", "invalid"),
        ("0271", "digits"),
        ("1" * 21, "digits"),
    ],
)
def test_what_cannot_be_dialled_is_refused(typed, code):
    assert refused("phone", typed)[0] == code


def test_postcodes_have_five_digits():
    assert cleaned("postcode", " 01067 ") == "01067"
    for typed in ["5707", "570722", "D-57072", "00123", "٥٧٠٧٢", "57072\x00"]:
        assert refused("postcode", typed)[0] == "invalid"


def test_a_plain_line_is_tidied_and_refuses_control_characters():
    line = fields.LineField(label="Ort")
    assert line.clean(" Bad  Laasphe-Ru\u0308ckershausen ") == "Bad Laasphe-Rückershausen"
    with pytest.raises(forms.ValidationError) as refusal:
        line.clean("Siegen\x85")
    assert refusal.value.code == "control"


# --- all of them


def test_nothing_typed_is_nothing():
    form = Sheet(dict.fromkeys(EMPTY, "  "))
    assert form.is_valid(), form.errors
    assert form.cleaned_data == EMPTY


@pytest.mark.parametrize("name", list(EMPTY))
def test_a_required_field_asks_by_its_own_label(name):
    field = type(Sheet.base_fields[name])(label=LABELS[name])
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean("")
    assert refusal.value.code == "required"
    assert LABELS[name] in refusal.value.messages[0]


def test_entries_are_kept_out_of_the_browsers_stores_and_spell_checkers():
    for bound in Sheet():
        assert 'autocomplete="off"' in str(bound)
        assert 'spellcheck="false"' in str(bound)


@pytest.mark.parametrize("value", ["", "a", "<b>", None, 3])
def test_a_long_list_has_djangos_own_markup(value):
    choices = [("", "–"), ("a", "Ähre & Co"), ("<b>", "<b>"), (3, "drei")]
    ours, djangos = fields.PlainSelect(choices=choices), forms.Select(choices=choices)
    attrs = {"id": "id_x", "class": "kern", "aria-invalid": "true"}
    assert parse_html(ours.render("x", value, attrs)) == parse_html(djangos.render("x", value, attrs))
