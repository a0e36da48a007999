"""Who has been at a German school for more than two years gets a certificate instead of a search (BASS 13-63 Nr. 3)."""

import pypdfium2
import pytest
from django.urls import reverse

from intake import actions
from privacy.ledger.models import AuditEvent
from tests import builders, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    builders.installation()
    builders.approved_texts()
    return builders.open_case()


def closed(case, reason):
    return actions.move(case, "closed", closing_reason=reason, version=case.version, by=case.owner)


def address(case):
    return reverse("intake:certificate_pdf", args=[case.reference])


def test_the_family_takes_a_certificate_home(client, case):
    closed(case, "not_target_group")
    client.force_login(case.owner)
    assert address(case) in client.get(case.get_absolute_url()).content.decode()
    response = client.get(address(case))
    words = " ".join(pypdfium2.PdfDocument(response.content)[0].get_textpage().get_text_range().split())
    for part in ("Bescheinigung", "Daryna Kowalenko", case.reference, "Sandstraße 5", "§ 46 SchulG NRW"):
        assert part in words
    assert "Zuweisung" not in words  # the KI certifies, it does not decide
    event = AuditEvent.objects.first()
    assert (event.verb, event.reference, bool(event.content_digest)) == (
        "letter.opened",
        case.reference,
        True,
    )


@pytest.mark.parametrize("reason", [None, "moved_away"])
def test_nobody_else_gets_one(client, case, reason):
    if reason:
        closed(case, reason)
    client.force_login(case.owner)
    assert client.get(address(case)).status_code == 404
    assert address(case) not in client.get(case.get_absolute_url()).content.decode()


def test_another_team_does_not_see_it(client, case):
    closed(case, "not_target_group")
    client.force_login(people.colleague())
    assert client.get(address(case)).status_code == 404
