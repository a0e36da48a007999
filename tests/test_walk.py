"""The whole story once through HTTP: every page answers, every step is in the ledger, no name leaves its place."""

import logging
import re

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse

from intake.models import Case
from privacy.models import AuditEvent, OutboxMail
from privacy.notices import sheets
from privacy.work.outbox import send_waiting
from tests import builders, people
from tests.intake.test_cases import FORM

pytestmark = pytest.mark.django_db
NEEDLES = ("Ḫalīl", "Amīna", "HALIL", "Sandstein")
# Where names of a family may never be, whatever happens: evidence, machinery, accounts.
WITHOUT_NAMES = {"AuditEvent", "AuditShown", "SheetIssue", "SheetDocument", "OutboxMail", "Job", "CaseKey", "Installation",
                 "User", "DazOffering", "School", "ReferenceCounter"}  # fmt: skip


class Desk:
    """One person's browser; posts forms the way a page would, and remembers every address."""

    def __init__(self, user=None):
        self.client = Client(raise_request_exception=True)
        self.addresses = []
        if user:
            self.client.force_login(user)

    def get(self, name, *args, status=200):
        return self._answered(self.client.get(reverse(name, args=args)), status)

    def post(self, name, *args, status=302, **data):
        return self._answered(self.client.post(reverse(name, args=args), data), status)

    def _answered(self, response, status):
        self.addresses += [response.request["PATH_INFO"], getattr(response, "url", "")]
        assert response.status_code == status, response.content.decode()[:2000]
        return response


def test_the_whole_story(caplog):
    caplog.set_level(logging.DEBUG)
    builders.installation()
    builders.approved_texts()
    place = builders.offering()
    counsellor, office, officer = (Desk(user) for user in
                                   (people.counsellor(), people.school_user(place.school), people.dpo()))  # fmt: skip

    counsellor.get("intake:my_day")
    counsellor.post("intake:case_new", **FORM, **{"household-care_of": "Sandstein"})
    case = Case.objects.get()
    reference = case.reference
    issues = [issue.pk for issue in sheets.open_for(reference)]
    counsellor.post("intake:sheet_issue", reference, people=["P", "C1"], state="issued", language="ar",
                    channel="paper", interpreter="lay")  # fmt: skip
    for name in ("intake:sheet_pdf", "intake:receipt_pdf"):
        pdf = counsellor.get(name, reference, issues[0])
        assert pdf.content.startswith(b"%PDF-")
    today = f"{builders.TODAY():%d.%m.%Y}"
    typed = {
        "talk__held_on": today,
        "talk__participants": ["P", "C1"],
        "talk__notes": "Kommt aus einer 6. Klasse.",
    }
    counsellor.post("intake:session_edit", reference, **builders.talk_form(case, **typed))
    counsellor.get("intake:session_check", reference)
    counsellor.post("intake:session_conclude", reference)
    counsellor.post("intake:recommendation_edit", reference, school_form="15", grade="6", support="dfg")
    counsellor.get("schools:match", reference)
    case.refresh_from_db()
    counsellor.post("schools:match", reference, offering=place.pk, grade=6, version=case.version)

    asked = case.requests.get()
    link = re.search(r"/schools/answer/([\w-]+)/", OutboxMail.objects.get().body)[1]
    secretary = Desk()
    page = secretary.get("schools:answer", link).content.decode()
    assert not any(needle in page for needle in NEEDLES)
    secretary.post("schools:answer", link, status=200, answer="question", question="Welche Fremdsprache?",
                   version=asked.version)  # fmt: skip
    asked.refresh_from_db()
    counsellor.post("schools:request_reply", asked.pk, text="Englisch seit Klasse 3.", version=asked.version)
    asked.refresh_from_db()
    office.get("schools:inbox")
    office.post("schools:request_answer", asked.pk, answer="accept", version=asked.version)
    assert "Ḫalīl" in office.get("schools:request_detail", asked.pk).content.decode()
    asked.refresh_from_db()
    counsellor.post("schools:request_decide", asked.pk, authority="schulamt", decided_on=today, expected_on=today,
                    file_number="40-1", version=asked.version)  # fmt: skip
    asked.refresh_from_db()
    counsellor.post("schools:notice_issue", asked.pk, version=asked.version)
    office.get("schools:notice_pdf", asked.notices.get().pk)
    admission = asked.decision.admission
    office.post(
        "schools:admission_record", asked.pk, outcome="came", first_day=today, version=admission.version
    )

    case.refresh_from_db()
    assert case.status == "admitted"
    trail = officer.client.get(reverse("privacy:audit"), {"reference": reference}).content.decode()
    event = AuditEvent.objects.filter(verb="case.opened").get()
    detail = officer.get("privacy:audit_event", event.pk).content.decode()
    for page in (trail, detail):
        assert not any(needle in page for needle in NEEDLES)
    officer.post("privacy:audit_reveal", event.pk, reason="art15")
    assert "Ḫalīl" in officer.get("privacy:audit_event", event.pk).content.decode()

    assert verbs_of(reference) == [
        "case.opened", "sheet.settled", "session.recorded", "session.concluded", "case.recommended", "request.sent",
        "request.answered", "request.replied", "request.answered", "decision.recorded", "letter.issued",
        "admission.recorded",
    ]  # fmt: skip
    counsellor.post("intake:case_search", q="halil")
    send_waiting()
    assert len(mail.outbox) == 3
    said = "\n".join(message.subject + message.body for message in mail.outbox)
    said += caplog.text + "\n".join(counsellor.addresses + office.addresses + secretary.addresses)
    assert not any(needle in said for needle in NEEDLES)
    assert leaks() == []


def verbs_of(reference):
    events = AuditEvent.objects.of(reference).writes().order_by("id")
    return list(events.exclude(verb="audit.revealed").values_list("verb", flat=True))


def leaks():
    """Columns outside the case's own tables that hold one of the names."""
    found = []
    for model in apps.get_models():
        if model.__name__ not in WITHOUT_NAMES:
            continue
        for row in model._default_manager.values():
            text = "\n".join(
                str(value) for value in row.values() if not isinstance(value, bytes | memoryview)
            )
            found += [f"{model.__name__}: {needle}" for needle in NEEDLES if needle in text]
    return found
