"""A counsellor's day: what is due, what came in, who opened her cases."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from intake import bulk
from intake.models import Case, CaseUserPermission, Cover, TalkDraft
from privacy.ledger.models import AuditEvent
from privacy.models import Job, User
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
    owing: set[str]  # references of cases in which a sheet is still to be handed over: that comes first
    files: list[Job]  # what she asked for and what has been made meanwhile

    @property
    def references(self) -> set[str]:
        cases = {case.reference for case in (*self.due, *self.unassigned)}
        events = {event.reference for event in self.news}
        drafts = {draft.case.reference for draft in self.drafts}
        return cases | events | drafts | {sheets["reference"] for sheets in self.open_sheets}


def work_of(user: User) -> Work:
    mine = list(Case.objects.cared_for(user).for_list())
    own = {case.reference: case for case in mine}
    gone = Case.objects.closed_lately(user, since=timezone.localdate() - LOOK_BACK)
    sheets = list(SheetIssue.objects.open().filter(reference__in=own).by_case())
    dated = [case for case in mine if case.next_step.due_on]
    since = timezone.now() - LOOK_BACK
    return Work(
        due=sorted(dated, key=_urgency)[:LENGTH],
        unassigned=list(Case.objects.unassigned().visible_to(user).for_list()[:LENGTH]),
        open_sheets=[{**one, "case": own[one["reference"]]} for one in sheets[:LENGTH]],
        news=list(AuditEvent.objects.of_others([*own, *gone], user.pk, since)[:LENGTH]),
        openings=list(CaseUserPermission.objects.unusual(user)),
        covers=list(Cover.objects.by(user)),
        drafts=list(TalkDraft.objects.of_user(user).filter(case__in=Case.objects.visible_to(user))[:LENGTH]),
        owing={one["reference"] for one in sheets},
        files=[job for job in bulk.recent(user) if job.is_over],
    )


def _urgency(case: Case) -> tuple[bool, Any, int]:
    """First what is overdue or hers to do, by date; what waits for somebody else comes after."""
    waits = bool(case.next_step.waits_for) and not case.is_overdue()
    return waits, case.next_step.due_on, case.pk
