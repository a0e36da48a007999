"""How far each case of the demonstration comes: a journey is a row of steps, each step an act of the product.

What lies in the past says so in the dates that people enter (reported, talk, decision, first day). The ledger and
the status show the moment of filling, as they do for everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from django.utils import timezone

from intake import actions as intake
from intake import rules
from intake.models import Case, Contact, Household, IntakeSession, Status, Support
from intake.models.cases import ClosingReason
from privacy.ledger.acts import Outsider
from privacy.models import Installation, User
from privacy.notices import sheets, texts
from privacy.notices.models import Kind, SheetIssue
from schools import actions
from schools.demo.cast import SCHOOL, Cast
from schools.demo.families import Family, workday
from schools.duties import WORKER
from schools.letters import facts_of, placement_notice
from schools.models import Admission, Authority, PlacementRequest
from schools.ranking import rank_case

# Making a sheet takes longer than all the rest of a case. Three languages show what there is to see, and notices
# by post go out in German.
SHEET_LANGUAGES: Final = frozenset({"de", "uk", "ar"})
NOT_HANDED_OVER: Final = {
    SheetIssue.State.REFUSED: SheetIssue.Reason.DOES_NOT_WANT,
    SheetIssue.State.IMPOSSIBLE: SheetIssue.Reason.UNREACHABLE,
}
FIRST_SCHOOL: Final = "Bisher kein Schulbesuch möglich. Die Familie möchte, dass es bald losgeht."
NOTES: Final = (
    "Zeugnisse gesehen. Schulbesuch zuletzt regelmäßig.",
    "Zeugnisse folgen. Unterricht zuletzt nur online.",
    "Lieblingsfach Mathematik. Schulweg mit dem Bus ist kein Problem.",
    "",
)
EAST: Final = frozenset({"Bad Berleburg", "Bad Laasphe", "Erndtebrück", "Hilchenbach", "Netphen"})
TEAMMATES_TOWN: Final = "Kreuztal"


@dataclass
class Story:
    """One family's case while it is told."""

    family: Family
    cast: Cast
    chance: Random
    reported_on: date
    case: Case

    @property
    def owner(self) -> User:
        """Who works on the case: its owner, or who opened it."""
        return self.case.owner or opener(self.family, self.cast)

    @property
    def request(self) -> PlacementRequest:
        """The school's request that counts now: the latest."""
        found: PlacementRequest = self.case.requests.select_related("school").latest("pk")
        return found

    @property
    def admission(self) -> Admission:
        return Admission.objects.get(decision__request=self.request)

    @property
    def office(self) -> User | Outsider:
        """Who answers for the school: its office where it has a login, else the holder of the mailed link."""
        number = self.request.school.number
        return self.cast.school if number == SCHOOL else Outsider(f"link school {number}")

    def day(self, share: float) -> date:
        """The working day when about this share of the time from the report until today had passed."""
        return workday(self.reported_on + (timezone.localdate() - self.reported_on) * share)

    def refresh(self) -> None:
        """Read the case again, as a person does who opens the page."""
        self.case = Case.objects.select_related("pupil__household", "owner").get(pk=self.case.pk)


Step = Callable[[Story], Any]


def opener(family: Family, cast: Cast) -> User:
    """The two teams share the county between them."""
    return cast.colleague if family.town in EAST else cast.counsellor


def tell(family: Family, cast: Cast, home: Household | None) -> Case:
    """Open the family's case and take it as far as its journey goes; `home` is the household of a sibling's case."""
    journey = JOURNEYS[family.journey]
    chance = family.chance
    reported_on = workday(timezone.localdate() - timedelta(days=journey.days_ago + chance.randint(0, 9)))
    case = intake.open_case(
        household=home or family.household_values(),
        pupil=family.pupil_values(timezone.localdate()),
        custodians=[] if home else family.custodian_values(),
        referral=family.referral_values(reported_on),
        facts=family.fact_values(reported_on),
        by=opener(family, cast),
    )
    story = Story(family, cast, chance, reported_on, case)
    for step in (hand_on, *journey.steps):
        story.refresh()
        step(story)
    return case


# --- Counselling ------------------------------------------------------------------------------------------


def hand_on(story: Story) -> None:
    """One town's cases belong to a teammate."""
    if story.family.town == TEAMMATES_TOWN:
        intake.assign(story.case, story.cast.teammate, version=story.case.version, by=story.owner)


def unassign(story: Story) -> None:
    intake.assign(story.case, None, version=story.case.version, by=story.cast.lead)


def inform(story: Story) -> None:
    """Settle every open sheet: notices go by post, sheets from hand to hand."""
    for kind in Kind:
        issues = list(sheets.open_for(story.case.reference).filter(kind=kind))
        if issues:
            sheets.hand_over(issues, _outcome(story, kind), by=story.owner)


def _outcome(story: Story, kind: str) -> sheets.Outcome:
    state = story.family.sheet or SheetIssue.State.ISSUED
    if state != SheetIssue.State.ISSUED:
        return sheets.Outcome(state=state, reason=NOT_HANDED_OVER[SheetIssue.State(state)])
    if kind == Kind.ART14:
        return sheets.Outcome(state, texts.GERMAN, SheetIssue.Channel.POST, SheetIssue.Interpreter.NONE)
    spoken = texts.preset_language(story.family.language)
    language = spoken if spoken in SHEET_LANGUAGES else texts.GERMAN
    return sheets.Outcome(state, language, SheetIssue.Channel.PAPER, _interpreter(story))


def _interpreter(story: Story) -> str:
    helpers = SheetIssue.Interpreter
    if story.family.level.startswith("A2"):
        return helpers.NONE
    return story.chance.choice((helpers.LAY, helpers.LAY, helpers.PROFESSIONAL, helpers.PHONE))


def invite(story: Story) -> None:
    intake.move(story.case, Status.INVITED, version=story.case.version, by=story.owner)


def call_in_vain(story: Story) -> None:
    values = {"kind": Contact.Kind.NOT_REACHED, "made_on": story.day(0.8), "note": "", "follow_up_on": None}
    intake.log_contact(story.case, values, by=story.owner)


def talk(story: Story) -> None:
    kinds = IntakeSession.Kind
    values = {
        "held_on": story.day(0.3),
        "kind": story.chance.choice((kinds.ON_SITE, kinds.ON_SITE, kinds.OUTREACH, kinds.VIDEO)),
        "participants": "P,C1,C2" if story.family.second_parent else "P,C1",
        "interpreter": _interpreter(story),
        "notes": FIRST_SCHOOL if story.family.needs_literacy else story.chance.choice(NOTES),
    }
    intake.record_talk(story.case, [intake.talk_entry(story.case, values, by=story.owner)], by=story.owner)


def conclude(story: Story) -> None:
    intake.conclude_session(story.case.sessions.latest("pk"), by=story.owner)


def recommend(story: Story) -> None:
    grade = story.family.grade
    values = {"school_form": _form(story), "grade": grade, "support": _support(story.family), "reason": ""}
    intake.recommend(story.case, values, version=0, by=story.owner)


def _form(story: Story) -> str:
    stage = rules.stage_of(story.family.grade)
    if stage == "secondary1":
        return "15" if story.family.at else story.chance.choice(("15", "04", "10", "14", "20", ""))
    return {"primary": "02", "berufskolleg": "30"}[stage]


def _support(family: Family) -> str:
    if family.grade > 10:
        return Support.IFK
    if family.needs_literacy:
        return Support.LITERACY
    if family.grade <= 4 or family.level.startswith("A2"):
        return Support.INTEGRATION
    return Support.DFG


def look_in(story: Story) -> None:
    """Somebody of the other team opens the case and says why; the owner sees it on her day."""
    other = story.cast.counsellor if story.owner == story.cast.colleague else story.cast.colleague
    intake.open_unusually(story.case, purpose="cover", explanation="Anruf der Schule, Vertretung", by=other)


def closing(reason: ClosingReason) -> Step:
    """A step that closes the case for this reason."""

    def close(story: Story) -> None:
        version = story.case.version
        intake.move(story.case, Status.CLOSED, version=version, closing_reason=reason, by=story.owner)

    return close


# --- Schools ----------------------------------------------------------------------------------------------


def ask_school(story: Story) -> None:
    """Ask the first school of the ranking, or the one that the family's line names."""
    ranked = rank_case(story.case)
    options = ranked.ranking.options
    index = next((i for i, option in enumerate(options) if option.school == story.family.at), 0)
    chosen = options[index]
    actions.request_place(
        story.case,
        ranked.offerings[chosen.offering],
        grade=story.family.grade,
        sibling=any(reason.code == "SIBLING" for reason in chosen.reasons),
        rank=index + 1,
        override_reason="Wunsch der Familie nach dem Gespräch" if index else "",
        ranking=ranked.inputs,
        by=story.owner,
    )


def accept(story: Story) -> None:
    actions.accept(story.request, version=story.request.version, by=story.office)


def refuse(story: Story) -> None:
    reason = PlacementRequest.Reason.FULL_DAZ
    remark = "Ab dem zweiten Halbjahr wieder ein Platz."
    actions.refuse(
        story.request, reason=reason, remark=remark, version=story.request.version, by=story.office
    )


def question(story: Story) -> None:
    text = "Welche Fremdsprachen wurden bisher unterrichtet?"
    actions.ask(story.request, question=text, version=story.request.version, by=story.office)


def reply(story: Story) -> None:
    text = "Englisch, zwei Jahre."
    actions.reply(story.request, text=text, version=story.request.version, by=story.owner)


def withdraw(story: Story) -> None:
    actions.withdraw(story.request, version=story.request.version, by=story.owner)


def expire(story: Story) -> None:
    actions.expire(story.request, by=WORKER)


def decide(story: Story) -> None:
    """The Schulaufsicht decides; a first day to come for those who wait, a past one for the others."""
    is_waiting = JOURNEYS[story.family.journey].steps[-1] is issue_letter
    expected_on = workday(timezone.localdate() + timedelta(days=9)) if is_waiting else story.day(0.7)
    stage = rules.stage_of(story.family.grade)
    actions.decide(
        story.request,
        authority=Authority.BEZIRKSREGIERUNG if stage == "berufskolleg" else Authority.SCHULAMT,
        decided_on=story.day(0.6),
        file_number=f"40.2-{story.case.reference}",
        expected_on=expected_on,
        version=story.request.version,
        by=story.owner,
    )


def issue_letter(story: Story) -> None:
    request = story.request
    facts = facts_of(request, Installation.current(), contact=str(story.owner))
    notice = placement_notice(facts, stamp=timezone.localtime())
    actions.issue_notice(
        request, recipient=notice.recipient, fields=notice.fields, pdf=notice.pdf, by=story.owner
    )


def admit(story: Story) -> None:
    by = story.cast.school if story.office == story.cast.school else story.owner
    actions.admit(story.admission, first_day=story.day(0.7), version=story.admission.version, by=by)


def miss(story: Story) -> None:
    actions.did_not_appear(story.admission, version=story.admission.version, by=story.owner)


def support(story: Story) -> None:
    intake.move(story.case, Status.SUPPORTED, version=story.case.version, by=story.owner)


def pass_on(story: Story) -> None:
    intake.move(story.case, Status.TRANSITIONED, version=story.case.version, by=story.owner)


# --- The journeys -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Journey:
    """The steps of a case that was reported `days_ago` days ago, or up to nine days earlier."""

    days_ago: int
    steps: tuple[Step, ...] = ()


_COUNSELLED: Final = (inform, talk, inform, conclude)
_SEEKING: Final = (*_COUNSELLED, recommend)
_REQUESTED: Final = (*_SEEKING, ask_school)
_PROMISED: Final = (*_REQUESTED, accept)
_ASSIGNED: Final = (*_PROMISED, decide, issue_letter)
_ADMITTED: Final = (*_ASSIGNED, admit)

JOURNEYS: Final[dict[str, Journey]] = {
    "reported": Journey(3),
    "unassigned": Journey(5, (unassign,)),
    "invited": Journey(9, (inform, invite, call_in_vain)),
    "drafted": Journey(12, (inform, invite, talk)),
    "counselled": Journey(14, _COUNSELLED),
    "seeking": Journey(20, _SEEKING),
    "requested": Journey(24, _REQUESTED),
    "question": Journey(26, (*_REQUESTED, question)),
    "replied": Journey(28, (*_REQUESTED, question, reply)),
    "refused": Journey(32, (*_REQUESTED, refuse)),
    "withdrawn": Journey(32, (*_REQUESTED, withdraw)),
    "expired": Journey(34, (*_REQUESTED, expire)),
    "promised": Journey(30, _PROMISED),
    "assigned": Journey(36, _ASSIGNED),
    "no_show": Journey(50, (*_ASSIGNED, miss, look_in)),
    "admitted": Journey(60, _ADMITTED),
    "supported": Journey(150, (*_ADMITTED, support)),
    "transitioned": Journey(380, (*_ADMITTED, support, pass_on)),
    "closed_arrived": Journey(420, (*_ADMITTED, support, pass_on, closing(ClosingReason.ARRIVED))),
    "closed_moved": Journey(70, (*_SEEKING, closing(ClosingReason.MOVED_AWAY))),
    "closed_unreachable": Journey(90, (inform, invite, closing(ClosingReason.UNREACHABLE))),
    "closed_duplicate": Journey(20, (inform, closing(ClosingReason.DUPLICATE))),
}
