"""The ranking of schools for one pupil: every rule with its twin, and what must hold for any input."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.matching import (
    DEFAULT_WEIGHTS,
    LEVELS,
    OfferingIn,
    OtherCodeVersion,
    Point,
    PupilIn,
    Reason,
    SchoolIn,
    county_mean,
    digest,
    eligibility,
    fit,
    rank,
    replay,
    snapshot,
    way_m,
)

HOME = Point(430_000, 5_640_000, "building")
STRAIGHT = replace(DEFAULT_WEIGHTS, detour_percent=100)
SIEGEN, NETPHEN = "05970040", "05970036"
GIRL = PupilIn("2026-0042", "secondary1", 7, "A1", needs_literacy=False, location=HOME, municipality=SIEGEN)
SCHOOL = SchoolIn(
    "100001", "Gesamtschule", "15", HOME, SIEGEN, True, True, room_free=None, pupils=None, newcomers=0
)
GROUP = OfferingIn("g1", "100001", "dfg", 5, 10, level_from=None, level_to=None, free=5, capacity=15)


def east(metres: int, quality: str = "building") -> Point:
    return Point(HOME.easting + metres, HOME.northing, quality)


def at(key: str, metres: int, **facts) -> tuple[SchoolIn, OfferingIn]:
    """A school so many metres east of home, with one offering."""
    school = replace(SCHOOL, key=key, location=east(metres), **facts)
    return school, replace(GROUP, key=f"g{key}", school=key)


def ranked(pupil: PupilIn, *pairs: tuple[SchoolIn, OfferingIn]):
    return rank(pupil, [school for school, _ in pairs], [offering for _, offering in pairs], STRAIGHT)


def first(ranking) -> str:
    return ranking.options[0].school


def codes(entries) -> list[str]:
    return [entry.code for entry in entries]


def rejected(facts: dict) -> list[str]:
    """Codes for the girl, the group and the school after each fact is set where it belongs."""
    things = []
    for thing, own in ((GIRL, PUPIL_FACTS), (GROUP, OFFERING_FACTS), (SCHOOL, SCHOOL_FACTS)):
        things.append(replace(thing, **{name: facts[name] for name in own & facts.keys()}))
    return codes(eligibility(*things, STRAIGHT))


PUPIL_FACTS = {"stage", "grade", "german_level", "needs_literacy"}
OFFERING_FACTS = {"kind", "level_from", "level_to", "free"}
SCHOOL_FACTS = {"form", "location", "is_accepting", "room_free"}
LITERACY, BK = {"needs_literacy": True}, {"stage": "berufskolleg"}
# (code, facts that break the rule, facts of the twin that keeps it)
RULES = [
    ("FORM_FOR_STAGE", {"form": "02"}, {"form": "20"}),
    ("FORM_FOR_STAGE", {"form": "25"}, {"form": "17"}),
    ("FORM_FOR_STAGE", {"stage": "primary", "form": "15"}, {"stage": "primary", "form": "02"}),
    ("FORM_FOR_STAGE", {**BK, "form": "20"}, {**BK, "form": "30"}),
    ("NOT_ACCEPTING", {"is_accepting": False}, {"is_accepting": True}),
    ("ROOM_FULL", {"room_free": 0}, {"room_free": 1}),
    ("TOO_FAR", {"location": east(20_001)}, {"location": east(20_000)}),
    ("TOO_FAR", {"location": east(20_001)}, {"location": None}),
    ("TOO_FAR", {"stage": "primary", "location": east(10_001)}, {"location": east(10_000)}),
    ("TOO_FAR", {**BK, "location": east(35_001)}, {**BK, "location": east(35_000)}),
    ("GRADE_BAND", {"grade": 4}, {"grade": 5}),
    ("GRADE_BAND", {"grade": 11}, {"grade": 10}),
    ("LEVEL_TOO_LOW", {"level_from": "A1+"}, {"level_from": "A1"}),
    ("LEVEL_TOO_HIGH", {"level_to": "A1-"}, {"level_to": "A1"}),
    ("LEVEL_TOO_HIGH", {"german_level": "B1", "level_to": "A2"}, {"german_level": None, "level_to": "A2"}),
    ("LITERACY_NEEDED", {**LITERACY, "kind": "integration"}, {**LITERACY, "kind": "dfk"}),
    ("LITERACY_NEEDED", {**LITERACY, "kind": "integration"}, {"kind": "integration"}),
    ("LITERACY_ONLY", {"kind": "literacy"}, {**LITERACY, "kind": "literacy"}),
    ("FULL", {"free": 0}, {"free": 1}),
]


@pytest.mark.parametrize(("code", "broken", "kept"), RULES)
def test_every_rule_rejects_and_its_twin_passes(code, broken, kept):
    assert code in rejected(broken)
    assert code not in rejected(kept)


def test_every_failed_rule_is_named_not_only_the_first():
    failing = {"form": "02", "is_accepting": False, "free": 0}
    assert rejected(failing) == ["FORM_FOR_STAGE", "NOT_ACCEPTING", "FULL"]
    assert rejected({}) == []


@pytest.mark.parametrize("form", ["08", "18", "19", "25", "83", "85", "87", "88"])
@pytest.mark.parametrize("stage", ["primary", "secondary1", "berufskolleg"])
def test_special_schools_are_never_proposed(stage, form):
    rejections = eligibility(replace(GIRL, stage=stage), GROUP, replace(SCHOOL, form=form), STRAIGHT)
    assert "FORM_FOR_STAGE" in codes(rejections)


def test_the_first_two_grades_teach_every_child_to_read():
    child = replace(GIRL, stage="primary", needs_literacy=True)
    school, offering = replace(SCHOOL, form="02"), replace(GROUP, kind="integration", grade_from=1)
    assert eligibility(replace(child, grade=2), offering, school, STRAIGHT) == ()
    assert codes(eligibility(replace(child, grade=3), offering, school, STRAIGHT)) == ["LITERACY_NEEDED"]


def test_a_literacy_pupil_may_join_a_group_but_the_missing_literacy_counts_against_it():
    pupil, literacy = replace(GIRL, needs_literacy=True), replace(GROUP, kind="literacy")
    assert Reason("LITERACY_NOT_OFFERED", "against", 4_000) in fit(pupil, GROUP, SCHOOL, STRAIGHT, None)
    assert Reason("LITERACY_OFFERED", "for") in fit(pupil, literacy, SCHOOL, STRAIGHT, None)


def test_levels_are_ordered_with_the_steps_in_between():
    band = replace(GROUP, level_from="A2", level_to="B1")
    rejections = {x: eligibility(replace(GIRL, german_level=x), band, SCHOOL, STRAIGHT) for x in LEVELS}
    passing = [level for level, failed in rejections.items() if not failed]
    assert passing == ["A2", "A2+", "A2/B1", "B1"]


def test_inconsistent_input_is_refused():
    with pytest.raises(ValueError, match="belongs to school"):
        eligibility(GIRL, replace(GROUP, school="100002"), SCHOOL, STRAIGHT)
    with pytest.raises(ValueError, match="not given"):
        rank(GIRL, [], [GROUP])
    with pytest.raises(ValueError, match="school is given twice"):
        rank(GIRL, [SCHOOL, SCHOOL], [])
    with pytest.raises(ValueError, match="offering is given twice"):
        rank(GIRL, [SCHOOL], [GROUP, GROUP])
    with pytest.raises(ValueError, match="'A7' is not a level"):
        rank(replace(GIRL, german_level="A7"), [SCHOOL], [replace(GROUP, level_to="B1")])


def test_the_way_is_the_straight_line_times_the_published_factor():
    school = replace(SCHOOL, location=Point(HOME.easting + 3_000, HOME.northing - 4_000, "building"))
    assert way_m(GIRL, school, STRAIGHT) == 5_000
    assert way_m(GIRL, school, DEFAULT_WEIGHTS) == 6_500


def test_the_nearest_of_two_equal_schools_wins_then_the_lower_number():
    assert first(ranked(GIRL, at("100001", 901), at("100002", 900))) == "100002"
    assert first(ranked(GIRL, at("100002", 900), at("100001", 900))) == "100001"


@pytest.mark.parametrize(
    ("stage", "form", "threshold"),
    [("primary", "02", 2_000), ("secondary1", "15", 3_500), ("berufskolleg", "30", 5_000)],
)
def test_the_way_beyond_the_transport_threshold_counts_one_and_a_half_times(stage, form, threshold):
    pupil = replace(GIRL, stage=stage, municipality="")
    near, far = at("100001", threshold, form=form), at("100002", threshold + 500, form=form)
    assert [option.total_m for option in ranked(pupil, near, far).options] == [threshold, threshold + 750]


@pytest.mark.parametrize(("detour", "winner"), [(3_900, "100002"), (4_100, "100001")])
def test_a_sibling_is_worth_a_detour_of_four_kilometres(detour, winner):
    pupil = replace(GIRL, stage="berufskolleg", sibling_schools=frozenset({"100002"}))
    assert first(ranked(pupil, at("100001", 500, form="30"), at("100002", 500 + detour, form="30"))) == winner


NEAR = at("100001", 1_000)
# (what is worth a longer way to 100002, the pupil, the nearer school, facts of the farther school, metres)
WORTH = [
    ("a wished school", replace(GIRL, wished_schools=frozenset({"100002"})), NEAR, {}, 2_000),
    ("a wished form", replace(GIRL, wished_forms=frozenset({"20"})), NEAR, {"form": "20"}, 2_000),
    ("the own municipality", GIRL, at("100001", 1_000, municipality=NETPHEN), {}, 1_000),
    ("sparing the last place", GIRL, at("100001", 1_000, room_free=1), {}, 300),
    ("sparing the last place", GIRL, (NEAR[0], replace(NEAR[1], free=1)), {}, 300),
]


@pytest.mark.parametrize(("what", "pupil", "near", "facts", "metres"), WORTH)
def test_what_a_longer_way_is_worth(what, pupil, near, facts, metres):
    assert first(ranked(pupil, near, at("100002", 999 + metres, **facts))) == "100002", what
    assert first(ranked(pupil, near, at("100002", 1_001 + metres, **facts))) == "100001", what


def test_the_own_municipality_means_nothing_for_a_berufskolleg():
    pupil = replace(GIRL, stage="berufskolleg")
    pairs = at("100001", 1_000, form="30", municipality=NETPHEN), at("100002", 1_001, form="30")
    assert first(ranked(pupil, *pairs)) == "100001"


def test_the_free_places_are_those_of_offering_and_room_together():
    two, five = (ranked(GIRL, at("100001", 0, room_free=room)).options[0] for room in (2, 9))
    assert (two.free, five.free) == (2, GROUP.free)
    assert "LAST_PLACE" not in codes(two.reasons)


def test_newcomers_above_the_county_mean_cost_300_metres_per_point():
    crowded, quiet = (replace(SCHOOL, key=str(n), pupils=500, newcomers=n) for n in (50, 10))
    schools = [crowded, quiet, SCHOOL]
    assert (county_mean(schools), county_mean([SCHOOL])) == (60, None)
    ranking = rank(GIRL, schools, [replace(GROUP, key=s.key, school=s.key) for s in schools], STRAIGHT)
    spread = {o.school: [r.metres for r in o.reasons if r.code == "MANY_NEWCOMERS"] for o in ranking.options}
    assert spread == {"50": [1_200], "10": [], "100001": []}


def test_a_private_school_decides_itself_but_is_not_rejected():
    reasons = ranked(GIRL, at("100001", 0, is_public=False)).options[0].reasons
    assert "PRIVATE_DECIDES_ITSELF" in codes(reasons)
    assert "PRIVATE_DECIDES_ITSELF" not in codes(ranked(GIRL, at("100001", 0)).options[0].reasons)


def test_a_school_is_excluded_with_the_failures_of_its_closest_offering():
    offerings = [replace(GROUP, key="a", free=0, grade_from=9), replace(GROUP, key="b", free=0)]
    excluded = rank(GIRL, [SCHOOL], offerings, STRAIGHT).excluded
    assert [(entry.school, codes(entry.rejections)) for entry in excluded] == [("100001", ["FULL"])]


def test_one_eligible_offering_keeps_the_school_among_the_options():
    ranking = rank(GIRL, [SCHOOL], [replace(GROUP, key="a", free=0), replace(GROUP, key="b")], STRAIGHT)
    assert ([option.offering for option in ranking.options], ranking.excluded) == (["b"], ())


def test_a_school_without_offering_says_so_and_what_else_stands_against_it():
    ranking = rank(GIRL, [SCHOOL, replace(SCHOOL, key="100002", form="08")], [], STRAIGHT)
    found = [codes(entry.rejections) for entry in ranking.excluded]
    assert found == [["NO_OFFERING"], ["NO_OFFERING", "FORM_FOR_STAGE"]]


def test_without_a_location_there_is_no_way_and_the_answer_says_so():
    ranking = ranked(replace(GIRL, location=None), at("100002", 900), at("100001", 50_000))
    assert ranking.unknown == ("NO_LOCATION",)
    assert [option.school for option in ranking.options] == ["100001", "100002"]
    assert {option.way_m for option in ranking.options} == {None}
    assert "WAY_UNKNOWN" in codes(ranking.options[0].reasons)


def test_an_approximate_location_is_named_with_its_error():
    for quality, error in (("municipality", 2_800), ("district", 700)):
        rough = ranked(replace(GIRL, location=replace(HOME, quality=quality)), at("100001", 900))
        assert (rough.unknown, rough.uncertainty_m) == (("APPROXIMATE_LOCATION",), error)
    exact = ranked(GIRL, at("100001", 900))
    assert (exact.unknown, exact.uncertainty_m) == ((), None)


def test_no_school_is_lost_because_the_location_is_only_approximate():
    rough = replace(GIRL, location=replace(HOME, quality="municipality"))
    assert len(ranked(rough, at("100001", 22_800)).options) == 1
    lost = ranked(rough, at("100001", 22_801))
    assert (codes(lost.excluded[0].rejections), lost.unknown) == (["TOO_FAR"], ("APPROXIMATE_LOCATION",))
    assert codes(ranked(GIRL, at("100001", 22_800)).excluded[0].rejections) == ["TOO_FAR"]


def test_an_unknown_level_matters_only_where_an_offering_asks_for_one():
    pupil = replace(GIRL, german_level=None)
    school, offering = at("100001", 900)
    assert ranked(pupil, (school, offering)).unknown == ()
    assert ranked(pupil, (school, replace(offering, level_to="A2"))).unknown == ("LEVEL_UNKNOWN",)
    assert ranked(pupil, (school, replace(offering, level_to="A2", free=0))).unknown == ()


def test_a_school_that_is_not_on_the_map_does_not_win_by_that():
    school, offering = at("100001", 0)
    ranking = ranked(GIRL, (replace(school, location=None), offering), at("100002", 6_000))
    assert first(ranking) == "100002"
    assert ranking.unknown == ("SCHOOL_WITHOUT_LOCATION",)


LEVEL = st.none() | st.sampled_from(LEVELS)
QUALITY = st.sampled_from(["municipality", "district", "building"])
FORMS = st.sampled_from(["13", "17", "15", "30", "08"])
AGS = st.sampled_from([SIEGEN, NETPHEN])
POINTS = st.builds(Point, st.integers(430_000, 440_000), st.integers(5_630_000, 5_640_000), quality=QUALITY)
KEYS = st.sampled_from([f"10000{number}" for number in range(6)])
MOSTLY = st.sampled_from([True, True, True, False])
PUPILS = st.builds(
    PupilIn,
    *(st.just("2026-0042"), st.sampled_from(["secondary1", "primary", "berufskolleg"]), st.integers(3, 9)),
    *(LEVEL, st.booleans(), st.none() | POINTS, AGS),
    *(st.frozensets(KEYS, max_size=2), st.frozensets(FORMS, max_size=2), st.frozensets(KEYS, max_size=2)),
)
SCHOOLS = st.builds(
    SchoolIn,
    *(KEYS, st.just("Schule"), FORMS, st.none() | POINTS, AGS, st.booleans(), MOSTLY),
    *(st.sampled_from([None, 9, 1, 0]), st.none() | st.integers(0, 900), st.integers(0, 90)),
)
KINDS = st.sampled_from(["integration", "dfg", "dfk", "literacy", "ifk"])


@st.composite
def inputs(draw):
    schools = draw(st.lists(SCHOOLS, min_size=3, max_size=6, unique_by=lambda school: school.key))
    offerings = st.builds(
        OfferingIn,
        *(st.uuids().map(str), st.sampled_from([school.key for school in schools]), KINDS),
        *(st.integers(1, 5), st.integers(7, 13), st.none(), LEVEL, st.sampled_from([2, 1, 0]), st.just(15)),
    )
    some = st.lists(offerings, min_size=6, max_size=12, unique_by=lambda offering: offering.key)
    return draw(PUPILS), schools, draw(some)


@given(inputs(), st.randoms(use_true_random=False))
def test_the_order_is_total_and_the_input_order_plays_no_part(facts, random):
    pupil, schools, offerings = facts
    shuffled = random.sample(schools, len(schools)), random.sample(offerings, len(offerings))
    assert rank(pupil, *shuffled) == rank(pupil, schools, offerings)
    assert snapshot(pupil, *shuffled) == snapshot(pupil, schools, offerings)
    order = [(o.total_m, o.school, o.offering) for o in rank(pupil, *shuffled).options]
    assert order == sorted(set(order))


@given(inputs())
def test_options_are_the_eligible_offerings_and_every_other_school_is_excluded_with_a_reason(facts):
    pupil, schools, offerings = facts
    by_key, ranking = {school.key: school for school in schools}, rank(*facts)
    eligible = {o.key for o in offerings if not eligibility(pupil, o, by_key[o.school], DEFAULT_WEIGHTS)}
    assert {option.offering for option in ranking.options} == eligible
    proposed = {option.school for option in ranking.options}
    assert [entry.school for entry in ranking.excluded] == sorted(by_key.keys() - proposed)
    assert all(entry.rejections for entry in ranking.excluded)


@given(inputs())
def test_every_option_explains_its_total_with_three_reasons_or_more(facts):
    for option in rank(*facts).options:
        assert len(option.reasons) >= 3
        assert len(set(codes(option.reasons))) == len(option.reasons)
        assert option.total_m == sum(reason.metres or 0 for reason in option.reasons)
        for reason in option.reasons:
            sign = {"for": -1, "against": 1, "info": 0}[reason.effect]
            assert reason.code == "WAY" or (reason.metres or 0) * sign >= 0
            assert reason.effect != "info" or reason.code == "WAY" or reason.metres is None


@given(inputs(), st.integers(-50_000, 50_000), st.integers(-50_000, 50_000))
def test_moving_the_whole_county_changes_nothing(facts, right, up):
    def moved(thing):
        point = thing.location
        shifted = point and replace(point, easting=point.easting + right, northing=point.northing + up)
        return replace(thing, location=shifted)

    pupil, schools, offerings = facts
    assert rank(moved(pupil), [moved(school) for school in schools], offerings) == rank(*facts)


@given(inputs())
def test_adding_a_constant_to_every_school_changes_no_order(facts):
    pupil, schools, offerings = facts
    everywhere = replace(pupil, wished_schools=frozenset(school.key for school in schools))
    nowhere = replace(pupil, wished_schools=frozenset())
    constant = DEFAULT_WEIGHTS.terms["SCHOOL_WISHED"]
    assert [(o.offering, o.total_m) for o in rank(everywhere, schools, offerings).options] == [
        (o.offering, o.total_m + constant) for o in rank(nowhere, schools, offerings).options
    ]


@given(inputs())
def test_one_more_free_place_never_loses_an_option(facts):
    pupil, schools, offerings = facts
    more = [replace(offering, free=offering.free + 1) for offering in offerings]
    before = {option.offering for option in rank(*facts).options}
    assert before <= {option.offering for option in rank(pupil, schools, more).options}


@given(inputs())
def test_a_snapshot_replays_to_the_same_ranking(facts):
    assert replay(snapshot(*facts)) == rank(*facts)


def test_a_snapshot_keeps_the_weights_it_was_computed_with():
    facts = GIRL, [at("100001", 3_000)[0]], [at("100001", 3_000)[1]]
    assert replay(snapshot(*facts, STRAIGHT)) == rank(*facts, STRAIGHT)
    assert replay(snapshot(*facts, STRAIGHT)) != rank(*facts)


def test_the_digest_changes_with_one_fact_and_only_then():
    girl = replace(GIRL, sibling_schools=frozenset("8642097531"))
    text = snapshot(girl, [SCHOOL], [GROUP])
    assert json.loads(text)["pupil"]["sibling_schools"] == sorted("8642097531")
    assert digest(text) == digest(snapshot(replace(girl), [SCHOOL], [GROUP]))
    assert digest(text) != digest(snapshot(girl, [SCHOOL], [replace(GROUP, free=4)]))
    assert len(digest(text)) == 64


def test_a_snapshot_of_other_rules_is_not_replayed():
    content = json.loads(snapshot(GIRL, [SCHOOL], [GROUP]))
    with pytest.raises(OtherCodeVersion, match="version 0"):
        replay(json.dumps({**content, "code_version": "0"}))


def test_120_schools_are_ranked():
    pairs = [at(str(100_000 + number), 100 * number) for number in range(120)]
    assert [option.way_m for option in ranked(GIRL, *pairs).options] == list(range(0, 12_000, 100))
