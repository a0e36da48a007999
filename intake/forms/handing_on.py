"""Asking for a consent, handing a family on, and what the partner answered."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from intake import handing_on
from intake.fields import Choice, GermanDateField, PastDateField
from intake.forms.choices import EMPTY, language_choices
from intake.forms.records import RecordForm
from intake.models import Case, HandOn, HandOnConsent, Partner, Topic
from privacy.models import Installation
from privacy.notices.models import SheetIssue

_TOPICS = [*EMPTY, *((topic.value, topic.label) for topic in Topic if topic in handing_on.TOPICS)]


class PartnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A partner, with the kind behind the name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Partner.objects.none(), label=_("Partner"), empty_label="–", **kwargs)

    def label_from_instance(self, obj: Partner) -> str:
        return f"{obj} ({obj.get_kind_display()})"


class _WhatForm(forms.Form):
    """To whom, what about, whom to call, and which of the few fields."""

    partner = PartnerField(error_messages={"required": _("Please choose the partner.")})
    topic = Choice(label=_("What it is about"), choices=_TOPICS)
    person_code = Choice(label=_("Who is to be called"))
    fields_told = forms.MultipleChoiceField(
        label=_("What is passed on"), choices=[*handing_on.FIELDS.items()], widget=forms.CheckboxSelectMultiple,
        initial=[*handing_on.FIELDS], error_messages={"required": _("Please tick what is passed on.")},
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)
        self.fields["person_code"].choices = [*EMPTY, *handing_on.consenting(case).items()]  # type: ignore[attr-defined]
        self.fields["partner"].queryset = self.offered()  # type: ignore[attr-defined]

    def offered(self) -> Any:
        """The partners to choose from."""
        return Partner.objects.for_hand_on()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code = cleaned.get("person_code")
        if code and "phone" in cleaned.get("fields_told", ()) and not handing_on.has_phone(self.case, code):
            self.add_error("fields_told", _("No telephone number of this person is stored."))
        return cleaned

    def what(self) -> dict[str, Any]:
        """The choice as the actions take it; the fields in the order of the list."""
        chosen = {name: self.cleaned_data[name] for name in ("partner", "topic", "person_code")}
        return {
            **chosen,
            "fields": [one for one in handing_on.FIELDS if one in self.cleaned_data["fields_told"]],
        }


class ConsentChoiceForm(_WhatForm):
    """What the consent is to be about; from it follows the text that is read out."""

    def offered(self) -> Any:
        return Partner.objects.for_hand_on().filter(is_public=False)

    def text(self, installation: Installation) -> handing_on.ConsentText:
        what = self.what()
        return handing_on.consent_text(what["partner"], what["topic"], what["fields"], installation)


class ConsentForm(forms.Form):
    """How the consent was given, once the text has been read."""

    read = forms.CharField(widget=forms.HiddenInput)  # the digest of the text that the page showed
    language = Choice(label=_("Explained in"), choices=language_choices)
    interpreter = Choice(label=_("Interpreter"), choices=SheetIssue.Interpreter.choices)
    form = Choice(label=_("How the person agreed"), choices=[*EMPTY, *HandOnConsent.Form.choices])
    given_on = PastDateField(label=_("Given on"))
    is_given = forms.BooleanField(
        label=_("The person has understood the text and agrees freely."),
        error_messages={"required": _("Without consent nothing is recorded and nothing is passed on.")},
    )

    def how(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("language", "interpreter", "form", "given_on")}


class HandOnForm(_WhatForm):
    """To a partner of the public sector, or to another one with consent."""

    channel = Choice(label=_("How you tell the partner"), choices=HandOn.Channel.choices)
    answer_by = GermanDateField(label=_("Answer by"), required=False, help_text=_("Empty: after two weeks."))
    is_told = forms.BooleanField(
        label=_("The family knows to whom this goes, and what."), required=False,
        help_text=_("For partners of the public sector; to others nothing goes without consent."),
    )  # fmt: skip

    def clean_answer_by(self) -> date | None:
        day: date | None = self.cleaned_data["answer_by"]
        if day is not None and day < localdate():
            raise forms.ValidationError(_("This day is over. Please choose one that is still to come."))
        return day

    def values(self) -> dict[str, Any]:
        rest = ("channel", "answer_by", "is_told")
        return {**self.what(), **{name: self.cleaned_data[name] for name in rest}}


class PartnerAnswerForm(RecordForm):
    """What became of it."""

    answer = Choice(label=_("Answer"), choices=HandOn.Answer.choices)
    answered_on = PastDateField(label=_("Answered on"), required=False, help_text=_("Empty: today."))

    def values(self) -> dict[str, Any]:
        values = super().values()
        is_open = values["answer"] == HandOn.Answer.OPEN
        return {**values, "answered_on": None if is_open else values["answered_on"] or localdate()}
