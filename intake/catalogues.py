"""Code lists of the intake: nationalities, languages, municipalities, German levels, kinds of talk.

The lists are files beside this module; their sources and licences are in NOTICE. Pure: no Django, no
database. Every reader reads its file once per process and answers a tuple in the order of the file.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def _name(lang: str, name_de: str, name_en: str) -> str:
    return name_de if lang.lower().startswith("de") else name_en


@dataclass(frozen=True, slots=True)
class Nationality:
    """A nationality or country of birth under its three-digit Destatis key, as SchILD-NRW wants it.

    `iso3` and `iso2` are ISO 3166-1 (reserved letters where the standard has none).
    `valid_until` is the last year of a state that is gone (Soviet Union 1991): somebody may have been
    born there, nobody is a citizen of it today. None for everything that still exists.
    """

    code: str
    iso3: str
    iso2: str
    name_de: str
    name_en: str
    adjective_de: str
    valid_until: int | None

    @property
    def is_current(self) -> bool:
        """Whether the key may be used for a nationality of today."""
        return self.valid_until is None

    @property
    def is_country(self) -> bool:
        """False for stateless (997), not established (998) and not stated (999)."""
        return self.code not in {"997", "998", "999"}

    def name(self, lang: str) -> str:
        """The name of the state; `lang` is a language tag, everything that is not German gets English."""
        return _name(lang, self.name_de, self.name_en)


@dataclass(frozen=True, slots=True)
class Language:
    """A language under its ISO 639-3 code, with the coarser code of the state's list of school languages.

    The state's list (Verkehrssprache, 178 entries) knows no Dari, Kurmanji, Sorani, Romani, Aramaic or
    Zaza. They are entries of our own; `state_code` says what the state's statistics count them as, so it
    is not unique. Bihari (bih) is a group that ISO 639-3
    splits; it keeps its ISO 639-2 code.
    """

    code: str
    state_code: str
    name_de: str
    name_en: str

    def name(self, lang: str) -> str:
        """The name of the language; `lang` is a language tag, everything that is not German gets English."""
        return _name(lang, self.name_de, self.name_en)


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of the Kreis under its official key (AGS, 8 digits), with its delivery postcodes.

    `easting` and `northing` are metres in ETRS89 / UTM 32N (EPSG:25832): the mean of the points of its
    operating schools. Approximate, several kilometres off in the larger municipalities; never show it as
    the place of a home.
    """

    ags: str
    name: str
    postcodes: tuple[str, ...]
    easting: int
    northing: int


@dataclass(frozen=True, slots=True)
class District:
    """A district (Ortsteil) of a municipality with its postcode."""

    ags: str
    name: str
    postcode: str


@dataclass(frozen=True, slots=True)
class GermanLevel:
    """A step of the Common European Framework of Reference with half steps, as NRW schools record them."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class TalkTopic:
    """A kind of talk that somebody interprets. It says nothing about the family, above all nothing about health.

    `is_for_lay` is False where the lay pool is excluded; then there is a rule, one sentence in both languages.
    """

    code: str
    is_for_lay: bool
    name_de: str
    name_en: str
    rule_de: str
    rule_en: str

    def name(self, lang: str) -> str:
        """The kind of talk in words; `lang` is a language tag, everything that is not German gets English."""
        return _name(lang, self.name_de, self.name_en)

    def rule(self, lang: str) -> str:
        """Why the lay pool is excluded; "" where it is not."""
        return _name(lang, self.rule_de, self.rule_en)


def _rows(filename: str) -> list[dict[str, str]]:
    with (DATA / filename).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _nationality(row: dict[str, str]) -> Nationality:
    return Nationality(
        code=row["code"],
        iso3=row["iso3"],
        iso2=row["iso2"],
        name_de=row["name_de"],
        name_en=row["name_en"],
        adjective_de=row["adjective_de"],
        valid_until=int(row["valid_until"]) if row["valid_until"] else None,
    )


@cache
def nationalities() -> tuple[Nationality, ...]:
    """All nationalities in the order of their Destatis keys, former states included."""
    return tuple(_nationality(row) for row in _rows("nationalities.csv"))


@cache
def languages() -> tuple[Language, ...]:
    """All languages by German name, "other language" and "unknown" last."""
    return tuple(Language(**row) for row in _rows("languages.csv"))


@cache
def municipalities() -> tuple[Municipality, ...]:
    """The eleven municipalities of Kreis Siegen-Wittgenstein in the order of their keys."""
    return tuple(
        Municipality(
            ags=row["ags"],
            name=row["name"],
            postcodes=tuple(row["postcodes"].split()),
            easting=int(row["easting"]),
            northing=int(row["northing"]),
        )
        for row in _rows("gemeinden.csv")
    )


@cache
def _all_districts() -> tuple[District, ...]:
    return tuple(District(**row) for row in _rows("ortsteile.csv"))


@cache
def districts(ags: str) -> tuple[District, ...]:
    """The districts of one municipality by name; empty for a key outside the Kreis."""
    return tuple(district for district in _all_districts() if district.ags == ags)


@cache
def german_levels() -> tuple[GermanLevel, ...]:
    """The levels of German from lowest to highest."""
    return tuple(GermanLevel(**row) for row in _rows("ger_niveaus.csv"))


@cache
def talk_topics() -> tuple[TalkTopic, ...]:
    """The kinds of talk, in the order in which they are offered."""
    return tuple(
        TalkTopic(**{**row, "is_for_lay": row["is_for_lay"] == "yes"})  # type: ignore[arg-type]
        for row in _rows("talk_topics.csv")
    )


@cache
def _nationalities_by_code() -> dict[str, Nationality]:
    return {nationality.code: nationality for nationality in nationalities()}


@cache
def _languages_by_code() -> dict[str, Language]:
    return {language.code: language for language in languages()}


@cache
def _municipalities_by_ags() -> dict[str, Municipality]:
    return {municipality.ags: municipality for municipality in municipalities()}


def nationality(code: str) -> Nationality:
    """The nationality under this Destatis key. Raises KeyError for an unknown key."""
    return _nationalities_by_code()[code]


def language(code: str) -> Language:
    """The language under this code of ours. Raises KeyError for an unknown code."""
    return _languages_by_code()[code]


def municipality(ags: str) -> Municipality:
    """The municipality under this key. Raises KeyError for a key outside the Kreis."""
    return _municipalities_by_ags()[ags]


def talk_topic(code: str) -> TalkTopic:
    """The kind of talk under this code of ours. Raises KeyError for an unknown code."""
    return {topic.code: topic for topic in talk_topics()}[code]
