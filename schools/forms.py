"""The forms of the top floor. What a person types is checked here; what the world allows is checked in the actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.catalogues import german_levels, municipalities
from intake.fields import Choice, GermanDateField, LineField, Number, PhoneField
from intake.models import Support
from schools.matching import LEVELS
from schools.models import Authority, DazOffering, PlacementRequest, School, SchoolForm, SchoolQuerySet
from schools.words import OptionShown

NO_PERSONAL_DATA = _("Please no names, and nothing about health, religion or residence status.")
GRADES = range(1, 14)
MOST_PLACES = 200


class NoteField(LineField):
    """A few words that go to another office: with the reminder what does not belong there."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, max_length: int = 300, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **{"help_text": NO_PERSONAL_DATA, **kwargs})


class VersionedForm(forms.Form):
    """A form about one row. `version` tells whether somebody else saved the row after the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, label=_("Version"))

    def renew(self, version: int) -> None:
        """Take the input as made in sight of `version`."""
        posted: Any = self.data
        renewed = posted.copy()
        renewed["version"] = str(version)
        self.data = renewed


# --- The register


class QuietForm(forms.Form):
    """Filters: nothing is required, so no label needs to say so."""

    hide_optional = True


class SchoolFilter(django_filters.FilterSet):
    """The list's search and filters, all in the address: schools are public."""

    q = django_filters.CharFilter(method="by_words", label=_("Name, town or number"), max_length=100)
    form = django_filters.ChoiceFilter(
        choices=SchoolForm.choices, label=_("School form"), empty_label=_("all forms")
    )
    ags = django_filters.ChoiceFilter(
        choices=lambda: [(place.ags, place.name) for place in municipalities()],
        label=_("Municipality"),
        empty_label=_("all municipalities"),
    )

    class Meta:
        model = School
        fields: list[str] = []
        form = QuietForm

    def by_words(self, schools: SchoolQuerySet, _name: str, text: str) -> SchoolQuerySet:
        """Schools that have every word."""
        return schools.search(text)


class OfferingForm(VersionedForm):
    """What a school offers: kind of support, for whom, how many places, how long."""

    support = Choice(label=_("German support"), choices=Support.choices)
    grade_from = Number(label=_("From grade"), min_value=GRADES[0], max_value=GRADES[-1])
    grade_to = Number(label=_("To grade"), min_value=GRADES[0], max_value=GRADES[-1])
    level_from = Choice(label=_("From level of German"), required=False)
    level_to = Choice(label=_("To level of German"), required=False)
    capacity = Number(label=_("Places"), min_value=0, max_value=MOST_PLACES)
    valid_from = GermanDateField(label=_("Valid from"))
    valid_until = GermanDateField(label=_("Valid until"), required=False)

    def __init__(self, data: Any = None, *, offering: DazOffering) -> None:
        self.offering = offering
        super().__init__(data, initial={name: getattr(offering, name) for name in self.base_fields})
        levels = [("", _("open"))] + [(level.code, level.name) for level in german_levels()]
        for name in ("level_from", "level_to"):
            self.fields[name].choices = levels  # type: ignore[attr-defined]

    def clean_capacity(self) -> int:
        """Raises ValidationError naming how many places are taken, if fewer are offered."""
        capacity: int = self.cleaned_data["capacity"]
        if capacity < self.offering.taken_now:
            raise forms.ValidationError(
                _("%(taken)s places are taken already; there cannot be fewer."),
                params={"taken": self.offering.taken_now},
            )
        return capacity

    def clean(self) -> None:
        """Both ends of a band in their order."""
        self._in_order("grade_from", "grade_to", _("The last grade lies before the first."))
        self._in_order("valid_from", "valid_until", _("The end lies before the beginning."))
        low, high = (self.cleaned_data.get(name) for name in ("level_from", "level_to"))
        if low and high and LEVELS.index(low) > LEVELS.index(high):
            self.add_error("level_to", _("The highest level lies below the lowest."))

    def _in_order(self, first: str, last: str, message: Any) -> None:
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if start is not None and end is not None and end < start:
            self.add_error(last, message)

    def values(self) -> dict[str, Any]:
        """The fields of the offering."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


# --- Asking a school


class MatchForm(VersionedForm):
    """The choice among the schools of a ranking made now: whatever was posted is looked up in it."""

    hide_optional = True  # the reason is needed for some schools

    offering = forms.ChoiceField(
        label=_("School"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose a school."),
            "invalid_choice": _(
                "This school is no longer among the possible ones. The list is up to date now."
            ),
        },
    )
    grade = Number(label=_("Grade"), min_value=GRADES[0], max_value=GRADES[-1])
    override_reason = LineField(
        label=_("Why not the first?"),
        max_length=200,
        required=False,
        help_text=_("Needed if you choose another school than number 1. It stays with the case."),
    )

    def __init__(self, options: Sequence[OptionShown], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = {option.key: option for option in options}
        self.fields["offering"].choices = [(key, key) for key in self.options]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """The grade fits the offering, and whoever passes over number 1 says why."""
        option = self.options.get(self.cleaned_data.get("offering", ""))
        if option is None:
            return
        grade = self.cleaned_data.get("grade")
        if grade is not None and not option.offering.grade_from <= grade <= option.offering.grade_to:
            self.add_error(
                "grade", _("These places are for %(grades)s.") % {"grades": option.offering.grades}
            )
        if option.rank == 1:
            self.cleaned_data["override_reason"] = ""
        elif not self.cleaned_data.get("override_reason"):
            self.add_error("override_reason", _("Please say why you choose another school than number 1."))

    def values(self) -> dict[str, Any]:
        """What `actions.request_place` takes; the rank is the one computed here."""
        option = self.options[self.cleaned_data["offering"]]
        return {
            "offering": option.offering,
            "grade": self.cleaned_data["grade"],
            "sibling": option.has_sibling,
            "rank": option.rank,
            "override_reason": self.cleaned_data["override_reason"],
            "version": self.cleaned_data["version"],
        }


class ReplyForm(VersionedForm):
    """The KI's answer to the school's question."""

    text = NoteField(label=_("Reply"))


class WithdrawForm(VersionedForm):
    """Nothing to enter: a page that says what happens, and a button."""


class NoticeForm(VersionedForm):
    """Nothing to enter: a page that says what goes out, and a button."""


class DecideForm(VersionedForm):
    """The decision of the authority, as its letter says it."""

    authority = Choice(label=_("Who decided"), choices=[("", "–"), *Authority.choices])
    decided_on = GermanDateField(label=_("Date of the decision"), years_ahead=0)
    file_number = LineField(label=_("File number"), max_length=60, required=False)
    expected_on = GermanDateField(label=_("Expected first school day"), years_ahead=2)

    def clean_decided_on(self) -> date:
        """Raises ValidationError for a day to come."""
        return not_in_future(self.cleaned_data["decided_on"])


# --- The school's side


class AnswerForm(VersionedForm):
    """Accept, ask or refuse. No field for anything the school does not need to say."""

    hide_optional = True  # which fields are needed depends on the answer
    ACCEPT, ASK, REFUSE = "accept", "question", "refuse"

    answer = Choice(
        label=_("Can you accept the pupil?"),
        widget=forms.RadioSelect,
        choices=[
            (ACCEPT, _("We accept the pupil.")),
            (ASK, _("We have a question first.")),
            (REFUSE, _("We cannot accept the pupil.")),
        ],
        error_messages={"required": _("Please choose an answer.")},
    )
    question = NoteField(label=_("Your question"), required=False)
    reason = Choice(
        label=_("Reason, if you cannot accept"),
        choices=[("", "–"), *PlacementRequest.Reason.choices],
        required=False,
    )
    note = NoteField(label=_("Note to the KI"), required=False)

    def __init__(self, data: Any = None, *, asked: PlacementRequest) -> None:
        super().__init__(data, initial={"version": asked.version})
        if asked.question and asked.status == PlacementRequest.Status.QUESTION:
            field = self.fields["answer"]
            field.choices = [one for one in field.choices if one[0] != self.ASK]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """A question has a text, a refusal a reason."""
        answer = self.cleaned_data.get("answer")
        if answer == self.ASK and not self.cleaned_data.get("question"):
            self.add_error("question", _("Please enter your question."))
        if answer == self.REFUSE and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Please choose the reason."))


class HandoutForm(forms.Form):
    """What the family's handout says beside what is known: typed for this one paper, and stored nowhere."""

    language = Choice(label=_("Language of the family"))
    at_time = forms.RegexField(
        r"^([01]?[0-9]|2[0-3])[:.][0-5][0-9]$", label=_("Time on the first day"), required=False,
        error_messages={"invalid": _("Please enter the time as 8:00.")},
    )  # fmt: skip
    way = LineField(
        label=_("Way, in one line"), max_length=120, required=False,
        help_text=_("For example: entrance in the yard. It stands in the handout as you type it."),
    )  # fmt: skip
    stop = LineField(
        label=_("Stop near the school"), max_length=80, required=False, help_text=_("Only if you know it.")
    )
    phone = PhoneField(label=_("Phone for the family's questions"))

    def __init__(self, *args: Any, languages: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


class AdmissionForm(VersionedForm):
    """Whether the child came."""

    hide_optional = True
    CAME, DID_NOT_APPEAR = "came", "did_not_appear"

    outcome = Choice(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        choices=[(CAME, _("The pupil is at school.")), (DID_NOT_APPEAR, _("The pupil did not appear."))],
        error_messages={"required": _("Please choose one of the two answers.")},
    )
    first_day = GermanDateField(
        label=_("First school day"), years_ahead=0, required=False, help_text=_("Only if the pupil came.")
    )

    def clean_first_day(self) -> date | None:
        """Raises ValidationError for a day to come: what is confirmed has happened."""
        day: date | None = self.cleaned_data["first_day"]
        return day and not_in_future(day)

    def clean(self) -> None:
        """Whoever came, came on a day."""
        came = self.cleaned_data.get("outcome") == self.CAME
        if came and "first_day" not in self.errors and not self.cleaned_data.get("first_day"):
            self.add_error("first_day", _("Please enter the first school day."))


def not_in_future(day: date) -> date:
    """The day itself. Raises ValidationError if it is still to come."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day is still to come."))
    return day
