"""Words of other offices for what we have codes for: by key, ISO code, or German or English name. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final
from unicodedata import combining, normalize

from intake import catalogues
from intake.catalogues import Nationality
from intake.names import fold_spaces

UNKNOWN_LANGUAGE: Final = "und"
# What offices write into a cell that has nothing to say.
_NOTHING: Final = frozenset({"keineangabe", "keineangaben", "nichtbekannt", "unbekannt", "fehlt"})
# Ka, Na and Null are surnames; with the dots, or as a database writes it, they say nothing.
_NOTHING_AS_WRITTEN: Final = frozenset({"k.a.", "k. a.", "k.a", "k/a", "n/a", "n.a.", "n. a.", "null"})
ERRORS: Final = frozenset(
    {"#REF!", "#N/A", "#NV", "#VALUE!", "#WERT!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
)
_MIDNIGHT: Final = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
# The registers' way to write a date of which day or month is not known.
_NO_DAY: Final = re.compile(r"00\.(?P<month>\d{2})\.(?P<year>\d{4})|(?P<year2>\d{4})-(?P<month2>\d{2})-00")

_SEX: Final = {
    "w": "w", "weiblich": "w", "weibl": "w", "f": "w", "female": "w", "madchen": "w", "frau": "w",
    "m": "m", "mannlich": "m", "mannl": "m", "male": "m", "junge": "m", "herr": "m",
    "d": "d", "divers": "d", "diverse": "d",
    "x": "x", "ohneangabe": "x",
}  # fmt: skip
_KINDS: Final = {
    "mutter": "mother", "mama": "mother", "kindsmutter": "mother", "km": "mother", "mother": "mother",
    "vater": "father", "papa": "father", "kindsvater": "father", "kv": "father", "father": "father",
    "vormund": "vormund", "vormundin": "vormund", "amtsvormund": "vormund", "jugendamt": "vormund",
    "pflegeeltern": "foster", "pflegemutter": "foster", "pflegevater": "foster",
    "bevollmachtigt": "authorised", "bevollmachtigte": "authorised", "bevollmachtigter": "authorised",
}  # fmt: skip
# States as people call them, where the official list has a longer or a newer name.
_STATES: Final = {
    "475": "Syrien", "439": "Iran", "160": "Russland", "146": "Moldau;Moldawien", "144": "Mazedonien", "282": "Tansania",
    "326": "Bolivien", "367": "Venezuela", "368": "USA;Vereinigte Staaten von Amerika", "449": "Laos", "434": "Nordkorea",
    "467": "Südkorea", "246": "DR Kongo;Kongo-Kinshasa", "231": "Elfenbeinküste", "169": "Weißrussland",
    "168": "Großbritannien", "459": "Palästina", "427": "Burma", "242": "Kap Verde", "281": "Swasiland",
    "164": "Tschechische Republik", "155": "Slowakische Republik", "122": "Bosnien;Bosnien-Herzegowina", "450": "Kirgistan",
    "163": "Turkey", "469": "VAE", "148": "Holland", "997": "stateless",
}  # fmt: skip
_LANGUAGES: Final = {
    "pes": "Farsi;Iranisch", "kmr": "Kurmanci;Kurmanji;Kurmandschi", "ckb": "Sorani", "rom": "Romani;Romanes;Roma",
    "syr": "Aramäisch;Assyrisch;Suryoyo", "zza": "Zazaki", "prs": "Dari",
}  # fmt: skip
_OWN_STATE_CODE: Final = {"fa": "pes", "ku": "kur"}  # which of several is meant by the state's code


@dataclass(frozen=True)
class Defaults:
    """What counts where a row says nothing: municipality and language by code, the kind of custody; "" for none."""

    municipality: str = ""
    language: str = UNKNOWN_LANGUAGE
    custodian_kind: str = ""


def tidy(cell: str) -> str:
    """A cell with blanks folded."""
    return fold_spaces(cell)


def key(text: str) -> str:
    """What is compared: letters and digits only, without case, marks and the two spellings of umlauts."""
    plain = "".join(one for one in normalize("NFKD", text).casefold() if one.isalnum() and not combining(one))
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def is_nothing(text: str) -> bool:
    """Whether the cell says that there is nothing to say: empty, a dash, "k. A."."""
    found = key(text)
    as_written = text.lower() if not text.istitle() or "." in text or "/" in text else ""
    return not found or found in _NOTHING or as_written in _NOTHING_AS_WRITTEN


def sex(text: str) -> str | None:
    """w, m, d or x; None for another word."""
    return _SEX.get(key(text))


def custodian_kind(text: str) -> str | None:
    """The kind of custody; None for another word."""
    return _KINDS.get(key(text))


def nationality(text: str) -> str | None:
    """The Destatis key of a nationality of today, by key, ISO code, name or adjective; None if there is no such one."""
    return _found(_nationalities(), text)


def country(text: str) -> str | None:
    """The Destatis key of a country of birth, states that are gone among them; None if there is no such one."""
    return _found(_countries(), text)


def _found(table: dict[str, str], text: str) -> str | None:
    """Also inflected, as in "ukrainische", and with a remark in brackets."""
    wanted = key(text)
    short = key(re.sub(r"\(.*?\)", "", text))
    for one in (wanted, short, *(wanted[: -len(end)] for end in ("e", "er", "es") if wanted.endswith(end))):
        if one in table:
            return table[one]
    return None


@cache
def _nationalities() -> dict[str, str]:
    return _names_of(one for one in catalogues.nationalities() if one.is_current)


@cache
def _countries() -> dict[str, str]:
    countries = [one for one in catalogues.nationalities() if one.is_country]
    return _names_of(
        sorted(countries, key=lambda one: not one.is_current)
    )  # CS was two states; today's come first


def _names_of(states: Iterable[Nationality]) -> dict[str, str]:
    table: dict[str, str] = {}
    for one in states:
        for name in (one.code, one.iso2, one.iso3, one.name_de, one.name_en, one.adjective_de,
                     *_STATES.get(one.code, "").split(";")):  # fmt: skip
            table.setdefault(key(name), one.code)
    table.pop("", None)
    return table


def language(text: str) -> str | None:
    """The code of a language, by code or name; None if there is no such one."""
    return _languages().get(key(text))


@cache
def _languages() -> dict[str, str]:
    table: dict[str, str] = {}
    for one in catalogues.languages():
        names = (one.code, one.name_de, one.name_en, *_LANGUAGES.get(one.code, "").split(";"))
        for name in filter(None, names):
            table.setdefault(key(name), one.code)
    for one in catalogues.languages():
        if one.state_code not in ("xx", "xy"):
            table.setdefault(one.state_code, _OWN_STATE_CODE.get(one.state_code, one.code))
    return table


def municipality(text: str) -> str | None:
    """The official key of a municipality of the Kreis, by key, name or postcode; None if it is none of them."""
    wanted = key(text)
    for prefix in ("", "universitatsstadt", "stadt", "gemeinde"):
        if prefix and not wanted.startswith(prefix):
            continue
        if found := _municipalities().get(wanted.removeprefix(prefix)):
            return found
    return None


@cache
def _municipalities() -> dict[str, str]:
    return {
        key(name): one.ags
        for one in catalogues.municipalities()
        for name in (one.ags, one.name, *one.postcodes)
    }


def date_text(text: str) -> str:
    """A date as our fields read it: without a time of day, and 00.00.2014 as 2014."""
    day = _MIDNIGHT.sub("", text)
    unknown = _NO_DAY.fullmatch(day)
    if unknown is None:
        return day
    month = unknown["month"] or unknown["month2"]
    year = unknown["year"] or unknown["year2"]
    return year if month == "00" else f"{month}.{year}"
