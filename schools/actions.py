"""From asking a school to the first school day. Every function is one act.

Locks are always taken in the order case, school, request, so that two acts never wait for each other.
"""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.actions import go
from intake.models import Case, Status
from intake.people import people_of
from privacy.access.rows import grant
from privacy.ledger import audit
from privacy.ledger.acts import Outsider, Refusal, note
from privacy.ledger.verbs import Verb
from privacy.models import Installation, User
from privacy.notices import sheets
from privacy.notices.collecting import Occasion, collected
from privacy.notices.scope import PLACEMENT
from privacy.work.outbox import post
from schools import disclosure, mails
from schools.models import (
    Admission,
    Authority,
    DazOffering,
    Decision,
    PlacementNotice,
    PlacementRequest,
    RequestStatus,
    School,
)
from schools.models.requests import token_digest
from schools.models.states import NEXT

TOKEN_BYTES = 32  # 256 bit


class NoFreePlace(Refusal):
    """The last place is gone: in the offering, or in the whole school."""


class AlreadyAsking(Refusal):
    """One live request per case."""


class AnswerNotPossible(Refusal):
    """The request has moved on: answered, withdrawn or expired."""


class CapacityBelowTaken(Refusal):
    """Children are on their way to these places."""


@audit.action
def request_place(
    case: Case,
    offering: DazOffering,
    *,
    grade: int,
    sibling: bool,
    rank: int,
    override_reason: str,
    ranking: str,
    by: User,
    version: int | None = None,
) -> PlacementRequest:
    """Ask a school for a place and hold it. Returns the request.

    Raises SheetsStillOpen (Art. 14 (3) (c) GDPR: informed before the first disclosure), AlreadyAsking, NoFreePlace,
    StepNotPossible, and ChangedMeanwhile if `version` of the case is given and not the stored one.
    """
    locked = Case.objects.locked(case.pk, version=version)
    sheets.demand_all_settled(case.reference)
    if locked.requests.holding_place().exists():
        raise AlreadyAsking(
            _("A school has been asked already, or has a place for this child."), reference=case.reference
        )
    school = School.objects.select_for_update(of=("self",)).get(pk=offering.school_id)
    _demand_place(school, offering, case.reference)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    request = PlacementRequest(
        case=locked,
        school=school,
        offering=offering,
        grade=grade,
        minimum=disclosure.minimum(locked, offering, grade=grade, sibling=sibling),
        sent_at=timezone.now(),
        sent_by=by,
        answer_by=timezone.localdate() + timedelta(days=Installation.current().answer_days),
        rank=rank,
        override_reason=override_reason,
        ranking=ranking,
        token_digest=token_digest(token),
    )
    request.save()
    if school.group:
        grant(school.group, request)
    go(locked, Status.REQUESTED, waits_until=request.answer_by)
    _mail_school(request, mails.NEW_REQUEST, token)
    audit.record(
        Verb.REQUEST_SENT,
        reference=case.reference,
        about=request,
        detail={"school": school.number, "rank": rank, "disclosed": sorted(request.minimum)},
    )
    return request


def _demand_place(school: School, offering: DazOffering, reference: str) -> None:
    """Count under the school's lock: free places are never stored (decision 25). Raises NoFreePlace."""
    offerings: Any = DazOffering.objects.filter(school=school).with_taken()
    free = offerings.on(timezone.localdate()).filter(pk=offering.pk).values_list("free", flat=True).first()
    taken = offerings.total_taken()
    if free is None or free < 1 or (school.room_limit is not None and taken >= school.room_limit):
        raise NoFreePlace(
            _("The last place has just been taken. Please choose another school."), reference=reference
        )


@audit.action
def accept(
    request: PlacementRequest, *, remark: str = "", version: int, by: User | Outsider
) -> PlacementRequest:
    """The school says yes. From now on it sees the § 7 (2) set, and nothing more."""
    locked, case = _locked(request, RequestStatus.ACCEPTED, version, by)
    locked.disclosed, locked.note = disclosure.section_7_2(case, grade=locked.grade), remark
    locked.save()
    go(case, Status.PROMISED)
    detail = {"answer": "accepted", "disclosed": sorted(locked.disclosed), "basis": disclosure.LEGAL_BASIS}
    audit.record(Verb.REQUEST_ANSWERED, reference=case.reference, about=locked, detail=detail)
    return locked


@audit.action
def refuse(
    request: PlacementRequest, *, reason: str, remark: str = "", version: int, by: User | Outsider
) -> PlacementRequest:
    """The school says no, with a coded reason; the place is free again and the child on top of the list."""
    locked, case = _locked(request, RequestStatus.REFUSED, version, by)
    locked.reason, locked.note = reason, remark
    locked.save()
    go(case, Status.SEEKING)
    detail = {"answer": "refused", "reason": reason}
    audit.record(Verb.REQUEST_ANSWERED, reference=case.reference, about=locked, detail=detail)
    return locked


@audit.action
def ask(request: PlacementRequest, *, question: str, version: int, by: User | Outsider) -> PlacementRequest:
    """The school has a question; the place stays held."""
    locked, case = _locked(request, RequestStatus.QUESTION, version, by)
    locked.question, locked.reply = question, ""
    locked.save()
    case.is_asked_back = True
    case.save()
    audit.record(Verb.REQUEST_ANSWERED, reference=case.reference, about=locked, detail={"answer": "question"})
    return locked


@audit.action
def reply(request: PlacementRequest, *, text: str, version: int, by: User) -> PlacementRequest:
    """The KI answers the school's question; the school has the full time again, and a fresh link."""
    locked, case = _locked(request, RequestStatus.OPEN, version, None)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    locked.reply, locked.token_digest = text, token_digest(token)
    locked.answer_by = timezone.localdate() + timedelta(days=Installation.current().answer_days)
    locked.save()
    case.waits_until, case.is_asked_back = locked.answer_by, False
    case.save()
    _mail_school(locked, mails.REPLY, token)
    audit.record(Verb.REQUEST_REPLIED, reference=case.reference, about=locked)
    return locked


@audit.action
def withdraw(request: PlacementRequest, *, version: int, by: User) -> PlacementRequest:
    """The KI takes its question back; the place is free again, and the school no longer sees the child."""
    locked, case = _locked(request, RequestStatus.WITHDRAWN, version, None)
    locked.disclosed = None
    locked.save()
    go(case, Status.SEEKING)
    _mail_school(locked, mails.WITHDRAWN)
    audit.record(Verb.REQUEST_WITHDRAWN, reference=case.reference, about=locked)
    return locked


@audit.action
def decide(
    request: PlacementRequest,
    *,
    authority: str,
    decided_on: date,
    file_number: str,
    expected_on: date,
    version: int,
    by: User,
) -> Decision:
    """Enter the decision of the authority; from now on it holds the place, and the school is asked for the first day."""
    locked, case = _locked(request, RequestStatus.DECIDED, version, None)
    locked.save()
    decision = Decision(request=locked, authority=authority, decided_on=decided_on, file_number=file_number)
    decision.save()
    Admission(decision=decision, expected_on=expected_on).save()
    go(case, Status.ASSIGNED)
    _inform(case, Occasion.AUTHORITY, _SOURCES[Authority(authority)], decided_on)
    _mail_school(locked, mails.DECIDED)
    detail = {"authority": authority, "school": locked.school.number}
    audit.record(Verb.DECISION_RECORDED, reference=case.reference, about=decision, detail=detail)
    return decision


@audit.action
def admit(admission: Admission, *, first_day: date, version: int, by: User) -> Admission:
    """The child is at school. Only this ends the KI's watch (VO-DV I § 7 (1))."""
    locked, case = _locked_admission(admission, Admission.Status.ADMITTED, version, by)
    locked.first_day = first_day
    locked.save()
    go(case, Status.ADMITTED)
    _inform(case, Occasion.SCHOOL, "school", timezone.localdate())
    audit.record(
        Verb.ADMISSION_RECORDED, reference=case.reference, about=locked, detail={"status": locked.status}
    )
    return locked


@audit.action
def did_not_appear(admission: Admission, *, version: int, by: User) -> Admission:
    """The child did not come: the decision ends, the place is free, the child is back on top of the list."""
    locked, case = _locked_admission(admission, Admission.Status.DID_NOT_APPEAR, version, by)
    locked.save()
    _end_decision(locked)
    go(case, Status.SEEKING)
    _inform(case, Occasion.SCHOOL, "school", timezone.localdate())
    audit.record(Verb.PUPIL_MISSED, reference=case.reference, about=locked)
    return locked


@audit.action
def end_admission(admission: Admission, *, again: bool, version: int, by: User) -> Admission:
    """The child has left the place: moved away, or into the regular class. The place is free again.

    With `again` the child needs another one: the case is back on the list.
    """
    locked, case = _locked_admission(admission, Admission.Status.ENDED, version, by)
    locked.save()
    _end_decision(locked)
    if again:
        go(case, Status.SEEKING)
    audit.record(Verb.PLACE_LEFT, reference=case.reference, about=locked, detail={"again": again})
    return locked


# Whose word a decision is, as the information sheet names its sources (Art. 14 (2) (f) GDPR).
_SOURCES = {
    Authority.SCHULAMT: "supervision",
    Authority.BEZIRKSREGIERUNG: "supervision",
    Authority.SCHOOL_HEAD: "school",
    Authority.MUNICIPALITY: "schulverwaltung",
}


def _inform(case: Case, occasion: Occasion, source: str, day: date) -> None:
    """An authority or a school has told us something about the child (Art. 14 GDPR)."""
    collected(
        case.reference, people_of(case)[:1], occasion=occasion, source=source, purpose=PLACEMENT, on=day
    )


def _end_decision(admission: Admission) -> None:
    decision = Decision.objects.locked(admission.decision_id)
    decision.ended_on = timezone.localdate()
    decision.save()


@audit.action
def issue_notice(
    request: PlacementRequest,
    *,
    recipient: str,
    fields: list[str],
    pdf: bytes,
    by: User,
    version: int | None = None,
) -> PlacementNotice:
    """Keep the letter to the school as it goes out, and write down who got which fields on what basis.

    Raises AnswerNotPossible if nothing may be disclosed any more, ChangedMeanwhile if the request is not the
    `version` that the letter was made of.
    """
    case = Case.objects.locked(request.case_id)
    sheets.demand_all_settled(case.reference)
    if PlacementRequest.objects.locked(request.pk, version=version).open_to_school is None:
        raise AnswerNotPossible(
            _("The school has no claim to these data (any more)."), reference=case.reference
        )
    notice = PlacementNotice.objects.create(
        request=request,
        number=request.notices.count() + 1,
        recipient=recipient,
        fields=fields,
        legal_basis=disclosure.LEGAL_BASIS,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        made_at=timezone.now(),
        made_by=by,
    )
    detail = {"school": request.school.number, "fields": fields, "basis": disclosure.LEGAL_BASIS}
    audit.record(Verb.NOTICE_ISSUED, reference=case.reference, about=notice, detail=detail, content=pdf)
    return notice


@audit.action
def expire(request: PlacementRequest, *, by: Outsider) -> PlacementRequest:
    """Nobody answered: the place is free again and the child back on the list."""
    locked, case = _locked(request, RequestStatus.EXPIRED, None, None)
    locked.save()
    go(case, Status.SEEKING)
    _mail_school(locked, mails.EXPIRED)
    audit.record(Verb.REQUEST_EXPIRED, reference=case.reference, about=locked)
    return locked


@audit.action
def save_offering(offering: DazOffering, values: dict[str, Any], *, version: int, by: User) -> DazOffering:
    """Add or change what a school offers; the capacity is a number somebody answers for.

    Raises ChangedMeanwhile, and CapacityBelowTaken if fewer places would remain than are taken.
    """
    School.objects.select_for_update(of=("self",)).get(pk=offering.school_id)
    locked = DazOffering.objects.locked(offering.pk, version=version) if offering.pk else offering
    locked.assign(values)
    if locked.capacity < locked.taken_now:
        raise CapacityBelowTaken(_("%(taken)s places are taken already.") % {"taken": locked.taken_now})
    changed = locked.changed_fields()
    locked.save()
    detail = {"school": locked.school.number, "fields": sorted(changed), "capacity": locked.capacity}
    audit.record(Verb.OFFERING_CHANGED, about=locked, detail=detail)
    return locked


def _locked(
    request: PlacementRequest, to: RequestStatus, version: int | None, answering: User | Outsider | None
) -> tuple[PlacementRequest, Case]:
    """The request in its next status, and its case, both locked. Raises AnswerNotPossible or ChangedMeanwhile.

    The link dies with the answer: the school's own login remains.
    """
    case = Case.objects.locked(request.case_id)
    locked = PlacementRequest.objects.locked(request.pk)
    if to not in NEXT[locked.status]:
        raise AnswerNotPossible(
            _("This request is “%(status)s” by now. Nothing was changed.")
            % {"status": locked.get_status_display()},
            reference=case.reference,
        )
    if version is not None:
        PlacementRequest.objects.locked(request.pk, version=version)
    note("request", f"{locked.status}>{to.value}")
    locked.status = to
    if to != RequestStatus.OPEN:
        locked.token_digest = None
    if answering is not None:
        locked.answered_at, locked.answered_by = timezone.now(), str(answering)[:80]
    return locked, case


def _locked_admission(admission: Admission, to: str, version: int, by: User) -> tuple[Admission, Case]:
    case = Case.objects.locked(admission.decision.request.case_id)
    locked = Admission.objects.locked(admission.pk, version=version)
    if to not in Admission.NEXT[locked.status]:
        raise AnswerNotPossible(
            _("The first school day has been recorded already."), reference=case.reference
        )
    locked.status = to
    if to != Admission.Status.ENDED:
        locked.confirmed_at, locked.confirmed_by = timezone.now(), str(by)[:80]
    return locked, case


def _mail_school(request: PlacementRequest, template: mails.Mail, token: str = "") -> None:
    path = reverse("schools:answer", args=[token]) if token else request.get_absolute_url()
    subject, body = mails.write(template, reference=request.case.reference, link=settings.PUBLIC_URL + path)
    post(request.school.email, subject, body, reference=request.case.reference)
