"""Filters of the case list that a counsellor keeps for herself. They say nothing about families."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from privacy.models import User


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def of(self, user: User) -> "SavedFilterQuerySet":
        return self.filter(user=user)


class SavedFilter(models.Model):
    """View, filters and order of the list under a name of the user's own; never a search by name.

    A person's own way of looking at the list is no act of the case work, so it leaves no event.
    """

    MOST = 20  # for one user: more chips than that are no short cut

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(
        max_length=300
    )  # the part of the list's address after "?", as filters.kept_query has it

    objects: ClassVar[Any] = models.Manager.from_queryset(SavedFilterQuerySet)()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name")]

    def __str__(self) -> str:
        return self.name

    def keep(self) -> bool:
        """Save it; False if the user has another one of this name."""
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            return False
        return True
