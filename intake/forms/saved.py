"""A name for a filter of the case list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import LineField
from intake.models import SavedFilter
from privacy.models import User


class SavedFilterForm(forms.Form):
    name = LineField(
        label=_("Name of the filter"), max_length=40,
        help_text=_("Only you see it. Please write no names of families here."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, row: SavedFilter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.row, self.initial = user, row, {"name": row.name}

    def keep(self) -> bool:
        """Save the filter under the name; False with an error at the field if that is not possible."""
        if not self.is_valid():
            return False
        if self.row.pk is None and SavedFilter.objects.of(self.user).count() >= SavedFilter.MOST:
            self.add_error(
                "name",
                _("You have %(most)d filters already. Please delete one first.") % {"most": SavedFilter.MOST},
            )
            return False
        self.row.user, self.row.name = self.user, self.cleaned_data["name"]
        if not self.row.keep():
            self.add_error("name", _("You have another filter of this name. Please choose a different one."))
            return False
        return True
