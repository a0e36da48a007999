"""From the first word to the first school day, by the product's own actions."""

import pytest

from privacy.models import AuditEvent
from schools import actions
from schools.models import RequestStatus
from tests import builders, people

pytestmark = pytest.mark.django_db


def test_a_case_goes_from_the_desk_to_the_first_school_day():
    request = builders.request_place()
    case = request.case
    office = people.school_user(request.school)

    request = actions.accept(request, version=request.version, by=office)
    day = builders.TODAY()
    decision = actions.decide(
        request, authority="schulamt", decided_on=builders.TODAY(), file_number="40-1", expected_on=day,
        version=request.version, by=case.owner,
    )  # fmt: skip
    actions.admit(decision.admission, first_day=day, version=decision.admission.version, by=office)

    case.refresh_from_db()
    request.refresh_from_db()
    assert case.status == "admitted"
    assert request.status == RequestStatus.DECIDED
    assert request.disclosed["surname"] == "Kowalenko"
    verbs = AuditEvent.objects.filter(reference=case.reference).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [
        "case.opened", "session.recorded", "sheet.settled", "session.concluded", "case.recommended",
        "request.sent", "request.answered", "decision.recorded", "admission.recorded",
    ]  # fmt: skip
