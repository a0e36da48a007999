"""From rows to the matching's facts: the ranking for one case, ready to be shown and to be kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Q
from django.utils import timezone

from intake import rules
from intake.catalogues import municipality
from intake.models import Case, Pupil, Support
from schools.matching import DEFAULT_WEIGHTS, OfferingIn, Point, PupilIn, Ranking, SchoolIn, rank, snapshot
from schools.matching.score import way_m
from schools.matching.types import Kind, Stage
from schools.models import DazOffering, PlacementRequest, School


@dataclass(frozen=True)
class Ranked:
    """A ranking with the rows it speaks of, and its inputs as text (to replay it years later)."""

    ranking: Ranking
    schools: dict[str, School]
    offerings: dict[str, DazOffering]
    inputs: str


def rank_case(case: Case) -> Ranked:
    """All operating schools for the child of this case, today: options in order, the others with the failed rule."""
    schools = list(School.objects.operating())
    places = DazOffering.objects.filter(school__in=schools).with_taken().select_related("school")
    offerings = list(places.on(timezone.localdate()))
    pupil = pupil_facts(case)
    # The room of a school is taken by children on past offerings, too: as in actions.request_place.
    school_facts = _school_facts(schools, places)
    offering_facts = [_offering_facts(offering) for offering in offerings]
    return Ranked(
        ranking=rank(pupil, school_facts, offering_facts),
        schools={school.number: school for school in schools},
        offerings={str(offering.pk): offering for offering in offerings},
        inputs=snapshot(pupil, school_facts, offering_facts, DEFAULT_WEIGHTS),
    )


def pupil_facts(case: Case) -> PupilIn:
    """What the matching may know of the child: no name, no birth date, no nationality."""
    child: Pupil = case.pupil
    advice = getattr(case, "recommendation", None)
    grade = advice.grade if advice else rules.expected_grade(child.born_on, timezone.localdate())
    wished = {form for form in (case.wished_form, advice.school_form if advice else "") if form}
    return PupilIn(
        key=case.reference,
        stage=cast(Stage, rules.stage_of(grade)),
        grade=grade,
        german_level=child.german_level or None,
        needs_literacy=child.literacy == Pupil.Literacy.NONE
        or bool(advice and advice.support == Support.LITERACY),
        location=_home(child.household.municipality),
        municipality=child.household.municipality,
        sibling_schools=sibling_schools(case),
        wished_forms=frozenset(wished),
    )


def way_to(case: Case, school: School) -> int | None:
    """The way in metres as the ranking knows it: a stretched straight line from the municipality's point; None if unknown."""
    return way_m(pupil_facts(case), _school(school, 0), DEFAULT_WEIGHTS)


def sibling_schools(case: Case) -> frozenset[str]:
    """Schools where a sibling is: as the family says, and as the household's other cases show."""
    found = (
        PlacementRequest.objects.holding_place()
        .filter(case__pupil__household=case.pupil.household_id)
        .filter(Q(status="accepted") | Q(status="decided"))
        .exclude(case=case)
        .values_list("school__number", flat=True)
    )
    return frozenset({*found, case.sibling_school} - {""})


def _home(ags: str) -> Point | None:
    """The municipality's point, several kilometres off; exact only when the county imports addresses."""
    try:
        place = municipality(ags)
    except KeyError:
        return None
    return Point(place.easting, place.northing, "municipality")


def _school_facts(schools: list[School], offerings: Iterable[Any]) -> list[SchoolIn]:
    taken: dict[int, int] = {}
    for offering in offerings:
        taken[offering.school_id] = taken.get(offering.school_id, 0) + offering.taken
    return [_school(school, taken.get(school.pk, 0)) for school in schools]


def _school(school: School, newcomers: int) -> SchoolIn:
    point = Point(school.easting, school.northing, "building") if school.easting and school.northing else None
    return SchoolIn(
        key=school.number,
        name=str(school),
        form=school.form,
        location=point,
        municipality=school.ags,
        is_public=school.is_public,
        is_accepting=school.is_accepting,
        room_free=None if school.room_limit is None else school.room_limit - newcomers,
        pupils=school.pupils,
        newcomers=newcomers,
    )


def _offering_facts(offering: Any) -> OfferingIn:
    return OfferingIn(
        key=str(offering.pk),
        school=offering.school.number,
        kind=cast(Kind, offering.support),
        grade_from=offering.grade_from,
        grade_to=offering.grade_to,
        level_from=offering.level_from or None,
        level_to=offering.level_to or None,
        free=offering.free,
        capacity=offering.capacity,
    )
