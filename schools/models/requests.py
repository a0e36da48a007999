"""From the question to a school to the first school day: request, decision, admission, notice.

The KI asks, the school answers, the Schulaufsicht decides, the school head admits: separate records (decision 3).
A school sees the request and never the case: it carries a snapshot of what the school may know at each point.
"""

import hashlib
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from intake.models import Case, Status
from privacy.access.models import Opening
from privacy.access.roles import Permission
from privacy.access.rows import granted
from privacy.models import Tracked, TrackedQuerySet, User
from privacy.rights.items import Item
from schools.models.directory import School
from schools.models.offerings import DazOffering
from schools.models.states import BADGES, LIVE, WAITING_FOR_SCHOOL, RequestStatus, holds_place


def token_digest(token: str) -> str:
    """What is stored of a mailed link's token (SHA-256, 64 hexadecimal digits)."""
    return hashlib.sha256(token.encode()).hexdigest()


class PlacementRequestQuerySet(TrackedQuerySet["PlacementRequest"]):
    def visible_to(self, user: User | AnonymousUser) -> "PlacementRequestQuerySet":
        """A school office sees the requests opened to its school's group; counsellors those of their cases."""
        if user.has_perm(Permission.ANSWER_REQUESTS):
            return self.filter(granted(user, PlacementRequest))
        return self.filter(case__in=Case.objects.visible_to(user))

    def live(self) -> "PlacementRequestQuerySet":
        return self.filter(status__in=LIVE)

    def with_question(self) -> "PlacementRequestQuerySet":
        """Live requests where it is the KI's turn."""
        return self.filter(status=RequestStatus.QUESTION)

    def holding_place(self) -> "PlacementRequestQuerySet":
        return self.filter(holds_place())

    def decided(self) -> "PlacementRequestQuerySet":
        """Requests on which the authority has decided: they have an admission to record."""
        return self.filter(status=RequestStatus.DECIDED)

    def taken_on(self) -> "PlacementRequestQuerySet":
        """Decided ones whose pupil is expected at the school, or is there."""
        here = (Admission.Status.EXPECTED, Admission.Status.ADMITTED)
        return self.decided().filter(decision__ended_on=None, decision__admission__status__in=here)

    def overdue(self, *, days: int = 1) -> "PlacementRequestQuerySet":
        """Waiting for the school although the last day for the answer lies at least `days` days back."""
        latest = timezone.localdate() - timedelta(days=days)
        return self.filter(status=RequestStatus.OPEN, answer_by__lte=latest)

    def by_token(self, token: str) -> "PlacementRequestQuerySet":
        """The request that a mailed link opens: none if it was answered, replaced or its last day has passed."""
        return self.filter(
            token_digest=token_digest(token),
            status__in=WAITING_FOR_SCHOOL,
            answer_by__gte=timezone.localdate(),
        )

    def for_list(self) -> "PlacementRequestQuerySet":
        return self.select_related("school", "offering", "case", "decision__admission")


class PlacementRequest(Tracked):
    """The KI's question to a school; holds a place while it is live."""

    Status = RequestStatus

    class Reason(models.TextChoices):
        """Coded reasons of a refusal (§ 46 SchulG NRW: the head may refuse for capacity only)."""

        FULL_GRADE = "full_grade", _("no capacity in this grade")
        FULL_DAZ = "full_daz", _("no DaZ place")
        WRONG_FORM = "wrong_form", _("school form does not fit")
        CATCHMENT = "catchment", _("outside the catchment area")
        AGE = "age", _("age does not fit")
        OTHER = "other", _("other")

    case = models.ForeignKey(Case, verbose_name=_("case"), on_delete=models.CASCADE, related_name="requests")
    school = models.ForeignKey(
        School, verbose_name=_("school"), on_delete=models.PROTECT, related_name="requests"
    )
    offering = models.ForeignKey(
        DazOffering, verbose_name=_("offering"), on_delete=models.PROTECT, related_name="requests"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    grade = models.PositiveSmallIntegerField(_("grade"))
    minimum = models.JSONField(
        _("told before acceptance")
    )  # what the school may know before it accepts (decision 6)
    disclosed = models.JSONField(
        _("told after acceptance"), null=True, blank=True
    )  # the § 7 (2) VO-DV I set, from acceptance on
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField(_("answer by"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(
        _("answered by"), max_length=80, blank=True
    )  # a user's name, or the mailed link
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    note = models.CharField(_("note to the KI"), max_length=300, blank=True)
    question = models.CharField(_("question"), max_length=300, blank=True)
    reply = models.CharField(_("reply"), max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField()  # 1 = the first of the ranking that was shown
    override_reason = models.CharField(_("why not the first"), max_length=200, blank=True)
    ranking = models.TextField(editable=False)  # the inputs of the ranking, to replay it
    token_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - unique where given

    objects: ClassVar[Any] = models.Manager.from_queryset(PlacementRequestQuerySet)()

    class PersonalData:
        personal = {
            "minimum": Item.REQUESTS,
            "disclosed": Item.REQUESTS,
            "grade": Item.REQUESTS,
            "note": Item.REQUESTS,
            "question": Item.REQUESTS,
            "reply": Item.REQUESTS,
            "override_reason": Item.REQUESTS,
            "ranking": Item.REQUESTS,
        }
        plain = {
            "id", "version", "case", "school", "offering", "status", "sent_at", "sent_by", "answer_by", "answered_at",
            "answered_by", "reason", "rank", "token_digest",
        }  # fmt: skip

    class Meta:
        verbose_name = _("request to a school")
        verbose_name_plural = _("requests to schools")
        ordering = ["answer_by", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(status__in=LIVE), name="request_one_live"),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(reason=""), name="request_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(rank=1) | ~Q(override_reason=""), name="request_override_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(disclosed=None) | Q(status__in=["accepted", "decided", "withdrawn"]),
                name="request_disclosed_after_acceptance",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.school}"

    def get_absolute_url(self) -> str:
        return reverse("schools:request_detail", args=[self.pk])

    @property
    def badge(self) -> str:
        return BADGES[self.status]

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def waits_for_school(self) -> bool:
        return self.status in WAITING_FOR_SCHOOL

    @property
    def open_to_school(self) -> dict[str, Any] | None:
        """The § 7 (2) set while the school needs it: from its acceptance until the place or the case ends, else None."""
        ended = hasattr(self, "decision") and self.decision.ended_on is not None
        return None if ended or self.case.is_closed else self.disclosed


class RequestUserPermission(UserObjectPermissionBase, Opening):
    """One person may see one request (not used by any role today; guardian needs the pair)."""

    content_object = models.ForeignKey(PlacementRequest, on_delete=models.CASCADE)


class RequestGroupPermission(GroupObjectPermissionBase, Opening):
    """A school may see one request."""

    content_object = models.ForeignKey(PlacementRequest, on_delete=models.CASCADE)


class Authority(models.TextChoices):
    """Who decides varies by school form and district, so it is entered, not computed (§ 46 (7), § 88 SchulG NRW)."""

    SCHULAMT = "schulamt", _("Schulamt for the district")
    BEZIRKSREGIERUNG = "bezirksregierung", _("Bezirksregierung")
    SCHOOL_HEAD = "school_head", _("school head")
    MUNICIPALITY = "municipality", _("municipality")


class Decision(Tracked):
    """The decision (Zuweisung) of the authority, entered by the KI; holds the place until it ends."""

    request = models.OneToOneField(
        PlacementRequest, verbose_name=_("request to a school"), on_delete=models.CASCADE
    )
    authority = models.CharField(_("authority"), max_length=16, choices=Authority.choices)
    decided_on = models.DateField(_("date of the decision"))
    file_number = models.CharField(_("file number"), max_length=60, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class PersonalData:
        personal = {"file_number": Item.ASSIGNMENT}
        plain = {"id", "version", "request", "authority", "decided_on", "ended_on"}

    class Meta:
        verbose_name = _("decision")

    def __str__(self) -> str:
        return f"{self.request} {self.decided_on}"


class Admission(Tracked):
    """The school's word that the child is there, or is not. Until it comes the KI keeps watch (VO-DV I § 7 (1))."""

    class Status(models.TextChoices):
        EXPECTED = "expected", _("expected")
        ADMITTED = "admitted", _("admitted")
        DID_NOT_APPEAR = "did_not_appear", _("did not appear")
        ENDED = "ended", _("ended")

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        Status.EXPECTED: frozenset({Status.ADMITTED, Status.DID_NOT_APPEAR}),
        Status.ADMITTED: frozenset({Status.ENDED}),
        Status.DID_NOT_APPEAR: frozenset(),
        Status.ENDED: frozenset(),
    }

    decision = models.OneToOneField(Decision, verbose_name=_("decision"), on_delete=models.CASCADE)
    status = models.CharField(_("status"), max_length=14, choices=Status.choices, default=Status.EXPECTED)
    expected_on = models.DateField(_("expected first school day"))
    first_day = models.DateField(_("first school day"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=80, blank=True)

    class PersonalData:
        personal = {"expected_on": Item.ADMISSION, "first_day": Item.ADMISSION}
        plain = {"id", "version", "decision", "status", "confirmed_at", "confirmed_by"}

    class Meta:
        verbose_name = _("admission")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="admitted") | Q(first_day__isnull=False, confirmed_at__isnull=False),
                name="admission_confirmed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.status}"


class PlacementNoticeQuerySet(models.QuerySet["PlacementNotice"]):
    def visible_to(self, user: User | AnonymousUser) -> "PlacementNoticeQuerySet":
        """Letters of the requests this user sees; a school only while the request's data are open to it."""
        mine = self.filter(request__in=PlacementRequest.objects.visible_to(user))
        if not user.has_perm(Permission.ANSWER_REQUESTS):
            return mine
        kept = mine.filter(request__disclosed__isnull=False, request__decision__ended_on=None)
        return kept.exclude(request__case__status=Status.CLOSED)

    def of(self, request: PlacementRequest) -> "PlacementNoticeQuerySet":
        """The letters of one request, without their bytes."""
        return self.filter(request=request).defer("pdf")

    def for_page(self) -> "PlacementNoticeQuerySet":
        return self.select_related("request__case")


class PlacementNotice(models.Model):
    """The letter (Mitteilung) to the school, stored as sent. Logged with recipient and fields; erased with the case."""

    request = models.ForeignKey(PlacementRequest, on_delete=models.CASCADE, related_name="notices")
    number = models.PositiveSmallIntegerField()  # 1, 2 … per request: a corrected letter is a new one
    recipient = models.CharField(max_length=200)
    fields = models.JSONField()  # names of the fields disclosed
    legal_basis = models.CharField(max_length=120)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PlacementNoticeQuerySet.as_manager()

    class PersonalData:
        personal = {"pdf": Item.REQUESTS, "sha256": Item.REQUESTS}
        plain = {"id", "request", "number", "recipient", "fields", "legal_basis", "made_at", "made_by"}

    class Meta:
        verbose_name = _("placement notice")
        ordering = ["request", "number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="notice_number")]

    def __str__(self) -> str:
        return f"{self.request} {self.number}"
