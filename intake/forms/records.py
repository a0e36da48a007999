"""The records of a family. Each form answers `values()`: what its action takes."""

from typing import Any

from django import forms
from django.forms import model_to_dict
from django.utils.translation import gettext_lazy as _

from intake.fields import (
    BirthDateField,
    Choice,
    LineField,
    Number,
    PastDateField,
    PersonNameField,
    PhoneField,
    PostcodeField,
)
from intake.forms.choices import (
    EMPTY,
    NOTES_HINT,
    country_choices,
    language_choices,
    level_choices,
    municipality_choices,
    nationality_choices,
)
from intake.models import Custodian, Pupil, Referral
from intake.models.choices import Fluency, RecommendedForm, Script
from intake.names import BirthDate


class RecordForm(forms.Form):
    """A form for one record. `version` tells whether somebody else saved the record in the meantime."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        """What is stored of what was typed."""
        return self.as_stored({name: value for name, value in self.cleaned_data.items() if name != "version"})

    @staticmethod
    def as_stored(values: dict[str, Any]) -> dict[str, Any]:
        """Cleaned values of the fields as the record holds them."""
        return values

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        """A stored record as the fields show it."""
        return model_to_dict(row)

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
    second_language_fluency = Choice(
        label=_("How well it speaks the second language"),
        choices=[*EMPTY, *Fluency.choices],
        required=False,
    )
    literacy = Choice(label=_("Reading and writing"), choices=Pupil.Literacy.choices, required=False)
    script = Choice(label=_("Which other script"), choices=[*EMPTY, *Script.choices], required=False)
    german_level = Choice(label=_("Level of German"), choices=level_choices, required=False)
    german_basis = Choice(
        label=_("How the level is known"), choices=[*EMPTY, *Pupil.GermanBasis.choices], required=False
    )
    first_enrolled_year = Number(
        label=_("Year of first enrolment"), min_value=1995, max_value=2100, required=False
    )
    last_grade = Number(label=_("Last grade attended"), min_value=0, max_value=13, required=False)
    years_attended = Number(label=_("Years at school so far"), min_value=0, max_value=16, required=False)

    interests = LineField(
        label=_("Interests and what it wants to become"), max_length=300, required=False, help_text=NOTES_HINT
    )

    @staticmethod
    def as_stored(values: dict[str, Any]) -> dict[str, Any]:
        born: BirthDate | None = values["born_on"]
        precision = born.precision if born else ""
        return {**values, "born_on": born and born.value, "birth_precision": precision}

    @staticmethod
    def initial_of(row: Pupil) -> dict[str, Any]:
        return {**model_to_dict(row), "born_on": row.birth}


class HouseholdForm(RecordForm):
    care_of = LineField(label=_("c/o, name on the letterbox"), max_length=80, required=False)
    street = LineField(label=_("Street and number"), max_length=120, required=False)
    postcode = PostcodeField(label=_("Postcode"), required=False)
    town = LineField(label=_("Town"), max_length=80, required=False)
    municipality = Choice(label=_("Municipality"), choices=municipality_choices)
    phone = PhoneField(label=_("Phone of the family or the young person"), required=False)
    language = Choice(label=_("Language of the family"), choices=language_choices)
    needs_interpreter = forms.BooleanField(label=_("needs an interpreter"), required=False, initial=True)


class CustodianEntryForm(RecordForm):
    """Who has custody, as it is asked when a case is opened."""

    kind = Choice(label=_("Kind of custody"), choices=[*EMPTY, *Custodian.Kind.choices])
    surname = PersonNameField(label=_("Surname"), max_length=120)
    given_names = PersonNameField(label=_("Given names"), max_length=120, required=False)
    institution = LineField(label=_("Office or association"), max_length=120, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)


class OwnAddressForm(forms.Form):
    """Where a custodian lives who does not live with the child, and whether the others may know. Why is not asked."""

    care_of = LineField(label=_("c/o, name on the letterbox"), max_length=80, required=False)
    street = LineField(
        label=_("Own address: street and number"), max_length=120, required=False,
        help_text=_("Only if this person does not live at the child's address. Letters then go there."),
    )  # fmt: skip
    postcode = PostcodeField(label=_("Postcode"), required=False)
    town = LineField(label=_("Town"), max_length=80, required=False)
    is_protected = forms.BooleanField(
        label=_("keep this address from the other custodians"), required=False,
        help_text=_(
            "It then stands in no letter to them and in no paper that they may fetch, and no school is told it. Without an "
            "own address the child's is meant."
        ),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A letter needs the whole address."""
        cleaned = super().clean() or {}
        parts = [name for name in ("street", "postcode", "town") if name in cleaned]
        if cleaned.get("care_of") or any(cleaned[name] for name in parts):
            for name in parts:
                if not cleaned[name]:
                    self.add_error(name, _("Please enter the whole address, or leave all of it empty."))
        return cleaned


class CustodianForm(OwnAddressForm, CustodianEntryForm):
    """A custodian of a case that is open."""


class NewCustodianForm(CustodianEntryForm):
    is_absent = forms.BooleanField(
        label=_("is not here: somebody else tells us about this person"),
        required=False,
        help_text=_("Then the sheet is due within a month (Art. 14 GDPR), before any school is asked."),
    )


class AddedCustodianForm(OwnAddressForm, NewCustodianForm):
    """A custodian who comes into a case that is open."""


class ReferralForm(forms.Form):
    source = Choice(label=_("Reported by"), choices=Referral.Source.choices)
    channel = Choice(label=_("Channel"), choices=Referral.Channel.choices)
    received_on = PastDateField(label=_("Received on"))
    school_number = forms.RegexField(
        r"^[0-9]{6}$", label=_("Already at the school (Schulnummer)"), required=False,
        help_text=_("Only if a school reports a child that it has taken already."),
        error_messages={"invalid": _("A Schulnummer has six digits.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("school_number") and cleaned.get("source") != Referral.Source.SCHOOL:
            self.add_error("school_number", _("This is only stated if a school reports the child."))
        return cleaned


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
