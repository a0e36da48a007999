"""Appointments: the times counsellors offer, and the family that comes to one of them with one or several children."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import rules
from intake.models.cases import Case
from intake.models.people import Household
from privacy.access.roles import Role
from privacy.models import Tracked, TrackedQuerySet, User

LONGEST: Final = 480  # minutes: one working day


class State(models.TextChoices):
    """What became of an appointment. A no-show is a state of the appointment, never of the case (decision 26)."""

    BOOKED = "booked", _("booked")
    HELD = "held", _("held")
    NO_SHOW = "no_show", _("nobody came")
    CANCELLED = "cancelled", _("cancelled")


NEXT: Final[dict[str, frozenset[str]]] = {
    State.BOOKED: frozenset({State.HELD, State.NO_SHOW, State.CANCELLED}),
    State.HELD: frozenset(),
    State.NO_SHOW: frozenset(),
    State.CANCELLED: frozenset(),
}
_TAKEN = Q(appointments__state__in=(State.BOOKED, State.HELD, State.NO_SHOW))
_BADGES: Final = {State.BOOKED: "info", State.HELD: "success", State.NO_SHOW: "warning"}


class SlotQuerySet(TrackedQuerySet["Slot"]):
    def offered(self) -> "SlotQuerySet":
        return self.filter(is_withdrawn=False)

    def with_taken(self) -> "SlotQuerySet":
        """Adds `taken` and `free`: seats of families who are booked, came, or let it pass."""
        taken = Count("appointments", filter=_TAKEN, distinct=True)
        return self.annotate(taken=taken).annotate(free=F("seats") - F("taken"))

    def since(self, day: date) -> "SlotQuerySet":
        """Slots that begin on this day or later."""
        return self.filter(starts_at__gte=_midnight(day))

    def between(self, first: date, last: date) -> "SlotQuerySet":
        """Slots that begin on these days, both included."""
        return self.filter(starts_at__gte=_midnight(first), starts_at__lt=_midnight(last + timedelta(days=1)))

    def of_team(self, user: User) -> "SlotQuerySet":
        """The user's own slots and those of the team."""
        mine = Q(counsellor=user)
        return self.filter(mine | Q(counsellor__team=user.team_id) if user.team_id else mine)

    def of(self, user: User) -> "SlotQuerySet":
        return self.filter(counsellor=user)

    def overlapping(self, counsellor: User, starts_at: datetime, minutes: int) -> list["Slot"]:
        """The counsellor's offered slots that lie at least partly in these minutes."""
        ends_at = starts_at + timedelta(minutes=minutes)
        near = self.offered().filter(
            counsellor=counsellor,
            starts_at__lt=ends_at,
            starts_at__gt=starts_at - timedelta(minutes=LONGEST),
        )
        return [one for one in near if one.ends_at > starts_at]

    def open_to(self, case: Case) -> "SlotQuerySet":
        """What can be booked for this family: free, still to come, with somebody who may open the case (decision 5)."""
        who = Q(counsellor__role=Role.LEAD) | Q(counsellor=case.owner_id)
        who |= Q(counsellor__team=case.team_id) if case.team_id else Q()
        everybody = case.owner_id is None
        here = Q(appointments__household=case.pupil.household_id, appointments__state=State.BOOKED)
        coming = self.offered().filter(starts_at__gt=timezone.now(), counsellor__is_active=True)
        allowed = coming if everybody else coming.filter(who)
        joined = allowed.filter(here).values("pk")
        free = allowed.with_taken().filter(Q(free__gt=0) | Q(pk__in=joined))
        return free.select_related("counsellor").order_by("starts_at", "pk")

    def for_week(self) -> "SlotQuerySet":
        """In order, with the families who are booked."""
        families = Appointment.objects.exclude(state=State.CANCELLED).with_children()
        return (
            self.offered()
            .with_taken()
            .select_related("counsellor")
            .prefetch_related(Prefetch("appointments", queryset=families, to_attr="families"))
            .order_by("starts_at", "counsellor__last_name", "pk")
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


class Slot(Tracked):
    """A time one counsellor offers, for as many families as it has seats. Holds no data of families."""

    class Kind(models.TextChoices):
        """The kinds of IntakeSession for which there is an appointment."""

        ON_SITE = "on_site", _("at the office")
        VIDEO = "video", _("by video")
        OUTREACH = "outreach", _("outreach day in the municipality")
        GROUP = "group", _("in a group")

    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("counsellor"), on_delete=models.PROTECT, related_name="slots"
    )
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    place = models.CharField(_("place"), max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField(_("families at the same time"), default=1)
    is_withdrawn = models.BooleanField(_("not offered any more"), default=False, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(SlotQuerySet)()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=LONGEST), name="slot_minutes"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="slot_seats"),
            # That no two overlap is asked under the counsellor's lock (intake/actions/slots.py): SQLite knows no ranges.
            models.UniqueConstraint(
                fields=["counsellor", "starts_at"], condition=Q(is_withdrawn=False), name="slot_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%d.%m.%Y %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def local_start(self) -> datetime:
        """When it begins, by the clock on the wall."""
        return timezone.localtime(self.starts_at)

    @property
    def day(self) -> date:
        """The day in local time."""
        return timezone.localdate(self.starts_at)

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()


class AppointmentQuerySet(TrackedQuerySet["Appointment"]):
    def visible_to(self, user: User | AnonymousUser) -> "AppointmentQuerySet":
        """Appointments of the cases this user sees: one function decides (decision 5)."""
        return self.filter(children__case__in=Case.objects.visible_to(user)).distinct()

    def booked(self) -> "AppointmentQuerySet":
        return self.filter(state=State.BOOKED)

    def with_children(self) -> "AppointmentQuerySet":
        """With slot and counsellor, and each child's case."""
        children = AppointmentCase.objects.select_related("case__pupil").order_by("pk")
        return self.select_related("slot__counsellor").prefetch_related(
            Prefetch("children", queryset=children)
        )

    def with_phones(self) -> "AppointmentQuerySet":
        """`with_children`, and the custodians of each."""
        return self.prefetch_related("children__case__pupil__household__custodians")

    def with_counsellor(self, user: User) -> "AppointmentQuerySet":
        """Not cancelled, with this counsellor."""
        return self.filter(slot__counsellor=user).exclude(state=State.CANCELLED)

    def of_counsellor(self, user: User) -> "AppointmentQuerySet":
        """With this counsellor, or of her cases with somebody else."""
        hers = AppointmentCase.objects.filter(case__owner=user).values("appointment")
        return self.filter(Q(slot__counsellor=user) | Q(pk__in=hers))

    def on(self, first: date, last: date) -> "AppointmentQuerySet":
        """Those that begin on these days, both included, in order."""
        end = _midnight(last + timedelta(days=1))
        found = self.filter(slot__starts_at__gte=_midnight(first), slot__starts_at__lt=end)
        return found.order_by("slot__starts_at", "pk")

    def missed_by(self, cases: Iterable[Case]) -> "AppointmentQuerySet":
        """To which nobody of these came, the earliest first."""
        missed = self.filter(state=State.NO_SHOW, children__case__in=cases).distinct()
        return missed.select_related("slot").order_by("slot__starts_at")


class Appointment(Tracked):
    """One family at one time: one seat, one or several children."""

    State = State

    class Reason(models.TextChoices):
        BY_FAMILY = "by_family", _("by the family")
        LATE = "late", _("by the family, on the day itself")
        BY_OFFICE = "by_office", _("by us")

    class Channel(models.TextChoices):
        """How the family learns of it."""

        LETTER = "letter", _("by letter")
        PHONE = "phone", _("by phone")
        PERSON = "person", _("in person")

    slot = models.ForeignKey(
        Slot, verbose_name=_("slot"), on_delete=models.PROTECT, related_name="appointments"
    )
    household = models.ForeignKey(
        Household, verbose_name=_("household"), on_delete=models.CASCADE, related_name="appointments"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.BOOKED)
    reason = models.CharField(_("cancelled"), max_length=10, choices=Reason.choices, blank=True)
    channel = models.CharField(_("how the family is told"), max_length=8, choices=Channel.choices)
    invited_on = models.DateField(_("told on"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(AppointmentQuerySet)()

    class PersonalData:
        personal: ClassVar[dict[str, Any]] = {}
        plain = {
            "id", "version", "slot", "household", "state", "reason", "channel", "invited_on", "reminded_on",
        }  # fmt: skip

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["slot__starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="appointment_state_known"),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & ~Q(reason="")) | (~Q(state="cancelled") & Q(reason="")),
                name="appointment_cancelled_whole",
            ),
            models.UniqueConstraint(
                fields=["slot", "household"], condition=Q(state="booked"), name="appointment_once_per_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}"

    def get_absolute_url(self) -> str:
        return reverse("intake:appointment_detail", args=[self.pk])

    @property
    def badge(self) -> str:
        """The colour of the state; the word stands in it as well."""
        return _BADGES.get(State(self.state), "neutral")

    @property
    def cases(self) -> list[Case]:
        """The children it is, or was, for."""
        return [one.case for one in self.children.all()]

    @property
    def references(self) -> list[str]:
        return [one.case.reference for one in self.children.all()]

    @property
    def is_booked(self) -> bool:
        return self.state == State.BOOKED

    @property
    def awaits_outcome(self) -> bool:
        """Whether it has begun and nobody has recorded yet who came."""
        return self.is_booked and self.slot.has_begun

    @property
    def is_today(self) -> bool:
        return self.is_booked and self.slot.day == timezone.localdate()

    @property
    def waits_for_letter(self) -> bool:
        """Whether the family has still to be told by letter."""
        return self.is_booked and self.invited_on is None

    @property
    def is_to_be_reminded(self) -> bool:
        """Whether it is near, still to come, and nobody has called (rules.REMIND_DAYS)."""
        near = self.slot.day - timedelta(days=rules.REMIND_DAYS)
        today = timezone.localdate()
        return self.is_booked and self.reminded_on is None and near <= today < self.slot.day


class AppointmentCaseQuerySet(TrackedQuerySet["AppointmentCase"]):
    def live(self) -> "Appointment | None":
        """The appointment that is booked, of the rows of one case."""
        row = self.filter(is_live=True).select_related("appointment__slot__counsellor").first()
        return row.appointment if row else None

    def missed(self) -> "Appointment | None":
        """The last appointment to which nobody came, of the rows of one case."""
        rows = self.filter(appointment__state=State.NO_SHOW).select_related("appointment__slot")
        row = rows.order_by("-appointment__slot__starts_at").first()
        return row.appointment if row else None


class AppointmentCase(Tracked):
    """One child of an appointment. `is_live` while the appointment is booked: a case has one live appointment."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="children")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bookings")
    is_live = models.BooleanField(default=True, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(AppointmentCaseQuerySet)()

    class PersonalData:
        personal: ClassVar[dict[str, Any]] = {}
        plain = {"id", "version", "appointment", "case", "is_live"}

    class Meta:
        verbose_name = _("child of an appointment")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_live=True), name="appointment_one_live_per_case"
            ),
            models.UniqueConstraint(fields=["appointment", "case"], name="appointment_child_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.appointment}"


class Letter(Tracked):
    """A letter about an appointment that was issued. It holds names and is made anew for the printer, never stored.

    `person_code` is to whom it went, "" for an authority, whose address `recipient` holds. `receipts`: the numbers of the
    information sheets that were enclosed.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder after no-shows")
        ESCALATION = "escalation", _("report to the Schulaufsicht or the Schulträger")

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="letters")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")  # as the letter says it
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    person_code = models.CharField(max_length=8, blank=True)
    language = models.CharField(_("language"), max_length=12)
    recipient = models.TextField(_("authority"), blank=True)
    receipts = models.JSONField(default=list)
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class PersonalData:
        personal: ClassVar[dict[str, Any]] = {}
        plain = {
            "id", "version", "appointment", "slot", "kind", "person_code", "language", "recipient", "receipts",
            "issued_on", "issued_by",
        }  # fmt: skip

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="escalation", person_code="") & ~Q(recipient=""))
                | (~Q(kind="escalation") & Q(recipient="") & ~Q(person_code="")),
                name="letter_to_one_kind_of_reader",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment} {self.kind}"
