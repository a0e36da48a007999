"""The case: one pupil, one reference, one way to a school."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, ClassVar, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case as DatabaseCase
from django.db.models import ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from intake import rules
from intake.catalogues import municipality
from intake.models.choices import RecommendedForm
from intake.models.covers import Cover
from intake.models.people import Pupil
from intake.names import BirthDate, like_patterns
from privacy.access.models import Opening
from privacy.access.roles import Permission
from privacy.access.rows import granted
from privacy.models import Installation, Team, Tracked, TrackedQuerySet, User
from privacy.rights.items import Item


class Status(models.TextChoices):
    """Where the case stands (decision 26). No-show and unreachable are reasons and counters, not states."""

    REPORTED = "reported", _("reported")
    INVITED = "invited", _("invited")
    COUNSELLED = "counselled", _("counselled")
    SEEKING = "seeking", _("school wanted")
    REQUESTED = "requested", _("school asked")
    PROMISED = "promised", _("school promised")
    ASSIGNED = "assigned", _("assigned")
    ADMITTED = "admitted", _("admitted")
    SUPPORTED = "supported", _("in first support")
    TRANSITIONED = "transitioned", _("moved to regular class")
    CLOSED = "closed", _("closed")


class ClosingReason(models.TextChoices):
    ARRIVED = "arrived", _("arrived at school")
    MOVED_AWAY = "moved_away", _("moved away")
    NOT_TARGET_GROUP = "not_target_group", _("not the target group")
    IN_SCHOOL = "in_school", _("was already at a school")
    UNREACHABLE = "unreachable", _("could not be reached")
    NO_SHOW = "no_show", _("did not come")
    DUPLICATE = "duplicate", _("entered twice")
    DUTY_ENDED = "duty_ended", _("Schulpflicht has ended")


S = Status
NEXT: dict[str, frozenset[str]] = {
    S.REPORTED: frozenset({S.INVITED, S.COUNSELLED, S.CLOSED}),
    S.INVITED: frozenset({S.REPORTED, S.COUNSELLED, S.CLOSED}),
    S.COUNSELLED: frozenset({S.SEEKING, S.CLOSED}),
    S.SEEKING: frozenset({S.REQUESTED, S.CLOSED}),
    S.REQUESTED: frozenset({S.SEEKING, S.PROMISED}),
    S.PROMISED: frozenset({S.SEEKING, S.ASSIGNED}),
    S.ASSIGNED: frozenset({S.SEEKING, S.ADMITTED}),
    S.ADMITTED: frozenset({S.SUPPORTED, S.SEEKING, S.CLOSED}),
    S.SUPPORTED: frozenset({S.TRANSITIONED, S.SEEKING, S.CLOSED}),
    S.TRANSITIONED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset({S.REPORTED}),
}
# Set by a person on the case page; the others follow from what is recorded.
BY_HAND = frozenset({S.INVITED, S.SUPPORTED, S.TRANSITIONED, S.CLOSED, S.REPORTED})
_BADGES: dict[str, str] = {
    S.REQUESTED: "warning",
    S.PROMISED: "success",
    S.ASSIGNED: "success",
    S.ADMITTED: "success",
}
WAITING_FOR_COUNSELLING = (S.REPORTED, S.INVITED)
WITH_THE_FAMILY = (
    *WAITING_FOR_COUNSELLING,
    S.COUNSELLED,
    S.SEEKING,
)  # nobody else has a deadline of their own
WITHOUT_PLACE = (S.COUNSELLED, S.SEEKING, S.REQUESTED, S.PROMISED, S.ASSIGNED)
DUE_BY = ("status_since", "waits_until", "follow_up_on", "appointment_on")  # the columns of `with_due`
SIGNS_OF_REFERENCES = frozenset("0123456789-")
WITHOUT_DECISION = (S.COUNSELLED, S.SEEKING, S.REQUESTED, S.PROMISED)


def _born(wanted: BirthDate) -> Q:
    """The condition: the two dates of birth agree as far as both are known.

    1 January counts as "only the year is known", as many papers mean it (so does the duplicate check, intake/names.py).
    """
    year, *month = (
        Q(**{f"pupil__born_on__{part}": value})
        for part, value in zip(("year", "month"), wanted.parts, strict=False)
    )
    if not month:
        return year
    in_month = year & month[0]
    known_less = (year & Q(pupil__birth_precision=Pupil.Precision.YEAR)) | Q(
        pupil__born_on=date(wanted.value.year, 1, 1)
    )
    if wanted.precision == "month":
        return in_month | known_less
    known_less |= in_month & Q(pupil__birth_precision=Pupil.Precision.MONTH)
    return Q(pupil__born_on=wanted.value) | known_less


class CaseQuerySet(TrackedQuerySet["Case"]):
    def visible_to(self, user: User | AnonymousUser) -> "CaseQuerySet":
        """The cases this user may see (decision 5).

        A counsellor: her own, her team's, unassigned ones, those opened to her until a date, and those of whom she
        stands in for. A lead: all. Everybody else: none. List, detail, search and duplicate hint ask only this function.
        """
        if not user.has_perm(Permission.OPEN_CASES):
            return self.none()
        if user.has_perm(Permission.SEE_ALL_CASES):
            return self
        covered = Q(owner__in=Cover.owners_in_care_of(cast(User, user)))
        return self.filter(granted(user, Case) | Q(owner=None) | covered)

    def touched_by(self, user: User | AnonymousUser) -> "CaseQuerySet":
        """The cases with a version that this user made: to undo what closed the case to her."""
        return self.filter(pk__in=Case.history.filter(history_user=user.pk).values("id"))

    def with_references(self, references: Iterable[str]) -> "CaseQuerySet":
        return self.filter(reference__in=references)

    def open(self) -> "CaseQuerySet":
        return self.exclude(status=Status.CLOSED)

    def closed(self) -> "CaseQuerySet":
        return self.filter(status=Status.CLOSED)

    def mine(self, user: User) -> "CaseQuerySet":
        return self.open().filter(owner=user)

    def closed_lately(self, user: User, since: date) -> models.QuerySet[Any]:
        """References of her cases closed since that day: she should learn of it if somebody else did that."""
        return self.filter(owner=user, closed_on__gte=since).values_list("reference", flat=True)

    def cared_for(self, user: User) -> "CaseQuerySet":
        """Hers, and those of whom she stands in for."""
        return self.open().filter(Q(owner=user) | Q(owner__in=Cover.owners_in_care_of(user)))

    def of_team(self, user: User) -> "CaseQuerySet":
        return self.open().filter(team=user.team_id) if user.team_id else self.none()

    def unassigned(self) -> "CaseQuerySet":
        return self.open().filter(owner=None)

    def waiting_for_counselling(self) -> "CaseQuerySet":
        return self.filter(status__in=WAITING_FOR_COUNSELLING)

    def without_place(self) -> "CaseQuerySet":
        return self.filter(status__in=WITHOUT_PLACE)

    def reported_by_school(self) -> "CaseQuerySet":
        """Children whose family went to a school first."""
        return self.open().filter(referral__source=Referral.Source.SCHOOL)

    def waiting_for_school(self) -> "CaseQuerySet":
        return self.filter(status=Status.REQUESTED)

    def searched(self, text: str, *, name: str, births: Iterable[BirthDate]) -> "CaseQuerySet":
        """Cases whose reference contains the text, or whose pupil has all parts of the name and was born then.

        `name` and `births` are what the text was understood as (intake/searching.py). Without either nobody is found
        by name.
        """
        child = Q()
        for patterns in like_patterns(name):
            spelt = (Q(pupil__name_form__contains=pattern) for pattern in patterns)
            child &= reduce(or_, spelt)
        for born in births:
            child &= _born(born)
        # A condition on two tables is tried on every visible case; one on the pupils alone leaves few of them.
        may_be_reference = not set(text.strip()) - SIGNS_OF_REFERENCES
        by_reference = Q(reference__contains=text.strip()) if may_be_reference else Q(pk__in=[])
        return self.filter(by_reference | (child or Q(pk__in=[])))

    def siblings(self, case: "Case") -> "CaseQuerySet":
        """Cases of the other children of the household."""
        return self.for_list().filter(pupil__household=case.pupil.household_id).exclude(pk=case.pk)

    def filter_reference(self, text: str) -> "CaseQuerySet":
        return self.filter(reference=text.strip())

    def foreign(self, user: User | AnonymousUser, text: str) -> "Case | None":
        """The case with exactly this reference if it is another team's: to say that it exists and whose it is."""
        if not text:
            return None
        case = self.for_list().filter_reference(text).first()
        return None if case is None or self.visible_to(user).filter(pk=case.pk).exists() else case

    def with_due(self) -> "CaseQuerySet":
        """Adds `due_on`, the date of the next step (intake/rules.py), to sort by."""
        # Few branches: PostgreSQL takes many for costly and starts parallel workers, which take longer.
        days = {plan.days for plan in rules.PLANS.values()}
        allowed = [
            When(status__in=rules.planned_in(one), then=Value(timedelta(days=one))) for one in sorted(days)
        ]
        time = DatabaseCase(*allowed, default=Value(None), output_field=models.DurationField())
        moment = ExpressionWrapper(F("status_since") + time, output_field=models.DateTimeField())
        comes_first = Q(follow_up_on=None) | Q(appointment_on__lte=F("follow_up_on"))
        family = DatabaseCase(
            When(comes_first & Q(appointment_on__isnull=False), then="appointment_on"), default="follow_up_on"
        )
        family = DatabaseCase(When(status__in=WITH_THE_FAMILY, then=family), default=Value(None))
        return self.annotate(due_on=Coalesce(family, "waits_until", Cast(moment, models.DateField())))

    def for_list(self) -> "CaseQuerySet":
        return self.select_related("pupil__household", "owner", "team")


class Case(Tracked):
    """One child's way from the report that it has arrived to its place at a school."""

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    pupil = models.OneToOneField(Pupil, verbose_name=_("pupil"), on_delete=models.CASCADE)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.REPORTED)
    status_since = models.DateField(_("status since"))
    closing_reason = models.CharField(
        _("reason for closing"), max_length=20, choices=ClosingReason.choices, blank=True
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("responsible"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="cases",
    )  # fmt: skip
    team = models.ForeignKey(Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT)
    reported_on = models.DateField(_("reported on"))
    waits_until = models.DateField(_("waits until"), null=True, blank=True, editable=False)
    follow_up_on = models.DateField(_("contact again on"), null=True, blank=True, editable=False)
    appointment_on = models.DateField(_("appointment on"), null=True, blank=True, editable=False)
    no_shows = models.PositiveSmallIntegerField(_("times nobody came"), default=0, editable=False)
    is_asked_back = models.BooleanField(_("the school has a question"), default=False, editable=False)
    examination_reported_on = models.DateField(
        _("reported to the Gesundheitsamt on"), null=True, blank=True, editable=False
    )
    arrived_in_germany_on = models.DateField(_("in Germany since"), null=True, blank=True)
    resident_since = models.DateField(_("in the municipality since"), null=True, blank=True)
    assigned_on = models.DateField(_("assigned to the municipality on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, editable=False, on_delete=models.SET_NULL,
        related_name="merged_cases",
    )  # fmt: skip
    wished_form = models.CharField(
        _("wished school form"), max_length=2, choices=RecommendedForm.choices, blank=True
    )
    wish_note = models.CharField(_("wishes of the family"), max_length=300, blank=True)
    sibling_school = models.CharField(_("school of a sibling (Schulnummer)"), max_length=6, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(CaseQuerySet)()

    class PersonalData:
        personal = {
            "examination_reported_on": Item.TALKS,
            "arrived_in_germany_on": Item.ARRIVAL,
            "resident_since": Item.ARRIVAL,
            "assigned_on": Item.ARRIVAL,
            "wished_form": Item.WISHES,
            "wish_note": Item.WISHES,
            "sibling_school": Item.SIBLINGS,
        }
        plain = {
            "id", "version", "reference", "pupil", "status", "status_since", "closing_reason", "closed_on", "owner",
            "team", "reported_on", "waits_until", "follow_up_on", "is_asked_back", "appointment_on", "no_shows",
            "merged_into",
        }  # fmt: skip

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["reported_on", "pk"]
        indexes = [
            models.Index(fields=["status", "reported_on"], name="case_status"),
            # What the list of open cases asks of each: whose it is, what it is sorted and filtered by. Read alone.
            models.Index(
                fields=["reported_on", "id", "owner", "pupil", "status", *DUE_BY],
                condition=~Q(status="closed"),
                name="case_open_list",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="case_status_known"),
            models.CheckConstraint(
                condition=(Q(status="closed") & ~Q(closing_reason="") & Q(closed_on__isnull=False))
                | (~Q(status="closed") & Q(closing_reason="", closed_on=None)),
                name="case_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(closing_reason="duplicate"), name="case_merged_is_duplicate"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="case_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("intake:case_detail", args=[self.reference])

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        """The status in words. Django's own makes a table of all choices for each row: a tenth of a list's time."""
        return str(Status(self.status).label)

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def allowed_by_hand(self) -> list[Status]:
        """The states a person may choose now, in the order of the way; none for a case that went into another one."""
        if self.merged_into_id:
            return []
        return [state for state in Status if state in NEXT[self.status] & BY_HAND]

    @property
    def compulsory_since(self) -> date | None:
        return rules.compulsory_since(
            assigned_on=self.assigned_on, resident_since=self.resident_since, born_on=self.pupil.born_on
        )

    @property
    def compulsory_until(self) -> date:
        return rules.compulsory_until(self.pupil.born_on)

    @property
    def hints(self) -> list[rules.Hint]:
        """What waiting, age and years at school mean for the way of this case; nothing once it is closed."""
        if self.is_closed:
            return []
        child, today = self.pupil, timezone.localdate()
        return [
            *rules.waiting_hints(self.waiting_since, today, Installation.current().waiting_targets),
            *rules.new_hints(child.school_years.in_germany().count()),
            *rules.hints(child.born_on, child.years_attended, today),
        ]

    @property
    def waiting_since(self) -> date | None:
        """The day of the first concluded talk, while nobody has decided on a school yet."""
        if self.status not in WITHOUT_DECISION:
            return None
        first: Any = self.sessions.concluded().order_by("concluded_at").first()
        return first and timezone.localdate(first.concluded_at)

    @property
    def is_followed_up(self) -> bool:
        """Whether the next step is to contact the family again."""
        return self.follow_up_on is not None and self.status in WITH_THE_FAMILY and not self.is_invited

    @property
    def is_invited(self) -> bool:
        """Whether the next step is the appointment: no earlier day to contact the family stands."""
        if self.appointment_on is None or self.status not in WITH_THE_FAMILY:
            return False
        return self.follow_up_on is None or self.appointment_on <= self.follow_up_on

    @property
    def why_again(self) -> str:
        """The rule (in rules.WHY) by which the family is contacted again."""
        return "no_show" if self.counted_no_shows else "follow_up"

    @property
    def counted_no_shows(self) -> int:
        """No-shows that still matter: once the talk has been held they do not."""
        return self.no_shows if self.status in WAITING_FOR_COUNSELLING else 0

    @property
    def next_step(self) -> rules.Step:
        if self.is_asked_back:
            return rules.Step(_("Reply to the school"), timezone.localdate())
        if self.is_invited and self.appointment_on:
            return rules.appointment_step(self.appointment_on, timezone.localdate())
        if self.is_followed_up:
            return rules.again_step(self.counted_no_shows, self.follow_up_on)
        step = rules.next_step(self.status, self.status_since)
        return replace(step, due_on=self.waits_until) if self.waits_until else step

    @property
    def municipality_name(self) -> str:
        try:
            return municipality(self.pupil.household.municipality).name
        except KeyError:
            return ""

    @property
    def badge(self) -> str:
        """The colour of the status badge; the word stands in it as well."""
        return _BADGES.get(self.status, "info")

    def is_overdue(self) -> bool:
        due = self.next_step.due_on
        return due is not None and due < timezone.localdate()


class CaseUserPermissionQuerySet(models.QuerySet["CaseUserPermission"]):
    def unusual(self, owner: User) -> "CaseUserPermissionQuerySet":
        """Who has this owner's cases open for a stated purpose."""
        rows = self.filter(content_object__owner=owner, until__gt=timezone.now()).exclude(user=owner)
        return rows.select_related("user", "content_object")


class CaseUserPermission(UserObjectPermissionBase, Opening):
    """One person may see one case: its owner for good, somebody covering or asking until a moment."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)

    objects: ClassVar[Any] = UserObjectPermissionManager.from_queryset(CaseUserPermissionQuerySet)()

    class Meta(UserObjectPermissionBase.Meta):
        indexes = [  # all that `granted` asks of a row
            models.Index(fields=["user", "permission", "content_object", "until"], name="case_user_opened")
        ]


class CaseGroupPermission(GroupObjectPermissionBase, Opening):
    """A team may see one case."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        indexes = [
            models.Index(fields=["group", "permission", "content_object", "until"], name="case_group_opened")
        ]


class Referral(Tracked):
    """Who told the KI of the child, when and how; from it follows whether Art. 13 or Art. 14 GDPR applies."""

    class Source(models.TextChoices):
        FAMILY = "family", _("the family itself")
        MELDEBEHOERDE = "meldebehoerde", _("Meldebehörde")
        SCHULVERWALTUNG = "schulverwaltung", _("school administration of the municipality")
        AUSLAENDERBEHOERDE = "auslaenderbehoerde", _("Ausländerbehörde")
        JUGENDAMT = "jugendamt", _("Jugendamt")
        SCHOOL = "school", _("a school")
        OTHER = "other", _("another office")

    class Channel(models.TextChoices):
        PERSON = "person", _("in person")
        PHONE = "phone", _("by phone")
        MAIL = "mail", _("by e-mail")
        POST = "post", _("by letter")

    case = models.OneToOneField(Case, verbose_name=_("case"), on_delete=models.CASCADE)
    source = models.CharField(_("reported by"), max_length=20, choices=Source.choices)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    received_on = models.DateField(_("received on"))
    school_number = models.CharField(_("already at the school (Schulnummer)"), max_length=6, blank=True)

    class PersonalData:
        personal = {"source": Item.REFERRAL, "school_number": Item.REFERRAL}
        plain = {"id", "version", "case", "channel", "received_on"}

    class Meta:
        verbose_name = _("referral")
        constraints = [
            models.CheckConstraint(
                condition=Q(school_number="") | Q(source="school"),
                name="referral_school_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.source}"

    @property
    def is_from_family(self) -> bool:
        return self.source == self.Source.FAMILY


class ReferenceCounter(models.Model):
    """The last number given out in a year; locked while the next one is taken, so that none is given twice."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04d}"

    @classmethod
    def take(cls, year: int) -> str:
        """The next reference of the year, for example "2026-0042". Call inside a transaction."""
        cls.objects.get_or_create(year=year)
        counter = cls.objects.select_for_update().get(year=year)
        counter.last += 1
        counter.save()
        return str(counter)
