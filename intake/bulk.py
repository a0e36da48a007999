"""Handing over many sheets at once: one file for the printer, made in the background, with a result per person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.letters import address_of, cover_letter
from intake.models import Case
from intake.people import audience_of, names_by_code
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import Installation, User
from privacy.notices import numbers, sheets, texts
from privacy.notices.collecting import outdated
from privacy.notices.models import SheetIssue
from privacy.notices.printing import joined
from privacy.work import jobs
from privacy.work.models import Job

HAND_OUT = "hand_out_sheets"
MOST = 500  # people in one file
RECENT = timedelta(days=2)
State = SheetIssue.State
VIEWS = {"open": _("Collected, no valid notice"), "outdated": _("Outdated")}


class TooManyAtOnce(Refusal):
    """A file that nobody can carry to the printer."""


class NothingChosen(Refusal):
    """None of the chosen people is open to this user (any more)."""


class NoAddress(Refusal):
    """What cannot be delivered is not recorded as handed over."""


@dataclass(frozen=True)
class Row:
    """One person who is still to be informed, or has an old paper: `issue` is the open sheet, or the last one."""

    case: Case
    issue: SheetIssue
    name: str

    @property
    def language(self) -> str:
        """The language of the sheet this person would get."""
        return preset(self.case)


def preset(case: Case) -> str:
    """The language that the family reads, as far as there is a text."""
    return texts.preset_language(case.pupil.household.language, case.pupil.first_language)


def rows(user: User, view: str) -> list[Row]:
    """People of the open cases this user sees: to whom a sheet is owed (the most urgent first), or whose is outdated."""
    mine = Case.objects.visible_to(user).open().for_list().prefetch_related("pupil__household__custodians")
    cases = {case.reference: case for case in mine}
    if view == "outdated":
        issues = outdated(cases)
    else:
        still_open = SheetIssue.objects.open().filter(reference__in=cases).select_related("collection")
        issues = sorted((one.lead for one in sheets.owed(still_open)), key=lambda one: (one.due_on, one.pk))
    names = {reference: names_by_code(case) for reference, case in cases.items()}
    return [
        Row(cases[one.reference], one, names[one.reference][one.person_code])
        for one in issues
        if one.person_code in names[one.reference]  # a former custodian is owed nothing more
    ]


@audit.action
def start(chosen: Iterable[int], channel: str, *, by: User) -> Job:
    """Begin to hand over sheets for these issues: open ones, or papers that are outdated. Each in the family's language.

    The worker makes one file of them. Whoever is not in an open case of the user's is left out. Each paper's number is
    drawn here, so that a worker who begins anew finds what is done. Raises TooManyAtOnce and NothingChosen.
    """
    found = SheetIssue.objects.filter(pk__in=set(chosen), state__in=(State.OPEN, State.ISSUED))
    mine = Case.objects.visible_to(by).open().values("reference")
    people = {
        (one.reference, one.person_code): one for one in found.filter(reference__in=mine).order_by("pk")
    }
    if len(people) > MOST:
        raise TooManyAtOnce(_("At most %(most)d people at once.") % {"most": MOST})
    if not people:
        raise NothingChosen(_("These sheets are not open to you any more."))
    parts = [
        {"reference": one.reference, "person": one.person_code, "issue": one.pk, "number": numbers.new_number(),
         "is_new": one.state == State.OPEN}
        for one in people.values()
    ]  # fmt: skip
    job = jobs.start(HAND_OUT, {"people": parts, "channel": channel}, owner=by)
    shown = {one.reference for one in people.values()}
    audit.record(Verb.SHEETS_STARTED, about=job, shown=shown, detail={"channel": channel})
    return job


def hand_out(job: Job) -> Iterator[jobs.Part]:
    """The worker's part: settle person by person, then join the papers. What was done before is only printed again."""
    job.total = len(job.payload["people"])
    papers: list[bytes] = []
    for part in job.payload["people"]:
        yield jobs.Part(part["reference"], part["person"], partial(_hand_out_one, job, part, papers))
    job.output = joined(papers) if papers else None


def _hand_out_one(job: Job, part: dict[str, Any], papers: list[bytes]) -> tuple[str, str]:
    """Outcome and receipt number; adds the papers. Everything is printed before anything is recorded."""
    case = Case.objects.for_list().get(reference=part["reference"])
    issue = _recorded(part)
    if issue is None:
        _demand_possible(job, case, part["person"])
    letters = _letters(job, case, part["person"])
    issue = issue or _record(job, case, part)
    papers += [*letters, bytes(issue.document.pdf), bytes(issue.receipt or b"")]  # type: ignore[union-attr]
    return "issued", issue.receipt_number or ""


def _recorded(part: dict[str, Any]) -> SheetIssue | None:
    """What this job has recorded for this person: by another worker, or before it was begun anew."""
    return SheetIssue.objects.printed().filter(receipt_number=part["number"]).first()


def _demand_possible(job: Job, case: Case, code: str) -> None:
    """Raises NothingChosen for a case that is not open to the owner any more, NoAddress for an empty envelope."""
    by: Any = job.owner
    if not Case.objects.visible_to(by).filter(pk=case.pk).exists():
        raise NothingChosen(_("This case is not open to you any more."))
    if job.payload["channel"] == SheetIssue.Channel.POST and not address_of(case.pupil.household, code):
        raise NoAddress(_("There is no address to post it to."), reference=case.reference)


def _letters(job: Job, case: Case, code: str) -> list[bytes]:
    if job.payload["channel"] != SheetIssue.Channel.POST:
        return []
    return [cover_letter(case, code, Installation.current(), contact=str(job.owner))]


def _record(job: Job, case: Case, part: dict[str, Any]) -> SheetIssue:
    """Settle what the person is owed, or hand over today's sheet for an outdated one. Raises AlreadySettled, NotOfThisCase."""
    audience = audience_of(case, part["person"])
    try:
        return (_settle_open if part["is_new"] else _replace)(job, case, part, audience)
    except sheets.AlreadySettled:
        if recorded := _recorded(part):
            return recorded
        raise


def _settle_open(job: Job, case: Case, part: dict[str, Any], audience: str) -> SheetIssue:
    """All that this person is owed. Raises AlreadySettled if the chosen sheet is not open any more."""
    by: Any = job.owner
    owed = [one for one in sheets.open_for(case.reference) if one.person_code == part["person"]]
    if part["issue"] not in {one.pk for one in owed}:
        raise sheets.AlreadySettled(
            _("A colleague has recorded this sheet already."), reference=case.reference
        )
    lead = sheets.owed(owed)[0].lead
    printed = sheets.prepare(lead, preset(case), part["number"], audience=audience)
    settled = sheets.settle(owed, {lead.pk: printed}, _outcome(job, case), by=by)
    return next(one for one in settled if one.pk == lead.pk)


def _replace(job: Job, case: Case, part: dict[str, Any], audience: str) -> SheetIssue:
    """Today's sheet for an outdated one. Raises AlreadySettled if it is not the last one any more."""
    by: Any = job.owner
    last = SheetIssue.objects.get(pk=part["issue"])
    printed = sheets.prepare(last, preset(case), part["number"], audience=audience)
    return sheets.replace(last, printed, _outcome(job, case), audience=audience, by=by)


def _outcome(job: Job, case: Case) -> sheets.Outcome:
    return sheets.Outcome(
        state=State.ISSUED,
        language=preset(case),
        channel=job.payload["channel"],
        interpreter=SheetIssue.Interpreter.NONE,
    )


def is_open_to(user: User, references: Iterable[str]) -> bool:
    """Whether every one of these cases is open to the user: what she may not see any more she does not print."""
    wanted = set(references)
    return Case.objects.visible_to(user).filter(reference__in=wanted).count() == len(wanted)


def recent(user: User) -> list[Job]:
    """The user's files of the last days, the latest first."""
    since = timezone.now() - RECENT
    mine = Job.objects.without_file().filter(kind=HAND_OUT, owner=user, created_at__gte=since)
    return list(mine.order_by("-created_at"))


def register_jobs() -> None:
    jobs.register(HAND_OUT, hand_out, is_open_to=is_open_to)
