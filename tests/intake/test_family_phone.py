"""A number without a custodian is the family's, or the young person's: every place that calls or passes it on knows it."""

import pytest

from intake import handing_on
from intake.agenda import Family
from intake.lists.headings import Column
from intake.lists.rows import RowHasFaults, child_of
from intake.lists.values import Defaults
from intake.models import Case
from schools.disclosure import section_7_2
from tests import builders

pytestmark = pytest.mark.django_db
ROW = {Column.SURNAME: "Haddad", Column.GIVEN_NAMES: "Lina", Column.BORN_ON: "2015", Column.POSTCODE: "57072"}


@pytest.fixture
def case():
    made = builders.open_case(household={"phone": "0271 99"})
    return Case.objects.get(pk=made.pk)


def test_who_is_called_before_the_appointment(case):
    assert Family(None, [case]).phones == [
        (case.pupil.full_name, "0271 99"),
        ("Kowalenko, Iryna", "0171 2345678"),
    ]


def test_what_a_partner_and_the_school_are_told(case):
    assert handing_on.has_phone(case, "P")
    assert "0271 99" in section_7_2(case, grade=6)["contact"]


def test_a_list_with_a_number_and_no_custodian_is_no_fault():
    child = child_of({**ROW, Column.PHONE: "0271 99"}, Defaults())
    assert (child.household["phone"], child.custodians) == ("0271 99", [])
    with pytest.raises(RowHasFaults):
        child_of({**ROW, Column.PHONE: "0271 99", Column.EMAIL: "a@example.org"}, Defaults())
    named = child_of({**ROW, Column.PHONE: "0271 99", Column.CUSTODIAN_SURNAME: "Haddad", Column.CUSTODIAN_KIND: "Vater"}, Defaults())  # fmt: skip
    assert (named.household["phone"], named.custodians[0]["phone"]) == ("", "0271 99")
