"""The one truth about a pupil and an offering: which hard rules fail, and how well the two fit.

All numbers are integers, so that a ranking is the same on every machine.
"""

from collections.abc import Callable, Iterable, Mapping
from math import isqrt
from types import MappingProxyType
from typing import Final

from schools.matching.types import (
    OfferingIn,
    Point,
    PupilIn,
    Quality,
    Reason,
    Rejection,
    SchoolIn,
    Stage,
    Weights,
)

# Raise it with every change that can change a ranking: a replay refuses snapshots of another version.
CODE_VERSION: Final = "1"

# GER levels as the state's code list orders them, intermediate steps included.
LEVELS: Final = (
    *("A1-", "A1", "A1+", "A1/A2", "A2", "A2+", "A2/B1"),
    *("B1", "B1+", "B1/B2", "B2", "B2/C1", "C1", "C2"),
)
_LEVEL_RANK: Final = {level: rank for rank, level in enumerate(LEVELS)}

# Not proposed at any stage: Förderschulen (08, 19, 85, 87, 88), Klinikschule (83), Weiterbildungskolleg (25),
# Hibernia (18). AO-SF is another procedure, and no health data is kept to prepare it.
FORMS: Final[Mapping[Stage, frozenset[str]]] = MappingProxyType(
    {
        "primary": frozenset({"02", "06", "13", "17"}),
        "secondary1": frozenset({"04", "06", "10", "13", "14", "15", "16", "17", "20"}),
        "berufskolleg": frozenset({"30"}),
    }
)

# § 5 (2) SchfkVO NRW: the transport is paid beyond this way (the law measures the shortest footpath).
TRANSPORT_THRESHOLD_M: Final[Mapping[Stage, int]] = MappingProxyType(
    {"primary": 2_000, "secondary1": 3_500, "berufskolleg": 5_000}
)

# Mean distance between such a point and the real address, simulated with the county's settlement pattern.
LOCATION_ERROR_M: Final[Mapping[Quality, int]] = MappingProxyType(
    {"municipality": 2_800, "district": 700, "building": 0}
)

# Every child in the first two grades learns to read and write, so nothing is missing there.
_LAST_GRADE_TEACHING_TO_READ: Final = 2

DEFAULT_WEIGHTS: Final = Weights(
    version="2026-11",
    detour_percent=130,
    terms=MappingProxyType(
        {
            "EXCESS_PERCENT": 50,  # per cent of the way beyond the SchfkVO threshold, on top of the way itself
            "SIBLING": -4_000,
            "SCHOOL_WISHED": -2_000,
            "FORM_NOT_WISHED": 2_000,
            "LITERACY_NOT_OFFERED": 4_000,
            "LAST_PLACE": 300,
            "OWN_MUNICIPALITY": -1_000,
            "SPREAD": 300,  # per newcomer in 100 pupils above the county's mean
        }
    ),
    max_way_m=MappingProxyType({"primary": 10_000, "secondary1": 20_000, "berufskolleg": 35_000}),
)


def way_m(pupil: PupilIn, school: SchoolIn, weights: Weights) -> int | None:
    """Return the approximate way in metres: straight line in UTM 32 times the detour factor, None if unknown.

    Euclid in UTM differs from the geodesic by at most 0.04 % in NRW, far less than the detour factor's error.
    """
    if pupil.location is None or school.location is None:
        return None
    return _straight_line_m(pupil.location, school.location) * weights.detour_percent // 100


def way_error_m(pupil: PupilIn, weights: Weights) -> int | None:
    """Return the mean error in metres of every way of this pupil, None if the pupil's location is unknown."""
    if pupil.location is None:
        return None
    return LOCATION_ERROR_M[pupil.location.quality] * weights.detour_percent // 100


def county_mean(schools: Iterable[SchoolIn]) -> int | None:
    """Return newcomers per 1,000 pupils over all schools of known size, None if there is no such school."""
    known = [(school.newcomers, school.pupils) for school in schools if school.pupils]
    pupils = sum(size for _, size in known)
    return sum(newcomers for newcomers, _ in known) * 1_000 // pupils if pupils else None


def school_rejections(pupil: PupilIn, school: SchoolIn, weights: Weights) -> tuple[Rejection, ...]:
    """Return the hard rules that the school fails for this pupil, whatever it offers."""
    found = (
        _form(pupil, school),
        None if school.is_accepting else Rejection("NOT_ACCEPTING"),
        _room(school),
        _distance(pupil, school, weights),
    )
    return tuple(rejection for rejection in found if rejection is not None)


def eligibility(
    pupil: PupilIn, offering: OfferingIn, school: SchoolIn, weights: Weights
) -> tuple[Rejection, ...]:
    """Return every hard rule that fails for this pupil, offering and school; empty means eligible.

    Codes: FORM_FOR_STAGE, NOT_ACCEPTING, ROOM_FULL, TOO_FAR, GRADE_BAND, LEVEL_TOO_LOW, LEVEL_TOO_HIGH,
    LITERACY_NEEDED, LITERACY_ONLY, FULL. What is unknown (level, location) never rejects.
    Raises ValueError if the offering is another school's or a level is not one of `LEVELS`.
    """
    if offering.school != school.key:
        raise ValueError(f"offering {offering.key} belongs to school {offering.school}, not {school.key}")
    found = (rule(pupil, offering) for rule in _OFFERING_RULES)
    return (
        *school_rejections(pupil, school, weights),
        *(rejection for rejection in found if rejection is not None),
    )


def fit(
    pupil: PupilIn, offering: OfferingIn, school: SchoolIn, weights: Weights, county_mean: int | None
) -> tuple[Reason, ...]:
    """Return the reasons for and against this offering, in fixed order; their metres add up to its cost.

    `county_mean` is in newcomers per 1,000 pupils (see `county_mean`), None leaves the spread out.
    At least three reasons come back: way, municipality and free places are always there.
    Raises KeyError if a term is missing in the weights.
    """
    found = (
        _way(pupil, school, weights),
        _excess(pupil, school, weights),
        _sibling(pupil, school, weights),
        _school_wish(pupil, school, weights),
        _form_wish(pupil, school, weights),
        _municipality(pupil, school, weights),
        _level_fits(pupil, offering),
        _literacy(pupil, offering, weights),
        _places(offering, school, weights),
        _spread(school, weights, county_mean),
        None if school.is_public else Reason("PRIVATE_DECIDES_ITSELF", "info"),
    )
    return tuple(reason for reason in found if reason is not None)


def free_places(offering: OfferingIn, school: SchoolIn) -> int:
    """Return the places that both the offering and the school's room for newcomers leave."""
    return offering.free if school.room_free is None else min(offering.free, school.room_free)


def _straight_line_m(a: Point, b: Point) -> int:
    return isqrt((a.easting - b.easting) ** 2 + (a.northing - b.northing) ** 2)


def _form(pupil: PupilIn, school: SchoolIn) -> Rejection | None:
    if school.form in FORMS[pupil.stage]:
        return None
    return Rejection("FORM_FOR_STAGE", {"form": school.form, "stage": pupil.stage})


def _room(school: SchoolIn) -> Rejection | None:
    if school.room_free is None or school.room_free > 0:
        return None
    return Rejection("ROOM_FULL", {"room_free": school.room_free})


def _distance(pupil: PupilIn, school: SchoolIn, weights: Weights) -> Rejection | None:
    way, error = way_m(pupil, school, weights), way_error_m(pupil, weights)
    limit = weights.max_way_m[pupil.stage]
    # A family must not lose a school because we know its address only roughly.
    if way is None or error is None or way - error <= limit:
        return None
    return Rejection("TOO_FAR", {"way_m": way, "limit_m": limit, "error_m": error})


def _grade_band(pupil: PupilIn, offering: OfferingIn) -> Rejection | None:
    if offering.grade_from <= pupil.grade <= offering.grade_to:
        return None
    detail = {"grade": pupil.grade, "from": offering.grade_from, "to": offering.grade_to}
    return Rejection("GRADE_BAND", detail)


def _level_band(pupil: PupilIn, offering: OfferingIn) -> Rejection | None:
    if pupil.german_level is None:
        return None
    level = _level_rank(pupil.german_level)
    detail = {"level": pupil.german_level, "from": offering.level_from, "to": offering.level_to}
    if offering.level_from is not None and level < _level_rank(offering.level_from):
        return Rejection("LEVEL_TOO_LOW", detail)
    if offering.level_to is not None and level > _level_rank(offering.level_to):
        return Rejection("LEVEL_TOO_HIGH", detail)
    return None


def _level_rank(level: str) -> int:
    if level not in _LEVEL_RANK:
        raise ValueError(f"{level!r} is not a level of the GER list")
    return _LEVEL_RANK[level]


def _literacy_needed(pupil: PupilIn, offering: OfferingIn) -> Rejection | None:
    # BASS 13-63 Nr. 3.4: literacy is taught in a group; a regular class alone has nobody to teach it.
    if offering.kind == "integration" and _lacks_literacy(pupil):
        return Rejection("LITERACY_NEEDED", {"kind": offering.kind})
    return None


def _literacy_only(pupil: PupilIn, offering: OfferingIn) -> Rejection | None:
    if offering.kind == "literacy" and not pupil.needs_literacy:
        return Rejection("LITERACY_ONLY", {"kind": offering.kind})
    return None


def _full(_pupil: PupilIn, offering: OfferingIn) -> Rejection | None:
    if offering.free > 0:
        return None
    return Rejection("FULL", {"free": offering.free, "capacity": offering.capacity})


_OFFERING_RULES: Final[tuple[Callable[[PupilIn, OfferingIn], Rejection | None], ...]] = (
    _grade_band,
    _level_band,
    _literacy_needed,
    _literacy_only,
    _full,
)


def _lacks_literacy(pupil: PupilIn) -> bool:
    return pupil.needs_literacy and pupil.grade > _LAST_GRADE_TEACHING_TO_READ


def _way(pupil: PupilIn, school: SchoolIn, weights: Weights) -> Reason:
    if pupil.location is None:
        return Reason("WAY_UNKNOWN", "info")
    way = way_m(pupil, school, weights)
    if way is None:
        # Without a charge, a school missing from the map would win against every school on it.
        limit = weights.max_way_m[pupil.stage]
        return Reason("SCHOOL_LOCATION_UNKNOWN", "against", limit, {"assumed_m": limit})
    return Reason("WAY", "info", way, {"way_m": way, "error_m": way_error_m(pupil, weights)})


def _excess(pupil: PupilIn, school: SchoolIn, weights: Weights) -> Reason | None:
    way, threshold = way_m(pupil, school, weights), TRANSPORT_THRESHOLD_M[pupil.stage]
    if way is None:
        return None
    detail = {"way_m": way, "threshold_m": threshold}
    if way <= threshold:
        return Reason("WITHIN_TRANSPORT_THRESHOLD", "for", None, detail)
    metres = (way - threshold) * weights.terms["EXCESS_PERCENT"] // 100
    return Reason("BEYOND_TRANSPORT_THRESHOLD", "against", metres, detail)


def _sibling(pupil: PupilIn, school: SchoolIn, weights: Weights) -> Reason | None:
    if school.key not in pupil.sibling_schools:
        return None
    return Reason("SIBLING", "for", weights.terms["SIBLING"])


def _school_wish(pupil: PupilIn, school: SchoolIn, weights: Weights) -> Reason | None:
    if school.key not in pupil.wished_schools:
        return None
    return Reason("SCHOOL_WISHED", "for", weights.terms["SCHOOL_WISHED"])


def _form_wish(pupil: PupilIn, school: SchoolIn, weights: Weights) -> Reason | None:
    if not pupil.wished_forms:
        return None
    if school.form in pupil.wished_forms:
        return Reason("FORM_WISHED", "for", None, {"form": school.form})
    return Reason("FORM_NOT_WISHED", "against", weights.terms["FORM_NOT_WISHED"], {"form": school.form})


def _municipality(pupil: PupilIn, school: SchoolIn, weights: Weights) -> Reason:
    detail = {"municipality": school.municipality}
    if school.municipality != pupil.municipality:
        return Reason("OTHER_MUNICIPALITY", "info", None, detail)
    if pupil.stage == "berufskolleg":
        # § 78 (2) SchulG: Berufskollegs are the Kreis's schools, the municipality means nothing.
        return Reason("OWN_MUNICIPALITY", "info", None, detail)
    return Reason("OWN_MUNICIPALITY", "for", weights.terms["OWN_MUNICIPALITY"], detail)


def _level_fits(pupil: PupilIn, offering: OfferingIn) -> Reason | None:
    if offering.level_from is None and offering.level_to is None:
        return None
    detail = {"level": pupil.german_level, "from": offering.level_from, "to": offering.level_to}
    if pupil.german_level is None:
        return Reason("LEVEL_UNKNOWN", "info", None, detail)
    return Reason("LEVEL_FITS", "for", None, detail)


def _literacy(pupil: PupilIn, offering: OfferingIn, weights: Weights) -> Reason | None:
    if offering.kind == "literacy":
        return Reason("LITERACY_OFFERED", "for")
    if not _lacks_literacy(pupil):
        return None
    return Reason("LITERACY_NOT_OFFERED", "against", weights.terms["LITERACY_NOT_OFFERED"])


def _places(offering: OfferingIn, school: SchoolIn, weights: Weights) -> Reason:
    free = free_places(offering, school)
    detail = {"free": free, "capacity": offering.capacity}
    if free == 1:
        return Reason("LAST_PLACE", "against", weights.terms["LAST_PLACE"], detail)
    return Reason("FREE_PLACES", "info", None, detail)


def _spread(school: SchoolIn, weights: Weights, mean: int | None) -> Reason | None:
    if mean is None or not school.pupils:
        return None
    share = school.newcomers * 1_000 // school.pupils
    if share <= mean:
        return None
    metres = (share - mean) * weights.terms["SPREAD"] // 10
    return Reason("MANY_NEWCOMERS", "against", metres, {"per_1000": share, "county_per_1000": mean})
