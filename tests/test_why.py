""" "Why?" beside every rule, deadline and field of a case: one sentence and its norm, the constant that tests cite."""

import re
from datetime import date

import pytest
from django.urls import reverse

from intake import rules
from intake.models import Case, Status
from privacy.notices import collecting
from privacy.notices.models import Kind
from privacy.rights.registry import subjects
from privacy.rights.why import Why, why_field
from tests import builders

NORM = re.compile(r"§|Art\.|BASS")


def every_why():
    yield from rules.WHY.values()
    yield from (collecting.GATE, collecting.ALREADY_INFORMED, *collecting.DUE.values())


def test_every_rule_has_a_norm_or_says_that_it_is_our_own():
    for why in every_why():
        assert str(why.text).endswith(".")
        assert why.is_assumed or NORM.search(why.norm)
    assert [name for name, why in rules.WHY.items() if why.is_assumed] == [
        "decision_target", "target", "follow_up", "appointment", "answer",
    ]  # fmt: skip


def test_the_norms_are_those_of_the_rules():
    """§ 34 SchulG NRW; Art. 13 (1), (4), Art. 14 (3), (5) GDPR; § 7 (1) VO-DV I; § 46 (7) SchulG NRW."""
    assert rules.WHY["compulsory_since"].norm == "§ 34 Abs. 1, 6 SchulG NRW"
    assert rules.compulsory_since(
        assigned_on=date(2026, 3, 1), resident_since=date(2026, 1, 1), born_on=date(2015, 1, 1)
    ) == date(2026, 3, 1)
    assert collecting.DUE[Kind.ART13].norm == "Art. 13 Abs. 1 DSGVO"
    assert collecting.due_on(Kind.ART13, date(2026, 1, 31)) == date(2026, 1, 31)
    assert collecting.DUE[Kind.ART14].norm == "Art. 14 Abs. 3 DSGVO"
    assert collecting.due_on(Kind.ART14, date(2026, 1, 31)) == date(2026, 2, 28)
    assert collecting.GATE.norm == "Art. 14 Abs. 3 Buchst. c DSGVO"
    assert collecting.ALREADY_INFORMED.norm == "Art. 13 Abs. 4, Art. 14 Abs. 5 Buchst. a DSGVO"
    assert rules.why_step("assigned").norm == "§ 7 Abs. 1 VO-DV I"
    assert rules.why_step("promised").norm == "§ 46 Abs. 7 SchulG NRW"


def test_every_status_and_every_personal_field_can_be_asked():
    for status in Status.values:
        assert isinstance(rules.why_step(status), Why)
    for subject in subjects():
        for field in subject.model.PersonalData.personal:
            assert NORM.search(why_field(subject.model, field).norm), f"{subject.model.__name__}.{field}"
    with pytest.raises(KeyError):
        why_field(Case, "reference")


@pytest.mark.django_db
def test_the_case_page_answers_beside_every_detail_and_date(client):
    case = builders.seeking_case()
    client.force_login(case.owner)
    page = client.get(case.get_absolute_url()).content.decode()
    details = re.findall(r"<dt>.*?</dt>", page[page.index('id="facts"') :], re.DOTALL)
    assert len(details) > 15
    assert all("Warum?" in one for one in details), [one for one in details if "Warum?" not in one]
    assert "§ 34 Abs. 1, 6 SchulG NRW" in page
    assert "unsere eigene Regel, kein Gesetz" in page


@pytest.mark.django_db
def test_an_open_sheet_says_why_it_is_due(client):
    builders.installation()
    builders.approved_texts()
    case = builders.open_case(source="jugendamt")
    client.force_login(case.owner)
    page = client.get(reverse("intake:sheet_issue", args=[case.reference])).content.decode()
    assert "Art. 14 Abs. 3 DSGVO" in page
    builders.record_session(case)
    page = client.get(reverse("intake:sheet_issue", args=[case.reference])).content.decode()
    assert "Art. 13 Abs. 1 DSGVO" in page
