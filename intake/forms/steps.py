"""Status, responsible person, and opening another team's case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import Choice, LineField
from intake.forms.choices import EMPTY
from intake.models import Case
from intake.models.cases import ClosingReason, Status
from privacy.models import User


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
