"""The report to the Gesundheitsamt: only where the KI makes it, only § 8 VO-DV I, only once everybody is informed."""

import io

import pypdfium2
import pytest
from django.urls import reverse

from intake import actions
from intake.disclosure import SECTION_8_ITEMS, SECTION_8_LABELS, section_8
from intake.models import Case
from privacy.models import AuditEvent, Installation
from privacy.notices import sheets
from tests import builders

pytestmark = pytest.mark.django_db
OFFICE = "Kreis Musterland, Gesundheitsamt, Kohlbettstraße 17, 57072 Siegen"


@pytest.fixture
def case():
    builders.installation(reports_for_examination=True, examination_office=OFFICE)
    builders.approved_texts()
    case = builders.open_case(literacy="none", german_level="A1", years_attended=3)
    builders.settle_sheets(case)
    return Case.objects.get(pk=case.pk)


def letter(client, case):
    answer = client.get(reverse("intake:examination_pdf", args=[case.reference]))
    pdf = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_the_list_is_that_of_the_law():
    """VO-DV I § 8: name, first name; date, place and country of birth; sex; contact; parents' names and contact."""
    assert list(SECTION_8_LABELS) == [
        "surname", "given_names", "born_on", "place_of_birth", "country_of_birth", "sex", "contact", "parents",
    ]  # fmt: skip
    assert set(SECTION_8_ITEMS) == set(SECTION_8_LABELS)


def test_the_letter_tells_that_and_nothing_else(client, case):
    client.force_login(case.owner)
    answer = client.post(reverse("intake:examination_report_new", args=[case.reference]))
    assert answer.url == case.get_absolute_url()
    assert Case.objects.get().examination_reported_on == builders.TODAY()
    words = letter(client, case)
    for told in (*map(str, section_8(case).values()), "Gesundheitsamt", "Kohlbettstraße 17", "§ 8 VO-DV I"):
        assert told in words
    for kept in ("Ukrainisch", "A1", "Schuljahre", "Staatsangehörigkeit", "bescheid", "zuweis"):
        assert kept not in words.replace("Bescheid geben", "")
    event = AuditEvent.objects.get(verb="case.reported")
    assert '"recipient":"health_office"' in event.detail
    assert all(f'"{name}"' in event.detail for name in section_8(case))
    assert event.content_digest


def test_not_before_everybody_is_informed(case):
    """Art. 14 (3) (c) GDPR."""
    values = {"kind": "father", "surname": "Kowalenko", "given_names": "Petro", "is_absent": True}
    actions.add_custodian(case, values, by=case.owner)
    with pytest.raises(sheets.SheetsStillOpen):
        actions.report_for_examination(case, by=case.owner)
    assert Case.objects.get().examination_reported_on is None
    builders.settle_sheets(case)
    actions.report_for_examination(case, by=case.owner)


def test_not_where_the_schools_report(client, case):
    builders.installation(reports_for_examination=False)
    with pytest.raises(actions.NotOursToReport):
        actions.report_for_examination(case, by=case.owner)
    client.force_login(case.owner)
    assert "An das Gesundheitsamt melden" not in client.get(case.get_absolute_url()).content.decode()
    Installation.objects.update(reports_for_examination=True)
    assert "An das Gesundheitsamt melden" in client.get(case.get_absolute_url()).content.decode()


def test_nobody_is_reported_twice_and_there_is_no_letter_before(client, case):
    client.force_login(case.owner)
    assert client.get(reverse("intake:examination_pdf", args=[case.reference])).status_code == 404
    actions.report_for_examination(case, by=case.owner)
    with pytest.raises(actions.ReportedAlready):
        actions.report_for_examination(case, by=case.owner)
    assert AuditEvent.objects.filter(verb="case.reported").count() == 1
