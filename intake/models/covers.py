"""Who stands in for whom, until when."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.models import User


class CoverQuerySet(models.QuerySet["Cover"]):
    def current(self) -> "CoverQuerySet":
        """Still standing today."""
        return self.filter(until_on__gte=timezone.localdate()).select_related("owner", "colleague")

    def by(self, colleague: User) -> "CoverQuerySet":
        """Whom this person stands in for."""
        return self.current().filter(colleague=colleague)

    def seen_by(self, user: User, *, leads: bool) -> "CoverQuerySet":
        """Those that concern this person; for a lead all."""
        return self.current() if leads else self.current().filter(Q(owner=user) | Q(colleague=user))


class Cover(models.Model):
    """A colleague sees and does everything in somebody's cases until a day (decision 5): holidays, illness.

    It opens the cases the owner has now and those that come to her meanwhile, and closes by itself.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who is away"),
        on_delete=models.PROTECT,
        related_name="covers",
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who stands in"), on_delete=models.PROTECT, related_name="+"
    )
    until_on = models.DateField(_("until"))

    objects: ClassVar[Any] = models.Manager.from_queryset(CoverQuerySet)()

    class Meta:
        verbose_name = _("cover")
        constraints = [
            models.UniqueConstraint(fields=["owner", "colleague"], name="cover_once"),
            models.CheckConstraint(condition=~Q(owner=F("colleague")), name="cover_by_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.colleague} {self.until_on}"

    @property
    def is_over(self) -> bool:
        return self.until_on < timezone.localdate()

    @classmethod
    def owners_in_care_of(cls, user: User) -> models.QuerySet[Any]:
        """The accounts whose cases this person looks after today."""
        today: date = timezone.localdate()
        return cls.objects.filter(colleague=user, until_on__gte=today).values("owner")
