"""The ranking page: every code has words, the rank is computed here, whoever passes over number 1 says why."""

import re
from datetime import timedelta
from typing import get_args

import pytest
from django.test import Client
from django.urls import reverse

from privacy.ledger.acts import acting
from privacy.models import AuditEvent
from schools import words
from schools.matching import ReasonCode, RejectionCode, UnknownCode
from schools.models import PlacementRequest
from tests import builders, people

pytestmark = pytest.mark.django_db


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def address(case):
    return reverse("schools:match", args=[case.reference])


def two_schools():
    """The nearer one first."""
    near = builders.offering(builders.school("188000"))
    far = builders.offering(builders.school("188001", easting=436000))
    return near, far


def choice(case, offering, **changes):
    return {"version": case.version, "offering": offering.pk, "grade": 6, "override_reason": "", **changes}


def test_every_code_of_the_matching_has_its_sentence():
    for table, codes in (
        (words.REASONS, ReasonCode),
        (words.REJECTIONS, RejectionCode),
        (words.UNKNOWNS, UnknownCode),
    ):
        assert set(table) == set(get_args(codes))


def test_the_page_says_what_it_knows_and_what_not():
    near, far = two_schools()
    builders.offering(builders.school("188002"), grade_from=8, grade_to=9)
    case = builders.seeking_case()
    response = as_user(case.owner).get(address(case))
    page = response.content.decode()

    assert [option.offering for option in response.context["options"]] == [near, far]
    assert [row.school.number for row in response.context["excluded"]] == ["188002"]
    for line in response.context["options"][0].reasons:
        assert line.icon in {"success", "warning", "info"}
        assert line.text
    assert re.search(r"± 3[.,]6", " ".join(response.context["unknown"]))
    assert all(len(option.reasons) >= 3 for option in response.context["options"])
    for word in ("%", "Zuweisung", "Minute"):
        assert word not in re.sub(r"<[^>]*>", "", page)
    event = AuditEvent.objects.order_by("id").last()
    assert (event.verb, event.reference) == ("ranking.read", case.reference)


def test_the_first_school_is_asked_and_the_case_waits():
    near, _ = two_schools()
    case = builders.seeking_case()
    response = as_user(case.owner).post(address(case), choice(case, near, override_reason="ignored"))
    request = PlacementRequest.objects.get()
    assert response.url == request.get_absolute_url()
    assert (request.offering, request.rank, request.override_reason) == (near, 1, "")
    assert "pupil" in request.ranking
    case.refresh_from_db()
    assert case.status == "requested"


def test_another_than_the_first_needs_a_reason():
    _, far = two_schools()
    case = builders.seeking_case()
    client = as_user(case.owner)

    refused = client.post(address(case), choice(case, far))
    assert list(refused.context["form"].errors) == ["override_reason"]
    assert not PlacementRequest.objects.exists()

    client.post(address(case), choice(case, far, override_reason="The aunt teaches there"))
    request = PlacementRequest.objects.get()
    assert (request.offering, request.rank, request.override_reason) == (far, 2, "The aunt teaches there")


def test_a_posted_rank_is_not_believed():
    _, far = two_schools()
    case = builders.seeking_case()
    as_user(case.owner).post(address(case), choice(case, far, rank=1))
    assert not PlacementRequest.objects.exists()


@pytest.mark.parametrize(("changes", "field"), [({"offering": "999"}, "offering"), ({"grade": 9}, "grade")])
def test_what_is_not_possible_is_refused_at_its_field(changes, field):
    near, _ = two_schools()
    case = builders.seeking_case()
    response = as_user(case.owner).post(address(case), {**choice(case, near), **changes})
    assert list(response.context["form"].errors) == [field]
    assert not PlacementRequest.objects.exists()


def test_a_case_changed_meanwhile_is_not_sent_and_the_input_stays():
    _, far = two_schools()
    case = builders.seeking_case()
    stale = choice(case, far, override_reason="The aunt teaches there", version=case.version - 1)
    response = as_user(case.owner).post(address(case), stale)
    assert response.context["form"]["override_reason"].value() == "The aunt teaches there"
    assert response.context["form"]["version"].value() == str(case.version)
    assert not PlacementRequest.objects.exists()


def test_before_the_talk_the_page_says_what_is_missing():
    builders.installation()
    two_schools()
    case = builders.open_case()
    response = as_user(case.owner).get(address(case))
    parts = ("sheet_issue", "session_edit", "recommendation_edit")
    assert [where for _, where in response.context["missing"]] == [
        reverse(f"intake:{part}", args=[case.reference]) for part in parts
    ]
    assert 'type="radio"' not in response.content.decode()


def test_places_of_a_school_that_does_not_operate_are_not_proposed():
    near, far = two_schools()
    far.school.operating_status = "4"
    far.school.save()
    case = builders.seeking_case()
    response = as_user(case.owner).get(address(case))
    assert [option.offering for option in response.context["options"]] == [near]


def test_children_on_past_offerings_take_room_of_the_school():
    request = builders.request_place()
    school, offering = request.school, request.offering
    school.room_limit = 1
    school.save()
    builders.offering(school)
    with acting(people.lead()):
        offering.assign({"valid_until": builders.TODAY() - timedelta(days=1)}).save()
    response = as_user(request.case.owner).get(address(builders.seeking_case()))
    assert response.context["options"] == []
    assert [row.school for row in response.context["excluded"]] == [school]


def test_a_second_request_is_refused_with_a_message():
    near, far = two_schools()
    case = builders.seeking_case()
    builders.request_place(case, near)
    case.refresh_from_db()
    response = as_user(case.owner).post(address(case), choice(case, far, override_reason="in a hurry"))
    assert [str(message) for message in response.context["messages"]]
    assert PlacementRequest.objects.count() == 1


def test_strangers_and_schools_do_not_see_the_ranking():
    near, _ = two_schools()
    case = builders.seeking_case()
    stranger, office = people.colleague(), people.school_user(near.school)
    assert as_user(stranger).get(address(case)).status_code == 404
    for user in (office, people.dpo()):
        assert as_user(user).get(address(case)).status_code == 403
    assert as_user(people.teammate()).get(address(case)).status_code == 200
