"""A family is handed on to a partner: with which consent, what was passed on, what became of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.cases import Case
from intake.models.partners import Partner, Topic
from privacy.models import Tracked, TrackedQuerySet
from privacy.notices.models import SheetIssue
from privacy.rights.items import Item


class HandOnConsentQuerySet(TrackedQuerySet["HandOnConsent"]):
    def valid(self) -> "HandOnConsentQuerySet":
        return self.filter(withdrawn_on=None)

    def same(self, partner: Partner, person_code: str, topic: str) -> "HandOnConsentQuerySet":
        """Those of this person for this partner and purpose, the newest first."""
        return self.filter(partner=partner, person_code=person_code, topic=topic)

    def numbered(self, number: str) -> "HandOnConsent | None":
        """The one with this number as it stands in an address; None for anything else."""
        return self.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None

    def for_list(self) -> "HandOnConsentQuerySet":
        return self.select_related("partner", "recorded_by")


class HandOnConsent(Tracked):
    """One person agreed that something goes to one partner outside the public sector (Art. 6 (1) (a), 7 GDPR).

    Asked for and recorded apart from the hand-on: for which partner and purpose, which fields, by which version of
    the text, explained in which language. It can be withdrawn on any day; then nothing more is passed on.
    """

    class Form(models.TextChoices):
        """Art. 7 (1) GDPR: it must be possible to show that there was a consent."""

        PAPER = "paper", _("signed on paper")
        ORAL = "oral", _("said in the talk")

    case = models.ForeignKey(
        Case, verbose_name=_("case"), on_delete=models.CASCADE, related_name="hand_on_consents"
    )
    person_code = models.CharField(_("who agreed"), max_length=4)
    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="+"
    )
    topic = models.CharField(_("purpose"), max_length=12, choices=Topic.choices)
    fields = models.JSONField(_("what may be passed on"))
    text_version = models.CharField(_("version of the text"), max_length=12)
    language = models.CharField(_("explained in"), max_length=8)
    interpreter = models.CharField(_("interpreter"), max_length=12, choices=SheetIssue.Interpreter.choices)
    form = models.CharField(_("form"), max_length=5, choices=Form.choices)
    given_on = models.DateField(_("given on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(HandOnConsentQuerySet)()

    class PersonalData:
        personal = {"topic": Item.TALKS, "language": Item.LANGUAGES}
        plain = {
            "id", "version", "case", "person_code", "partner", "fields", "text_version", "interpreter", "form",
            "given_on", "recorded_by", "withdrawn_on",
        }  # fmt: skip

    class Meta:
        verbose_name = _("consent to hand on")
        verbose_name_plural = _("consents to hand on")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="hand_on_consent_dates",
            ),
            models.CheckConstraint(
                condition=Q(form__in=["paper", "oral"]), name="hand_on_consent_form_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.given_on}"

    @property
    def is_valid(self) -> bool:
        return self.withdrawn_on is None


class HandOnQuerySet(TrackedQuerySet["HandOn"]):
    def for_list(self) -> "HandOnQuerySet":
        return self.select_related("partner", "consent", "recorded_by")

    def needing_attention(self) -> "HandOnQuerySet":
        """Whose answer is overdue, and whose partner must still be told of a withdrawal."""
        return self.for_list().filter(self._overdue() | self._to_stop())

    @staticmethod
    def _overdue() -> Q:
        unanswered = Q(answer=HandOn.Answer.OPEN, answer_by__lt=timezone.localdate())
        return unanswered & Q(consent__withdrawn_on=None)

    @staticmethod
    def _to_stop() -> Q:
        return Q(consent__withdrawn_on__isnull=False, stop_told_on=None)


class HandOn(Tracked):
    """A family was handed on to a partner: to whom, what was passed on, on which ground, and the partner's answer.

    Every row is a disclosure whose recipient must be nameable (Art. 15 (1) (c) GDPR) and told of a withdrawal (Art. 19).
    """

    class Channel(models.TextChoices):
        PHONE = "phone", _("by phone")
        MAIL = "mail", _("by e-mail")
        POST = "post", _("by letter")
        PERSON = "person", _("in person")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("consent")
        TASK = "task", _("public task")

    class Answer(models.TextChoices):
        OPEN = "open", _("no answer yet")
        ACCEPTED = "accepted", _("takes the family on")
        NO_CAPACITY = "no_capacity", _("no capacity")
        NO_ANSWER = "no_answer", _("never answered")

    case = models.ForeignKey(Case, verbose_name=_("case"), on_delete=models.CASCADE, related_name="hand_ons")
    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="+"
    )
    topic = models.CharField(_("what it is about"), max_length=12, choices=Topic.choices)
    person_code = models.CharField(_("who is to be called"), max_length=4)
    fields = models.JSONField(_("what was passed on"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    basis = models.CharField(_("legal basis"), max_length=8, choices=Basis.choices)
    consent = models.ForeignKey(
        HandOnConsent, verbose_name=_("consent"), null=True, blank=True, on_delete=models.RESTRICT,
        related_name="hand_ons",
    )  # fmt: skip
    made_on = models.DateField(_("handed on"))
    answer_by = models.DateField(_("answer by"))
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices, default=Answer.OPEN)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    stop_told_on = models.DateField(_("told of the withdrawal on"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = models.Manager.from_queryset(HandOnQuerySet)()

    class PersonalData:
        personal = {"topic": Item.TALKS}
        plain = {
            "id", "version", "case", "partner", "person_code", "fields", "channel", "basis", "consent", "made_on",
            "answer_by", "answer", "answered_on", "stop_told_on", "recorded_by",
        }  # fmt: skip

    class Meta:
        verbose_name = _("handing on")
        verbose_name_plural = _("handings on")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="consent", consent__isnull=False) | Q(basis="task", consent=None),
                name="hand_on_has_its_basis",
            ),
            models.CheckConstraint(
                condition=Q(answer="open", answered_on=None)
                | Q(answer__in=["accepted", "no_capacity", "no_answer"], answered_on__isnull=False),
                name="hand_on_answer_whole",
            ),
            models.CheckConstraint(condition=Q(answer_by__gte=F("made_on")), name="hand_on_answer_after"),
            models.CheckConstraint(
                condition=Q(stop_told_on=None) | Q(consent__isnull=False), name="hand_on_stop_of_consent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.made_on}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether the family has taken its consent back."""
        return self.consent is not None and not self.consent.is_valid

    @property
    def is_to_stop(self) -> bool:
        """Whether the partner must still be told of the withdrawal."""
        return self.is_withdrawn and self.stop_told_on is None

    @property
    def waits(self) -> bool:
        """Whether an answer is still expected."""
        return self.answer == self.Answer.OPEN and not self.is_withdrawn

    @property
    def badge(self) -> str:
        """The colour of the answer's badge; the word stands in it as well."""
        colours: dict[str, str] = {
            self.Answer.OPEN: "warning",
            self.Answer.ACCEPTED: "success",
            self.Answer.NO_CAPACITY: "danger",
        }
        return colours.get(self.answer, "neutral")
