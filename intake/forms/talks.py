"""Contacts, talks and the recommendation."""

from datetime import date

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from intake.fields import Choice, GermanDateField, LineField, Number, PastDateField
from intake.forms.choices import EMPTY, NOTES_HINT
from intake.forms.records import RecordForm
from intake.models import Contact
from intake.models.choices import RecommendedForm, Support


class ContactForm(forms.Form):
    """What was tried and when to try again. The buttons on the case page send only the kind."""

    kind = Choice(label=_("Kind"), choices=Contact.Kind.choices)
    made_on = PastDateField(label=_("Date"), required=False)
    note = LineField(label=_("Note"), max_length=200, required=False, help_text=NOTES_HINT)
    follow_up_on = GermanDateField(
        label=_("Contact again on"), required=False,
        help_text=_("Empty: after three days if nobody was reached, after a week if we wrote."),
    )  # fmt: skip

    def clean_made_on(self) -> date:
        made_on: date | None = self.cleaned_data["made_on"]
        return made_on or localdate()

    def clean_follow_up_on(self) -> date | None:
        day: date | None = self.cleaned_data["follow_up_on"]
        if day is not None and day < localdate():
            raise forms.ValidationError(_("This day is over. Please choose one that is still to come."))
        return day


class RecommendationForm(RecordForm):
    school_form = Choice(label=_("School form"), choices=[*EMPTY, *RecommendedForm.choices], required=False)
    grade = Number(label=_("Grade"), min_value=1, max_value=13)
    support = Choice(label=_("German support"), choices=[*EMPTY, *Support.choices])
    reason = forms.CharField(
        label=_("Reasons"), required=False, max_length=500, help_text=NOTES_HINT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
