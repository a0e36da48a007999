"""A family at the door: seven fields, then the sheet."""

import pytest
from django.urls import reverse

from intake.models import Case, Custodian
from privacy.models import AuditEvent
from privacy.notices import sheets
from tests import builders, people

pytestmark = pytest.mark.django_db
PAGE = "/cases/walk-in/"
FORM = {
    "surname": "Haddad", "given_names": "Lina", "born_on": "2015", "language": "ara", "municipality": "05970040",
    "companion": "father", "phone": "0271 12345", "needs_interpreter": "on",
}  # fmt: skip


@pytest.fixture
def desk(client):
    builders.installation()
    builders.approved_texts()
    client.force_login(people.counsellor())
    return client


def test_seven_fields_open_the_case_and_lead_to_the_sheet(desk):
    answer = desk.post(PAGE, FORM)
    case = Case.objects.get()
    assert answer.url == reverse("intake:sheet_issue", args=[case.reference])
    assert (case.pupil.full_name, case.pupil.born_text, case.pupil.first_language) == (
        "Haddad, Lina",
        "2015",
        "ara",
    )
    father = Custodian.objects.get()
    assert (father.kind, father.surname, father.phone) == ("father", "Haddad", "0271 12345")
    assert {(one.person_code, one.kind) for one in sheets.open_for(case.reference)} == {
        ("P", "art13"),
        ("C1", "art13"),
    }
    assert AuditEvent.objects.filter(verb="case.opened", reference=case.reference).count() == 1
    assert desk.get(answer.url).context["form"]["language"].initial == "ar"  # preset: one click remains


def test_after_the_sheet_comes_the_appointment(desk):
    sheet_page = desk.post(PAGE, FORM).url
    case = Case.objects.get()
    appointment = reverse("intake:appointment_new", args=[case.reference])
    assert appointment not in desk.get(sheet_page).content.decode()
    builders.settle_sheets(case)
    assert appointment in desk.get(sheet_page).content.decode()
    assert desk.get(appointment).status_code == 200


def test_a_young_person_alone_has_a_phone_too(desk):
    desk.post(PAGE, {**FORM, "companion": "alone"})
    case = Case.objects.get()
    assert not Custodian.objects.exists()
    assert case.pupil.household.phone == "0271 12345"
    assert {one.person_code for one in sheets.open_for(case.reference)} == {"P"}


def test_a_child_that_may_be_known_is_shown_before_anything_is_saved(desk):
    desk.post(PAGE, FORM)
    again = desk.post(PAGE, {**FORM, "given_names": "LINA", "born_on": "9.3.2015"})
    assert "Haddad, Lina" in again.content.decode()
    assert Case.objects.count() == 1
    desk.post(PAGE, {**FORM, "given_names": "LINA", "born_on": "9.3.2015", "other_child": "1"})
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("surname", "\0"),
        ("born_on", "31.02.2015"),
        ("phone", "ruf an"),
        ("language", "xx"),
        ("companion", "oma"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_the_rest_stays(desk, field, wrong):
    page = desk.post(PAGE, {**FORM, field: wrong})
    assert page.context["form"].errors.keys() == {field}
    assert 'value="Lina"' in page.content.decode()
    assert not Case.objects.exists()


def test_the_family_sees_no_other_case_meanwhile(desk):
    words = desk.get(PAGE).content.decode()
    assert 'id="quick"' not in words
    assert "/cases/my-day/" in words  # the way back, without a name on it
