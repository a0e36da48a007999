"""Rank schools for a newly arrived pupil: facts in, options with reasons out; no Django, no clock, no chance.

The result is a proposal for a talk between people. The KI recommends, the Schulaufsicht assigns, the school head
admits; nothing here decides. Costs are metre-equivalents from a published, versioned table (`DEFAULT_WEIGHTS`).
"""

from schools.matching.rank import rank
from schools.matching.score import (
    CODE_VERSION,
    DEFAULT_WEIGHTS,
    FORMS,
    LEVELS,
    LOCATION_ERROR_M,
    TRANSPORT_THRESHOLD_M,
    county_mean,
    eligibility,
    fit,
    way_error_m,
    way_m,
)
from schools.matching.snapshot import OtherCodeVersion, digest, replay, snapshot
from schools.matching.types import (
    Excluded,
    OfferingIn,
    Option,
    Point,
    PupilIn,
    Ranking,
    Reason,
    ReasonCode,
    Rejection,
    RejectionCode,
    SchoolIn,
    UnknownCode,
    Weights,
)

__all__ = [
    "CODE_VERSION",
    "DEFAULT_WEIGHTS",
    "FORMS",
    "LEVELS",
    "LOCATION_ERROR_M",
    "TRANSPORT_THRESHOLD_M",
    "Excluded",
    "OfferingIn",
    "Option",
    "OtherCodeVersion",
    "Point",
    "PupilIn",
    "Ranking",
    "Reason",
    "ReasonCode",
    "Rejection",
    "RejectionCode",
    "SchoolIn",
    "UnknownCode",
    "Weights",
    "county_mean",
    "digest",
    "eligibility",
    "fit",
    "rank",
    "replay",
    "snapshot",
    "way_error_m",
    "way_m",
]
