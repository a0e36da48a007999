"""What is being typed: kept as it stands, so that neither a lost line nor a closed lid loses a word."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.models.cases import Case
from privacy.models import User
from privacy.rights.items import Item


class TalkDraftQuerySet(models.QuerySet["TalkDraft"]):
    def of(self, case: Case, user: User) -> "TalkDraft | None":
        return self.filter(case=case, user=user).first()

    def of_others(self, case: Case, user: User) -> "TalkDraftQuerySet":
        """Who else is writing on this case just now: two people should know of each other."""
        return self.filter(case=case).exclude(user=user).select_related("user")

    def of_user(self, user: User) -> "TalkDraftQuerySet":
        """What this person has begun and not recorded yet, the oldest first."""
        return self.filter(user=user).select_related("case__pupil").order_by("saved_at")


class TalkDraft(models.Model):
    """The talk page of one case as one person has filled it so far, unchecked; gone once it is recorded.

    Not tracked: it is written every second or two, and nobody but its writer ever reads it (ADR 8).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.TextField()  # the form as the browser sends it
    window = models.CharField(max_length=32)  # which browser window wrote it last
    number = models.PositiveIntegerField()  # how often it was written
    informed = models.CharField(max_length=60)  # codes of those whose data its beginning collected
    saved_at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager.from_queryset(TalkDraftQuerySet)()

    class PersonalData:
        personal = {"content": Item.TALKS}
        plain = {"id", "case", "user", "window", "number", "informed", "saved_at"}

    class Meta:
        verbose_name = _("draft of a talk")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.user}"
