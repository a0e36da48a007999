"""Chips of the active filters, and filters that a counsellor keeps for herself."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse

from intake.models import SavedFilter
from privacy.ledger.models import AuditEvent
from tests import builders, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadja(client):
    user = people.counsellor()
    client.force_login(user)
    return user


def keep(client, query, name="Meine Siegener"):
    return client.post(f"{reverse('intake:filter_new')}?{query}", {"name": name})


def listed(client, query=""):
    return client.get(f"{reverse('intake:case_list')}?{query}")


def chips(response):
    return {chip.label: chip.query for chip in response.context["chips"]}


# --- Chips ------------------------------------------------------------------------------------------------


def test_each_active_filter_is_a_chip_that_takes_itself_away(client, nadja):
    builders.open_case()
    query = f"view=mine&municipality=05970040&owner={nadja.pk}&status=reported&status=invited&sort=due&page=1"
    assert chips(listed(client, query)) == {
        "Siegen": f"view=mine&owner={nadja.pk}&status=reported&status=invited&sort=due",
        "Nadja Weber": "view=mine&municipality=05970040&status=reported&status=invited&sort=due",
        "gemeldet": f"view=mine&municipality=05970040&owner={nadja.pk}&status=invited&sort=due",
        "eingeladen": f"view=mine&municipality=05970040&owner={nadja.pk}&status=reported&sort=due",
    }
    assert chips(listed(client)) == {}


def test_a_search_is_a_chip_too_and_its_words_stay_out_of_the_address(client, nadja):
    found = client.post(reverse("intake:case_search"), {"q": "Kowalenko"}, follow=True)
    assert chips(found) == {"Suche: Kowalenko": ""}


def test_what_htmx_swaps_in_has_the_chips_of_the_new_filter(client, nadja):
    part = client.get(
        reverse("intake:case_list"), {"status": "invited"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "eingeladen" in part
    assert "<html" not in part


# --- Kept filters -----------------------------------------------------------------------------------------


def test_a_filter_is_kept_and_opened_with_one_click(client, nadja):
    inside, outside = builders.open_case(), builders.open_case(municipality="05970004")
    query = "view=mine&municipality=05970040&status=reported&sort=due"
    page = listed(client, query).content.decode()
    offered = re.search(r'href="(\S+filters/new/\?[^"]+)"', page)[1].replace("&amp;", "&")
    assert "Siegen" in client.get(offered).content.decode()

    assert client.post(offered, {"name": " Meine  Siegener "}).url == f"{reverse('intake:case_list')}?{query}"

    kept = SavedFilter.objects.get()
    assert (kept.user, kept.name, kept.query) == (nadja, "Meine Siegener", query)
    link = re.search(r'href="([^"]+)"[^>]*>Meine Siegener</a>', listed(client).content.decode())[1]
    shown = client.get(link.replace("&amp;", "&"))
    assert inside.reference in shown.content.decode()
    assert outside.reference not in shown.content.decode()


def test_no_search_by_name_is_kept(client, nadja):
    found = client.post(reverse("intake:case_search"), {"q": "Kowalenko"}, follow=True)
    assert "filters/new" not in found.content.decode()
    keep(client, "view=mine&search=1&q=Kowalenko")
    assert SavedFilter.objects.get().query == "view=mine"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", "view=all"),
        ("view=<b>&sort=password&status=evil&municipality=1&owner=999999&page=7&x=y", "view=all"),
        ("status=reported&" * 100, "view=all&status=reported"),
        ("sort=-due", "view=all&sort=-due"),
        ("owner=\U0001f600", "view=all"),
    ],
)
def test_only_known_choices_are_kept(client, nadja, query, kept):
    assert keep(client, query).status_code == 302
    assert SavedFilter.objects.get().query == kept


def test_every_filter_at_once_fits(client, nadja):
    builders.open_case()
    listing = listed(client).context["filter"].form
    statuses = "&".join(f"status={code}" for code, _label in listing.fields["status"].choices)
    keep(client, f"view=counselling&municipality=05970040&owner={nadja.pk}&{statuses}&sort=-municipality")
    assert len(SavedFilter.objects.get().query) < SavedFilter._meta.get_field("query").max_length


def test_two_filters_of_one_user_have_two_names(client, nadja):
    keep(client, "view=mine")
    page = keep(client, "view=team")
    assert "einen anderen Filter mit diesem Namen" in page.content.decode()
    assert SavedFilter.objects.get().query == "view=mine"
    SavedFilter.objects.create(user=people.lead(), name="Meine Siegener", query="view=all")
    with pytest.raises(IntegrityError):
        SavedFilter.objects.create(user=nadja, name="Meine Siegener", query="view=all")


@pytest.mark.parametrize("name", ["", " ", "x" * 10_000, "a\0b", "\u202eevil"])
def test_a_bad_name_is_named_at_its_field(client, nadja, name):
    page = keep(client, "view=mine", name)
    assert page.status_code == 200
    assert "name" in page.context["form"].errors
    assert not SavedFilter.objects.exists()


def test_twenty_are_enough(client, nadja):
    for number in range(SavedFilter.MOST):
        keep(client, "view=mine", f"Filter {number}")
    assert "Bitte löschen Sie zuerst einen" in keep(client, "view=mine", "Noch einer").content.decode()
    assert SavedFilter.objects.count() == SavedFilter.MOST


def test_it_is_renamed_and_deleted_by_whose_it_is_only(client, nadja):
    keep(client, "view=mine")
    kept = SavedFilter.objects.get()
    edit, delete = (reverse(name, args=[kept.pk]) for name in ("intake:filter_edit", "intake:filter_delete"))
    assert edit in listed(client, "view=mine").content.decode()
    client.force_login(people.teammate())
    assert "Meine Siegener" not in listed(client, "view=mine").content.decode()
    assert client.post(edit, {"name": "Fremd"}).status_code == 404
    assert client.post(delete).status_code == 404
    client.force_login(nadja)
    client.post(edit, {"name": "Mine 😀"})
    assert SavedFilter.objects.get().name == "Mine 😀"
    client.post(delete)
    assert not SavedFilter.objects.exists()


def test_a_way_of_looking_is_no_act_of_the_case_work(client, nadja):
    keep(client, "view=mine")
    assert not AuditEvent.objects.exists()
