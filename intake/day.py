"""A counsellor's day: what is due, what came in, who opened her cases."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from intake.models import Case, CaseUserPermission, Cover, TalkDraft
from privacy.ledger.models import AuditEvent
from privacy.models import User
from privacy.notices.models import SheetIssue

LOOK_BACK = timedelta(days=3)
LENGTH = 10


@dataclass(frozen=True)
class Work:
    due: list[Case]  # the longest overdue first
    unassigned: list[Case]
    open_sheets: list[dict[str, Any]]  # by case: the case, its reference, number of people, earliest date
    news: list[AuditEvent]  # what others did in her cases lately
    openings: list[CaseUserPermission]  # her cases opened by another team
    covers: list[Cover]  # whom she stands in for; their cases are among hers
    drafts: list[TalkDraft]  # talks she has begun to write down

    @property
    def references(self) -> set[str]:
        cases = {case.reference for case in (*self.due, *self.unassigned)}
        events = {event.reference for event in self.news}
        drafts = {draft.case.reference for draft in self.drafts}
        return cases | events | drafts | {sheets["reference"] for sheets in self.open_sheets}


def work_of(user: User) -> Work:
    mine = list(Case.objects.cared_for(user).for_list())
    own = {case.reference: case for case in mine}
    dated = [case for case in mine if case.next_step.due_on]
    since = timezone.now() - LOOK_BACK
    return Work(
        due=sorted(dated, key=_urgency)[:LENGTH],
        unassigned=list(Case.objects.unassigned().visible_to(user).for_list()[:LENGTH]),
        open_sheets=[
            {**sheets, "case": own[sheets["reference"]]}
            for sheets in SheetIssue.objects.open().filter(reference__in=own).by_case()[:LENGTH]
        ],
        news=list(AuditEvent.objects.of_others(own, user.pk, since)[:LENGTH]),
        openings=list(CaseUserPermission.objects.unusual(user)),
        covers=list(Cover.objects.by(user)),
        drafts=list(TalkDraft.objects.of_user(user).filter(case__in=Case.objects.visible_to(user))[:LENGTH]),
    )


def _urgency(case: Case) -> tuple[bool, Any, int]:
    """First what is overdue or hers to do, by date; what waits for somebody else comes after."""
    waits = bool(case.next_step.waits_for) and not case.is_overdue()
    return waits, case.next_step.due_on, case.pk
