"""The family: a household, its pupils and those who have custody.

The fields are those of VO-DV I § 7 (2), which the receiving school gets, and what counselling itself needs. There is
no field for health, disability, religion or residence status, and none may be added (VO-DV I § 1 (2), decision 2).
"""

from typing import cast

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import rules
from intake.models.choices import Fluency, Script
from intake.names import BirthDate, Precision
from privacy.models import Tracked
from privacy.rights.items import Item


class Addressed(models.Model):
    """Whatever a letter can be sent to."""

    care_of = models.CharField(_("c/o, name on the letterbox"), max_length=80, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)

    class Meta:
        abstract = True

    @property
    def address_lines(self) -> list[str]:
        """Street and town as on an envelope, without empty lines."""
        town = f"{self.postcode} {self.town}".strip()
        care_of = f"c/o {self.care_of}" if self.care_of else ""
        return [line for line in (care_of, self.street, town) if line]

    @property
    def has_address(self) -> bool:
        """Whether a letter would arrive."""
        return bool(self.street and self.postcode and self.town)


class Household(Addressed, Tracked):
    """People counselled together: siblings share address, custodians and language."""

    municipality = models.CharField(_("municipality"), max_length=8)
    phone = models.CharField(_("phone of the family or the young person"), max_length=40, blank=True)
    language = models.CharField(_("language of the family"), max_length=8)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=True)

    class PersonalData:
        personal = {
            "care_of": Item.ADDRESS,
            "street": Item.ADDRESS,
            "postcode": Item.ADDRESS,
            "town": Item.ADDRESS,
            "municipality": Item.ADDRESS,
            "phone": Item.CONTACT,
            "language": Item.LANGUAGES,
            "needs_interpreter": Item.LANGUAGES,
        }
        plain = {"id", "version"}

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")

    def __str__(self) -> str:
        return f"household {self.pk}"

    @property
    def address_is_protected(self) -> bool:
        """Whether somebody who lives here has asked that the other custodians do not learn where."""
        return any(one.is_protected and not one.has_address for one in self.custodians.all())

    def address_for(self, custodian: "Custodian") -> list[str]:
        """Where a letter to this custodian goes: the own address, or that of the household unless it is kept from them."""
        if custodian.has_address:
            return custodian.address_lines
        others = [one for one in self.custodians.all() if one.pk != custodian.pk]
        kept_from_them = any(one.is_protected and not one.has_address for one in others)
        return self.address_lines if self.has_address and not kept_from_them else []


class Pupil(Tracked):
    """The child or young person who needs a school."""

    class Sex(models.TextChoices):
        FEMALE = "w", _("female")
        MALE = "m", _("male")
        DIVERSE = "d", _("diverse")
        NONE = "x", _("no entry")

    class Precision(models.TextChoices):
        """Papers of many countries hold only the year; 1 January then stands for "not known"."""

        DAY = "day", _("exact")
        MONTH = "month", _("month and year known")
        YEAR = "year", _("only the year known")

    class Literacy(models.TextChoices):
        UNKNOWN = "", _("not asked yet")
        LATIN = "latin", _("reads and writes Latin script")
        OTHER = "other", _("reads and writes another script")
        BOTH = "both", _("reads and writes Latin and another script")
        NONE = "none", _("does not read or write yet")

    class GermanBasis(models.TextChoices):
        """On what the level of German rests."""

        ESTIMATE = "estimate", _("estimated in the talk")
        TEST = "test", _("tested")
        CERTIFICATE = "certificate", _("shown by a certificate")

    household = models.ForeignKey(
        Household, verbose_name=_("household"), on_delete=models.CASCADE, related_name="pupils"
    )
    surname = models.CharField(_("surname"), max_length=120)
    given_names = models.CharField(_("given names"), max_length=120)
    birth_name = models.CharField(_("birth name"), max_length=120, blank=True)
    original_name = models.CharField(_("name in the original script"), max_length=160, blank=True)
    name_form = models.TextField(editable=False)  # see intake/names.py
    born_on = models.DateField(_("date of birth"))
    birth_precision = models.CharField(
        _("how exact the date is"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    place_of_birth = models.CharField(_("place of birth"), max_length=120, blank=True)
    country_of_birth = models.CharField(_("country of birth"), max_length=3, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    nationality = models.CharField(_("nationality"), max_length=3, blank=True)
    second_nationality = models.CharField(_("second nationality"), max_length=3, blank=True)
    first_language = models.CharField(_("first language"), max_length=8, blank=True)
    second_language = models.CharField(_("second language"), max_length=8, blank=True)
    second_language_fluency = models.CharField(
        _("how well it speaks the second language"), max_length=6, choices=Fluency.choices, blank=True
    )
    literacy = models.CharField(_("reading and writing"), max_length=6, choices=Literacy.choices, blank=True)
    script = models.CharField(_("which other script"), max_length=10, choices=Script.choices, blank=True)
    german_level = models.CharField(_("level of German"), max_length=6, blank=True)
    german_basis = models.CharField(
        _("how the level is known"), max_length=11, choices=GermanBasis.choices, blank=True
    )
    first_enrolled_year = models.PositiveSmallIntegerField(
        _("year of first enrolment"), null=True, blank=True
    )
    last_grade = models.PositiveSmallIntegerField(_("last grade attended"), null=True, blank=True)
    years_attended = models.PositiveSmallIntegerField(_("years at school so far"), null=True, blank=True)
    interests = models.CharField(_("interests and what it wants to become"), max_length=300, blank=True)

    class PersonalData:
        personal = {
            "surname": Item.NAMES,
            "given_names": Item.NAMES,
            "birth_name": Item.NAMES,
            "original_name": Item.NAMES,
            "name_form": Item.NAMES,
            "born_on": Item.BIRTH,
            "birth_precision": Item.BIRTH,
            "place_of_birth": Item.BIRTH,
            "country_of_birth": Item.BIRTH,
            "sex": Item.SEX,
            "nationality": Item.NATIONALITY,
            "second_nationality": Item.NATIONALITY,
            "first_language": Item.LANGUAGES,
            "second_language": Item.LANGUAGES,
            "second_language_fluency": Item.LANGUAGES,
            "literacy": Item.LITERACY,
            "script": Item.LITERACY,
            "german_level": Item.GERMAN,
            "german_basis": Item.GERMAN,
            "first_enrolled_year": Item.SCHOOLING,
            "last_grade": Item.SCHOOLING,
            "years_attended": Item.SCHOOLING,
            "interests": Item.WISHES,
        }
        plain = {"id", "version", "household"}

    class Meta:
        verbose_name = _("pupil")
        verbose_name_plural = _("pupils")
        constraints = [
            models.CheckConstraint(
                condition=Q(years_attended=None) | Q(years_attended__lte=16), name="pupil_years_attended"
            ),
            models.CheckConstraint(
                condition=Q(last_grade=None) | Q(last_grade__lte=13), name="pupil_last_grade"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.surname}, {self.given_names}"

    @property
    def born_text(self) -> str:
        """The date of birth as far as it is known: 09.03.2014, 03.2014 or 2014."""
        return str(self.birth)

    @property
    def born_with_age(self) -> str:
        """09.03.2014 (12)"""
        return f"{self.birth} ({rules.age_on(self.born_on, timezone.localdate())})"

    @property
    def birth(self) -> BirthDate:
        """The date and how much of it is known."""
        return BirthDate(self.born_on, cast(Precision, self.birth_precision))


class Custodian(Addressed, Tracked):
    """Somebody who has custody of the household's children. Not django-guardian's "guardian".

    An address only if it is not the household's. `is_protected`: the address, wherever this person lives, is shown
    or sent to none of the other custodians. Why is not asked.
    """

    class Kind(models.TextChoices):
        MOTHER = "mother", _("mother")
        FATHER = "father", _("father")
        VORMUND = "vormund", _("Vormund (Jugendamt or association)")
        FOSTER = "foster", _("foster parents")
        AUTHORISED = "authorised", _("authorised person")

    household = models.ForeignKey(
        Household, verbose_name=_("household"), on_delete=models.CASCADE, related_name="custodians"
    )
    position = models.PositiveSmallIntegerField(_("position"))  # 1, 2 …: the C1, C2 on receipts
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    surname = models.CharField(_("surname"), max_length=120)
    given_names = models.CharField(_("given names"), max_length=120, blank=True)
    institution = models.CharField(_("office or association"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_protected = models.BooleanField(_("keep this address from the other custodians"), default=False)

    class PersonalData:
        personal = {
            "kind": Item.CUSTODIANS,
            "surname": Item.CUSTODIANS,
            "given_names": Item.CUSTODIANS,
            "institution": Item.CUSTODIANS,
            "phone": Item.CONTACT,
            "email": Item.CONTACT,
            "care_of": Item.ADDRESS,
            "street": Item.ADDRESS,
            "postcode": Item.ADDRESS,
            "town": Item.ADDRESS,
            "is_protected": Item.ADDRESS,
        }
        plain = {"id", "version", "household", "position"}

    class Meta:
        verbose_name = _("custodian")
        verbose_name_plural = _("custodians")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["household", "position"], name="custodian_position"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return ", ".join(part for part in (self.surname, self.given_names) if part)

    @property
    def code(self) -> str:
        """What stands for this person on receipts and in the ledger."""
        return f"C{self.position}"

    @property
    def part(self) -> str:
        """This record in the address of the edit page."""
        return f"custodian-{self.pk}"  # a new person in the entry has a new code
