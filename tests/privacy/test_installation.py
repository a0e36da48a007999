"""The controller's details: who may change them, what is still missing, and that two people do not overwrite."""

import json

import pytest
from django.test import Client

from privacy.accounts import setup
from privacy.ledger.models import AuditEvent
from privacy.ledger.verbs import Verb
from privacy.models import Installation
from privacy.notices import texts
from tests import builders, people

pytestmark = pytest.mark.django_db
PAGE = "/privacy/installation/"
DETAILS = {
    "controller_name": "Kreis Musterland", "office_name": "Kommunales Integrationszentrum", "street": "Hauptstraße 1",
    "postcode": "57072", "town": "Siegen", "phone": "0271 0", "email": "post@example.org",
    "dpo_contact": "dsb@example.org", "authority_name": "LDI NRW", "authority_contact": "", "case_years": "5",
    "short_months": "12", "answer_days": "7", "target_days": "14", "alarm_days": "28", "read_log_months": "12", "write_log_years": "2", "proof_years": "3",
}  # fmt: skip


def at_desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def send(person, *, version=1, **changes):
    return at_desk_of(person).post(PAGE, {**DETAILS, "version": version, **changes})


@pytest.mark.parametrize("person", [people.administrator, people.dpo])
def test_administrator_and_officer_change_the_details(person):
    assert at_desk_of(person()).get(PAGE).status_code == 200
    assert send(person()).status_code == 302
    stored = Installation.current()
    assert (stored.controller_name, stored.version) == ("Kreis Musterland", 2)
    event = AuditEvent.objects.first()
    assert event.verb == Verb.INSTALLATION_CHANGED
    assert "controller_name" in json.loads(event.detail)["fields"]
    assert "Musterland" not in event.detail


@pytest.mark.parametrize("person", [people.counsellor, people.lead])
def test_nobody_else_does(person):
    assert at_desk_of(person()).get(PAGE).status_code == 403
    assert send(person()).status_code == 403
    assert not Installation.objects.exists()


def test_who_opened_the_page_before_somebody_else_saved_overwrites_nothing():
    send(people.administrator())
    response = send(people.dpo(), version=1, town="Olpe")
    assert response.status_code == 409
    assert response.context["form"]["town"].value() == "Olpe"
    assert response.context["form"]["version"].value() == "2"  # saved again, it counts
    assert Installation.current().town == "Siegen"
    assert AuditEvent.objects.first().verb == Verb.REFUSED
    assert send(people.dpo(), version=2, town="Olpe").status_code == 302
    assert Installation.current().town == "Olpe"


def test_what_the_form_does_not_offer_is_not_changed():
    send(people.administrator(), is_demo="on", id="2", pk="2")
    assert list(Installation.objects.values_list("pk", "is_demo")) == [(1, False)]


@pytest.mark.parametrize(
    "changes", [{"case_years": "0"}, {"email": "nobody"}, {"version": str(10**30)}], ids=str
)
def test_what_makes_no_sense_is_refused(changes):
    response = send(people.administrator(), **changes)
    assert response.context["form"].errors
    assert not Installation.objects.exists()


def test_the_page_says_what_is_missing_until_the_first_sheet_can_be_made():
    def done():
        return [step.is_done for step in setup.steps(Installation.current())]

    assert done() == [False, False, False, False]
    builders.installation(dpo_contact="")
    assert done() == [True, False, False, False]
    builders.installation()
    assert done() == [True, True, False, False]
    german = texts.current("de")
    texts.approve(german, seal=german.sha256, by=people.dpo())
    assert done()[2] is False
    texts.approve(german, seal=german.sha256, by=people.lead())
    assert done() == [True, True, True, True]


def test_missing_details_are_named():
    response = at_desk_of(people.administrator()).get(PAGE)
    assert len(response.context["missing"]) == 6
    builders.installation()
    assert at_desk_of(people.administrator()).get(PAGE).context["missing"] == []
