"""Interpreters for a case: asked for, confirmed, done, with hours and cost."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.models.cases import Case
from intake.models.partners import InterpreterType, Partner
from privacy.models import Tracked, TrackedQuerySet, User
from privacy.rights.items import Item


class InterpreterBookingQuerySet(TrackedQuerySet["InterpreterBooking"]):
    def visible_to(self, user: User | AnonymousUser) -> "InterpreterBookingQuerySet":
        """The bookings of the cases this user may see."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def billed_between(self, first: date, last: date) -> "InterpreterBookingQuerySet":
        """What took place on these days, or was cancelled at a cost; both days included."""
        billed = Q(state=InterpreterBooking.State.DONE) | Q(cost_cents__gt=0)
        return self.filter(billed, wanted_on__gte=first, wanted_on__lte=last)

    def for_list(self) -> "InterpreterBookingQuerySet":
        found = self.select_related("case", "partner")
        return found.order_by("wanted_on", F("starts_at").asc(nulls_last=True), "pk")


class InterpreterBooking(Tracked):
    """One interpreter for one talk. The interpreter is told day, language and kind of talk, and no name."""

    class State(models.TextChoices):
        WANTED = "wanted", _("asked for")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        CANCELLED = "cancelled", _("cancelled")
        DONE = "done", _("done")

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        State.WANTED: frozenset({State.CONFIRMED, State.REFUSED, State.CANCELLED}),
        State.CONFIRMED: frozenset({State.DONE, State.REFUSED, State.CANCELLED}),
        State.REFUSED: frozenset(),
        State.CANCELLED: frozenset(),
        State.DONE: frozenset(),
    }

    case = models.ForeignKey(
        Case, verbose_name=_("case"), on_delete=models.CASCADE, related_name="interpreter_bookings"
    )
    wanted_on = models.DateField(_("day of the talk"))
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8)
    kind = models.CharField(_("kind of interpreter"), max_length=12, choices=InterpreterType.choices)
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("interpreter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    topic = models.CharField(_("kind of talk"), max_length=16)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WANTED)
    earliest_on = models.DateField(_("possible from"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    cost_cents = models.PositiveIntegerField(_("cost in cents"), null=True, blank=True)
    cost_centre = models.CharField(_("cost centre"), max_length=20, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    booked_on = models.DateField(_("asked on"))
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = models.Manager.from_queryset(InterpreterBookingQuerySet)()

    class PersonalData:
        personal = {"language": Item.LANGUAGES, "topic": Item.TALKS, "note": Item.TALKS}
        plain = {
            "id", "version", "case", "wanted_on", "starts_at", "kind", "partner", "state", "earliest_on", "minutes",
            "cost_cents", "cost_centre", "booked_on", "booked_by",
        }  # fmt: skip

    class Meta:
        verbose_name = _("booking of an interpreter")
        verbose_name_plural = _("bookings of interpreters")
        ordering = ["-wanted_on", "-pk"]
        indexes = [models.Index(fields=["wanted_on", "state"], name="booking_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["wanted", "confirmed", "refused", "cancelled", "done"]),
                name="booking_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["lay", "professional", "family", "phone"]), name="booking_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state="done", minutes__isnull=False, minutes__gte=1)
                | ~Q(state="done") & Q(minutes=None),
                name="booking_done_has_minutes",
            ),
            models.CheckConstraint(
                condition=Q(cost_cents=None) | Q(state__in=["done", "cancelled"]), name="booking_cost_at_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.wanted_on}"

    @property
    def is_over(self) -> bool:
        return not self.NEXT[self.state]

    @property
    def is_short(self) -> bool:
        """Whether it was asked for too late for this kind of interpreter, and may still fail for that."""
        return self.state == self.State.WANTED and self.wanted_on < self.earliest_on

    @property
    def badge(self) -> str:
        """The colour of the state's badge; the word stands in it as well."""
        colours: dict[str, str] = {
            self.State.WANTED: "warning",
            self.State.CONFIRMED: "success",
            self.State.DONE: "info",
        }
        return colours.get(self.state, "neutral")
