"""A list of reported children: the file, what its columns hold, and for whom its cases are opened."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from intake.fields import Choice, LineField
from intake.forms.choices import EMPTY, language_choices, municipality_choices
from intake.forms.records import ReferralForm
from intake.lists import values
from intake.lists.headings import Column, guess, kind_of_custody
from intake.lists.values import Defaults
from intake.models import Custodian, ImportPreview, ListLayout, Referral
from privacy.forms import MOST_BYTES
from privacy.models import User

SAMPLES = 3
_TOO_LARGE = _("This file is larger than 2 MB. Please divide the list, or leave pictures out of it.")


class ListForm(ReferralForm):
    """The file and who sent it. `size`: bytes of the request as announced; a far larger file is not read at all."""

    file = forms.FileField(
        label=_("List (XLSX or CSV)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt"}),
        help_text=_("At most 2 MB and 5,000 rows. The file itself is not kept."),
        error_messages={
            "required": _("Please choose a list of at most 2 MB."),
            "empty": _("This file is empty. Please choose another one."),
        },
    )
    municipality = Choice(
        label=_("Municipality"), choices=municipality_choices, required=False,
        help_text=_("Where the children live if a row says nothing else."),
    )  # fmt: skip
    field_order = ("file", "source", "municipality", "received_on", "channel", "school_number")

    def __init__(self, data: Any = None, files: Any = None, *, size: float) -> None:
        super().__init__(data, files, initial={"received_on": localdate(), "channel": Referral.Channel.MAIL})
        offices = [one for one in Referral.Source.choices if one[0] != Referral.Source.FAMILY]
        self.fields["source"].choices = [*EMPTY, *offices]  # type: ignore[attr-defined]
        self.fields["school_number"].help_text = _(
            "Only if a school reports children that it has taken already. It is noted in each case."
        )
        if size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            self.fields["file"].error_messages["required"] = _TOO_LARGE

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_TOO_LARGE)
        return file

    @property
    def content(self) -> bytes:
        return bytes(self.cleaned_data["file"].read())

    def facts(self) -> dict[str, Any]:
        """What is kept of who sent it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class ColumnsForm(forms.Form):
    """One select for each column of the list, and what counts where a row says nothing."""

    hide_optional = True
    language = Choice(label=_("Language of the family, if a row says nothing"), choices=language_choices)
    custodian_kind = Choice(
        label=_("Kind of custody, if a row says nothing"), choices=[*EMPTY, *Custodian.Kind.choices], required=False
    )  # fmt: skip
    municipality = Choice(
        label=_("Municipality, if a row says nothing"), choices=municipality_choices, required=False
    )
    name = LineField(
        label=_("Remember these columns as"), max_length=80, required=False,
        help_text=_("For example the name of the office. Its next list with the same headings is matched by itself."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, preview: ImportPreview, layout: ListLayout | None = None) -> None:
        self.preview, self.layout = preview, layout
        columns = _columns_so_far(preview, layout)
        super().__init__(data, initial=_initial(preview, layout, columns))
        rows = [row["cells"] for row in preview.rows]
        for n, heading in enumerate(preview.headings):
            self.fields[f"column_{n}"] = Choice(
                label=heading, choices=[("", _("(not kept)")), *Column.choices], required=False, initial=columns[n],
                help_text=_samples(rows, n),
            )  # fmt: skip

    def columns(self) -> list[str]:
        """What each column holds; "" for nothing."""
        return [self.cleaned_data[f"column_{n}"] for n in range(len(self.preview.headings))]

    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{n}"] for n in range(len(self.preview.headings))]

    def default_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("municipality", "language", "custodian_kind", "name")]

    def defaults(self) -> Defaults:
        return Defaults(
            self.cleaned_data["municipality"],
            self.cleaned_data["language"],
            self.cleaned_data["custodian_kind"],
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        columns = [cleaned.get(f"column_{n}", "") for n in range(len(self.preview.headings))]
        for n, column in enumerate(columns):
            if column and column in columns[:n]:
                self.add_error(
                    f"column_{n}", _("Another column holds this already. Please choose each once.")
                )
        named = Column.FULL_NAME in columns or {Column.SURNAME, Column.GIVEN_NAMES} <= set(columns)
        if not (named and Column.BORN_ON in columns):
            self.add_error(
                None, _("Please say which columns hold the name and the date of birth of the child.")
            )
        return cleaned


def _columns_so_far(preview: ImportPreview, layout: ListLayout | None) -> list[str]:
    """As they were chosen; else as they were chosen for such a list before; else what the headings say."""
    if preview.columns:
        return list(preview.columns)
    if layout is not None:
        return layout.columns_at(preview.places)
    return guess(preview.headings)


def _initial(preview: ImportPreview, layout: ListLayout | None, columns: Sequence[str]) -> dict[str, str]:
    chosen: ImportPreview | ListLayout | None = preview if preview.matched_at else layout
    return {
        "municipality": preview.municipality,
        "language": chosen.language if chosen else values.UNKNOWN_LANGUAGE,
        "custodian_kind": chosen.custodian_kind if chosen else kind_of_custody(preview.headings, columns),
        "name": layout.name if layout else "",
    }


def _samples(rows: Sequence[Sequence[str]], place: int) -> str:
    """The first different values of a column, to see what it holds."""
    found = dict.fromkeys(cells[place][:40] for cells in rows[:50] if cells[place])
    return " · ".join(list(found)[:SAMPLES])


class OpenListForm(forms.Form):
    """For whom the cases are opened."""

    hide_optional = True
    owner = forms.ModelChoiceField(
        label=_("Responsible"), queryset=User.objects.none(), required=False, empty_label=_("nobody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.counselling()  # type: ignore[attr-defined]


class RowsForm(forms.Form):
    """Which of the known rows on the page are other children, by line."""

    shown = forms.TypedMultipleChoiceField(coerce=int, required=False)
    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, lines: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("shown", "chosen"):
            self.fields[name].choices = [(str(line), line) for line in lines]  # type: ignore[attr-defined]
