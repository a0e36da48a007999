"""Who is responsible for a case, and who may look into it for a while."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Case
from privacy.access.roles import Permission
from privacy.access.rows import grant, revoke
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import User

UNUSUAL_OPENING = timedelta(hours=24)


class NotYoursToAssign(Refusal):
    """Who only looks in for a day, or from another team, does not hand the case over."""


@audit.action
def assign(case: Case, owner: User | None, *, version: int, by: User) -> Case:
    """Make somebody responsible, or nobody. Opens the case to the new owner and her team, closes it to the old ones."""
    locked = Case.objects.locked(case.pk, version=version)
    _demand_own(locked, by)
    if locked.owner:
        close_to(locked, locked.owner)
    locked.owner, locked.team = owner, owner.team if owner else None
    locked.save()
    if owner:
        open_to(locked, owner)
    audit.record(
        Verb.CASE_ASSIGNED,
        reference=case.reference,
        about=locked,
        detail={"owner": owner.pk if owner else None},
    )
    return locked


def _demand_own(case: Case, by: User) -> None:
    """Raises NotYoursToAssign unless the case is hers, her team's, nobody's, or she leads."""
    of_team = by.team_id is not None and case.team_id == by.team_id
    if not (case.owner_id in (None, by.pk) or of_team or by.has_perm(Permission.SEE_ALL_CASES)):
        raise NotYoursToAssign(_("Only the responsible team hands this case over."), reference=case.reference)


def open_to(case: Case, owner: User) -> None:
    grant(owner, case)
    if owner.team:
        grant(owner.team.group, case)


def close_to(case: Case, owner: User) -> None:
    revoke(owner, case)
    if case.team:
        revoke(case.team.group, case)


@audit.action
def open_unusually(case: Case, *, purpose: str, explanation: str, by: User) -> Case:
    """Open another team's case for 24 hours, stating a purpose. The owner sees it on her day (decision 5).

    The purpose's code goes into the ledger; the explanation stays with the case and is erased with it.
    """
    grant(by, case, until=timezone.now() + UNUSUAL_OPENING, purpose=explanation[:200])
    audit.record(
        Verb.CASE_OPENED_UNUSUALLY, reference=case.reference, about=case, detail={"purpose": purpose}
    )
    return case
