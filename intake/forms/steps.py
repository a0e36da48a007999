"""Status, responsible person, and opening another team's case."""

import re
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from intake.fields import Choice, GermanDateField, LineField
from intake.forms.choices import EMPTY
from intake.models import Case
from intake.models.cases import ClosingReason, Status
from intake.together import MOST, Act
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


class MergeForm(forms.Form):
    """The other case of the same child; the versions of both, as the second look showed them."""

    other = LineField(
        label=_("Reference of the other case"), max_length=20,
        help_text=_("For example 2026-0042. A case of another team must be opened for a purpose first."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    gone_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_other(self) -> Case:
        visible = Case.objects.visible_to(self.user).for_list()
        case: Case | None = visible.filter_reference(self.cleaned_data["other"]).first()
        if case is None:
            raise forms.ValidationError(_("No case with this reference is open to you."))
        return case

    @property
    def versions(self) -> dict[str, int]:
        """Zero, which no case has, where none was sent: who has not had the second look does not merge."""
        return {name: self.cleaned_data.get(name) or 0 for name in ("version", "gone_version")}


class CasesField(forms.MultipleChoiceField):
    """Chosen rows of the list, each as "2026-0042:3": the reference and the version that the page showed."""

    default_error_messages = {
        "required": _("Please tick at least one case."),
        "too_many": _("At most %(most)d cases at once."),
    }
    widget = forms.MultipleHiddenInput

    def valid_value(self, value: Any) -> bool:
        return re.fullmatch(r"[0-9]{4}-[0-9]{1,9}:[0-9]{1,9}", str(value), re.ASCII) is not None

    def clean(self, value: Any) -> dict[str, int]:
        """Reference → version. Raises ValidationError if none is chosen, or more than a page of the list."""
        chosen = [one.split(":") for one in super().clean(value)]
        if len(chosen) > MOST:
            raise forms.ValidationError(self.error_messages["too_many"], params={"most": MOST})
        return {reference: int(version) for reference, version in chosen}


class ManyCasesForm(forms.Form):
    """One act on the chosen rows of the list. `once` is the number of the page, so that a second click does nothing."""

    hide_optional = True
    cases = CasesField()
    act = Choice(label=_("What to do"), choices=Act.choices)
    owner = forms.ModelChoiceField(
        label=_("To whom"), queryset=User.objects.none(), required=False, empty_label=_("Please choose")
    )
    once = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "many_%s"  # the page's filter has an "owner", too
        self.fields["owner"].queryset = User.objects.counselling()  # type: ignore[attr-defined]
        self.fields["owner"].widget.attrs["required"] = True  # for the one button that needs it

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("act") == Act.ASSIGN and not cleaned.get("owner") and "owner" not in self.errors:
            self.add_error("owner", _("Please choose to whom the cases are handed over."))
        return cleaned

    @property
    def back(self) -> str:
        """The list's own part of the address, to return to it as it was."""
        return QueryDict(str(self.data.get("back", ""))[:500]).urlencode()


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
