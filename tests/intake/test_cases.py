"""Opening a case, finding it, and who may see it (decisions 5, 27, 29)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake import actions
from intake.models import Case, CaseUserPermission
from privacy.ledger.acts import acting
from privacy.models import AuditEvent, SheetIssue
from tests import builders, people

pytestmark = pytest.mark.django_db

FORM = {
    "open": "1",
    "referral-source": "family", "referral-channel": "person", "referral-received_on": "9.3.2026",
    "pupil-surname": "Ḫalīl", "pupil-given_names": "Amīna", "pupil-born_on": "09032014",
    "household-municipality": "05970040", "household-language": "ara", "household-street": "Weg 1",
    "first-kind": "mother", "first-surname": "Ḫalīl", "first-phone": "0171 1234567",
}  # fmt: skip


@pytest.fixture
def nadja(client):
    user = people.counsellor()
    client.force_login(user)
    return user


def last_event():
    return AuditEvent.objects.order_by("id").last()


def test_saving_a_new_case_lands_on_the_sheet(client, nadja):
    response = client.post(reverse("intake:case_new"), FORM)

    case = Case.objects.get()
    assert response.url == reverse("intake:sheet_issue", args=[case.reference])
    assert case.pupil.full_name == "Ḫalīl, Amīna"
    assert case.owner == nadja
    assert case.reference.startswith(f"{timezone.localdate().year}-")
    opened = SheetIssue.objects.of(case.reference).open()
    assert [(issue.person_code, issue.kind) for issue in opened] == [("C1", "art13"), ("P", "art13")]
    event = last_event()
    assert (event.verb, event.reference, event.actor_id) == ("case.opened", case.reference, nadja.pk)
    assert "Ḫalīl" not in event.detail
    assert set(case.pupil.history.values_list("act", flat=True)) == {event.act}


def test_a_wrong_entry_is_named_at_its_field_and_nothing_else_is_lost(client, nadja):
    response = client.post(reverse("intake:case_new"), {**FORM, "pupil-born_on": "31.02.2014"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "31.02.2014" in page
    assert 'value="Ḫalīl"' in page
    assert not Case.objects.exists()


def test_a_child_that_is_known_is_shown_before_a_second_case_is_opened(client, nadja):
    first = builders.open_case(
        surname="Halil", given_names="Amina", born_on=timezone.localdate().replace(2014, 3, 9)
    )

    response = client.post(reverse("intake:case_new"), FORM)
    assert first.reference in response.content.decode()
    assert Case.objects.count() == 1

    client.post(reverse("intake:case_new"), {**FORM, "other_child": "1"})
    assert Case.objects.count() == 2


def test_another_teams_case_is_hinted_at_with_reference_and_person_only(client, nadja):
    foreign = builders.open_case(
        by=people.colleague(), surname="Halil", given_names="Amina",
        born_on=timezone.localdate().replace(2014, 3, 9), place_of_birth="Geheimort",
    )  # fmt: skip

    page = client.post(reverse("intake:case_new"), FORM).content.decode()

    assert foreign.reference in page
    assert "Jonas Roth" in page
    assert "Halil, Amina" not in page


def test_a_sibling_comes_into_the_same_household(client, nadja):
    first = builders.open_case()
    sibling = {key: value for key, value in FORM.items() if not key.startswith(("household", "first"))}

    client.post(reverse("intake:case_new") + f"?sibling_of={first.reference}", sibling)

    second = Case.objects.exclude(pk=first.pk).get()
    assert second.pupil.household == first.pupil.household
    assert second.pupil.household.custodians.count() == 1


@pytest.mark.parametrize(
    ("who", "sees"),
    [("counsellor", True), ("teammate", True), ("lead", True), ("colleague", False), ("dpo", False),
     ("administrator", False)],
)  # fmt: skip
def test_who_sees_a_case_in_list_and_detail_alike(client, who, sees):
    case = builders.open_case()
    user = getattr(people, who)()

    assert Case.objects.visible_to(user).filter(pk=case.pk).exists() is sees
    client.force_login(user)
    assert (client.get(case.get_absolute_url()).status_code == 200) is sees


def test_an_inactive_counsellor_sees_nothing():
    case = builders.open_case()
    case.owner.is_active = False
    assert not Case.objects.visible_to(case.owner).exists()


def test_an_unassigned_case_is_open_to_every_team(client):
    case = builders.open_case()
    case = actions.assign(case, None, version=case.version, by=people.counsellor())
    assert Case.objects.visible_to(people.colleague()).get() == case


def test_opening_another_teams_case_takes_a_purpose_and_lasts_a_day(client):
    case = builders.open_case()
    jonas = people.colleague()
    client.force_login(jonas)
    assert client.get(case.get_absolute_url()).status_code == 404
    assert (last_event().verb, last_event().reference) == ("access.refused", case.reference)

    address = reverse("intake:case_unusual", args=[case.reference])
    page = client.get(address).content.decode()
    assert "Nadja Weber" in page
    assert "Kowalenko" not in page
    assert client.post(address, {"purpose": "", "explanation": ""}).status_code == 200
    client.post(address, {"purpose": "cover", "explanation": "Vertretung"})

    assert client.get(case.get_absolute_url()).status_code == 200
    event = AuditEvent.objects.get(verb="case.unusual")
    assert '"purpose":"cover"' in event.detail
    assert "Vertretung" not in event.detail
    client.force_login(case.owner)
    assert "Vertretung" in client.get(reverse("intake:my_day")).content.decode()

    row = CaseUserPermission.objects.get(user=jonas)
    row.until = timezone.now() - timedelta(seconds=1)
    row.save()
    client.force_login(jonas)
    assert client.get(case.get_absolute_url()).status_code == 404


def test_search_finds_a_name_however_it_is_typed_and_puts_no_name_into_the_address(client, nadja):
    builders.open_case(surname="Ḫalīl", given_names="Amīna")
    builders.open_case()

    response = client.post(reverse("intake:case_search"), {"q": "halil"})
    assert "halil" not in response.url.lower()
    page = client.get(response.url).content.decode()
    assert "Ḫalīl, Amīna" in page
    assert "Kowalenko" not in page


def test_an_exact_reference_opens_the_case_and_a_strangers_says_whose_it_is(client, nadja):
    own = builders.open_case()
    foreign = builders.open_case(by=people.colleague())

    assert (
        client.post(reverse("intake:case_search"), {"q": f" {own.reference} "}).url == own.get_absolute_url()
    )
    page = client.get(
        client.post(reverse("intake:case_search"), {"q": foreign.reference}).url
    ).content.decode()
    assert "Jonas Roth" in page
    assert "Kowalenko" not in page


@pytest.mark.parametrize("hostile", ["%", "_", "'; DROP TABLE", "😀", "a" * 5000])
def test_hostile_searches_find_nothing_and_break_nothing(client, nadja, hostile):
    builders.open_case()
    response = client.post(reverse("intake:case_search"), {"q": hostile}, follow=True)
    assert response.status_code == 200
    assert "Kowalenko" not in response.content.decode()


def test_a_search_for_nothing_is_the_list(client, nadja):
    case = builders.open_case()
    response = client.post(reverse("intake:case_search"), {"q": "\0 "}, follow=True)
    assert case.reference in response.content.decode()


def test_the_list_takes_the_same_queries_for_one_case_and_for_three(client, nadja):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("intake:case_list"))
        return len(captured)

    builders.open_case()
    queries()
    one = queries()
    builders.open_case()
    builders.open_case()
    assert queries() == one


def test_a_list_writes_down_whom_it_showed(client, nadja):
    case = builders.open_case()
    client.get(reverse("intake:case_list"))
    event = last_event()
    assert event.verb == "case.listed"
    assert [shown.reference for shown in event.shown.all()] == [case.reference]


@pytest.mark.parametrize(
    "field", ["household-municipality", "household-language", "pupil-sex", "referral-source"]
)
def test_what_is_not_offered_cannot_be_chosen(client, nadja, field):
    response = client.post(reverse("intake:case_new"), {**FORM, field: "invented"})
    assert response.status_code == 200
    assert not Case.objects.exists()


def test_a_filter_gets_the_list_only_and_is_a_read_all_the_same(client, nadja):
    siegen = builders.open_case()
    elsewhere = builders.open_case(municipality="05970004")
    response = client.get(
        reverse("intake:case_list"), {"municipality": "05970004"}, headers={"HX-Request": "true"}
    )
    part = response.content.decode()
    assert "<html" not in part
    assert elsewhere.reference in part
    assert siegen.reference not in part
    assert [shown.reference for shown in last_event().shown.all()] == [elsewhere.reference]


def test_the_list_sorts_by_the_date_of_the_next_step(client, nadja):
    later = builders.open_case()
    sooner = actions.move(builders.open_case(), "invited", version=1, by=nadja)
    for case, days in ((later, 1), (sooner, 5)):
        with acting(nadja):
            case = Case.objects.get(pk=case.pk)
            case.status_since -= timedelta(days=days)
            case.save()
    closed = actions.move(builders.open_case(), "closed", closing_reason="duplicate", version=1, by=nadja)

    def order(sort):
        page = client.get(reverse("intake:case_list"), {"sort": sort}).content.decode()
        return sorted((later, sooner), key=lambda case: page.index(case.reference))

    assert order("due") == [sooner, later]
    assert order("-due") == [later, sooner]
    assert [case.due_on for case in Case.objects.with_due().order_by("pk")] == [
        Case.objects.get(pk=later.pk).next_step.due_on, Case.objects.get(pk=sooner.pk).next_step.due_on, None,
    ]  # fmt: skip
    assert closed.next_step.due_on is None


def test_a_case_is_opened_for_somebody_else_or_for_nobody():
    family = {
        "household": {"municipality": "05970040", "language": "ukr"}, "custodians": [], "facts": {},
        "referral": {"source": "jugendamt", "channel": "mail", "received_on": timezone.localdate()},
    }  # fmt: skip
    owners = {"Ida": people.colleague(), "Ada": None}
    for name, owner in owners.items():
        pupil = {"surname": "Nowak", "given_names": name, "born_on": timezone.localdate().replace(2014, 3, 9)}
        case = actions.open_case(**family, pupil=pupil, owner=owner, by=people.counsellor())
        assert (case.owner, case.team) == (owner, owner.team if owner else None)
        assert last_event().actor_id == people.counsellor().pk
    seen = {case.pupil.given_names for case in Case.objects.visible_to(people.counsellor())}
    assert seen == {"Ada"}
