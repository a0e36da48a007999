"""Places: what a school offers newly arrived pupils. Capacity is typed by somebody; free places are counted."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Prefetch, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Support
from privacy.access.roles import Permission
from privacy.models import Tracked, TrackedQuerySet, User
from schools.models.directory import School, SchoolQuerySet
from schools.models.states import holds_place


class DazOfferingQuerySet(TrackedQuerySet["DazOffering"]):
    def on(self, day: date) -> "DazOfferingQuerySet":
        """Offerings that are valid on the day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gte=day))

    def of(self, school: School) -> "DazOfferingQuerySet":
        """The offerings of one school, past and future ones too."""
        return self.filter(school=school)

    def with_taken(self) -> "DazOfferingQuerySet":
        """Adds `taken` and `free`: places held by live requests, then by decisions until they end."""
        taken = Count("requests", filter=holds_place("requests__"))
        return self.annotate(taken=taken).annotate(free=F("capacity") - F("taken"))

    def total_taken(self) -> int:
        """Places taken over all these offerings, counted `with_taken`."""
        return int(self.aggregate(total=Sum("taken"))["total"] or 0)

    def editable_by(self, user: User | AnonymousUser) -> "DazOfferingQuerySet":
        """A lead edits all places, a school office those of its own school."""
        return self.filter(school__in=schools_edited_by(user))


def schools_edited_by(user: User | AnonymousUser) -> SchoolQuerySet:
    """Schools whose places this user keeps: a lead all of them, a school office its own."""
    schools = School.objects.all()
    if user.has_perm(Permission.MANAGE_OFFERINGS):
        return schools
    own = user.groups.all() if user.has_perm(Permission.ANSWER_REQUESTS) else []
    return schools.filter(group__in=own)


def schools_read_by(user: User | AnonymousUser) -> SchoolQuerySet:
    """Schools whose page this user reads: whoever counsels all of them, a school office its own."""
    return School.objects.all() if user.has_perm(Permission.OPEN_CASES) else schools_edited_by(user)


class DazOffering(Tracked):
    """School × kind of support × grade band × level × validity × capacity (BASS 13-63 Nr. 3).

    The capacity is a number somebody entered, never a legal constant; who changed it stands in the ledger.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="offerings")
    support = models.CharField(_("German support"), max_length=12, choices=Support.choices)
    grade_from = models.PositiveSmallIntegerField(_("from grade"))
    grade_to = models.PositiveSmallIntegerField(_("to grade"))
    level_from = models.CharField(_("from level of German"), max_length=6, blank=True)
    level_to = models.CharField(_("to level of German"), max_length=6, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"))
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(DazOfferingQuerySet)()

    class Meta:
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        ordering = ["school__name", "support", "grade_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(grade_from__lte=F("grade_to")), name="offering_grades"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="offering_validity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_support_display()}, {self.grades}"

    @property
    def grades(self) -> str:
        if self.grade_from == self.grade_to:
            return _("grade %(grade)s") % {"grade": self.grade_from}
        return _("grades %(first)s to %(last)s") % {"first": self.grade_from, "last": self.grade_to}

    @property
    def taken_now(self) -> int:
        """Places held, counted now; 0 for an offering that is not stored yet."""
        return self.requests.filter(holds_place()).count() if self.pk else 0


def with_offerings(schools: SchoolQuerySet) -> SchoolQuerySet:
    """The schools, each with `offerings.all()` as today's offerings, taken and free places counted."""
    today = DazOffering.objects.on(timezone.localdate()).with_taken()
    return schools.prefetch_related(Prefetch("offerings", queryset=today))
