"""The interactive ranking: all schools for one pupil, in milliseconds, every school accounted for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schools.matching.score import (
    CODE_VERSION,
    DEFAULT_WEIGHTS,
    county_mean,
    eligibility,
    fit,
    free_places,
    school_rejections,
    way_error_m,
    way_m,
)
from schools.matching.types import (
    Excluded,
    OfferingIn,
    Option,
    PupilIn,
    Ranking,
    Rejection,
    SchoolIn,
    UnknownCode,
    Weights,
)


@dataclass(frozen=True, slots=True)
class _Pair:
    offering: OfferingIn
    school: SchoolIn
    rejections: tuple[Rejection, ...]


def rank(
    pupil: PupilIn,
    schools: Iterable[SchoolIn],
    offerings: Iterable[OfferingIn],
    weights: Weights = DEFAULT_WEIGHTS,
) -> Ranking:
    """Rank every offering of every school for one pupil; the order of the input plays no part.

    Options are sorted by total metres, then Schulnummer, then offering key; excluded schools by Schulnummer.
    Raises ValueError on duplicate keys, on an offering of a school that is not given and on unknown levels.
    """
    by_key = _by_key(schools)
    pairs = _pairs(pupil, by_key, offerings, weights)
    mean = county_mean(by_key.values())
    options = [_option(pupil, pair, weights, mean) for pair in pairs if not pair.rejections]
    options.sort(key=lambda option: (option.total_m, option.school, option.offering))
    unknown = _unknown(pupil, pairs)
    return Ranking(
        options=tuple(options),
        excluded=_excluded(pupil, by_key, pairs, weights),
        unknown=unknown,
        uncertainty_m=way_error_m(pupil, weights) if "APPROXIMATE_LOCATION" in unknown else None,
        weights_version=weights.version,
        code_version=CODE_VERSION,
    )


def _by_key(schools: Iterable[SchoolIn]) -> dict[str, SchoolIn]:
    ordered = sorted(schools, key=lambda school: school.key)
    _refuse_duplicates("school", [school.key for school in ordered])
    return {school.key: school for school in ordered}


def _refuse_duplicates(what: str, keys: Sequence[str]) -> None:
    # Equal keys would leave the order of two options to chance.
    if len(set(keys)) != len(keys):
        raise ValueError(f"the same {what} is given twice")


def _pairs(
    pupil: PupilIn, schools: dict[str, SchoolIn], offerings: Iterable[OfferingIn], weights: Weights
) -> list[_Pair]:
    ordered = sorted(offerings, key=lambda offering: offering.key)
    _refuse_duplicates("offering", [offering.key for offering in ordered])
    pairs = []
    for offering in ordered:
        school = schools.get(offering.school)
        if school is None:
            raise ValueError(
                f"offering {offering.key} belongs to school {offering.school}, which is not given"
            )
        pairs.append(_Pair(offering, school, eligibility(pupil, offering, school, weights)))
    return pairs


def _option(pupil: PupilIn, pair: _Pair, weights: Weights, mean: int | None) -> Option:
    reasons = fit(pupil, pair.offering, pair.school, weights, mean)
    return Option(
        school=pair.school.key,
        offering=pair.offering.key,
        total_m=sum(reason.metres or 0 for reason in reasons),
        way_m=way_m(pupil, pair.school, weights),
        free=free_places(pair.offering, pair.school),
        reasons=reasons,
    )


def _excluded(
    pupil: PupilIn, schools: dict[str, SchoolIn], pairs: list[_Pair], weights: Weights
) -> tuple[Excluded, ...]:
    failures: defaultdict[str, list[tuple[Rejection, ...]]] = defaultdict(list)
    for pair in pairs:
        failures[pair.school.key].append(pair.rejections)
    closest = {key: min(tried, key=len) for key, tried in failures.items()}
    for key, school in schools.items():
        if key not in closest:
            closest[key] = (Rejection("NO_OFFERING"), *school_rejections(pupil, school, weights))
    return tuple(Excluded(key, closest[key]) for key in schools if closest[key])


def _unknown(pupil: PupilIn, pairs: list[_Pair]) -> tuple[UnknownCode, ...]:
    """Return codes of what is not known and matters to at least one pair that no other rule excludes."""
    open_pairs = [pair for pair in pairs if _is_at_most_too_far(pair)]
    located = pupil.location is not None
    approximate = pupil.location is not None and pupil.location.quality != "building"
    schools_located = {pair.school.location is not None for pair in open_pairs}
    has_band = any(_has_level_band(pair.offering) for pair in open_pairs)
    found: dict[UnknownCode, bool] = {
        "NO_LOCATION": not located and True in schools_located,
        "APPROXIMATE_LOCATION": approximate and True in schools_located,
        "SCHOOL_WITHOUT_LOCATION": located and False in schools_located,
        "LEVEL_UNKNOWN": pupil.german_level is None and has_band,
    }
    return tuple(code for code, is_unknown in found.items() if is_unknown)


def _is_at_most_too_far(pair: _Pair) -> bool:
    return all(rejection.code == "TOO_FAR" for rejection in pair.rejections)


def _has_level_band(offering: OfferingIn) -> bool:
    return offering.level_from is not None or offering.level_to is not None
