"""Form fields that take what people type and say in their own words what is missing.

Dates are text fields, never ``type="date"``: the browser's own field costs four tab stops and follows the browser's
language. All fields refuse control characters, among them NUL, which PostgreSQL cannot store. Browsers are asked
not to keep or to spell-check the entries: they are personal data on shared computers.
"""

import re
from datetime import date, datetime, time
from typing import Any
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from intake.names import BirthDate, NotAName, Precision, fold_spaces, normalise

# Years of two or four digits; four only of these centuries, as "0014" is a slip of the keyboard.
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_SHORT_YEAR = "(?P<year>(?:19|20)?[0-9]{2})"
_SEPARATOR = r" ?[-./ ] ?"
_FULL_DATES = (
    re.compile(rf"(?P<day>[0-9]{{1,2}}){_SEPARATOR}(?P<month>[0-9]{{1,2}}){_SEPARATOR}{_SHORT_YEAR}"),
    re.compile(rf"(?P<day>[0-9]{{2}})(?P<month>[0-9]{{2}}){_SHORT_YEAR}"),
    re.compile(rf"{_YEAR}-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})"),
)
_MONTHS = (
    re.compile(rf"(?P<month>[0-9]{{1,2}}){_SEPARATOR}{_YEAR}"),
    re.compile(rf"{_YEAR}-(?P<month>[0-9]{{1,2}})"),
)
_YEARS = (re.compile(_YEAR),)

_PHONE = re.compile(r"\+?[0-9()/ -]+")
_PHONE_DIGITS = range(5, 21)
"""From a short local number to fifteen digits (ITU-T E.164) with a prefix to dial out."""
# Invisible signs that address books and messengers put around a copied number to keep it left to right.
_DIRECTION_SIGNS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

_POSTCODE = re.compile(r"(?!00)[0-9]{5}")


class LabelledField(forms.Field):
    """A field whose messages name it by its own label; every message takes ``%(label)s``."""

    default_error_messages = {"required": _("Please enter “%(label)s”.")}
    privacy_attributes = {"autocomplete": "off", "spellcheck": "false"}

    def refusal(self, code: str, **params: object) -> ValidationError:
        """The error of that code, with the field's label and `params` filled in."""
        named = {"label": self.label or _("this entry"), **params}
        return ValidationError(self.error_messages[code], code=code, params=named)

    def validate(self, value: Any) -> None:
        """Raises ValidationError if a required field is empty."""
        if self.required and value in self.empty_values:
            raise self.refusal("required")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The attributes that keep the entry out of the browser's stores and services."""
        return {**super().widget_attrs(widget), **self.privacy_attributes}


class _DateText(LabelledField):
    """What the date fields share: the widget, the reading of a full date, the error of a day that is none."""

    default_error_messages = {
        "no_such_date": _("“%(label)s”: there is no %(value)s. Please check day and month."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The number pad on phones; dots can be left out, so it is enough."""
        return {**super().widget_attrs(widget), "inputmode": "numeric"}

    def read(self, text: str, patterns: tuple[re.Pattern[str], ...], latest_year: int) -> date | None:
        """The first day of what `text` states if it has the shape of one of `patterns`, else None.

        A year of two digits is the last one not after `latest_year`. Raises ValidationError for the likes of 31.02.
        """
        match = next(filter(None, (pattern.fullmatch(text) for pattern in patterns)), None)
        if match is None:
            return None
        found = match.groupdict()
        year = _full_year(found["year"], latest_year)
        try:
            return date(year, int(found.get("month", 1)), int(found.get("day", 1)))
        except ValueError as error:
            stated = ".".join(
                [*(found[part].zfill(2) for part in ("day", "month") if part in found), str(year)]
            )
            raise self.refusal("no_such_date", value=stated) from error


def _full_year(digits: str, latest: int) -> int:
    """14 -> 2014 or 1914, whichever is the last one not after `latest`; four digits as they are."""
    if len(digits) == 4:
        return int(digits)
    year = latest - latest % 100 + int(digits)
    return year if year <= latest else year - 100


class GermanDateField(_DateText):
    """A date, typed 09.03.2014, 9.3.14, 090314, 09032014, 9-3-2014, 9/3/2014 or 2014-03-09; shown 09.03.2014.

    Cleans to `datetime.date`, or None if empty and not required. A year of two digits lies in the hundred years
    that end `years_ahead` years from today.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Please enter “%(label)s” as day, month and year, for example 09.03.2014."),
    }

    def __init__(self, *, years_ahead: int = 20, **kwargs: Any) -> None:
        self.years_ahead = years_ahead
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Raises ValidationError if the text is no date, or one the calendar does not have."""
        if value in EMPTY_VALUES or isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value or None
        text = fold_spaces(str(value))
        found = self.read(text, _FULL_DATES, localdate().year + self.years_ahead)
        if text and found is None:
            raise self.refusal("invalid")
        return found

    def prepare_value(self, value: Any) -> Any:
        """09.03.2014 in every interface language; text that was refused comes back as typed."""
        return value.strftime("%d.%m.%Y") if isinstance(value, date) else value


class BirthDateField(_DateText):
    """A date of birth; also only the year ("2014") or month and year ("03.2014"), as many papers have no more.

    Cleans to `BirthDate`, or None if empty and not required. Refuses what lies in the future or more than
    `oldest` years back, measured by what is known: "1996" passes until the year 2026 is over.
    """

    widget = forms.TextInput
    oldest = 30
    """In years: no pupil is older, and a custodian's date in the child's field is noticed."""
    default_error_messages = {
        "invalid": _(
            "Please enter “%(label)s” as day, month and year (09.03.2014), month and year (03.2014) "
            "or only the year (2014)."
        ),
        "future": _("“%(label)s” is in the future: %(value)s. Please check the year."),
        "too_old": _("“%(label)s” is more than %(years)s years ago: %(value)s. Please check the year."),
    }

    def to_python(self, value: Any) -> BirthDate | None:
        """Raises ValidationError if the text is no date, or none on which a pupil can be born."""
        if value in EMPTY_VALUES or isinstance(value, BirthDate):
            return value or None
        text = fold_spaces(str(value))
        born = self._born(text)
        if born is not None:
            self._check_age(born)
        elif text:
            raise self.refusal("invalid")
        return born

    def _born(self, text: str) -> BirthDate | None:
        """The date with the precision that its shape shows; None if it has no known shape."""
        shapes: tuple[tuple[Precision, tuple[re.Pattern[str], ...]], ...] = (
            ("day", _FULL_DATES),
            ("month", _MONTHS),
            ("year", _YEARS),
        )
        for precision, patterns in shapes:
            found = self.read(text, patterns, localdate().year)
            if found is not None:
                return BirthDate(found, precision)
        return None

    def _check_age(self, born: BirthDate) -> None:
        """Raises ValidationError outside of `oldest` years ago … today."""
        today = localdate()
        known = len(born.parts)
        if born.parts > (today.year, today.month, today.day)[:known]:
            raise self.refusal("future", value=str(born))
        if born.parts < (today.year - self.oldest, today.month, today.day)[:known]:
            raise self.refusal("too_old", value=str(born), years=self.oldest)

    def prepare_value(self, value: Any) -> Any:
        """As precise as it is known; text that was refused comes back as typed."""
        return str(value) if isinstance(value, BirthDate) else value


# They would turn the rest of a page or a letter around.
_REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class LineField(LabelledField, forms.CharField):
    """One line of text in NFC with blanks folded; its length counts after that, control characters are refused."""

    default_error_messages = {
        "control": _("“%(label)s” contains invisible control characters. Please type it in again."),
        "too_long": _("“%(label)s” may have at most %(limit)s characters; it has %(length)s."),
    }

    def to_python(self, value: Any) -> str:
        """Raises ValidationError for control characters and for what is too long."""
        text = self.tidy(normalize("NFC", fold_spaces(str(value or ""))))
        if any(
            ord(character) < 32 or 127 <= ord(character) < 160 or character in _REORDERING
            for character in text
        ):
            raise self.refusal("control")
        if self.max_length is not None and len(text) > self.max_length:
            raise self.refusal("too_long", limit=self.max_length, length=len(text))
        return text

    def tidy(self, text: str) -> str:
        """The text as it is to be stored; kinds of lines override it."""
        return text


class PersonNameField(LineField):
    """A part of a person's name in Latin letters (DIN 91379 datatype A), cleaned to NFC.

    At most 100 characters unless told otherwise; the standard sets no limit.
    """

    shown = 10
    """So many of the refused characters are named; a name in another script would be repeated whole."""
    default_error_messages = {
        "characters": _(
            "“%(label)s” contains characters that names in Latin letters do not have: %(characters)s. "
            "Please write it as in the passport."
        ),
    }

    def __init__(self, *, max_length: int = 100, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def tidy(self, text: str) -> str:
        """Raises ValidationError that names the characters which are not in the standard."""
        try:
            return normalise(text)
        except NotAName as error:
            named = [_visible(each) for each in error.characters[: self.shown]]
            more = ["…"] if len(error.characters) > self.shown else []
            raise self.refusal("characters", characters="  ".join(named + more)) from error


def _visible(characters: str) -> str:
    """The characters, or their code points where there would be nothing to see."""
    return characters if characters.isprintable() else " ".join(f"U+{ord(each):04X}" for each in characters)


class PhoneField(LineField):
    """A telephone number as people write it: digits, a leading +, and / ( ) - and spaces between."""

    default_error_messages = {
        "invalid": _(
            "Please enter “%(label)s” with digits; only + / ( ) - and spaces may stand between them."
        ),
        "digits": _("Please check “%(label)s”: a telephone number has %(least)s to %(most)s digits."),
    }

    def __init__(self, *, max_length: int = 40, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The telephone pad on phones."""
        return {**super().widget_attrs(widget), "inputmode": "tel"}

    def tidy(self, text: str) -> str:
        """Raises ValidationError if it cannot be dialled."""
        number = text.strip(_DIRECTION_SIGNS + " ")
        if number and not _PHONE.fullmatch(number):
            raise self.refusal("invalid")
        if number and sum(map(str.isdigit, number)) not in _PHONE_DIGITS:
            raise self.refusal("digits", least=_PHONE_DIGITS[0], most=_PHONE_DIGITS[-1])
        return number


class PostcodeField(LineField):
    """A German postcode: five digits, kept as text for the leading zero."""

    default_error_messages = {"invalid": _("Please enter “%(label)s” as five digits, for example 57072.")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The number pad on phones."""
        return {**super().widget_attrs(widget), "inputmode": "numeric"}

    def tidy(self, text: str) -> str:
        """Raises ValidationError for anything but a German postcode."""
        if text and not _POSTCODE.fullmatch(text):
            raise self.refusal("invalid")
        return text


class PastDateField(GermanDateField):
    """A day that has been: today at the latest."""

    default_error_messages = {"future": _("“%(label)s” is in the future: %(value)s. Please check the year.")}

    def clean(self, value: Any) -> date | None:
        """Raises ValidationError for a day that is still to come."""
        day: date | None = super().clean(value)
        if day is not None and day > localdate():
            raise self.refusal("future", value=f"{day:%d.%m.%Y}")
        return day


_CLOCK = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3])(?: ?[:. ]? ?(?P<minute>[0-5][0-9]))?(?: ?(?:h|Uhr))?")


class ClockField(LabelledField):
    """A time of day, typed 9, 9:30, 9.30, 0930 or "9 Uhr"; shown 09:30. Cleans to `datetime.time` or None."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Please enter “%(label)s” as a time, for example 09:30.")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The number pad on phones; the colon can be left out."""
        return {**super().widget_attrs(widget), "inputmode": "numeric"}

    def to_python(self, value: Any) -> time | None:
        """Raises ValidationError if the text is no time."""
        if value in EMPTY_VALUES or isinstance(value, time):
            return value or None
        text = fold_spaces(str(value))
        found = _CLOCK.fullmatch(text)
        if text and found is None:
            raise self.refusal("invalid")
        return time(int(found["hour"]), int(found["minute"] or 0)) if found else None

    def prepare_value(self, value: Any) -> Any:
        """09:30; text that was refused comes back as typed."""
        return f"{value:%H:%M}" if isinstance(value, time) else value


_SELECTED = SafeString(" selected")


class PlainSelect(forms.Select):
    """Django's markup without a template for each option: the talk page has twenty lists of two hundred languages or states.

    Knows no groups of options.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The list with the stored value chosen."""
        chosen = set(self.format_value(value))
        options = ((one, _SELECTED if str(one) in chosen else "", label) for one, label in self.choices)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )


class Choice(LabelledField, forms.ChoiceField):
    """A choice whose messages name it by its label."""

    widget = PlainSelect

    def validate(self, value: Any) -> None:
        """Raises ValidationError if nothing was chosen but must be, or if what was sent is not offered."""
        super().validate(value)  # LabelledField's, which ends the chain
        if value and not self.valid_value(value):
            raise self.refusal("invalid_choice", value=value)


class Number(LabelledField, forms.IntegerField):
    """A whole number whose messages name it by its label."""
