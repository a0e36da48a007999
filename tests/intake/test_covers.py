"""Standing in until a day: the cases of the one who is away, those of now and those to come, and not a day longer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from intake import actions
from intake.models import Case, Cover
from privacy.access.rows import can
from privacy.models import AuditEvent
from tests import builders, people

pytestmark = pytest.mark.django_db
TODAY = builders.TODAY
PAGE = "/cases/cover/"


@pytest.fixture
def case():
    return builders.open_case()


def cover(until=0, by=None):
    """Jonas of the other team stands in for Nadja."""
    return actions.arrange_cover(
        people.counsellor(), colleague=people.colleague(), until_on=TODAY() + timedelta(days=until),
        by=by or people.counsellor(),
    )  # fmt: skip


def test_list_and_page_are_open_to_the_colleague_until_the_day(case, client):
    jonas = people.colleague()
    assert not can(jonas, case)
    standing_in = cover()
    assert can(jonas, case)
    client.force_login(jonas)
    assert client.get(case.get_absolute_url()).status_code == 200
    assert case.reference in client.get(reverse("intake:my_day")).content.decode()

    Cover.objects.filter(pk=standing_in.pk).update(until_on=TODAY() - timedelta(days=1))
    assert not can(jonas, case)
    assert client.get(case.get_absolute_url()).status_code == 404
    assert case.reference not in client.get(reverse("intake:my_day")).content.decode()


def test_a_case_that_comes_to_her_meanwhile_is_open_too_and_one_of_others_is_not(case):
    cover()
    assert can(people.colleague(), builders.open_case())
    of_tarik = builders.open_case(by=people.teammate())
    assert not can(people.colleague(), of_tarik)


def test_whoever_stands_in_does_not_hand_the_case_over(case):
    cover()
    with pytest.raises(actions.NotYoursToAssign):
        actions.assign(case, people.colleague(), version=case.version, by=people.colleague())
    assert Case.objects.get().owner == people.counsellor()


def test_one_event_says_who_for_whom_until_when_and_of_which_cases(case):
    cover(until=3)
    event = AuditEvent.objects.get(verb="cover.arranged")
    assert (TODAY() + timedelta(days=3)).isoformat() in event.detail
    assert [one.reference for one in event.shown.all()] == [case.reference]


def test_a_second_time_only_moves_the_day(case):
    cover(until=3)
    cover(until=9)
    assert [one.until_on for one in Cover.objects.all()] == [TODAY() + timedelta(days=9)]


def test_the_lead_arranges_it_for_somebody_who_fell_ill_and_a_colleague_does_not(case):
    with pytest.raises(actions.NotYoursToCover):
        cover(by=people.colleague())
    assert not Cover.objects.exists()
    assert cover(by=people.lead()).owner == people.counsellor()


class TestThePage:
    def form(self, **changes):
        values = {
            "owner": people.counsellor().pk,
            "colleague": people.colleague().pk,
            "until_on": f"{TODAY() + timedelta(days=7):%d.%m.%Y}",
        }
        return values | changes

    def test_arranged_and_ended_early(self, case, client):
        client.force_login(people.counsellor())
        client.post(PAGE, self.form())
        assert can(people.colleague(), case)
        assert "Jonas Roth" in client.get(PAGE).content.decode()
        client.post(reverse("intake:cover_end", args=[Cover.objects.get().pk]))
        assert not can(people.colleague(), case)
        assert AuditEvent.objects.filter(verb="cover.ended").count() == 1

    def test_nobody_gives_away_the_cases_of_somebody_else(self, case, client):
        client.force_login(people.colleague())
        page = client.post(PAGE, self.form(colleague=people.colleague().pk))
        assert page.context["form"].errors["owner"]
        assert not Cover.objects.exists()
        client.force_login(people.lead())
        assert client.post(PAGE, self.form()).status_code == 302

    @pytest.mark.parametrize("day", ["gestern", "31.02.2090", "1.1.2020", "1.1.2099", "\0"])
    def test_a_wrong_day_is_said_at_its_field(self, client, day):
        client.force_login(people.counsellor())
        assert client.post(PAGE, self.form(until_on=day)).context["form"].errors["until_on"]

    def test_nobody_stands_in_for_herself(self, client):
        client.force_login(people.counsellor())
        page = client.post(PAGE, self.form(colleague=people.counsellor().pk))
        assert page.context["form"].errors["colleague"]
