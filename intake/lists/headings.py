"""Which column is which: the fields a list may fill, the words other offices use for them, and what is never taken."""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from intake.lists import values


class Column(TextChoices):
    """What a column of a list may hold. No more is kept than has a field of ours."""

    FULL_NAME = "full_name", _("surname and given names (“Surname, Given names”)")
    SURNAME = "surname", _("surname")
    GIVEN_NAMES = "given_names", _("given names")
    BIRTH_NAME = "birth_name", _("birth name")
    BORN_ON = "born_on", _("date of birth")
    PLACE_OF_BIRTH = "place_of_birth", _("place of birth")
    COUNTRY_OF_BIRTH = "country_of_birth", _("country of birth")
    SEX = "sex", _("sex")
    NATIONALITY = "nationality", _("nationality")
    LANGUAGE = "language", _("language of the family")
    STREET = "street", _("street and number")
    HOUSE_NUMBER = "house_number", _("house number (beside the street)")
    POSTCODE = "postcode", _("postcode")
    TOWN = "town", _("town")
    POSTCODE_TOWN = "postcode_town", _("postcode and town")
    MUNICIPALITY = "municipality", _("municipality")
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    CUSTODIAN_FULL_NAME = "custodian_full_name", _("custodian: surname and given names")
    CUSTODIAN_SURNAME = "custodian_surname", _("custodian: surname")
    CUSTODIAN_GIVEN_NAMES = "custodian_given_names", _("custodian: given names")
    CUSTODIAN_KIND = "custodian_kind", _("custodian: kind of custody")
    ARRIVED_IN_GERMANY_ON = "arrived_in_germany_on", _("in Germany since")
    RESIDENT_SINCE = "resident_since", _("in the municipality since")
    ASSIGNED_ON = "assigned_on", _("assigned to the municipality on")


C = Column
_WORDS: Final = {
    C.FULL_NAME: "Name, Vorname; Nachname, Vorname; Familienname, Vorname; Name Vorname; Name des Kindes; Kind; Schüler; Schülerin; Schüler/in; Full name",
    C.SURNAME: "Familienname; Nachname; Zuname; Nachname Kind; Name Kind; Familienname Kind; Nachname des Kindes; Surname; Last name",
    C.GIVEN_NAMES: "Vorname; Vornamen; Vorname(n); Vorname Kind; Rufname; Vorname des Kindes; Given names; First name",
    C.BIRTH_NAME: "Geburtsname; Geb.-Name; Geb.name; Birth name",
    C.BORN_ON: "Geburtsdatum; Geb.-Datum; Geb.Dat.; GebDat; geboren; geboren am; geb. am; Geb.; Geburtsdatum Kind; Geburtstag; Geb.-Tag; Date of birth",
    C.PLACE_OF_BIRTH: "Geburtsort; Geb.-Ort; Place of birth",
    C.COUNTRY_OF_BIRTH: "Geburtsland; Geb.-Land; Geburtsstaat; Herkunftsland; Country of birth",
    C.SEX: "Geschlecht; Geschl.; m/w; m/w/d; w/m; w/m/d; Sex; Gender",
    C.NATIONALITY: "Staatsangehörigkeit; Staatsangehörigk.; Staatsang.; Staatsangeh.; StA; Nationalität; Staat; Nation; Nationality",
    C.LANGUAGE: "Sprache; Familiensprache; Muttersprache; Herkunftssprache; Verkehrssprache; Language",
    C.STREET: "Straße; Str.; Anschrift; Adresse; Straße und Hausnummer; Straße, Hausnummer; Straße/Hausnr.; Straße, Hausnr.; Straße Nr.; Straße, Nr.; Street",
    C.HOUSE_NUMBER: "Hausnummer; Hausnr.; HNr.; Haus-Nr.; Nr.",
    C.POSTCODE: "PLZ; Postleitzahl; Postcode",
    C.TOWN: "Ort; Wohnort; Town; City",
    C.POSTCODE_TOWN: "PLZ Ort; PLZ, Ort; PLZ/Ort; PLZ Wohnort; PLZ und Ort",
    C.MUNICIPALITY: "Gemeinde; Kommune; Stadt; Stadt/Gemeinde; Gemeindeschlüssel; AGS; Wohngemeinde; Municipality",
    C.PHONE: "Telefon; Tel.; Telefonnummer; Tel.-Nr.; Telefon-Nr.; Handy; Mobil; Mobilnummer; Rufnummer; Telefon Eltern; Phone",
    C.EMAIL: "E-Mail; Mail; E-Mail-Adresse; Mailadresse; Email",
    C.CUSTODIAN_FULL_NAME: "Sorgeberechtigte; Sorgeberechtigter; Sorgeberechtigte/r; Sorgeberechtigte(r); Erziehungsberechtigte; Erziehungsberechtigter; Erziehungsberechtigte/r; Eltern; Mutter; Vater; Name der Mutter; Name Mutter; Name der Eltern; Name Eltern; Vormund; gesetzlicher Vertreter; gesetzl. Vertreter; Custodian",
    C.CUSTODIAN_SURNAME: "Nachname Sorgeberechtigte; Nachname Sorgeberechtigter; Nachname Sorgeberechtigte/r; Familienname Sorgeberechtigte; Name Sorgeberechtigte; Name Sorgeberechtigter; Name Sorgeberechtigte/r; Sorgeberechtigte Name; Sorgeberechtigter Nachname; Nachname Eltern; Nachname der Mutter; Nachname Mutter; Familienname Mutter; Nachname Vater; Name gesetzl. Vertreter; Name Erziehungsberechtigte; Name Erziehungsberechtigter; Name Erziehungsberechtigte/r",
    C.CUSTODIAN_GIVEN_NAMES: "Vorname Sorgeberechtigte; Vorname Sorgeberechtigter; Vorname Sorgeberechtigte/r; Sorgeberechtigte Vorname; Sorgeberechtigter Vorname; Vorname Eltern; Vorname der Mutter; Vorname Mutter; Vorname Vater; Vorname gesetzl. Vertreter; Vorname Erziehungsberechtigte; Vorname Erziehungsberechtigter; Vorname Erziehungsberechtigte/r",
    C.CUSTODIAN_KIND: "Art der Sorge; Sorgerecht; Verhältnis; Art des Sorgerechts; Verwandtschaft; Beziehung; Rolle",
    C.ARRIVED_IN_GERMANY_ON: "Einreise; Einreisedatum; Einreise am; Einreise nach Deutschland; in Deutschland seit",
    C.RESIDENT_SINCE: "Einzugsdatum; Einzug; Einzug am; Zuzug; Zuzug am; Zuzugsdatum; zugezogen am; Anmeldung; Anmeldedatum; angemeldet am; gemeldet seit; wohnhaft seit; in der Gemeinde seit",
    C.ASSIGNED_ON: "Zuweisung; Zuweisungsdatum; Zuweisung am; zugewiesen am; Zuweisung zum",
}  # fmt: skip
_COLUMN_OF: Final = {
    values.key(word): column for column, words in _WORDS.items() for word in words.split("; ")
}
# "Name" alone is the surname where the given names have a column of their own, else the whole name.
_NAME: Final = values.key("Name")
# Whose kind of custody the heading itself says.
_KIND_WORDS: Final = {"mutter": "mother", "vater": "father", "vormund": "vormund"}

# Not admitted to automated processing, or not asked for by anybody here (VO-DV I § 1 (2), decision 2): religion, residence
# status, health, disability, special needs, accommodation, origin in the sense of Art. 9 GDPR.
_FORBIDDEN: Final = re.compile(
    "religi|konfession|bekenntnis|kirche$|kirchensteuer|kirchenzug|weltanschau|aufenthalt(s?(status|stitel|titel|erlaubnis|gestattung|recht|genehmig|art|zweck)|$)"
    "|asyl|duldung|fluchtling|schutzstatus|auslanderrecht|gesundheit|krank|behinder|beeintrachtig|diagnos|impf|masern|medika"
    "|medizin|attest|allergie|therapie|trauma|forderbedarf|forderschwerpunkt|sonderpad|unterstutzungsbedarf|aosf"
    "|unterkunft|unterbringung|wohnheim|ethni|volksgruppe|volkszugeh|hautfarbe|politisch"
    "|health|illness|disab|faith|residencestatus|residencepermit|asylum|specialneed|accommodation"
)
_LEAST_KNOWN: Final = 2  # so many known words make a line the headings
_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d{2}-\d{2}")


def is_forbidden(heading: str) -> bool:
    """Whether a column with this heading is about what may not be stored."""
    return bool(_FORBIDDEN.search(values.key(heading)))


def line_of_headings(lines: Sequence[Sequence[str]]) -> int | None:
    """The place of the headings among the first lines: the first one with known words, else the first with two cells.

    None if there is none: a line with a date in it is a child.
    """
    wide = [n for n, cells in enumerate(lines) if sum(map(bool, cells)) > 1]
    known = [n for n in wide if len([one for one in guess(lines[n]) if one]) >= _LEAST_KNOWN]
    place = next(iter(known or wide), None)
    if place is None or any(_DATE.fullmatch(cell) for cell in lines[place]):
        return None
    return place


def guess(headings: Sequence[str]) -> list[str]:
    """For each heading the column it probably is, each once; "" where nobody can tell."""
    keys = [values.key(heading) for heading in headings]
    has_given = any(_COLUMN_OF.get(one) == C.GIVEN_NAMES for one in keys)
    found = [_column(one, has_given=has_given) for one in keys]
    if C.CUSTODIAN_GIVEN_NAMES in found:  # then "Name der Mutter" is the surname
        found = [str(C.CUSTODIAN_SURNAME) if one == C.CUSTODIAN_FULL_NAME else one for one in found]
    return [one if one not in found[:n] else "" for n, one in enumerate(found)]


def _column(key: str, *, has_given: bool) -> str:
    if is_forbidden(key):
        return ""
    if key == _NAME:
        return str(C.SURNAME if has_given else C.FULL_NAME)
    return str(_COLUMN_OF.get(key, ""))


def kind_of_custody(headings: Sequence[str], columns: Sequence[str]) -> str:
    """The kind of custody that the heading of a custodian's name says itself ("Name der Mutter"); "" if it does not."""
    for heading, column in zip(headings, columns, strict=True):
        if column in (C.CUSTODIAN_FULL_NAME, C.CUSTODIAN_SURNAME):
            return next((kind for word, kind in _KIND_WORDS.items() if word in values.key(heading)), "")
    return ""


def digest(headings: Sequence[str]) -> str:
    """What tells one layout from another; the headings themselves are not kept, for a list may have none."""
    return hashlib.sha256("\n".join(map(values.key, headings)).encode()).hexdigest()
