"""What was said and what the KI recommends. The KI recommends; it never assigns and never admits."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.models.cases import Case
from intake.models.choices import RecommendedForm, Support
from privacy.models import Tracked, TrackedQuerySet
from privacy.notices.models import SheetIssue
from privacy.rights.items import Item


class IntakeSessionQuerySet(TrackedQuerySet["IntakeSession"]):
    def draft(self) -> "IntakeSession | None":
        """The one talk that is not concluded yet."""
        return self.filter(concluded_at=None).first()

    def concluded(self) -> "IntakeSessionQuerySet":
        return self.exclude(concluded_at=None)


class IntakeSession(Tracked):
    """A talk with the family. It can be drafted at once, and concluded when no information sheet is open."""

    class Kind(models.TextChoices):
        ON_SITE = "on_site", _("at the office")
        OUTREACH = "outreach", _("outreach day in the municipality")
        VIDEO = "video", _("by video")
        PHONE = "phone", _("by phone")
        GROUP = "group", _("in a group")

    class Participant(models.TextChoices):
        """Who may take part beside the custodians, who are C1, C2 …"""

        PUPIL = "P", _("the child")
        COMPANION = "companion", _("companion")
        INTERPRETER = "interpreter", _("interpreter")

    case = models.ForeignKey(Case, verbose_name=_("case"), on_delete=models.CASCADE, related_name="sessions")
    held_on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    participants = models.CharField(_("who took part"), max_length=60)  # codes with commas
    interpreter = models.CharField(_("interpreter"), max_length=12, choices=SheetIssue.Interpreter.choices)
    notes = models.TextField(_("notes"), max_length=1000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(_("concluded"), null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(IntakeSessionQuerySet)()

    class PersonalData:
        personal = {"notes": Item.TALKS}
        plain = {
            "id", "version", "case", "held_on", "kind", "participants", "interpreter", "recorded_by", "concluded_at",
        }  # fmt: skip

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(concluded_at=None), name="session_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.held_on}"

    @property
    def is_concluded(self) -> bool:
        return self.concluded_at is not None

    @property
    def participant_labels(self) -> list[str]:
        known = dict(self.Participant.choices)
        return [
            str(known.get(code) or _("custodian %(code)s") % {"code": code})
            for code in self.participants.split(",")
            if code
        ]


class Recommendation(Tracked):
    """What the KI recommends: school form, grade, kind of German support. Not a decision."""

    case = models.OneToOneField(Case, verbose_name=_("case"), on_delete=models.CASCADE)
    school_form = models.CharField(
        _("school form"), max_length=2, choices=RecommendedForm.choices, blank=True
    )
    grade = models.PositiveSmallIntegerField(_("grade"))
    support = models.CharField(_("German support"), max_length=12, choices=Support.choices)
    reason = models.TextField(_("reasons"), max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class PersonalData:
        personal = {
            "school_form": Item.RECOMMENDATION,
            "grade": Item.RECOMMENDATION,
            "support": Item.RECOMMENDATION,
            "reason": Item.RECOMMENDATION,
        }
        plain = {"id", "version", "case", "made_by", "made_at"}

    class Meta:
        verbose_name = _("recommendation")
        constraints = [
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=13), name="recommendation_grade"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.grade} {self.support}"
