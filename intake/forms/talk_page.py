"""The parts of the talk page: each knows what it showed, so that only what was typed anew is saved."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from intake.fields import Choice, Number, PastDateField
from intake.forms.choices import EMPTY, country_choices, language_choices
from intake.forms.records import CaseForm, CustodianEntryForm, HouseholdForm, PupilForm, RecordForm
from intake.models import Case, IntakeSession, SchoolYear, SeenDocument
from intake.models.choices import Fluency
from intake.people import names_by_code
from privacy.notices.models import SheetIssue


class TalkPart(RecordForm):
    """A form for one record on the talk page. A draft is shown as it was left, unchecked."""

    title = ""  # above the form, where the page shows several of a kind

    def __init__(self, *args: Any, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_draft = is_draft
        del self.fields["version"]  # each field is compared by itself instead
        for field in self.fields.values():
            field.show_hidden_initial = True

    def full_clean(self) -> None:
        """A draft is not checked: what is half typed is no mistake."""
        if self.is_draft:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def shown(self) -> dict[str, Any]:
        """What the page showed before anybody typed, as the record holds it; what was not sent is as stored now."""
        return self.as_stored({name: self._shown(name) for name in self.fields})

    def _shown(self, name: str) -> Any:
        field, bound = self.fields[name], self[name]
        if bound.html_initial_name not in self.data:
            return self.get_initial_for_field(field, name)
        widget: forms.Widget = field.hidden_widget()
        try:
            return field.to_python(widget.value_from_datadict(self.data, self.files, bound.html_initial_name))
        except ValidationError:  # no browser sends that; then it counts as never shown
            return self.get_initial_for_field(field, name)


class PupilPart(TalkPart, PupilForm):
    """Everything about the child."""


class HouseholdPart(TalkPart, HouseholdForm):
    """Address and language of the family."""


class CustodianPart(TalkPart, CustodianEntryForm):
    """One custodian; an address of their own is no matter for a screen on which the others look on."""


class CasePart(TalkPart, CaseForm):
    """Arrival and wishes."""


class SessionPart(TalkPart):
    """When, how and with whom the talk is held, and what is noted of it."""

    held_on = PastDateField(label=_("Date of the talk"))
    kind = Choice(label=_("Kind of talk"), choices=IntakeSession.Kind.choices)
    participants = forms.MultipleChoiceField(
        label=_("Who took part"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick who took part.")},
    )  # fmt: skip
    interpreter = Choice(label=_("Interpreter"), choices=SheetIssue.Interpreter.choices)
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = IntakeSession.Participant
        self.fields["participants"].choices = [  # type: ignore[attr-defined]
            *names_by_code(case).items(),
            *((one.value, one.label) for one in (others.COMPANION, others.INTERPRETER)),
        ]

    @staticmethod
    def as_stored(values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "participants": ",".join(values["participants"] or ())}

    @staticmethod
    def initial_of(row: IntakeSession) -> dict[str, Any]:
        return {**RecordForm.initial_of(row), "participants": row.participants.split(",")}


class LanguagePart(TalkPart):
    """One further language, spoken or learnt at school."""

    language = Choice(label=_("Language"), choices=language_choices, required=False)
    fluency = Choice(label=_("How well"), choices=[*EMPTY, *Fluency.choices], required=False)
    from_grade = Number(label=_("At school from grade"), min_value=1, max_value=13, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("language") and (cleaned.get("fluency") or cleaned.get("from_grade")):
            self.add_error("language", _("Please choose the language."))
        return cleaned


class SchoolYearPart(TalkPart):
    """One school year. A country or a grade alone means that there were lessons all year."""

    attendance = Choice(label=_("Lessons"), choices=[*EMPTY, *SchoolYear.Attendance.choices], required=False)
    country = Choice(label=_("Country"), choices=country_choices, required=False)
    grade = Number(label=_("Grade"), min_value=0, max_value=13, required=False)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = name
        for field in self.fields.values():
            field.label = f"{name}: {field.label}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = bool(cleaned.get("country")) or cleaned.get("grade") is not None
        if said and not cleaned.get("attendance") and "attendance" in cleaned:
            cleaned["attendance"] = SchoolYear.Attendance.FULL
        return cleaned


class DocumentPart(TalkPart):
    """A paper that was shown: only the day it was seen."""

    seen_on = PastDateField(required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_on"].label = SeenDocument.Kind(kind).label
