"""Accounts are opened and closed, never deleted; what they may follows from one role, one team or one school."""

import json
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from django.test import Client

from privacy.ledger.models import AuditEvent
from privacy.ledger.verbs import Verb
from privacy.models import Team, User
from tests import builders, people

pytestmark = pytest.mark.django_db
LIST = "/privacy/accounts/"
NEW = {"username": "mira", "first_name": "Mira", "last_name": "Demir", "email": "mira@example.org"}


def at_desk_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def admin():
    return at_desk_of(people.administrator())


def page_of(user):
    return f"{LIST}{user.pk}/"


def values_of(user, **changes):
    """What the form of this account would send."""
    school = user.groups.filter(name__startswith="school-").first()
    values = {
        "username": user.username, "first_name": user.first_name, "last_name": user.last_name, "email": user.email,
        "role": user.role, "team": user.team_id or "", "school": school.pk if school else "",
        "is_active": "on" if user.is_active else "", **changes,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value != ""}


def groups_of(user):
    return sorted(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def changes_recorded():
    return AuditEvent.objects.filter(verb=Verb.ACCOUNT_CHANGED).count()


@pytest.mark.parametrize("person", [people.counsellor, people.lead, people.dpo])
def test_only_administrators_manage_accounts(person):
    desk, other = at_desk_of(person()), people.colleague()
    for address in (LIST, f"{LIST}new/", page_of(other), "/privacy/teams/new/"):
        assert desk.get(address).status_code == 403
        assert desk.post(address, {**NEW, "role": "lead", "name": "X"}).status_code == 403
    assert desk.post(f"{page_of(other)}link/").status_code == 403
    assert not User.objects.filter(username="mira").exists()
    assert changes_recorded() == 0


def test_administrators_see_who_has_an_account(admin):
    people.counsellor()
    page = admin.get(LIST).content.decode()
    assert "Nadja Weber" in page
    assert "Adam Vogt" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_equally_often_for_one_account_and_for_three(
    admin, number, django_assert_num_queries
):
    for person in (people.counsellor, people.colleague)[: number - 1]:
        person()
    with django_assert_num_queries(9):
        assert len(admin.get(LIST).context["page"]) == number


# --- Opening ----------------------------------------------------------------------------------------------


def test_a_new_account_has_no_password_and_a_link_is_shown_once(admin):
    team = people.team("Siegen")
    response = admin.post(f"{LIST}new/", {**NEW, "role": "counsellor", "team": team.pk}, follow=True)
    mira = User.objects.get(username="mira")
    assert not mira.has_usable_password()
    assert (mira.team, groups_of(mira)) == (team, ["team-Siegen"])
    assert response.context["link"] in response.content.decode()
    assert not admin.get(page_of(mira)).context["link"]
    event = AuditEvent.objects.first()
    assert (event.verb, event.object_id) == (Verb.ACCOUNT_CHANGED, str(mira.pk))
    assert json.loads(event.detail) == {"added": "account", "role": "counsellor"}


def test_with_the_link_the_person_sets_a_password_once(admin):
    response = admin.post(f"{LIST}new/", {**NEW, "role": "counsellor"}, follow=True)
    link, stranger = response.context["link"], Client()
    form = stranger.get(link, follow=True)
    password = {"password1": "a quiet morning in May", "password2": "a quiet morning in May"}
    stranger.post(form.request["PATH_INFO"], password)
    assert User.objects.get(username="mira").check_password("a quiet morning in May")
    again = Client().get(link, follow=True)
    assert again.context["token_fail"]


def test_an_office_belongs_to_a_school_and_nobody_else_does(admin):
    school = builders.school("188001")
    new = {**NEW, "role": "school"}
    assert "school" in admin.post(f"{LIST}new/", new).context["form"].errors
    wrong = {**NEW, "role": "counsellor", "school": school.group.pk}
    assert "school" in admin.post(f"{LIST}new/", wrong).context["form"].errors
    assert not User.objects.filter(username="mira").exists()
    admin.post(f"{LIST}new/", {**new, "school": school.group.pk})
    assert groups_of(User.objects.get(username="mira")) == ["school-188001"]


def test_a_school_can_only_be_one_of_the_directory(admin):
    other = Group.objects.create(name="team-Secret")
    response = admin.post(f"{LIST}new/", {**NEW, "role": "school", "school": other.pk})
    assert "school" in response.context["form"].errors


@pytest.mark.parametrize("role", ["dpo", "administrator"])
def test_officer_and_administrator_belong_to_no_team(admin, role):
    response = admin.post(f"{LIST}new/", {**NEW, "role": role, "team": people.team("Siegen").pk})
    assert "team" in response.context["form"].errors
    admin.post(f"{LIST}new/", {**NEW, "role": role})
    assert User.objects.get(username="mira").role == role


def test_two_names_that_differ_only_in_case_are_one(admin):
    people.counsellor()
    taken = {**NEW, "username": "NADJA", "role": "counsellor"}
    assert "username" in admin.post(f"{LIST}new/", taken).context["form"].errors


def test_what_the_form_does_not_offer_is_not_set(admin):
    more = {"is_superuser": "on", "is_staff": "on", "password": "x", "groups": "1", "id": "99"}
    admin.post(f"{LIST}new/", {**NEW, "role": "counsellor", **more})
    mira = User.objects.get(username="mira")
    assert (mira.is_superuser, mira.is_staff, groups_of(mira)) == (False, False, [])
    assert not mira.has_usable_password()


# --- Changing ---------------------------------------------------------------------------------------------


def test_groups_follow_the_team_and_the_role(admin):
    nadja, other = people.counsellor(), people.team("Wittgenstein")
    admin.post(page_of(nadja), values_of(nadja, team=other.pk))
    assert groups_of(nadja) == ["team-Wittgenstein"]
    detail = json.loads(AuditEvent.objects.first().detail)
    assert detail == {"fields": ["team", "groups"], "role": "counsellor"}
    admin.post(page_of(nadja), values_of(nadja, role="dpo", team=""))
    assert groups_of(nadja) == []


def test_the_event_names_fields_and_no_values(admin):
    nadja = people.counsellor()
    admin.post(page_of(nadja), values_of(nadja, last_name="Weber-Yılmaz"))
    event = AuditEvent.objects.first()
    assert json.loads(event.detail)["fields"] == ["last_name"]
    assert "Yılmaz" not in event.detail


def test_a_deactivated_account_is_logged_out_everywhere_and_stays_so(admin):
    nadja = people.counsellor()
    desk, neighbour = at_desk_of(nadja), at_desk_of(people.colleague())
    assert desk.get("/shortcuts/").status_code == 200
    admin.post(page_of(nadja), values_of(nadja, is_active=""))
    assert desk.get("/shortcuts/").status_code == 302
    admin.post(page_of(nadja), values_of(User.objects.get(pk=nadja.pk), is_active="on"))
    assert User.objects.get(pk=nadja.pk).is_active
    assert desk.get("/shortcuts/").status_code == 302
    assert neighbour.get("/shortcuts/").status_code == 200


@pytest.mark.parametrize("change", [{"is_active": ""}, {"role": "lead"}], ids=str)
def test_administrators_neither_close_their_own_account_nor_change_its_role(admin, change):
    adam = people.administrator()
    response = admin.post(page_of(adam), values_of(adam, **change))
    assert response.context["form"].non_field_errors()
    adam.refresh_from_db()
    assert (adam.is_active, adam.role) == (True, "administrator")
    assert AuditEvent.objects.first().verb == Verb.REFUSED


def test_another_administrator_may(admin):
    second = people.person("eva", "administrator", "Eva", "Klein")
    admin.post(page_of(second), values_of(second, is_active=""))
    second.refresh_from_db()
    assert not second.is_active


def test_a_new_link_is_an_event_and_a_closed_account_gets_none(admin):
    nadja = people.counsellor()
    response = admin.post(f"{page_of(nadja)}link/", follow=True)
    assert response.context["link"]
    assert json.loads(AuditEvent.objects.first().detail) == {"link": "password", "role": "counsellor"}
    admin.post(page_of(nadja), values_of(nadja, is_active=""))
    assert not admin.post(f"{page_of(nadja)}link/", follow=True).context["link"]


def test_users_are_never_deleted():
    with pytest.raises(ProtectedError):
        people.counsellor().delete()
    assert User.objects.filter(username="nadja").exists()


# --- Teams ------------------------------------------------------------------------------------------------


def test_a_team_comes_with_the_group_of_its_members(admin):
    assert admin.post("/privacy/teams/new/", {"name": "Kreuztal"}).status_code == 302
    assert Team.objects.get(name="Kreuztal").group.name == "team-Kreuztal"
    assert json.loads(AuditEvent.objects.first().detail) == {"added": "team"}


def test_a_team_has_a_name_of_its_own(admin):
    people.team("Siegen")
    assert admin.post("/privacy/teams/new/", {"name": "Siegen"}).context["form"].errors
    assert changes_recorded() == 0


def test_the_first_administrator_comes_from_the_command_line(capsys):
    call_command("open_account", "erste", "--email", "erste@example.org")
    link = capsys.readouterr().out.split()[-1]
    browser = Client()
    page = browser.get(urlsplit(link).path, follow=True)
    password = "ein langes Passwort 42"
    browser.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})

    user = User.objects.get(username="erste")
    assert user.check_password(password)
    assert user.role == "administrator"
    assert AuditEvent.objects.filter(verb=Verb.PASSWORD_SET, actor_id=user.pk).count() == 1
    with pytest.raises(CommandError, match="already"):
        call_command("open_account", "erste", "--email", "erste@example.org")
