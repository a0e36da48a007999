"""Texts, their approval, the PDFs made of them, and the proof that a family got one."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    ART13 = "art13", _("Art. 13 sheet (data from the family)")
    ART14 = "art14", _("Art. 14 notice (data from others)")


class Audience(models.TextChoices):
    CUSTODIAN = "custodian", _("custodian")
    PUPIL = "pupil", _("young person")


class PrivacyNotice(models.Model):
    """One version of the wording in one language. Approved by two people it is binding and never changes again."""

    language = models.CharField(_("language"), max_length=12)
    text_version = models.CharField(_("version"), max_length=20)
    body = models.TextField(editable=False)  # the text file, whole
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    loaded_at = models.DateTimeField(auto_now_add=True)
    dpo_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dpo_approved_at = models.DateTimeField(null=True, blank=True)
    lead_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead_approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("information text")
        ordering = ["language", "-loaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dpo_approved_by=None, dpo_approved_at=None)
                | Q(dpo_approved_by__isnull=False, dpo_approved_at__isnull=False),
                name="notice_dpo_approval_whole",
            ),
            models.CheckConstraint(
                condition=Q(lead_approved_by=None, lead_approved_at=None)
                | Q(lead_approved_by__isnull=False, lead_approved_at__isnull=False),
                name="notice_lead_approval_whole",
            ),
            models.CheckConstraint(
                condition=Q(dpo_approved_by=None) | Q(lead_approved_by=None)
                | ~Q(dpo_approved_by=F("lead_approved_by")),
                name="notice_two_people",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.language} {self.text_version}"

    @property
    def is_approved(self) -> bool:
        return self.dpo_approved_at is not None and self.lead_approved_at is not None


class SheetDocument(models.Model):
    """The one PDF for a kind, an audience, a language, a text version and the controller's details of the time.

    It holds no personal data and is stored once; its SHA-256 is its identity (decision 8).
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    language = models.CharField(max_length=12)
    german = models.ForeignKey(PrivacyNotice, on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey(PrivacyNotice, null=True, on_delete=models.PROTECT, related_name="+")
    ingredients = models.CharField(max_length=64)  # SHA-256 over everything that went into it
    sha256 = models.CharField(max_length=64, unique=True)
    pdf = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ingredients"], name="sheet_made_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.audience} {self.language} {self.sha256[:8]}"


class SheetIssueQuerySet(models.QuerySet["SheetIssue"]):
    def of(self, reference: str) -> "SheetIssueQuerySet":
        return self.filter(reference=reference)

    def open(self) -> "SheetIssueQuerySet":
        return self.filter(state=SheetIssue.State.OPEN)

    def settled(self) -> "SheetIssueQuerySet":
        return self.exclude(state=SheetIssue.State.OPEN).order_by("-settled_at", "-pk")

    def by_case(self) -> Any:
        """One row for each case: reference, number of people, earliest due date; the most urgent first."""
        cases = self.order_by().values("reference").annotate(people=Count("pk"), due_on=Min("due_on"))
        return cases.order_by("due_on", "reference")

    def printed(self) -> "SheetIssueQuerySet":
        return self.filter(state=SheetIssue.State.ISSUED).select_related("document")


class SheetIssue(models.Model):
    """That one person of a case was informed, or why not. Proof under Art. 5 (2) GDPR: it names no one.

    It outlives the case: it holds the reference and a person code (P the pupil, C1, C2 … the custodians).
    """

    class State(models.TextChoices):
        OPEN = "open", _("still to be handed over")
        ISSUED = "issued", _("handed over")
        REFUSED = "refused", _("not accepted by the person")
        IMPOSSIBLE = "impossible", _("not possible")
        EXEMPT = "exempt", _("not necessary")

    class Channel(models.TextChoices):
        PAPER = "paper", _("on paper")
        POST = "post", _("by post")
        EMAIL = "email", _("by e-mail")
        READ_OUT = "read_out", _("read out, with the paper")

    class Interpreter(models.TextChoices):
        NONE = "none", _("no interpreter")
        LAY = "lay", _("lay interpreter of the pool")
        PROFESSIONAL = "professional", _("professional interpreter")
        FAMILY = "family", _("person of the family's trust")
        PHONE = "phone", _("interpreter by telephone or video")

    class Reason(models.TextChoices):
        """Codes, because this row outlives the case: a typed reason would name people (decision 8)."""

        NOT_PRESENT = "not_present", _("was not present")
        DOES_NOT_WANT = "does_not_want", _("did not want to take it")
        WAITS = "waits", _("wants to wait for somebody")
        LANGUAGE = "language", _("could not be informed in a language they understand")
        UNREACHABLE = "unreachable", _("cannot be reached")
        OTHER = "other", _("other reason")

    reference = models.CharField(_("case"), max_length=20, db_index=True)
    person_code = models.CharField(_("person"), max_length=4)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    due_on = models.DateField(_("due"))
    language = models.CharField(_("language"), max_length=12, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=12, choices=Interpreter.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices, blank=True)
    document = models.ForeignKey(SheetDocument, null=True, on_delete=models.PROTECT)
    sheet_sha256 = models.CharField(max_length=64, blank=True)
    receipt_number = models.CharField(max_length=24, unique=True, null=True)  # noqa: DJ001 - unique where given
    receipt = models.BinaryField(null=True)  # the page to sign, as printed; names nobody
    receipt_sha256 = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SheetIssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("information sheet")
        ordering = ["reference", "person_code", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None, settled_by=None)
                | (~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="sheet_settled_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | (
                    Q(document__isnull=False, receipt__isnull=False, receipt_number__isnull=False)
                    & ~Q(sheet_sha256="")
                    & ~Q(receipt_sha256="")
                    & ~Q(channel="")
                ),
                name="sheet_issued_whole",
            ),
            models.UniqueConstraint(
                fields=["reference", "person_code", "kind"], condition=Q(state="open"), name="sheet_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.person_code} {self.kind}"
