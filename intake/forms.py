"""The forms of the intake. Each answers `values()`: what its action takes."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake import catalogues
from intake.fields import (
    BirthDateField,
    Choice,
    GermanDateField,
    LineField,
    Number,
    PastDateField,
    PersonNameField,
    PhoneField,
    PostcodeField,
)
from intake.models import Case, Contact, Custodian, IntakeSession, Pupil, Referral
from intake.models.cases import ClosingReason, Status
from intake.models.choices import RecommendedForm, Support
from intake.names import BirthDate
from intake.people import names_by_code
from privacy.models import User
from privacy.notices import texts
from privacy.notices.models import Kind, SheetIssue
from privacy.notices.sheets import Outcome, Owed

Choices = list[tuple[str, Any]]
EMPTY: Choices = [("", "–")]
# Why somebody was not informed, and on which ground nobody need be (the rest of the reasons is recorded by itself).
NOT_INFORMED = ("not_present", "does_not_want", "waits", "language", "unreachable", "other")
NOT_OWED = ("art14_5_b", "dsgnrw_11")
NOTES_HINT = _(
    "Only what the school place needs. Nothing about health, disability, religion or residence status."
)


def _language() -> str:
    return get_language() or "de"


def nationality_choices() -> Choices:
    found = [(one.code, one.name(_language())) for one in catalogues.nationalities() if one.is_current]
    return EMPTY + sorted(found, key=lambda choice: choice[1].casefold())


def country_choices() -> Choices:
    found = [(one.code, one.name(_language())) for one in catalogues.nationalities() if one.is_country]
    return EMPTY + sorted(found, key=lambda choice: choice[1].casefold())


def language_choices() -> Choices:
    found = [(one.code, one.name(_language())) for one in catalogues.languages()]
    return EMPTY + sorted(found, key=lambda choice: choice[1].casefold())


def municipality_choices() -> Choices:
    return EMPTY + [(one.ags, one.name) for one in catalogues.municipalities()]


def level_choices() -> Choices:
    return [("", _("not known yet"))] + [(one.code, one.name) for one in catalogues.german_levels()]


class RecordForm(forms.Form):
    """A form for one record. `version` tells whether somebody else saved the record in the meantime."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def expected_version(self) -> int:
        return self.cleaned_data.get("version") or 0


class PupilKeyForm(forms.Form):
    """What is asked first: it is enough to see whether the child is known."""

    surname = PersonNameField(label=_("Surname"), max_length=120, help_text=_("As in the passport."))
    given_names = PersonNameField(label=_("Given names"), max_length=120)
    born_on = BirthDateField(
        label=_("Date of birth"), help_text=_("09.03.2014, 090314, or only the year: 2014")
    )


class PupilForm(RecordForm, PupilKeyForm):
    birth_name = PersonNameField(label=_("Birth name"), max_length=120, required=False)
    original_name = LineField(label=_("Name in the original script"), max_length=160, required=False)
    sex = Choice(label=_("Sex"), choices=[*EMPTY, *Pupil.Sex.choices], required=False)
    place_of_birth = LineField(label=_("Place of birth"), max_length=120, required=False)
    country_of_birth = Choice(label=_("Country of birth"), choices=country_choices, required=False)
    nationality = Choice(label=_("Nationality"), choices=nationality_choices, required=False)
    second_nationality = Choice(label=_("Second nationality"), choices=nationality_choices, required=False)
    first_language = Choice(label=_("First language"), choices=language_choices, required=False)
    second_language = Choice(label=_("Second language"), choices=language_choices, required=False)
    literacy = Choice(label=_("Reading and writing"), choices=Pupil.Literacy.choices, required=False)
    german_level = Choice(label=_("Level of German"), choices=level_choices, required=False)
    first_enrolled_year = Number(
        label=_("Year of first enrolment"), min_value=1995, max_value=2100, required=False
    )
    last_grade = Number(label=_("Last grade attended"), min_value=0, max_value=13, required=False)
    years_attended = Number(label=_("Years at school so far"), min_value=0, max_value=16, required=False)

    def values(self) -> dict[str, Any]:
        values = super().values()
        born: BirthDate = values.pop("born_on")
        return {**values, "born_on": born.value, "birth_precision": born.precision}

    @staticmethod
    def initial_of(pupil: Pupil) -> dict[str, Any]:
        return {"born_on": pupil.birth}


class HouseholdForm(RecordForm):
    care_of = LineField(label=_("c/o, name on the letterbox"), max_length=80, required=False)
    street = LineField(label=_("Street and number"), max_length=120, required=False)
    postcode = PostcodeField(label=_("Postcode"), required=False)
    town = LineField(label=_("Town"), max_length=80, required=False)
    municipality = Choice(label=_("Municipality"), choices=municipality_choices)
    language = Choice(label=_("Language of the family"), choices=language_choices)
    needs_interpreter = forms.BooleanField(label=_("needs an interpreter"), required=False, initial=True)


class CustodianForm(RecordForm):
    kind = Choice(label=_("Kind of custody"), choices=[*EMPTY, *Custodian.Kind.choices])
    surname = PersonNameField(label=_("Surname"), max_length=120)
    given_names = PersonNameField(label=_("Given names"), max_length=120, required=False)
    institution = LineField(label=_("Office or association"), max_length=120, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)


class NewCustodianForm(CustodianForm):
    is_absent = forms.BooleanField(
        label=_("is not here: somebody else tells us about this person"),
        required=False,
        help_text=_("Then the sheet is due within a month (Art. 14 GDPR), before any school is asked."),
    )


class ReferralForm(forms.Form):
    source = Choice(label=_("Reported by"), choices=Referral.Source.choices)
    channel = Choice(label=_("Channel"), choices=Referral.Channel.choices)
    received_on = PastDateField(label=_("Received on"))


class CaseForm(RecordForm):
    arrived_in_germany_on = PastDateField(label=_("In Germany since"), required=False)
    resident_since = PastDateField(label=_("In the municipality since"), required=False)
    assigned_on = PastDateField(label=_("Assigned to the municipality on"), required=False)
    wished_form = Choice(
        label=_("Wished school form"), choices=[*EMPTY, *RecommendedForm.choices], required=False
    )
    sibling_school = forms.RegexField(
        r"^\d{6}$", label=_("School of a sibling (Schulnummer)"), required=False,
        error_messages={"invalid": _("A Schulnummer has six digits.")},
    )  # fmt: skip
    wish_note = LineField(
        label=_("Wishes of the family"), max_length=300, required=False, help_text=NOTES_HINT
    )


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


class SessionForm(RecordForm):
    held_on = PastDateField(label=_("Date of the talk"))
    kind = Choice(label=_("Kind of talk"), choices=IntakeSession.Kind.choices)
    participants = forms.MultipleChoiceField(
        label=_("Who took part"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick who took part.")},
    )  # fmt: skip
    interpreter = Choice(label=_("Interpreter"), choices=SheetIssue.Interpreter.choices)
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=1000, help_text=NOTES_HINT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = IntakeSession.Participant
        self.fields["participants"].choices = [  # type: ignore[attr-defined]
            *names_by_code(case).items(),
            *((one.value, one.label) for one in (others.COMPANION, others.INTERPRETER)),
        ]

    def clean_participants(self) -> str:
        return ",".join(self.cleaned_data["participants"])


class RecommendationForm(RecordForm):
    school_form = Choice(label=_("School form"), choices=[*EMPTY, *RecommendedForm.choices], required=False)
    grade = Number(label=_("Grade"), min_value=1, max_value=13)
    support = Choice(label=_("German support"), choices=[*EMPTY, *Support.choices])
    reason = forms.CharField(
        label=_("Reasons"), required=False, max_length=500, help_text=NOTES_HINT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class SheetForm(forms.Form):
    """What became of the sheets of the people who are here. `owed`: what each of them is still to be told."""

    people = forms.MultipleChoiceField(
        label=_("Who"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick at least one person.")},
    )  # fmt: skip
    state = Choice(
        label=_("What happened"),
        choices=[
            (SheetIssue.State.ISSUED, _("handed over now")),
            (SheetIssue.State.REFUSED, _("the person did not want it")),
            (SheetIssue.State.IMPOSSIBLE, _("it was not possible")),
            (SheetIssue.State.EXEMPT, _("it is not owed")),
        ],
        widget=forms.RadioSelect,
        initial=SheetIssue.State.ISSUED,
    )
    language = Choice(label=_("Language of the sheet"), choices=texts.language_choices)
    channel = Choice(label=_("How"), choices=SheetIssue.Channel.choices)
    interpreter = Choice(label=_("Interpreter"), choices=SheetIssue.Interpreter.choices)
    reason = Choice(
        label=_("Reason, if it was not handed over"),
        choices=[*EMPTY, *((one, SheetIssue.Reason(one).label) for one in [*NOT_INFORMED, *NOT_OWED])],
        required=False,
    )

    def __init__(self, *args: Any, owed: Sequence[Owed], names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owed = {one.lead.person_code: one for one in owed}
        self.fields["people"].choices = [(code, _owed_label(one, names)) for code, one in self.owed.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        state, reason = cleaned.get("state"), cleaned.get("reason")
        if state == SheetIssue.State.ISSUED:
            return cleaned | {"reason": ""}
        if reason not in (NOT_OWED if state == SheetIssue.State.EXEMPT else NOT_INFORMED):
            self.add_error("reason", _REASON_WANTED.get(state or "", _REASON_WANTED[""]))
        elif reason == SheetIssue.Reason.EFFORT and any(
            one.kind == Kind.ART13 for one in self._chosen(cleaned)
        ):
            self.add_error(
                "reason", _("This ground is one of Art. 14 only: who told us something can be informed.")
            )
        # This is evidence: what was not handed over has no language and no channel, what was has no excuse.
        return cleaned | {"language": "", "channel": "", "interpreter": ""}

    def issues(self) -> list[SheetIssue]:
        """Every open issue of the chosen people."""
        return self._chosen(self.cleaned_data)

    def _chosen(self, cleaned: dict[str, Any]) -> list[SheetIssue]:
        return [issue for code in cleaned.get("people", ()) for issue in self.owed[code].issues]

    def outcome(self) -> Outcome:
        return Outcome(**{name: value for name, value in self.cleaned_data.items() if name != "people"})


class IssuesField(forms.TypedMultipleChoiceField):
    """Sheets by their number. Which of them exist and are open to the user is decided where the work begins."""

    default_error_messages = {"required": _("Please tick at least one person.")}

    def __init__(self) -> None:
        super().__init__(coerce=int)

    def valid_value(self, value: Any) -> bool:
        return re.fullmatch(r"[0-9]{1,18}", str(value)) is not None


class BulkSheetForm(forms.Form):
    """Sheets for many people: by post with a letter, or to a group that is here. Nothing is recorded for a later day."""

    sheets = IssuesField()
    channel = Choice(
        label=_("How"),
        choices=[
            (SheetIssue.Channel.POST, _("by post today, with a letter to the address")),
            (SheetIssue.Channel.PAPER, _("on paper: these people are here now")),
        ],
    )


_REASON_WANTED = {
    SheetIssue.State.EXEMPT: _("Please say on which ground the sheet is not owed."),
    "": _("Please say why the sheet was not handed over."),
}


def _owed_label(owed: Owed, names: dict[str, str]) -> str:
    """The person, as on this case, and what the sheet is."""
    issue = owed.lead
    return f"{names.get(issue.person_code, issue.person_code)} · {issue.get_kind_display()}"


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
