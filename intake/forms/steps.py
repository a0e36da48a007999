"""Status, responsible person, and opening another team's case."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from intake.fields import Choice, GermanDateField, LineField
from intake.forms.choices import EMPTY
from intake.models import Case
from intake.models.cases import ClosingReason, Status
from privacy.models import User

LONGEST_COVER: Final = timedelta(days=366)


class MoveForm(forms.Form):
    """The status set by hand."""

    to = Choice(label=_("New status"), choices=Status.choices)
    closing_reason = Choice(
        label=_("Reason for closing"), choices=[*EMPTY, *ClosingReason.choices], required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(state.value, state.label) for state in case.allowed_by_hand]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("to") != Status.CLOSED:
            cleaned["closing_reason"] = ""
        elif not cleaned.get("closing_reason"):
            self.add_error("closing_reason", _("Please say why the case is closed."))
        return cleaned


class AssignForm(forms.Form):
    hide_optional = True
    owner = forms.ModelChoiceField(
        label=_("Responsible"), queryset=User.objects.none(), required=False, empty_label=_("nobody")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.counselling()  # type: ignore[attr-defined]


class UnusualOpeningForm(forms.Form):
    """Why somebody opens another team's case; the owner reads it, the officer can filter by it."""

    purpose = Choice(
        label=_("Purpose"),
        choices=[
            *EMPTY,
            ("cover", _("cover for a colleague")),
            ("family_asks", _("the family is here or on the phone")),
            ("duplicate", _("check whether the child is entered twice")),
            ("sibling", _("a sibling is being counselled")),
            ("supervision", _("supervision")),
            ("other", _("other")),
        ],
    )
    explanation = LineField(label=_("In your own words"), max_length=160)


class CoverForm(forms.Form):
    """Who stands in for whom; a counsellor speaks for herself, a lead for everybody."""

    hide_optional = True
    owner = forms.ModelChoiceField(label=_("Who is away"), queryset=User.objects.none(), empty_label=None)
    colleague = forms.ModelChoiceField(label=_("Who stands in"), queryset=User.objects.none())
    until_on = GermanDateField(label=_("Until (including this day)"))

    def __init__(self, *args: Any, user: User, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = User.objects.counselling()
        self.fields["owner"].queryset = everybody if leads else everybody.filter(pk=user.pk)  # type: ignore[attr-defined]
        self.fields["colleague"].queryset = everybody  # type: ignore[attr-defined]

    def clean_until_on(self) -> date:
        until: date = self.cleaned_data["until_on"]
        if until < localdate():
            raise forms.ValidationError(_("This day is over. Please choose one that is still to come."))
        if until > localdate() + LONGEST_COVER:
            raise forms.ValidationError(
                _("Please choose a day within a year; longer absences are a hand-over.")
            )
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("owner") and cleaned.get("owner") == cleaned.get("colleague"):
            self.add_error("colleague", _("Nobody stands in for herself."))
        return cleaned
