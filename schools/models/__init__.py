"""Models of the top floor: schools, places, requests, decisions, admissions."""

from schools.models.directory import OperatingStatus, School, SchoolAuthority, SchoolForm, SchoolQuerySet
from schools.models.offerings import DazOffering, schools_edited_by, schools_read_by, with_offerings
from schools.models.requests import (
    Admission,
    Authority,
    Decision,
    PlacementNotice,
    PlacementRequest,
    RequestGroupPermission,
    RequestUserPermission,
)
from schools.models.states import RequestStatus

__all__ = [
    "Admission",
    "Authority",
    "DazOffering",
    "Decision",
    "OperatingStatus",
    "PlacementNotice",
    "PlacementRequest",
    "RequestGroupPermission",
    "RequestStatus",
    "RequestUserPermission",
    "School",
    "SchoolAuthority",
    "SchoolForm",
    "SchoolQuerySet",
    "schools_edited_by",
    "schools_read_by",
    "with_offerings",
]
