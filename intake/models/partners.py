"""The directory: who works with the KI, for which municipalities, topics and languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake import catalogues
from privacy.models import Tracked, TrackedQuerySet
from privacy.notices.models import SheetIssue


class Topic(models.TextChoices):
    """What a partner helps with. Nothing here says anything about health, religion or residence status."""

    SCHOOL = "school", _("school and education")
    WORK = "work", _("training and work")
    GERMAN = "german", _("learning German")
    EVERYDAY = "everyday", _("finding one's way in everyday life")
    EARLY = "early", _("Kita and early education")
    LEISURE = "leisure", _("sports, leisure, associations")
    MENTORING = "mentoring", _("somebody who accompanies or helps with learning")
    FAMILY = "family", _("family and upbringing")
    COSTS = "costs", _("costs of school (Bildung und Teilhabe)")
    INTERPRETING = "interpreting", _("interpreting")


class InterpreterType(models.TextChoices):
    """Kinds of interpreters, under the codes that talks and sheets use."""

    LAY = SheetIssue.Interpreter.LAY.value, _("lay interpreter of the pool")
    PROFESSIONAL = SheetIssue.Interpreter.PROFESSIONAL.value, _("professional interpreter")
    FAMILY = SheetIssue.Interpreter.FAMILY.value, _("person of the family's trust")
    PHONE = SheetIssue.Interpreter.PHONE.value, _("interpreter by telephone or video")


def packed(codes: Iterable[str]) -> str:
    """Codes as they are stored: with blanks around each, so that every database finds a whole code; "" for none."""
    return f" {' '.join(codes)} " if codes else ""


class PartnerQuerySet(TrackedQuerySet["Partner"]):
    def active(self) -> "PartnerQuerySet":
        return self.filter(is_active=True)

    def interpreters(self) -> "PartnerQuerySet":
        return self.active().filter(kind=Partner.Kind.INTERPRETER)

    def for_hand_on(self) -> "PartnerQuerySet":
        """Whom a family can be handed on to: not to our own office, and not to an interpreter."""
        return self.active().exclude(kind__in=(Partner.Kind.INTERPRETER, Partner.Kind.COUNSELLOR))

    def speaking(self, language: str) -> "PartnerQuerySet":
        return self.filter(languages__contains=packed([language]))

    def covering(self, ags: str) -> "PartnerQuerySet":
        """Whoever works in this municipality: it is named, or none is, which means the whole Kreis."""
        return self.filter(Q(municipalities="") | Q(municipalities__contains=packed([ags])))

    def about(self, topic: str) -> "PartnerQuerySet":
        return self.filter(topics__contains=packed([topic]))


@dataclass(frozen=True)
class Changed:
    """One saved version of an entry: when, by whom, and the names of the fields it changed; none for the first."""

    at: datetime
    by: str
    fields: tuple[str, ...]


class Partner(Tracked):
    """Somebody who works with the KI: an interpreter, a service, an association, an authority, a volunteer, a colleague.

    These are contact data of people in their function, as in accounts and teams, and not data of a family: no case
    reference leads to them. So a partner is no `Subject` of the register, declares no items of the families' sheet,
    and is not erased with a case; volunteers and interpreters are informed by the KI when they sign up with it. What
    is about a family is the booking, the consent or the hand-on that names a partner, and these are Subjects. An
    entry is switched off instead of deleted, so that old cases still say who it was; its versions are kept.
    """

    class Kind(models.TextChoices):
        INTERPRETER = "interpreter", _("interpreter")
        INTEGRATION_AGENCY = "agency", _("Integrationsagentur")
        WELFARE = "welfare", _("welfare association")
        MIGRATION_SERVICE = "migration", _("migration service")
        JMD_MBE = "jmd_mbe", _("Jugendmigrationsdienst, Migrationsberatung (JMD, MBE)")
        ASSOCIATION = "association", _("association (Verein)")
        AUTHORITY = "authority", _("public authority")
        VOLUNTEER = "volunteer", _("volunteer, Bildungspate")
        COUNSELLOR = "counsellor", _("counsellor of the KI")

    #: Of these the law already says that they are, or are not, public bodies.
    ALWAYS_PUBLIC = (Kind.AUTHORITY, Kind.COUNSELLOR)
    NEVER_PUBLIC = (Kind.WELFARE, Kind.ASSOCIATION, Kind.VOLUNTEER)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    person = models.CharField(_("person"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    municipalities = models.CharField(
        _("municipalities"), max_length=200, blank=True
    )  # packed AGS; none: all
    topics = models.CharField(_("topics"), max_length=200, blank=True)  # packed
    languages = models.CharField(_("languages"), max_length=1600, blank=True)  # packed
    interpreter_type = models.CharField(
        _("kind of interpreter"), max_length=12, choices=InterpreterType.choices, blank=True
    )
    qualification = models.CharField(_("qualification"), max_length=200, blank=True)
    is_public = models.BooleanField(_("belongs to the public sector"), default=False)
    is_active = models.BooleanField(_("is offered"), default=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(PartnerQuerySet)()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["organisation", "person", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(organisation="", person=""), name="partner_named"),
            models.CheckConstraint(
                condition=Q(kind="interpreter") & ~Q(interpreter_type="")
                | ~Q(kind="interpreter") & Q(interpreter_type=""),
                name="partner_interpreter_type",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["authority", "counsellor"]) | Q(is_public=True),
                name="partner_always_public",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["welfare", "association", "volunteer"]) | Q(is_public=False),
                name="partner_never_public",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.organisation, self.person) if part)

    def get_absolute_url(self) -> str:
        return reverse("intake:partner_edit", args=[self.pk])

    @property
    def address(self) -> str:
        town = f"{self.postcode} {self.town}".strip()
        return ", ".join(part for part in (self.street, town) if part)

    @property
    def reach(self) -> str:
        """Phone and e-mail, as far as they are known."""
        return ", ".join(part for part in (self.phone, self.email) if part)

    @property
    def topic_codes(self) -> list[str]:
        return self.topics.split()

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split()

    @property
    def municipality_codes(self) -> list[str]:
        return self.municipalities.split()

    @property
    def topic_names(self) -> list[str]:
        return [str(Topic(code).label) for code in self.topic_codes if code in Topic.values]

    @property
    def language_names(self) -> list[str]:
        known = {one.code: one.name(get_language() or "de") for one in catalogues.languages()}
        return [known.get(code, code) for code in self.language_codes]

    @property
    def municipality_names(self) -> list[str]:
        """By the order of the keys; empty where the partner works in the whole Kreis."""
        return [one.name for one in catalogues.municipalities() if one.ags in self.municipality_codes]

    @property
    def changes(self) -> list[Changed]:
        """Every saved version, the newest first."""
        versions = list(self.history.select_related("history_user").order_by("history_id"))
        before = [None, *versions[:-1]]
        return [_changed(old, new) for old, new in zip(before, versions, strict=True)][::-1]


def _changed(old: Any, new: Any) -> Changed:
    fields = [one for one in Partner._meta.concrete_fields if one.editable and not one.primary_key]
    differing = (
        str(one.verbose_name)
        for one in fields
        if old is not None and getattr(old, one.attname) != getattr(new, one.attname)
    )
    return Changed(new.history_date, str(new.history_user or ""), tuple(differing))
