"""`Tracked`: rows whose every version is kept, with the number of the act that made it.

django-simple-history does the keeping. Three of its traps are closed here: `update()` and `bulk_*` write no history,
`save(update_fields=…)` writes values that never existed, and a save without a change adds a row.
"""

from typing import Any, NoReturn, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from privacy.ledger.acts import Refusal, current_number, current_user

Row = TypeVar("Row", bound="Tracked")


class ChangedMeanwhile(Refusal):
    """Somebody else saved this row after the form was opened."""


class TrackedQuerySet(models.QuerySet[Row]):
    """Refuses what would leave no trace, or a false one."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("This would leave no trace in the history; save the rows one by one.")

    update = _refuse
    bulk_create = _refuse
    bulk_update = _refuse
    delete = _refuse

    def locked(self, pk: Any, *, version: int | None = None) -> Row:
        """The row, locked until the transaction ends; ChangedMeanwhile if its version is not the one expected."""
        row = self.select_for_update(of=("self",)).get(pk=pk)
        if version is not None and row.version != version:
            raise ChangedMeanwhile(_("Somebody else has changed this meanwhile. Nothing of yours is lost."))
        return row


class ActRow(models.Model):
    """What every history row carries besides the values: the number of its act, as in the ledger."""

    act = models.UUIDField(default=current_number, editable=False, db_index=True)

    class Meta:
        abstract = True


class Tracked(models.Model):
    """A row with a version number (optimistic lock) and a full history."""

    version = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords(
        inherit=True,
        bases=[ActRow],
        get_user=lambda **_: current_user(),
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
    )

    objects = models.Manager.from_queryset(TrackedQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the whole row and its history, or nothing when nothing changed.

        Raises TypeError for `update_fields` (the history row would show the other fields as they are in memory)
        and NoAct outside an action.
        """
        if kwargs.get("update_fields") is not None:
            raise TypeError("Save tracked rows whole.")
        current_number()
        if self._state.adding or self.changed_fields():
            self.version += 1
            super().save(*args, **kwargs)

    def changed_fields(self) -> list[str]:
        """Names of the fields whose value differs from the one stored."""
        names = [field.attname for field in self._meta.concrete_fields]
        stored = type(self)._base_manager.filter(pk=self.pk).values(*names).first()
        return [name for name in names if stored is None or stored[name] != getattr(self, name)]

    def assign(self, values: dict[str, Any]) -> Self:
        """Set several fields at once; returns the row, unsaved."""
        for name, value in values.items():
            setattr(self, name, value)
        return self
