"""`manage.py demo`: fills an empty database once, as one would find an office at work, and leaves every other alone."""

import io
import json
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from intake.models import Case, Pupil, Status
from intake.names import normalise
from intake.rules import age_on
from privacy.models import AuditEvent, Installation, OutboxMail, PrivacyNotice, SheetIssue, User
from schools.demo.cast import LOGINS, PASSWORD, SCHOOL
from schools.demo.families import families
from schools.demo.journeys import JOURNEYS
from schools.models import Admission, DazOffering, PlacementRequest, RequestStatus, School
from tests import people

# One worker fills the demonstration, not each of them (pytest-xdist, --dist loadgroup).
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


def run() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def rows() -> Counter:
    """How many rows each table of the product holds, history included."""
    return Counter({model._meta.label: model._base_manager.count() for model in apps.get_models()})


@pytest.fixture(scope="module")
def first_run(django_db_setup, django_db_blocker):
    """The output of the run that fills; once for all tests here, as it takes seconds. Taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO=True):
            output = run()
        yield output
        transaction.set_rollback(True)


@pytest.fixture
def demo(first_run, db, settings):
    settings.DEMO = True
    return first_run


# --- the office


def test_it_says_where_to_go_and_who_to_be(demo, monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    again = run()

    assert "http://localhost:8123" in again
    assert f"{len(families())} invented cases." in demo
    for login in LOGINS:
        assert login.part in demo
        assert login.part in again


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.part)
def test_every_demo_user_logs_in(demo, client, login):
    answer = client.post(reverse("account_login"), {"login": login.part, "password": PASSWORD})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(username=login.part).pk)


def test_the_installation_can_print_and_every_text_is_approved(demo):
    installation = Installation.current()

    assert installation.is_demo
    assert installation.missing == []
    assert all(notice.is_approved for notice in PrivacyNotice.objects.all())


def test_no_real_school_can_get_a_mail(demo):
    assert not School.objects.exclude(email__endswith="@example.org").exists()
    assert not OutboxMail.objects.exclude(to__endswith="@example.org").exists()
    assert not OutboxMail.objects.filter(sent_at=None).exists()


def test_the_register_has_every_kind_of_support_and_full_offerings(demo):
    offerings = DazOffering.objects.with_taken()

    assert {offering.support for offering in offerings} == {
        "integration",
        "dfg",
        "dfk",
        "literacy",
        "ifk",
        "ffm",
    }
    assert any(offering.free == 0 and offering.taken for offering in offerings)
    assert all(offering.free >= 0 for offering in offerings)


# --- the caseload


def test_there_is_a_case_in_every_status(demo):
    assert set(Case.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(PlacementRequest.objects.values_list("status", flat=True)) == set(RequestStatus.values)
    assert set(Admission.objects.values_list("status", flat=True)) >= {
        "expected",
        "admitted",
        "did_not_appear",
    }
    assert {family.journey for family in families()} == set(JOURNEYS)


def test_no_case_is_without_its_sheets(demo):
    informed = set(SheetIssue.objects.values_list("reference", flat=True))

    assert set(Case.objects.values_list("reference", flat=True)) == informed
    assert set(SheetIssue.objects.values_list("kind", flat=True)) == {"art13", "art14"}
    assert set(SheetIssue.objects.values_list("state", flat=True)) >= {
        "open",
        "issued",
        "refused",
        "impossible",
    }
    assert set(SheetIssue.objects.values_list("language", flat=True)) >= {"de", "uk", "ar"}


def test_all_names_survive(demo):
    stored = Counter(Pupil.objects.values_list("surname", "given_names", "original_name"))

    assert stored == Counter((one.surname, one.given_names, one.original_name) for one in families())
    assert all(normalise(name) == name for names in stored for name in names[:2])
    assert Case.objects.searched("Halil", name="Halil", births=()).count() == 2  # Ḫalīl, entered twice


def test_the_children_are_of_school_age_and_siblings_share_a_household(demo):
    today = timezone.localdate()

    assert {age_on(born, today) for born in Pupil.objects.values_list("born_on", flat=True)} <= set(
        range(6, 18)
    )
    assert (
        Pupil.objects.filter(household__pupils__surname="Kovalenko").values("household").distinct().count()
        == 1
    )


def test_the_teams_share_the_cases(demo):
    owners = set(Case.objects.values_list("owner__username", flat=True))

    assert owners == {"counsellor", "teammate", "colleague", None}
    assert Case.objects.unassigned().exists()
    office = User.objects.get(username="school")
    assert set(PlacementRequest.objects.visible_to(office).values_list("school__number", flat=True)) == {
        SCHOOL
    }
    assert not Case.objects.visible_to(office).exists()


def test_every_act_has_somebody_who_answers_for_it(demo):
    cast = {login.part for login in LOGINS}
    numbers = set(User.objects.filter(username__in=cast).values_list("pk", flat=True))
    outsiders = AuditEvent.objects.filter(actor_id=None).values_list("actor_label", flat=True)

    assert {label.split(" 1")[0] for label in outsiders} == {"command demo", "worker", "link school"}
    assert set(AuditEvent.objects.exclude(actor_id=None).values_list("actor_id", flat=True)) <= numbers
    assert not AuditEvent.objects.filter(verb="act.refused").exists()
    assert AuditEvent.objects.filter(verb="demo.filled").count() == 1


# --- whose database it is


def test_a_second_run_changes_nothing(demo):
    before = rows()
    run()
    assert rows() == before


def test_another_office_database_is_left_alone(demo):
    Installation.objects.update(is_demo=False)
    before = rows()

    with pytest.raises(CommandError, match="Nothing was changed"):
        run()
    assert rows() == before


def test_one_user_is_enough_to_be_left_alone(settings):
    settings.DEMO = True
    Installation.objects.all().delete()
    people.administrator()
    before = rows()

    with pytest.raises(CommandError, match="Nothing was changed"):
        run()
    assert rows() == before


def test_without_the_switch_it_refuses(settings):
    settings.DEMO = False
    before = rows()

    with pytest.raises(CommandError, match="EINSTIEG_DEMO=1"):
        run()
    assert rows() == before


# --- the directory


def test_an_import_is_recorded_and_a_dry_run_is_not():
    before = AuditEvent.objects.count()
    call_command("import_schools", "--dry-run", stdout=io.StringIO())
    assert AuditEvent.objects.count() == before

    call_command("import_schools", stdout=io.StringIO())

    event = AuditEvent.objects.latest("pk")
    detail = json.loads(event.detail)
    assert (event.verb, event.actor_label) == ("school.imported", "command import_schools")
    assert len(detail["new"]) + detail["changed"] + len(detail["closed"]) + detail["unchanged"] == 102
    assert School.objects.count() == 102
