"""What a ranking was computed from, as text that can be kept, compared by digest and computed again."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from schools.matching.rank import rank
from schools.matching.score import CODE_VERSION, DEFAULT_WEIGHTS
from schools.matching.types import OfferingIn, Point, PupilIn, Ranking, SchoolIn, Weights


class OtherCodeVersion(ValueError):
    """The snapshot was written by another version of the rules; computing it again would prove nothing."""


def snapshot(
    pupil: PupilIn,
    schools: Iterable[SchoolIn],
    offerings: Iterable[OfferingIn],
    weights: Weights = DEFAULT_WEIGHTS,
) -> str:
    """Return the whole input as canonical JSON (ASCII, sorted keys and rows): same facts, same text.

    The text holds the pupil's location, so it is personal data and is erased with the case; only its digest
    belongs in the audit trail.
    """
    content = {
        "code_version": CODE_VERSION,
        "pupil": asdict(pupil),
        "schools": [asdict(school) for school in sorted(schools, key=lambda school: school.key)],
        "offerings": [asdict(offering) for offering in sorted(offerings, key=lambda offering: offering.key)],
        "weights": {
            "version": weights.version,
            "detour_percent": weights.detour_percent,
            "terms": dict(weights.terms),
            "max_way_m": dict(weights.max_way_m),
        },
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), default=sorted)


def digest(snapshot: str) -> str:
    """Return the SHA-256 of a snapshot as 64 hexadecimal characters."""
    return sha256(snapshot.encode("ascii")).hexdigest()


def replay(snapshot: str) -> Ranking:
    """Compute the ranking of a snapshot again; raises OtherCodeVersion if other rules wrote it."""
    content = json.loads(snapshot)
    if content["code_version"] != CODE_VERSION:
        raise OtherCodeVersion(f"written by version {content['code_version']}, this is {CODE_VERSION}")
    return rank(
        _pupil(content["pupil"]),
        [_school(row) for row in content["schools"]],
        [OfferingIn(**row) for row in content["offerings"]],
        Weights(**content["weights"]),
    )


def _pupil(row: dict[str, Any]) -> PupilIn:
    sets = {name: frozenset(row[name]) for name in ("sibling_schools", "wished_forms", "wished_schools")}
    return PupilIn(**{**row, **sets, "location": _point(row["location"])})


def _school(row: dict[str, Any]) -> SchoolIn:
    return SchoolIn(**{**row, "location": _point(row["location"])})


def _point(row: dict[str, Any] | None) -> Point | None:
    return None if row is None else Point(**row)
