"""The school directory: who runs which school where. Public facts; no data of families."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.catalogues import municipality


class SchoolForm(models.TextChoices):
    """The state's school form keys; the names are legal terms and stay German."""

    GRUNDSCHULE = "02", "Grundschule"
    HAUPTSCHULE = "04", "Hauptschule"
    VOLKSSCHULE = "06", "Volksschule"
    FOERDERSCHULE = "08", "Förderschule im Bereich Grund-/Hauptschule"
    REALSCHULE = "10", "Realschule"
    PRIMUS = "13", "Schulversuch PRIMUS"
    SEKUNDARSCHULE = "14", "Sekundarschule"
    GESAMTSCHULE = "15", "Gesamtschule"
    GEMEINSCHAFTSSCHULE = "16", "Gemeinschaftsschule"
    WALDORFSCHULE = "17", "Freie Waldorfschule"
    HIBERNIA = "18", "Hibernia"
    WALDORFFOERDERSCHULE = "19", "Freie Waldorfförderschule"
    GYMNASIUM = "20", "Gymnasium"
    WEITERBILDUNGSKOLLEG = "25", "Weiterbildungskolleg"
    BERUFSKOLLEG = "30", "Berufskolleg"
    KLINIKSCHULE = "83", "Klinikschule"
    FOERDERSCHULE_REALSCHULE = "85", "Förderschule im Bereich Realschule"
    FOERDERSCHULE_GYMNASIUM = "87", "Förderschule im Bereich Gymnasium"
    FOERDERSCHULE_BERUFSKOLLEG = "88", "Förderschule im Bereich Berufskolleg"


class OperatingStatus(models.TextChoices):
    """The state's operating keys (key_schulbetriebsschluessel); 5, 6 and 9 exist, their text is not published."""

    CLOSING = "0", _("closes at the end of the school year")
    OPERATING = "1", _("operating")
    CLOSING_LATER = "2", _("will be closed later")
    OPENING = "3", _("opens on the date given")
    SUSPENDED = "4", _("suspended")
    OTHER_5 = "5", _("other (key 5)")
    OTHER_6 = "6", _("other (key 6)")
    OTHER_9 = "9", _("other (key 9)")


class SchoolAuthority(models.Model):
    """The body that runs schools (Schulträger, § 78 SchulG NRW): a municipality, the Kreis, a church, a company."""

    number = models.CharField(_("number"), max_length=6, unique=True)
    name = models.CharField(
        _("name"), max_length=150, blank=True
    )  # the state's school file has the number only
    ags = models.CharField(_("municipality key"), max_length=8, blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    street = models.CharField(_("street"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    town = models.CharField(_("town"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("school authority")
        verbose_name_plural = _("school authorities")
        ordering = ("name", "number")

    def __str__(self) -> str:
        return self.name or self.number


class SchoolQuerySet(models.QuerySet["School"]):
    """Questions the product asks about schools."""

    def operating(self, day: date | None = None) -> SchoolQuerySet:
        """Schools that operate on `day` (today): `School.operates_on` says the rule for one school."""
        day = day or timezone.localdate()
        status = OperatingStatus
        return self.filter(
            Q(operating_status__in=(status.OPERATING, status.CLOSING_LATER))
            | Q(operating_status=status.CLOSING) & (Q(closes_on=None) | Q(closes_on__gte=day))
            | Q(operating_status=status.OPENING, operating_since__lte=day)
        )

    def of_form(self, *forms: str) -> SchoolQuerySet:
        """Schools of one of these forms (keys of SchoolForm)."""
        return self.filter(form__in=forms)

    def search(self, text: str) -> SchoolQuerySet:
        """Schools that have every word of `text` in number, names, town, postcode or street."""
        schools = self
        for word in text.split()[:10]:
            schools = schools.filter(
                Q(number__startswith=word)
                | Q(name__icontains=word)
                | Q(short_name__icontains=word)
                | Q(town__icontains=word)
                | Q(postcode__startswith=word)
                | Q(street__icontains=word)
            )
        return schools


class School(models.Model):
    """A school of the directory. The import writes it, but for `room_limit` and `is_accepting`; a closed one stays.

    `easting` and `northing` are metres in ETRS89 / UTM 32N (EPSG:25832). `pupils` is rounded to 5 (IT.NRW),
    `social_index` runs from 1 (least burdened) to 9. `operating_since` and `closes_on` are the one date of
    the state's file, read by its operating key.
    """

    number = models.CharField(_("school number"), max_length=6, unique=True)
    name = models.CharField(_("name"), max_length=150)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    form = models.CharField(_("school form"), max_length=2, choices=SchoolForm.choices)
    is_public = models.BooleanField(_("public"), default=True)
    authority = models.ForeignKey(
        SchoolAuthority,
        verbose_name=_("school authority"),
        to_field="number",
        on_delete=models.PROTECT,
        related_name="schools",
        null=True,
        blank=True,
    )
    ags = models.CharField(_("municipality key"), max_length=8, db_index=True)
    street = models.CharField(_("street"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5)
    town = models.CharField(_("town"), max_length=60)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), max_length=100)
    homepage = models.URLField(_("homepage"), max_length=200, blank=True)
    easting = models.IntegerField(_("easting"), null=True, blank=True)
    northing = models.IntegerField(_("northing"), null=True, blank=True)
    operating_status = models.CharField(
        _("operation"), max_length=1, choices=OperatingStatus.choices, default=OperatingStatus.OPERATING
    )
    operating_since = models.DateField(_("operating since"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    pupils = models.PositiveIntegerField(_("pupils (rounded)"), null=True, blank=True)
    social_index = models.PositiveSmallIntegerField(_("Sozialindex"), null=True, blank=True)
    room_limit = models.PositiveSmallIntegerField(
        _("limit for newcomers"),
        null=True,
        blank=True,
        help_text=_("Most newcomers the whole school can take, over all offerings. Empty: no such limit."),
    )
    is_accepting = models.BooleanField(_("takes requests"), default=True)
    group = models.OneToOneField(
        Group, null=True, blank=True, editable=False, on_delete=models.PROTECT
    )  # its office's users

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ("name", "town", "number")
        constraints = [
            models.CheckConstraint(condition=Q(form__in=SchoolForm.values), name="school_form_known"),
            models.CheckConstraint(
                condition=Q(operating_status__in=OperatingStatus.values), name="school_operating_status_known"
            ),
            models.CheckConstraint(
                # "> 0" alone is unknown for NULL, and a check passes what is unknown.
                condition=Q(easting=None, northing=None)
                | Q(easting__isnull=False, easting__gt=0, northing__isnull=False, northing__gt=0),
                name="school_coordinates_paired",
            ),
            models.CheckConstraint(
                condition=Q(social_index=None) | Q(social_index__range=(1, 9)),
                name="school_social_index_1_to_9",
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(operating_status=OperatingStatus.CLOSING),
                name="school_closing_date_only_when_closing",
            ),
        ]

    def __str__(self) -> str:
        return self.name if self.town in self.name else f"{self.name}, {self.town}"

    @property
    def is_operating(self) -> bool:
        """Whether the school operates today."""
        return self.operates_on(timezone.localdate())

    @property
    def municipality_name(self) -> str:
        """The municipality of the Kreis; for a school outside it the town of its address."""
        try:
            return municipality(self.ags).name
        except KeyError:
            return self.town

    def operates_on(self, day: date) -> bool:
        """Whether the school operates on `day`.

        Key 1 operates; key 2 does until the state sets another key; key 0 up to and including `closes_on`;
        key 3 from `operating_since`. Every other key is closed.
        """
        if self.operating_status == OperatingStatus.CLOSING:
            return self.closes_on is None or day <= self.closes_on
        if self.operating_status == OperatingStatus.OPENING:
            return self.operating_since is not None and self.operating_since <= day
        return self.operating_status in (OperatingStatus.OPERATING, OperatingStatus.CLOSING_LATER)
