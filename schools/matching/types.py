"""What goes into matching and what comes out: frozen values, shared by the ranking and a later batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Stage: TypeAlias = Literal["primary", "secondary1", "berufskolleg"]
Kind: TypeAlias = Literal["integration", "dfg", "dfk", "literacy", "ifk", "ffm"]
Quality: TypeAlias = Literal["municipality", "district", "building"]
Effect: TypeAlias = Literal["for", "against", "info"]

# The codes are types, so that whoever words them can check its table against `get_args` and miss none.
ReasonCode: TypeAlias = Literal[
    "WAY",
    "WAY_UNKNOWN",
    "SCHOOL_LOCATION_UNKNOWN",
    "WITHIN_TRANSPORT_THRESHOLD",
    "BEYOND_TRANSPORT_THRESHOLD",
    "SIBLING",
    "SCHOOL_WISHED",
    "FORM_WISHED",
    "FORM_NOT_WISHED",
    "OWN_MUNICIPALITY",
    "OTHER_MUNICIPALITY",
    "LEVEL_FITS",
    "LEVEL_UNKNOWN",
    "LITERACY_OFFERED",
    "LITERACY_NOT_OFFERED",
    "LAST_PLACE",
    "FREE_PLACES",
    "MANY_NEWCOMERS",
    "PRIVATE_DECIDES_ITSELF",
]
RejectionCode: TypeAlias = Literal[
    "NO_OFFERING",
    "FORM_FOR_STAGE",
    "NOT_ACCEPTING",
    "ROOM_FULL",
    "TOO_FAR",
    "GRADE_BAND",
    "LEVEL_TOO_LOW",
    "LEVEL_TOO_HIGH",
    "LITERACY_NEEDED",
    "LITERACY_ONLY",
    "FULL",
]
UnknownCode: TypeAlias = Literal[
    "NO_LOCATION", "APPROXIMATE_LOCATION", "SCHOOL_WITHOUT_LOCATION", "LEVEL_UNKNOWN"
]


@dataclass(frozen=True, slots=True)
class Point:
    """A place in metres of UTM zone 32 (EPSG:25832); `quality` says what the point stands for."""

    easting: int
    northing: int
    quality: Quality


@dataclass(frozen=True, slots=True)
class PupilIn:
    """What matching knows about one pupil; nothing about health, religion or residence status.

    `key` is the case reference, never a name. `grade` is 1 to 13, 11 and above means Berufskolleg.
    `german_level` is one of `LEVELS` ("A1-" also for no German at all) or None when nobody knows it yet.
    `municipality` is the 8-digit AGS; `sibling_schools` and `wished_schools` hold Schulnummern,
    `wished_forms` the state's keys of school forms. An empty set of wishes means no wish.
    """

    key: str
    stage: Stage
    grade: int
    german_level: str | None
    needs_literacy: bool
    location: Point | None
    municipality: str
    sibling_schools: frozenset[str] = frozenset()
    wished_forms: frozenset[str] = frozenset()
    wished_schools: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OfferingIn:
    """One DaZ offering of a school: kind of support × grade band × level band, with its free places.

    Bands include both ends; a level end of None is open. `school` is the Schulnummer. The kinds follow
    BASS 13-63 Nr. 3 (integration, DFG, DFK, Erstalphabetisierung) and the Berufskollegs' IFK and FFM.
    """

    key: str
    school: str
    kind: Kind
    grade_from: int
    grade_to: int
    level_from: str | None
    level_to: str | None
    free: int
    capacity: int


@dataclass(frozen=True, slots=True)
class SchoolIn:
    """A school: `key` is the Schulnummer, `form` the state's two-digit key, `municipality` the 8-digit AGS.

    `room_free` is what the school-wide limit for newcomers leaves, None without a limit. `pupils` is the
    size of the school, None if unknown; `newcomers` counts the pupils in Erstförderung there.
    """

    key: str
    name: str
    form: str
    location: Point | None
    municipality: str
    is_public: bool
    is_accepting: bool
    room_free: int | None
    pupils: int | None
    newcomers: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an option's explanation, as a code; `metres` is its part of the total, None if it has none."""

    code: ReasonCode
    effect: Effect
    metres: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A hard rule that a pupil and an offering do not meet, as a code with the values compared."""

    code: RejectionCode
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """The published table behind a ranking: metre-equivalents per term code, ways in metres, by version.

    `detour_percent` stretches the straight line (130 = 1.3 times); `max_way_m` is the hard limit by stage.
    """

    version: str
    detour_percent: int
    terms: Mapping[str, int]
    max_way_m: Mapping[Stage, int]


@dataclass(frozen=True, slots=True)
class Option:
    """One eligible offering; `total_m` is the sum of its reasons' metres and only means something in comparison.

    `way_m` is the approximate way in metres, None if either place is unknown; `free` are the places that both
    the offering and the school's room leave.
    """

    school: str
    offering: str
    total_m: int
    way_m: int | None
    free: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A school without an eligible offering, with the failed rules of the offering that comes closest."""

    school: str
    rejections: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every school of the input, once: among the options (per offering) or among the excluded.

    `unknown` lists inputs whose absence can change this answer: NO_LOCATION, APPROXIMATE_LOCATION,
    SCHOOL_WITHOUT_LOCATION, LEVEL_UNKNOWN. `uncertainty_m` is the mean error of every way in metres
    that comes with APPROXIMATE_LOCATION, otherwise None.
    """

    options: tuple[Option, ...]
    excluded: tuple[Excluded, ...]
    unknown: tuple[UnknownCode, ...]
    uncertainty_m: int | None
    weights_version: str
    code_version: str
