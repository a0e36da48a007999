"""Lists of children while they are looked at: a preview that is its user's alone, and how their columns were matched."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.cases import Referral
from privacy.models import Job, User
from privacy.rights.items import Item

KEPT: Final = timedelta(hours=24)  # decision 2


class ImportPreviewQuerySet(models.QuerySet["ImportPreview"]):
    def of(self, user: User) -> "ImportPreviewQuerySet":
        """This user's own, of the last day: nobody else sees them, and she no longer."""
        return self.filter(user=user, created_at__gt=timezone.now() - KEPT)

    def expired(self) -> "ImportPreviewQuerySet":
        return self.filter(created_at__lte=timezone.now() - KEPT)

    def without_rows(self) -> "ImportPreviewQuerySet":
        """For what needs no row: they may be megabytes."""
        return self.defer("rows").select_related("job")


class ImportPreview(models.Model):
    """The rows of one list before they are opened as cases. Draft of one user, not a record: it is not tracked.

    It has no case reference, so no erasure of a case reaches it, and it is not registered as a subject. It is erased by
    age: out of reach after 24 hours and deleted the night after; its rows as soon as their cases are open, the rest is
    handed back, or it is discarded (decision 2).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(_("reported by"), max_length=20, choices=Referral.Source.choices)
    channel = models.CharField(_("channel"), max_length=8, choices=Referral.Channel.choices)
    received_on = models.DateField(_("received on"))
    municipality = models.CharField(_("municipality"), max_length=8, blank=True)
    school_number = models.CharField(max_length=6, blank=True)
    headings = models.JSONField(default=list)  # of the columns that are kept
    places = models.JSONField(default=list)  # where these columns stood in the file
    columns = models.JSONField(default=list)  # what they hold (intake.lists.headings.Column), "" for nothing
    rows = models.JSONField(default=list)  # intake.lists.checking.Row
    digest = models.CharField(max_length=64)  # of the file's headings
    dropped = models.JSONField(default=list)  # headings of columns that may not be stored
    language = models.CharField(max_length=8, blank=True)  # where a row says nothing, as custodian_kind
    custodian_kind = models.CharField(max_length=10, blank=True)
    matched_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # of the cases to be opened
    started_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[Any] = models.Manager.from_queryset(ImportPreviewQuerySet)()

    class PersonalData:
        personal = {
            "rows": Item.NAMES,  # and whatever else a case is opened with
            "headings": Item.NAMES,  # a list may have none, and then they are a child
            "dropped": Item.NAMES,
            "source": Item.REFERRAL,
            "school_number": Item.REFERRAL,
        }
        plain = {
            "id", "user", "created_at", "channel", "received_on", "municipality", "places", "columns", "digest",
            "language", "custodian_kind", "matched_at", "owner", "started_at", "job",
        }  # fmt: skip

    class Meta:
        verbose_name = _("list of reported children")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(school_number="") | models.Q(source="school"), name="list_school_number"
            ),
            models.CheckConstraint(condition=~models.Q(source="family"), name="list_not_from_family"),
            models.CheckConstraint(
                condition=models.Q(started_at=None) | models.Q(matched_at__isnull=False),
                name="list_matched_first",
            ),
        ]

    def __str__(self) -> str:
        return f"list {self.pk}"

    @property
    def erased_at(self) -> datetime:
        """When it is out of reach."""
        return self.created_at + KEPT

    @property
    def is_running(self) -> bool:
        return self.job is not None and not self.job.is_over

    def opened_lines(self) -> set[int]:
        return set(self.imported.values_list("line", flat=True))


class ImportedRow(models.Model):
    """A row of a list whose case is open. Evidence while the import runs: no row is opened twice."""

    preview = models.ForeignKey(ImportPreview, on_delete=models.CASCADE, related_name="imported")
    line = models.PositiveIntegerField()
    family = models.PositiveIntegerField(default=0)  # the line of the first sibling; 0 for a child alone
    reference = models.CharField(max_length=20, unique=True)

    class Meta:
        verbose_name = _("opened row")
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["preview", "line"], name="row_opened_once")]

    def __str__(self) -> str:
        return f"{self.preview_id}:{self.line} {self.reference}"


class ListLayoutQuerySet(models.QuerySet["ListLayout"]):
    def for_list(self, preview: ImportPreview) -> "ListLayout | None":
        """How a list with the same headings was matched last; this sender's before another's."""
        same = list(self.filter(digest=preview.digest).order_by("-changed_at", "-pk"))
        mine = [one for one in same if one.sender == (preview.source, preview.municipality)]
        return next(iter(mine or same), None)


class ListLayout(models.Model):
    """How the columns of one sender's lists are matched. Only places and codes: no heading and no row is kept."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    source = models.CharField(max_length=20, choices=Referral.Source.choices)
    municipality = models.CharField(max_length=8, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    columns = models.JSONField(default=dict)  # place in the file → what it holds
    language = models.CharField(max_length=8, blank=True)
    custodian_kind = models.CharField(max_length=10, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(ListLayoutQuerySet)()

    class Meta:
        verbose_name = _("columns of a list")

    def __str__(self) -> str:
        return self.name

    @property
    def sender(self) -> tuple[str, str]:
        return self.source, self.municipality

    def columns_at(self, places: Collection[int]) -> list[str]:
        """What the columns at these places hold."""
        return [self.columns.get(str(place), "") for place in places]
