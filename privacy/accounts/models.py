from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from privacy.access.roles import Role


class Team(models.Model):
    """Counsellors who see each other's cases, so that nobody's absence stops a child."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, editable=False)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PeopleManager(UserManager["User"]):
    use_in_migrations = False

    def counselling(self) -> "models.QuerySet[User]":
        """Active users who may be responsible for a case."""
        return self.filter(is_active=True, role__in=(Role.COUNSELLOR, Role.LEAD))

    def team_of(self, user: "User") -> "models.QuerySet[User]":
        """The user and the counsellors of the same team."""
        mine = Q(pk=user.pk)
        return self.counselling().filter(mine | Q(team=user.team_id) if user.team_id else mine)


class User(AbstractUser):
    """Somebody who works with Einstieg, in exactly one role. Deactivated when gone, never deleted."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    theme = models.CharField(max_length=5, blank=True, editable=False)
    language = models.CharField(max_length=2, blank=True, editable=False)

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta(AbstractUser.Meta):
        ordering = ["last_name", "first_name", "username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_superuser=False, is_staff=False),
                name="user_no_superuser",  # a superuser would pass every permission check unseen
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ProtectedError, always: the trail must keep naming who acted."""
        raise ProtectedError("Users are deactivated, never deleted.", {self})

    def set_appearance(self, *, theme: str, language: str) -> None:
        """Remember how this user likes the pages to look; no act of the case work, so no event."""
        User.objects.filter(pk=self.pk).update(theme=theme, language=language)


class Installation(models.Model):
    """The one row that says whose installation this is: the controller's details, as printed on every sheet."""

    is_demo = models.BooleanField(default=False, editable=False)
    controller_name = models.CharField(
        _("controller"),
        max_length=120,
        blank=True,
        help_text=_("The district, for example: Kreis Musterland, Der Landrat"),
    )
    office_name = models.CharField(_("office"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    dpo_contact = models.CharField(
        _("contact of the data-protection officer"),
        max_length=200,
        blank=True,
        help_text=_("Art. 13 (1) (b) GDPR. No sheet is printed while this is empty."),
    )
    authority_name = models.CharField(_("supervisory authority"), max_length=120, blank=True)
    authority_contact = models.CharField(
        _("contact of the supervisory authority"), max_length=200, blank=True
    )
    case_years = models.PositiveSmallIntegerField(
        _("years a case is kept after the year of closing"), default=5, validators=[MinValueValidator(2)]
    )
    short_months = models.PositiveSmallIntegerField(
        _("months a case is kept after moving away, no-show or duplicate"),
        default=12,
        validators=[MinValueValidator(2)],
    )
    read_log_months = models.PositiveSmallIntegerField(
        _("months the trail of who read data is kept"), default=12, validators=[MinValueValidator(2)]
    )
    write_log_years = models.PositiveSmallIntegerField(
        _("years the trail of changes is kept after a case is erased"),
        default=2,
        validators=[MinValueValidator(2)],
    )
    proof_years = models.PositiveSmallIntegerField(
        _("years the proof of information is kept after a case is erased"),
        default=3,
        validators=[MinValueValidator(2)],
    )
    answer_days = models.PositiveSmallIntegerField(
        _("days a school has to answer"), default=7, validators=[MinValueValidator(1)]
    )
    target_days = models.PositiveSmallIntegerField(
        _("days from the talk to a decision: target"), default=14, validators=[MinValueValidator(1)]
    )
    alarm_days = models.PositiveSmallIntegerField(
        _("days from the talk to a decision: alarm"), default=28, validators=[MinValueValidator(1)]
    )
    examination_office = models.CharField(
        _("address of the Gesundheitsamt"),
        max_length=200,
        blank=True,
        help_text=_("Name, street, postcode and town, with commas between them."),
    )
    reports_for_examination = models.BooleanField(
        _("The KI reports children to the Gesundheitsamt"),
        default=False,
        help_text=_("§ 54 (4) SchulG NRW. In some districts the schools do that; then this stays off."),
    )
    uses_interpreters = models.BooleanField(
        _("The KI works with interpreters"), default=True, help_text=_("With the family's consent.")
    )
    hands_out_each_time = models.BooleanField(
        _("Hand over the sheet with every further collection of data"),
        default=False,
        help_text=_(
            "Off: whoever has had the same sheet for the same purpose counts as informed, with a reference to "
            "that sheet (Art. 13 (4), Art. 14 (5) (a) GDPR)."
        ),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("installation")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="installation_one_row")]

    def __str__(self) -> str:
        return self.controller_name or "Einstieg"

    @classmethod
    def current(cls) -> "Installation":
        """The row, or an empty unsaved one on a database that was never set up."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def is_demo_here(cls) -> bool:
        """Whether this is the demonstration's database. Asks for one column only: a migration may be due for others."""
        return cls.objects.filter(pk=1, is_demo=True).exists()

    @property
    def address(self) -> str:
        return f"{self.street}, {self.postcode} {self.town}" if self.street else ""

    @property
    def waiting_targets(self) -> tuple[int, int]:
        """Days from the talk to a decision: what is aimed at, and when it is an alarm."""
        return self.target_days, self.alarm_days

    @property
    def missing(self) -> list[str]:
        """Names of the details that Art. 13 (1) (a), (b) and (2) (d) GDPR demand and that are still empty."""
        needed = ("controller_name", "street", "postcode", "town", "dpo_contact", "authority_name")
        return [str(self._meta.get_field(name).verbose_name) for name in needed if not getattr(self, name)]  # type: ignore[union-attr]
