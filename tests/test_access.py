"""Every address × every person. An address without a row fails, so nobody forgets to say who may open it."""

import re

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse

from config.urls import ACCOUNT_PAGES
from intake import actions, bulk, inviting
from intake.models import SavedFilter
from privacy.models import AuditEvent, OutboxMail, PrivacyNotice, SheetIssue
from privacy.notices import texts
from privacy.work import jobs
from schools import actions as school_actions
from tests import builders, people
from tests.intake.list_files import matched_list

pytestmark = [pytest.mark.django_db, pytest.mark.pages]

CAST = ("nobody", "counsellor", "colleague", "lead", "school", "other_school", "dpo", "administrator")
# Rows: name → (method, statuses in the order of CAST). Anonymous users are sent to the login: 302.
FORBIDDEN_TO_OTHERS = (403, 403, 403, 403)
CASE = (302, 200, 404, 200, *FORBIDDEN_TO_OTHERS)
CASE_ACT = (302, 302, 404, 302, *FORBIDDEN_TO_OTHERS)
KI = (302, 200, 200, 200, *FORBIDDEN_TO_OTHERS)
OWN = (302, 200, 404, 404, *FORBIDDEN_TO_OTHERS)
OWN_ACT = (302, 302, 404, 404, *FORBIDDEN_TO_OTHERS)
ALL = (302, 200, 200, 200, 200, 200, 200, 200)
PUBLIC = (200,) * 8
TABLE = {
    "home": ("GET", (302,) * 8),
    "appearance": ("POST", (302,) * 8),
    "shortcuts": ("GET", ALL),
    "accessibility": ("GET", PUBLIC),
    "licences": ("GET", PUBLIC),
    "health": ("GET", PUBLIC),
    "receipt_check": ("GET", PUBLIC),  # says nothing about people
    "intake:my_day": ("GET", KI),
    "intake:case_list": ("GET", KI),
    "intake:case_search": ("POST", (302, 302, 302, 302, *FORBIDDEN_TO_OTHERS)),
    "intake:case_new": ("GET", KI),
    "intake:case_walk_in": ("GET", KI),
    "intake:cover_list": ("GET", KI),
    "intake:cover_end": ("POST", (302, 302, 404, 302, *FORBIDDEN_TO_OTHERS)),
    "intake:state_list": ("GET", KI),
    "intake:examination_report_new": ("POST", CASE_ACT),
    "intake:examination_pdf": ("GET", CASE),
    "intake:case_detail": ("GET", CASE),
    "intake:case_edit": ("GET", CASE),
    "intake:custodian_new": ("GET", CASE),
    "intake:case_move": ("POST", CASE_ACT),
    "intake:case_assign": ("POST", CASE_ACT),
    "intake:case_merge": ("GET", CASE),
    "intake:case_take_back": ("POST", CASE_ACT),
    "intake:case_together": ("POST", (302, 302, 302, 302, *FORBIDDEN_TO_OTHERS)),
    "intake:case_results": (
        "GET",
        (302, 302, 302, 302, *FORBIDDEN_TO_OTHERS),
    ),  # of another session: to the list
    "intake:filter_new": ("GET", KI),
    # Only whose filter it is.
    "intake:filter_edit": ("GET", (302, 200, 404, 404, *FORBIDDEN_TO_OTHERS)),
    "intake:filter_delete": ("POST", (302, 302, 404, 404, *FORBIDDEN_TO_OTHERS)),
    # Who sees the case already is led to it; the others learn reference and responsible person only.
    "intake:case_unusual": ("GET", (302, 302, 200, 302, *FORBIDDEN_TO_OTHERS)),
    "intake:case_trail": ("GET", CASE),
    "intake:sheet_issue": ("GET", CASE),
    "intake:sheet_pdf": ("GET", CASE),
    "intake:sheet_reopen": ("POST", CASE_ACT),
    "intake:receipt_pdf": ("GET", CASE),
    "intake:sheet_again": ("POST", CASE_ACT),
    "intake:sheet_sign": ("POST", CASE_ACT),
    "intake:sheet_list": ("GET", KI),
    "intake:sheet_bulk": ("POST", (302, 302, 302, 302, *FORBIDDEN_TO_OTHERS)),
    # A list is its user's alone; a lead does not see a colleague's either.
    "intake:list_new": ("GET", KI),
    "intake:list_columns": ("GET", OWN),
    "intake:list_detail": ("GET", OWN),
    "intake:list_result": ("GET", OWN_ACT),
    "intake:list_choose": ("POST", OWN_ACT),
    "intake:list_open": ("POST", OWN_ACT),
    "intake:list_rest": ("POST", OWN_ACT),
    "intake:list_discard": ("POST", OWN_ACT),
    "intake:certificate_pdf": ("GET", CASE),
    "intake:contact_new": ("GET", CASE),
    "intake:partner_list": ("GET", KI),
    "intake:partner_new": ("GET", KI),
    "intake:responsibility_list": ("GET", KI),
    "intake:partner_edit": ("GET", KI),
    "intake:case_partners": ("GET", CASE),
    "intake:consent_new": ("GET", CASE),
    "intake:consent_withdraw": ("POST", CASE_ACT),
    "intake:hand_on_new": ("GET", CASE),
    "intake:hand_on_edit": ("GET", CASE),
    "intake:hand_on_told": ("POST", CASE_ACT),
    "intake:booking_new": ("GET", CASE),
    "intake:booking_edit": ("GET", CASE),
    "intake:booking_list": ("GET", KI),
    "intake:booking_export": ("GET", KI),
    "intake:session_edit": ("GET", CASE),
    "intake:session_draft": ("POST", (302, 200, 404, 200, *FORBIDDEN_TO_OTHERS)),
    "intake:session_discard": ("POST", CASE_ACT),
    "intake:session_check": ("GET", (302, 302, 404, 302, *FORBIDDEN_TO_OTHERS)),  # no talk yet: to the talk
    "intake:session_conclude": ("POST", CASE_ACT),
    "intake:recommendation_edit": ("GET", CASE),
    "intake:appointment_list": ("GET", KI),
    "intake:slot_new": ("GET", KI),
    "intake:calendar_link": ("GET", KI),
    "intake:calendar_end": ("POST", (302, 302, 302, 302, *FORBIDDEN_TO_OTHERS)),
    "intake:calendar_feed": ("GET", PUBLIC),  # the token is the key; no data of a family
    # Her own or a teammate's time; to the others there is none.
    "intake:slot_withdraw": ("POST", (302, 302, 404, 404, *FORBIDDEN_TO_OTHERS)),
    "intake:appointment_new": ("GET", CASE),
    "intake:appointment_detail": ("GET", CASE),
    "intake:appointment_move": ("GET", CASE),
    "intake:appointment_cancel": ("POST", CASE_ACT),
    "intake:appointment_outcome": ("POST", CASE_ACT),
    "intake:appointment_remind": ("POST", CASE_ACT),
    "intake:letter_issue": ("GET", CASE),
    "intake:letter_pdf": ("GET", CASE),
    "intake:report_issue": ("GET", CASE),
    "schools:school_list": ("GET", (302, 200, 200, 200, 403, 403, 403, 403)),
    "schools:school_detail": ("GET", (302, 200, 200, 200, 200, 404, 403, 403)),
    "schools:offering_new": ("GET", (302, 403, 403, 200, 200, 404, 403, 403)),
    "schools:offering_edit": ("GET", (302, 403, 403, 200, 200, 404, 403, 403)),
    "schools:match": ("GET", CASE),
    "schools:inbox": ("GET", (302, 403, 403, 403, 200, 200, 403, 403)),
    "schools:request_detail": ("GET", (302, 200, 404, 200, 200, 404, 403, 403)),
    "schools:request_answer": ("POST", (302, 403, 403, 403, 200, 404, 403, 403)),
    "schools:request_reply": ("GET", CASE),
    "schools:request_withdraw": ("GET", CASE),
    "schools:request_decide": ("GET", CASE),
    "schools:admission_record": ("GET", (302, 200, 404, 200, 200, 404, 403, 403)),
    "schools:admission_end": ("POST", (302, 302, 404, 302, 302, 404, 403, 403)),
    "schools:handout_make": ("GET", CASE),
    "schools:notice_issue": ("GET", CASE),
    "schools:notice_pdf": ("GET", (302, 200, 404, 200, 200, 404, 403, 403)),
    "schools:answer": ("GET", PUBLIC),  # the mailed link: the token is the key
    "privacy:audit": ("GET", (302, 403, 403, 403, 403, 403, 200, 403)),
    "privacy:audit_event": ("GET", (302, 403, 403, 403, 403, 403, 200, 403)),
    "privacy:audit_reveal": ("POST", (302, 403, 403, 403, 403, 403, 200, 403)),
    "privacy:notice_list": ("GET", (302, 403, 403, 200, 403, 403, 200, 403)),
    "privacy:notice_detail": ("GET", (302, 403, 403, 200, 403, 403, 200, 403)),
    "privacy:notice_preview": ("GET", (302, 403, 403, 200, 403, 403, 200, 403)),
    "privacy:notice_edit": ("GET", (302, 403, 403, 200, 403, 403, 200, 403)),
    "privacy:notice_export": ("GET", (302, 403, 403, 200, 403, 403, 200, 403)),
    "privacy:notice_import": ("GET", (302, 403, 403, 200, 403, 403, 200, 403)),
    "privacy:sheet_review": ("GET", (302, 403, 403, 200, 403, 403, 200, 403)),
    "privacy:sheet_proof": ("GET", (302, 403, 403, 200, 403, 403, 200, 403)),
    # Only who started a job sees it and its file.
    "privacy:job_detail": ("GET", (302, 200, 404, 404, *FORBIDDEN_TO_OTHERS)),
    "privacy:job_file": ("GET", (302, 200, 404, 404, *FORBIDDEN_TO_OTHERS)),
    "privacy:notice_approve": ("POST", (302, 403, 403, 302, 403, 403, 302, 403)),
    "privacy:installation": ("GET", (302, 403, 403, 403, 403, 403, 200, 200)),
    "privacy:user_list": ("GET", (302, 403, 403, 403, 403, 403, 403, 200)),
    "privacy:user_new": ("GET", (302, 403, 403, 403, 403, 403, 403, 200)),
    "privacy:team_new": ("GET", (302, 403, 403, 403, 403, 403, 403, 200)),
    "privacy:user_link": ("POST", (302, 403, 403, 403, 403, 403, 403, 302)),
    "privacy:user_edit": ("GET", (302, 403, 403, 403, 403, 403, 403, 200)),
}
FRAMEWORK = ACCOUNT_PAGES  # allauth's: closed or open as its own tests say; none shows data of a family


QUERIES = {
    "privacy:notice_preview": "?kind=art13&audience=custodian",
    "privacy:sheet_proof": "?reference={reference}",
}


class World:
    """One case on its way, with everything an address may need."""

    def __init__(self):
        self.request = builders.request_place()
        self.case = self.request.case
        office = people.school_user(self.request.school)
        self.request = school_actions.accept(self.request, version=self.request.version, by=office)
        self.notice = school_actions.issue_notice(
            self.request, recipient="Schule", fields=["surname"], pdf=b"%PDF-", by=self.case.owner
        )
        decided = builders.request_place(builders.seeking_case(surname="Dritt"), self.request.offering)
        decided = school_actions.accept(decided, version=decided.version, by=office)
        school_actions.decide(
            decided, authority="schulamt", decided_on=builders.TODAY(), file_number="", expected_on=builders.TODAY(),
            version=decided.version, by=decided.case.owner,
        )  # fmt: skip
        self.decided = decided
        other = builders.school("188001")
        asked = builders.seeking_case(surname="Zweit", given_names="Kind")
        self.mailed = builders.request_place(asked, builders.offering(other))
        closed = builders.open_case(surname="Viert")
        self.closed = actions.move(
            closed, "closed", closing_reason="not_target_group", version=closed.version, by=closed.owner
        )
        mate, nadja = people.teammate(), people.counsellor()
        self.cover = actions.arrange_cover(nadja, colleague=mate, until_on=builders.TODAY(), by=nadja)
        builders.installation(reports_for_examination=True, examination_office="Gesundheitsamt, 57072 Siegen")
        actions.report_for_examination(self.case, by=self.case.owner)
        self.sheet = SheetIssue.objects.of(self.case.reference).printed().first()
        self.partner = builders.partner()
        self.booking = builders.booking(self.case)
        self.handed = builders.handed_on(self.case, self.partner)
        self.event = AuditEvent.objects.first()
        self.job = bulk.start([self.sheet.pk], "paper", by=people.counsellor())
        jobs.run_waiting()
        self.filter = SavedFilter.objects.create(user=people.counsellor(), name="Meine", query="view=mine")
        self.appointment = builders.appointment(self.case)
        (self.letter,) = inviting.issue(self.appointment, "invitation", ["C1"], "uk", by=self.case.owner)
        self.missed = builders.missed()
        self.feed = actions.link_calendar(by=people.counsellor())
        self.list = matched_list(by=people.counsellor())
        self.token = mailed_token()
        self.cast = {
            "nobody": None, "counsellor": people.counsellor(), "colleague": people.colleague(), "lead": people.lead(),
            "school": office, "other_school": people.school_user(other), "dpo": people.dpo(),
            "administrator": people.administrator(),
        }  # fmt: skip

    def arguments(self, name):
        """The address's arguments by the names of its parts."""
        known = {
            "reference": self.closed.reference if name == "intake:certificate_pdf" else self.case.reference, "part": "pupil", "number": self.request.school.number,
            "token": self.feed if name == "intake:calendar_feed" else self.token, "code": "de", "language": "de", "section": "rights", "letter": self.letter.pk, "kind": "invitation",
        }  # fmt: skip
        numbers = {
            "intake:partner_edit": self.partner.pk, "intake:booking_edit": self.booking.pk, "intake:consent_withdraw": self.handed.consent_id,
            "intake:hand_on_edit": self.handed.pk, "intake:hand_on_told": self.handed.pk,
            "intake:filter_edit": self.filter.pk, "intake:filter_delete": self.filter.pk,
            "intake:cover_end": self.cover.pk, "intake:slot_withdraw": self.appointment.slot_id,
            **dict.fromkeys((f"intake:appointment_{act}" for act in ("detail", "move", "cancel", "outcome", "remind")), self.appointment.pk),
            "intake:letter_issue": self.appointment.pk, "intake:letter_pdf": self.appointment.pk, "intake:report_issue": self.missed.pk,
            "intake:sheet_again": self.sheet.pk, "intake:sheet_sign": self.sheet.pk, "privacy:job_detail": self.job.pk,
            "privacy:job_file": self.job.pk, "privacy:notice_edit": texts.current("de").pk,
            "privacy:notice_export": texts.current("uk").pk, "intake:sheet_pdf": self.sheet.pk, "intake:sheet_reopen": self.sheet.pk, "intake:receipt_pdf": self.sheet.pk,
            "schools:offering_edit": self.request.offering_id, "schools:notice_pdf": self.notice.pk,
            "schools:admission_record": self.decided.pk, "schools:handout_make": self.decided.pk, "schools:admission_end": self.decided.pk, "privacy:audit_event": self.event.pk, "privacy:audit_reveal": self.event.pk,
            "privacy:user_edit": people.counsellor().pk, "privacy:user_link": people.counsellor().pk,
        }  # fmt: skip
        notice = PrivacyNotice.objects.order_by("pk").last()
        if name.startswith("intake:list"):
            return {"pk": self.list.pk}
        known["pk"] = numbers.get(name, notice.pk if name.startswith("privacy:notice") else self.request.pk)
        return known


def mailed_token():
    body = OutboxMail.objects.order_by("-pk").values_list("body", flat=True).first()
    return re.search(r"/answer/([\w-]+)/", body)[1]


def addresses():
    """Every named address with the names of its arguments."""
    found = {}

    def walk(resolver, namespace=""):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
            elif pattern.name:
                found[namespace + pattern.name] = set(pattern.pattern.converters)

    walk(get_resolver())
    return found


def test_every_address_has_a_row():
    assert set(addresses()) - FRAMEWORK == set(TABLE)


@pytest.mark.parametrize("who", CAST)
def test_every_address_answers_every_person_as_declared(client, who):
    world = World()
    if user := world.cast[who]:
        client.force_login(user)
    wrong = {}
    for name, parts in addresses().items():
        if name in FRAMEWORK:
            continue
        method, expected = TABLE[name]
        known = world.arguments(name)
        with transaction.atomic():
            address = reverse(name, kwargs={part: known[part] for part in parts}) + QUERIES.get(
                name, ""
            ).format(**known)
            got = client.generic(method, address).status_code
            transaction.set_rollback(True)
        if got != expected[CAST.index(who)]:
            wrong[name] = (got, expected[CAST.index(who)])
    assert not wrong, "got, expected: " + str(wrong)
