"""Who is responsible for a case, and who may look into it for a while."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Case, Cover
from privacy.access.roles import Permission
from privacy.access.rows import grant, revoke
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import Team, User

UNUSUAL_OPENING = timedelta(hours=24)


class NotToBeUndone(Refusal):
    """Only the last change can be undone, by who made it."""


class NotYoursToAssign(Refusal):
    """Who only looks in for a day, or from another team, does not hand the case over."""


@audit.action
def assign(case: Case, owner: User | None, *, version: int, by: User) -> Case:
    """Make somebody responsible, or nobody. Opens the case to the new owner and her team, closes it to the old ones."""
    locked = Case.objects.locked(case.pk, version=version)
    _demand_own(locked, by)
    _hand_to(locked, owner, owner.team if owner else None)
    audit.record(
        Verb.CASE_ASSIGNED,
        reference=case.reference,
        about=locked,
        detail={"owner": owner.pk if owner else None},
    )
    return locked


@audit.action
def take_back(case: Case, *, version: int, by: User) -> Case:
    """Undo the hand-over that made `version`: the former responsible person and team are put back.

    Only who handed the case over takes it back, also where it is not open to her any more, and only while nobody has
    changed it since. Raises NotToBeUndone.
    """
    locked = Case.objects.locked(case.pk)
    former = _before_hand_over(locked, version, by)
    _hand_to(locked, former.owner, former.team)
    audit.record(
        Verb.CASE_ASSIGNED,
        reference=case.reference,
        about=locked,
        detail={"owner": former.owner_id, "undone": True},
    )
    return locked


def _before_hand_over(case: Case, version: int, by: User) -> Any:
    """The version of the case before the hand-over by this user, as long as that is the last change."""
    versions = case.history.select_related("owner", "team")
    now, former = (versions.filter(version=number).first() for number in (version, version - 1))
    handed_over = now and former and (now.owner_id, now.team_id) != (former.owner_id, former.team_id)
    if not handed_over or now.history_user_id != by.pk or case.version != version:
        raise NotToBeUndone(
            _(
                "Somebody has changed this case since, so this cannot be undone. Please ask who is responsible now."
            ),
            reference=case.reference,
        )
    if former.owner_id and not User.objects.counselling().filter(pk=former.owner_id).exists():
        raise NotToBeUndone(
            _("The former responsible person does not counsel any more. Please choose somebody else."),
            reference=case.reference,
        )
    return former


def _hand_to(case: Case, owner: User | None, team: Team | None) -> None:
    if case.owner:
        close_to(case, case.owner)
    case.owner, case.team = owner, team
    case.save()
    if owner:
        open_to(case, owner)


def _demand_own(case: Case, by: User) -> None:
    """Raises NotYoursToAssign unless the case is hers, her team's, nobody's, or she leads."""
    of_team = by.team_id is not None and case.team_id == by.team_id
    if not (case.owner_id in (None, by.pk) or of_team or by.has_perm(Permission.SEE_ALL_CASES)):
        raise NotYoursToAssign(_("Only the responsible team hands this case over."), reference=case.reference)


def open_to(case: Case, owner: User) -> None:
    grant(owner, case)
    if case.team:
        grant(case.team.group, case)


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


class NotYoursToCover(Refusal):
    """Who is away says who stands in for her; for somebody who cannot, the lead does."""


@audit.action
def arrange_cover(owner: User, *, colleague: User, until_on: date, by: User) -> Cover:
    """Let a colleague look after somebody's cases until a day (decision 5); a second time only moves the day.

    Raises NotYoursToCover unless it is one's own absence or one leads.
    """
    _demand_cover(owner, by)
    cover, _made = Cover.objects.update_or_create(
        owner=owner, colleague=colleague, defaults={"until_on": until_on}
    )
    cases = Case.objects.mine(owner).values_list("reference", flat=True)
    facts = {"owner": owner.pk, "colleague": colleague.pk, "until": until_on.isoformat()}
    audit.record(Verb.COVER_ARRANGED, about=cover, detail=facts, shown=cases)
    return cover


@audit.action
def end_cover(cover: Cover, *, by: User) -> None:
    """Somebody is back early. Raises NotYoursToCover."""
    _demand_cover(cover.owner, by)
    facts = {"owner": cover.owner_id, "colleague": cover.colleague_id}
    audit.record(Verb.COVER_ENDED, about=cover, detail=facts)
    cover.delete()


def _demand_cover(owner: User, by: User) -> None:
    if owner != by and not by.has_perm(Permission.SEE_ALL_CASES):
        raise NotYoursToCover(_("Only the person herself or a lead says who stands in."))
