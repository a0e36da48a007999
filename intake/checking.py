"""What was recorded in a talk, item by item, to be read together with the family before it counts.

The items and their words in the family's language are those of the information sheet: so the family sees under each
word of the sheet what is in fact written down about it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intake import catalogues
from intake.models import Case, Custodian, IntakeSession
from privacy.notices import texts
from privacy.rights.items import Item
from privacy.typeset import NoticeText


@dataclass(frozen=True)
class Said:
    """One item: its name in German and in the family's language, and what is written down, line by line."""

    item: Item
    name: str
    lines: list[str]
    family_name: str = ""


@dataclass(frozen=True)
class Record:
    """The whole page; `language` is the family's, None if it reads German or there is no text in it."""

    language: NoticeText | None
    items: list[Said]


def said(case: Case, talk: IntakeSession) -> Record:
    """Everything the family has told, grouped as on its information sheet.

    The phone of a custodian stands here only if that person takes part, and an address that is kept from the others only
    if none of them does: parents may be separated.
    """
    german = texts.available()[texts.GERMAN]
    code = texts.preset_language(case.pupil.household.language, case.pupil.first_language)
    family = texts.available()[code] if code != texts.GERMAN else None
    found = []
    for item, lines in _LINES.items():
        own = family.words["items"][item] if family else ""
        found.append(Said(item, german.words["items"][item], [one for one in lines(case, talk) if one], own))
    return Record(family, found)


def _names(case: Case, talk: IntakeSession) -> Iterable[str]:
    child = case.pupil
    yield child.full_name
    yield _fact(_("Birth name"), child.birth_name)
    yield child.original_name


def _birth(case: Case, talk: IntakeSession) -> Iterable[str]:
    child = case.pupil
    yield child.born_text
    yield ", ".join(part for part in (child.place_of_birth, _country(child.country_of_birth)) if part)


def _nationality(case: Case, talk: IntakeSession) -> Iterable[str]:
    yield _country(case.pupil.nationality)
    yield _country(case.pupil.second_nationality)


def _arrival(case: Case, talk: IntakeSession) -> Iterable[str]:
    yield _fact(_("In Germany since"), _day(case.arrived_in_germany_on))
    yield _fact(_("In the municipality since"), _day(case.resident_since))
    yield _fact(_("Assigned to the municipality on"), _day(case.assigned_on))


def _custodians(case: Case, talk: IntakeSession) -> Iterable[str]:
    for one in case.pupil.household.custodians.all():
        yield f"{one.full_name} ({one.get_kind_display()})"


def _address(case: Case, talk: IntakeSession) -> Iterable[str]:
    home = case.pupil.household
    others_look_on = any(not one.is_protected for one in _present(case, talk))
    if home.address_is_protected and others_look_on:
        return [case.municipality_name]
    return home.address_lines or [case.municipality_name]


def _contact(case: Case, talk: IntakeSession) -> Iterable[str]:
    yield case.pupil.household.phone
    for one in _present(case, talk):
        yield one.phone
        yield one.email


def _siblings(case: Case, talk: IntakeSession) -> Iterable[str]:
    yield case.sibling_school


def _wishes(case: Case, talk: IntakeSession) -> Iterable[str]:
    yield case.get_wished_form_display()
    yield case.wish_note
    yield case.pupil.interests


def _languages(case: Case, talk: IntakeSession) -> Iterable[str]:
    child = case.pupil
    yield _language(child.first_language)
    yield _with(_language(child.second_language), child.get_second_language_fluency_display())
    for one in child.further_languages.all():
        grade = _("at school from grade %(grade)s") % {"grade": one.from_grade} if one.from_grade else ""
        yield _with(_language(one.language), ", ".join(filter(None, (one.get_fluency_display(), grade))))


def _literacy(case: Case, talk: IntakeSession) -> Iterable[str]:
    child = case.pupil
    if child.literacy:
        yield _with(child.get_literacy_display(), child.get_script_display())


def _german(case: Case, talk: IntakeSession) -> Iterable[str]:
    child = case.pupil
    level = next(
        (one.name for one in catalogues.german_levels() if one.code == child.german_level), child.german_level
    )
    yield _with(level, child.get_german_basis_display())


def _schooling(case: Case, talk: IntakeSession) -> Iterable[str]:
    child = case.pupil
    yield _fact(_("Year of first enrolment"), child.first_enrolled_year)
    yield _fact(_("Last grade attended"), child.last_grade)
    yield _fact(_("Years at school so far"), child.years_attended)
    for one in child.school_years.all():
        grade = _("grade %(grade)s") % {"grade": one.grade} if one.grade is not None else ""
        parts = (one.get_attendance_display(), _country(one.country), grade)
        yield _fact(one.name, ", ".join(part for part in parts if part))


def _talk(case: Case, talk: IntakeSession) -> Iterable[str]:
    yield f"{_day(talk.held_on)}, {talk.get_kind_display()}"
    for one in case.seen_documents.all():
        day = _day(one.seen_on)
        yield _with(one.get_kind_display(), _("seen on %(day)s, no copy kept") % {"day": day})
    yield talk.notes


Lines = Callable[[Case, IntakeSession], Iterable[str]]
_LINES: dict[Item, Lines] = {
    Item.NAMES: _names,
    Item.BIRTH: _birth,
    Item.SEX: lambda case, talk: [case.pupil.get_sex_display()],
    Item.NATIONALITY: _nationality,
    Item.ARRIVAL: _arrival,
    Item.CUSTODIANS: _custodians,
    Item.ADDRESS: _address,
    Item.CONTACT: _contact,
    Item.SIBLINGS: _siblings,
    Item.WISHES: _wishes,
    Item.LANGUAGES: _languages,
    Item.LITERACY: _literacy,
    Item.GERMAN: _german,
    Item.SCHOOLING: _schooling,
    Item.TALKS: _talk,
}


def _present(case: Case, talk: IntakeSession) -> list[Custodian]:
    here = talk.participants.split(",")
    return [one for one in case.pupil.household.custodians.all() if one.code in here]


def _fact(label: str, value: Any) -> str:
    """ "label: value"; nothing without a value."""
    return "" if value in ("", None) else f"{label}: {value}"


def _with(word: str, more: Any) -> str:
    """ "word: more", the word alone if there is no more, nothing without the word."""
    return _fact(word, more) or word if word else ""


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def _country(code: str) -> str:
    return _named(catalogues.nationality, code)


def _language(code: str) -> str:
    return _named(catalogues.language, code)


def _named(find: Callable[[str], Any], code: str) -> str:
    """The name behind a code, or the code itself if the list does not know it (any more)."""
    try:
        return str(find(code).name(get_language() or "de")) if code else ""
    except KeyError:
        return code
