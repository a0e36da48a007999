"""What the family tells of school so far: languages, year by year, and which papers it showed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.models.cases import Case
from intake.models.choices import Fluency
from intake.models.people import Pupil
from privacy.models import Tracked, TrackedQuerySet
from privacy.rights.items import Item

GERMANY = "000"  # key of the Statistisches Bundesamt for states


class FurtherLanguage(Tracked):
    """A language beside the first two: spoken, or learnt at school (the Fremdsprachenfolge, by the grade it began)."""

    MOST = 4

    pupil = models.ForeignKey(
        Pupil, verbose_name=_("pupil"), on_delete=models.CASCADE, related_name="further_languages"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    language = models.CharField(_("language"), max_length=8)
    fluency = models.CharField(_("how well"), max_length=6, choices=Fluency.choices, blank=True)
    from_grade = models.PositiveSmallIntegerField(_("at school from grade"), null=True, blank=True)

    class PersonalData:
        personal = {"language": Item.LANGUAGES, "fluency": Item.LANGUAGES, "from_grade": Item.SCHOOLING}
        plain = {"id", "version", "pupil", "position"}

    class Meta:
        verbose_name = _("further language")
        verbose_name_plural = _("further languages")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["pupil", "position"], name="further_language_position"),
            models.CheckConstraint(
                condition=Q(from_grade=None) | Q(from_grade__gte=1, from_grade__lte=13),
                name="further_language_grade",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.language}"


class SchoolYearQuerySet(TrackedQuerySet["SchoolYear"]):
    def attended(self) -> "SchoolYearQuerySet":
        """Years with lessons, whole or in part, at a school or online."""
        return self.exclude(attendance=SchoolYear.Attendance.NONE)

    def in_germany(self) -> "SchoolYearQuerySet":
        """Years at a German school: after about two of them a pupil is not newly arrived any more (BASS 13-63 Nr. 3)."""
        return self.attended().filter(country=GERMANY)


class SchoolYear(Tracked):
    """One school year of the pupil: where, in which grade, and whether there were lessons at all."""

    class Attendance(models.TextChoices):
        """Only whether there were lessons; why there were none is not asked."""

        FULL = "full", _("whole year")
        PART = "part", _("part of the year")
        ONLINE = "online", _("online")
        NONE = "none", _("no school")

    pupil = models.ForeignKey(
        Pupil, verbose_name=_("pupil"), on_delete=models.CASCADE, related_name="school_years"
    )
    year = models.PositiveSmallIntegerField(_("school year that began in"))
    attendance = models.CharField(_("lessons"), max_length=6, choices=Attendance.choices)
    country = models.CharField(_("country"), max_length=3, blank=True)
    grade = models.PositiveSmallIntegerField(_("grade"), null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(SchoolYearQuerySet)()

    class PersonalData:
        personal = {"attendance": Item.SCHOOLING, "country": Item.SCHOOLING, "grade": Item.SCHOOLING}
        plain = {"id", "version", "pupil", "year"}

    class Meta:
        verbose_name = _("school year")
        verbose_name_plural = _("school years")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["pupil", "year"], name="school_year_once"),
            models.CheckConstraint(condition=Q(grade=None) | Q(grade__lte=13), name="school_year_grade"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """2025/26"""
        return school_year_name(self.year)


def school_year_name(year: int) -> str:
    """The school year that begins in `year`, as it is written: 2025/26."""
    return f"{year}/{(year + 1) % 100:02d}"


class SeenDocument(Tracked):
    """A paper that the family showed. It was looked at and given back: no copy is kept (decision 2)."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("passport or identity card")
        BIRTH = "birth", _("birth certificate")
        REGISTRATION = "registration", _("Meldebescheinigung (proof of address)")
        CERTIFICATES = "certificates", _("school reports")
        CUSTODY = "custody", _("papers on custody")

    case = models.ForeignKey(
        Case, verbose_name=_("case"), on_delete=models.CASCADE, related_name="seen_documents"
    )
    kind = models.CharField(_("paper"), max_length=12, choices=Kind.choices)
    seen_on = models.DateField(_("seen on"))

    class PersonalData:
        personal = {"seen_on": Item.TALKS}
        plain = {"id", "version", "case", "kind"}

    class Meta:
        verbose_name = _("paper seen")
        verbose_name_plural = _("papers seen")
        ordering = ["seen_on", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="document_seen_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["identity", "birth", "registration", "certificates", "custody"]),
                name="document_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"
