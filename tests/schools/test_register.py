"""The register: who reads it, who keeps it, and that no place is taken away from a child."""

import pytest
from django.test import Client
from django.urls import reverse

from privacy.models import AuditEvent
from schools.models import DazOffering, SchoolForm
from tests import builders, people

pytestmark = pytest.mark.django_db

LIST = reverse("schools:school_list")


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def values(offering, **changes):
    return {
        "version": offering.version, "support": "dfg", "grade_from": 5, "grade_to": 7, "level_from": "", "level_to": "",
        "capacity": 2, "valid_from": f"{offering.valid_from:%d.%m.%Y}", "valid_until": "", **changes,
    }  # fmt: skip


def edit(offering):
    return reverse("schools:offering_edit", args=[offering.pk])


# --- reading


def test_the_list_shows_free_places_counted_now():
    request = builders.request_place()
    page = as_user(people.counsellor()).get(LIST).content.decode()
    assert request.school.name in page
    assert "1 von 2" in page or "1 of 2" in page


def test_the_list_finds_by_words_form_and_municipality():
    builders.school("188000", name="Gesamtschule Eiserfeld")
    builders.school(
        "188001", name="Realschule Netphen", form=SchoolForm.REALSCHULE, ags="05970028", town="Netphen"
    )
    client = as_user(people.counsellor())

    def shown(**query):
        page = client.get(LIST, query).content.decode()
        return [name for name in ("Gesamtschule Eiserfeld", "Realschule Netphen") if name in page]

    assert shown() == ["Gesamtschule Eiserfeld", "Realschule Netphen"]
    assert shown(q="eiserfeld siegen") == ["Gesamtschule Eiserfeld"]
    assert shown(form="10") == ["Realschule Netphen"]
    assert shown(ags="05970028") == ["Realschule Netphen"]
    assert shown(q="eiserfeld", form="10") == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_schools_as_for_one(number, django_assert_num_queries):
    for one in range(number):
        builders.offering(builders.school(f"18800{one}"))
    client = as_user(people.counsellor())
    client.get(LIST)
    with django_assert_num_queries(9):
        client.get(LIST)


def test_only_who_counsels_reads_the_list():
    assert as_user(people.lead()).get(LIST).status_code == 200
    for user in (people.dpo(), people.administrator(), people.school_user(builders.school())):
        assert as_user(user).get(LIST).status_code == 403


def test_a_school_office_reads_its_own_page_and_no_other():
    own, other = builders.school("188000"), builders.school("188001")
    client = as_user(people.school_user(own))
    assert client.get(reverse("schools:school_detail", args=[own.number])).status_code == 200
    assert client.get(reverse("schools:school_detail", args=[other.number])).status_code == 404


def test_only_who_keeps_the_places_sees_links_to_change_them():
    offering = builders.offering()
    page = reverse("schools:school_detail", args=[offering.school.number])
    for user in (people.lead(), people.school_user(offering.school)):
        assert edit(offering) in as_user(user).get(page).content.decode()
    assert edit(offering) not in as_user(people.counsellor()).get(page).content.decode()


# --- keeping


def test_the_lead_and_the_schools_own_office_change_an_offering():
    offering = builders.offering()
    for user, capacity in ((people.lead(), 5), (people.school_user(offering.school), 6)):
        offering.refresh_from_db()
        response = as_user(user).post(edit(offering), values(offering, capacity=capacity))
        assert response.status_code == 302
        offering.refresh_from_db()
        assert offering.capacity == capacity
    event = AuditEvent.objects.order_by("id").last()
    assert (event.verb, event.object_id) == ("offering.changed", str(offering.pk))


def test_others_do_not_change_an_offering():
    offering = builders.offering()
    stranger = people.school_user(builders.school("188001"))
    for user, status in ((stranger, 404), (people.counsellor(), 403), (people.dpo(), 403)):
        assert as_user(user).post(edit(offering), values(offering, capacity=9)).status_code == status
    offering.refresh_from_db()
    assert offering.capacity == 2


def test_an_office_adds_an_offering_to_its_own_school_only():
    own, other = builders.school("188000"), builders.school("188001")
    client = as_user(people.school_user(own))
    sent = values(DazOffering(school=own), capacity=4)
    assert client.post(reverse("schools:offering_new", args=[other.number]), sent).status_code == 404
    assert client.post(reverse("schools:offering_new", args=[own.number]), sent).status_code == 302
    assert [(one.school, one.capacity) for one in DazOffering.objects.all()] == [(own, 4)]


def test_there_are_never_fewer_places_than_are_taken():
    request = builders.request_place()
    offering, client = request.offering, as_user(people.lead())

    refused = client.post(edit(offering), values(offering, capacity=0))
    offering.refresh_from_db()
    assert refused.context["form"].errors["capacity"].as_data()[0].params == {"taken": 1}
    assert offering.capacity == 2

    assert client.post(edit(offering), values(offering, capacity=1)).status_code == 302
    offering.refresh_from_db()
    assert offering.capacity == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"grade_to": 4}, "grade_to"),
        ({"valid_until": "01.01.2020"}, "valid_until"),
        ({"level_from": "B1", "level_to": "A1"}, "level_to"),
        ({"capacity": ""}, "capacity"),
        ({"support": "bus"}, "support"),
    ],
)
def test_bands_that_make_no_sense_are_refused_at_their_field(wrong, field):
    offering = builders.offering()
    response = as_user(people.lead()).post(edit(offering), values(offering, **wrong))
    assert list(response.context["form"].errors) == [field]


def test_an_offering_changed_meanwhile_is_not_overwritten_and_the_input_stays():
    offering, client = builders.offering(), as_user(people.lead())
    stale = values(offering, capacity=7)
    client.post(edit(offering), values(offering, capacity=4))

    response = client.post(edit(offering), stale)
    offering.refresh_from_db()
    assert offering.capacity == 4
    assert response.context["form"]["capacity"].value() == "7"
    assert [str(message) for message in response.context["messages"]]

    again = response.context["form"]["version"].value()
    assert client.post(edit(offering), {**stale, "version": again}).status_code == 302
    offering.refresh_from_db()
    assert offering.capacity == 7
