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


FAMILY = "family"  # the source of a collection when the person concerned spoke


class PrivacyNoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    def newest(self, language: str) -> "PrivacyNotice | None":
        """The version that came last, approved or not."""
        return self.filter(language=language).order_by("-loaded_at", "-pk").first()

    def in_force(self, language: str) -> "PrivacyNotice | None":
        """The version whose second approval came last."""
        approved = self.filter(language=language, in_force_since__isnull=False)
        return approved.order_by("-in_force_since", "-pk").first()

    def not_yet_in_force(self, language: str) -> "PrivacyNoticeQuerySet":
        """The versions that came after the one in force: what its readers have not been told yet."""
        versions, last = self.filter(language=language), self.in_force(language)
        return versions.exclude(pk=last.pk).filter(loaded_at__gte=last.loaded_at) if last else versions

    def substantive_since(self, notice: "PrivacyNotice") -> bool:
        """Whether a version that changes what families are told came into force after this one."""
        later = self.filter(language=notice.language, is_substantive=True, in_force_since__isnull=False)
        return later.filter(in_force_since__gt=notice.in_force_since or notice.loaded_at).exists()


class PrivacyNotice(models.Model):
    """One version of the wording in one language. Approved by two people it is binding and never changes again."""

    class Origin(models.TextChoices):
        FILE = "file", _("came with the program")
        EDITED = "edited", _("edited here")
        IMPORTED = "imported", _("from a translator's table")

    language = models.CharField(_("language"), max_length=12)
    text_version = models.CharField(_("version"), max_length=20)
    body = models.TextField(editable=False)  # the text file, whole
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.FILE)
    is_substantive = models.BooleanField(_("changes what families are told"), default=True)
    loaded_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dpo_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dpo_approved_at = models.DateTimeField(null=True, blank=True)
    lead_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead_approved_at = models.DateTimeField(null=True, blank=True)
    in_force_since = models.DateTimeField(null=True, blank=True)  # the second approval

    objects = PrivacyNoticeQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(in_force_since=None)
                | Q(dpo_approved_by__isnull=False, lead_approved_by__isnull=False),
                name="notice_in_force_approved",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.language} {self.text_version}"

    @property
    def is_approved(self) -> bool:
        return self.in_force_since is not None

    @property
    def is_untouched(self) -> bool:
        """Nobody has approved it yet, so that its wording can still be changed."""
        return self.dpo_approved_at is None and self.lead_approved_at is None


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
    facts = models.CharField(
        max_length=64
    )  # SHA-256 over all that the installation had to tell; "" for old sheets
    purposes = models.JSONField(default=list)  # codes of the purposes and sources that this sheet names
    sources = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, unique=True)
    pdf = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ingredients"], name="sheet_made_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.audience} {self.language} {self.sha256[:8]}"


class Collection(models.Model):
    """One occasion on which data of a case were obtained (Art. 13 (1), 14 (1) GDPR): when, from whom, what for.

    It names no one and outlives the case, like the issues it opened.
    """

    class Occasion(models.TextChoices):
        FIRST_SAVE = "first_save", _("the case was opened")
        TALK = "talk", _("talk")
        CORRECTION = "correction", _("data were changed or added")
        PERSON_ADDED = "person_added", _("a person was added")
        AUTHORITY = "authority", _("an authority told us")
        SCHOOL = "school", _("a school told us")
        NEW_TEXT = "new_text", _("the text has changed in substance")
        NEW_PURPOSE = "new_purpose", _("a new purpose or recipient")
        REOPENED = "reopened", _("the case was opened again")

    reference = models.CharField(_("case"), max_length=20, db_index=True)
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion.choices)
    source = models.CharField(_("source"), max_length=20)  # "family", or a code of registry.sources()
    purpose = models.CharField(_("purpose"), max_length=20)
    collected_on = models.DateField(_("collected on"))
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("collection of data")
        ordering = ["collected_on", "pk"]

    def __str__(self) -> str:
        return f"{self.reference} {self.occasion} {self.collected_on}"

    @property
    def kind(self) -> Kind:
        """Which article applies: data from the person themselves, or from somebody else."""
        return Kind.ART13 if self.source == FAMILY else Kind.ART14


class SheetIssueQuerySet(models.QuerySet["SheetIssue"]):
    def of(self, reference: str) -> "SheetIssueQuerySet":
        return self.filter(reference=reference)

    def open(self) -> "SheetIssueQuerySet":
        return self.filter(state=SheetIssue.State.OPEN)

    def settled(self) -> "SheetIssueQuerySet":
        settled = self.exclude(state=SheetIssue.State.OPEN).select_related(
            "collection", "settled_by", "told_by"
        )
        return settled.defer("receipt", "told_by__receipt").order_by("-settled_at", "-pk")

    def by_case(self) -> Any:
        """One row for each case: reference, number of people, earliest due date; the most urgent first."""
        cases = self.order_by().values("reference")
        people = Count("person_code", distinct=True)
        return cases.annotate(people=people, due_on=Min("due_on")).order_by("due_on", "reference")

    def by_state(self) -> list[tuple[Any, int]]:
        """How many issues are in each state, in the words of the page."""
        found = dict(self.order_by().values_list("state").annotate(Count("pk")))
        return [(state.label, found.get(state.value, 0)) for state in SheetIssue.State]

    def printed(self) -> "SheetIssueQuerySet":
        """Those with a paper of their own."""
        own = self.filter(state=SheetIssue.State.ISSUED, told_by=None)
        return own.select_related("document", "document__german")


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

        ALREADY_13 = "art13_4", _("has this information already (Art. 13 (4) GDPR)")
        ALREADY_14 = "art14_5_a", _("has this information already (Art. 14 (5) (a) GDPR)")
        EFFORT = "art14_5_b", _("impossible or out of proportion (Art. 14 (5) (b) GDPR)")
        RESTRICTED = "dsgnrw_11", _("restricted by § 11 DSG NRW")
        NOT_PRESENT = "not_present", _("was not present")
        DOES_NOT_WANT = "does_not_want", _("did not want to take it")
        WAITS = "waits", _("wants to wait for somebody")
        LANGUAGE = "language", _("could not be informed in a language they understand")
        UNREACHABLE = "unreachable", _("cannot be reached")
        GONE = "gone", _("does not belong to the case any more")
        OTHER = "other", _("other reason")

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="issues")
    attempt = models.PositiveSmallIntegerField(default=1)
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
    # The issue whose paper told the person this as well: handed over together, or before (Art. 13 (4)).
    told_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="tells_also")
    signed_on = models.DateField(_("receipt signed on"), null=True)
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
                | (~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False))
                | Q(state="exempt", settled_at__isnull=False, told_by__isnull=False),  # by the program itself
                name="sheet_settled_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | (Q(document__isnull=False) & ~Q(sheet_sha256="") & ~Q(channel="")
                   & (Q(told_by__isnull=False)
                      | (Q(receipt__isnull=False, receipt_number__isnull=False) & ~Q(receipt_sha256="")))),
                name="sheet_issued_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["exempt", "refused", "impossible"]) | ~Q(reason=""),
                name="sheet_not_issued_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(reason__in=["art13_4", "art14_5_a"]) | Q(told_by__isnull=False),
                name="sheet_already_informed_by",
            ),
            models.CheckConstraint(
                condition=~Q(reason="art14_5_b") | Q(kind="art14"), name="sheet_effort_only_for_art14"
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(state="issued", told_by=None), name="sheet_signed_when_issued"
            ),
            models.UniqueConstraint(
                fields=["collection", "person_code", "attempt"], name="sheet_once_per_collection"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.reference} {self.person_code} {self.kind}"
