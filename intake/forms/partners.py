"""The forms of the directory: one entry, and the filters of the list."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import Choice, LineField, PhoneField, PostcodeField
from intake.forms.choices import EMPTY, language_choices, municipality_choices
from intake.forms.records import RecordForm
from intake.models.partners import InterpreterType, Partner, PartnerQuerySet, Topic, packed

_PACKED = ("municipalities", "topics", "languages")


def _places() -> list[tuple[str, Any]]:
    return municipality_choices()[1:]


def _languages() -> list[tuple[str, Any]]:
    return language_choices()[1:]


class PartnerForm(RecordForm):
    """One entry of the directory."""

    kind = Choice(label=_("Kind"), choices=[*EMPTY, *Partner.Kind.choices])
    organisation = LineField(label=_("Organisation"), max_length=120, required=False)
    person = LineField(label=_("Person"), max_length=120, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    street = LineField(label=_("Street and number"), max_length=120, required=False)
    postcode = PostcodeField(label=_("Postcode"), required=False)
    town = LineField(label=_("Town"), max_length=80, required=False)
    interpreter_type = Choice(
        label=_("Kind of interpreter"), choices=[*EMPTY, *InterpreterType.choices], required=False,
        help_text=_("Only for interpreters."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=_languages, required=False,
        help_text=_("Several with the Ctrl key."),
    )  # fmt: skip
    qualification = LineField(
        label=_("Qualification"), max_length=200, required=False,
        help_text=_("Of volunteers and interpreters, for example: course for Bildungspaten 2026."),
    )  # fmt: skip
    municipalities = forms.MultipleChoiceField(
        label=_("Municipalities"), choices=_places, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("None means: the whole Kreis."),
    )  # fmt: skip
    topics = forms.MultipleChoiceField(
        label=_("Topics"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_public = forms.BooleanField(
        label=_("belongs to the public sector"), required=False,
        help_text=_("An office of the Kreis, a municipality or the state. To everybody else data go only with consent."),
    )  # fmt: skip
    is_active = forms.BooleanField(
        label=_("is offered"), required=False, initial=True,
        help_text=_("Switched off, the entry stays for old cases and is not offered any more."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "organisation" not in self.errors and not (cleaned.get("organisation") or cleaned.get("person")):
            self.add_error("organisation", _("Please name the organisation or the person."))
        self._fit_kind(cleaned.get("kind", ""), cleaned)
        return cleaned

    def _fit_kind(self, kind: str, cleaned: dict[str, Any]) -> None:
        """What only some kinds have: a kind of interpreter, languages, and being public or not."""
        if kind != Partner.Kind.INTERPRETER:
            cleaned["interpreter_type"] = ""
        elif not cleaned.get("interpreter_type"):
            self.add_error("interpreter_type", _("Please choose the kind of interpreter."))
        elif not cleaned.get("languages"):
            self.add_error("languages", _("Please choose at least one language."))
        if kind in Partner.ALWAYS_PUBLIC:
            cleaned["is_public"] = True
        elif kind in Partner.NEVER_PUBLIC and cleaned.get("is_public"):
            self.add_error("is_public", _("Associations and volunteers are not part of the public sector."))

    def values(self) -> dict[str, Any]:
        """The fields as the entry stores them."""
        return {name: packed(value) if name in _PACKED else value for name, value in super().values().items()}

    @staticmethod
    def initial_of(partner: Partner) -> dict[str, Any]:
        """The stored entry as the form shows it."""
        return {name: getattr(partner, name).split() for name in _PACKED}


class PartnerFilterForm(forms.Form):
    hide_optional = True  # every filter is


class PartnerFilter(django_filters.FilterSet):
    """The list's filters, all in the address: partners are no families."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Partner.Kind.choices, empty_label=_("all"))
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=_languages, empty_label=_("all"), method="by_language"
    )
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), choices=_places, empty_label=_("all"), method="by_municipality"
    )
    topic = django_filters.ChoiceFilter(
        label=_("Topic"), choices=Topic.choices, empty_label=_("all"), method="by_topic"
    )
    off = django_filters.BooleanFilter(
        label=_("also those switched off"), method="with_off", widget=forms.CheckboxInput
    )

    class Meta:
        model = Partner
        fields: list[str] = []
        form = PartnerFilterForm

    def filter_queryset(self, queryset: PartnerQuerySet) -> PartnerQuerySet:
        """Only what is offered, unless asked otherwise."""
        shown = queryset if self.form.cleaned_data.get("off") else queryset.active()
        return super().filter_queryset(shown)

    def by_language(self, partners: PartnerQuerySet, _name: str, code: str) -> PartnerQuerySet:
        return partners.speaking(code)

    def by_municipality(self, partners: PartnerQuerySet, _name: str, ags: str) -> PartnerQuerySet:
        return partners.covering(ags)

    def by_topic(self, partners: PartnerQuerySet, _name: str, topic: str) -> PartnerQuerySet:
        return partners.about(topic)

    def with_off(self, partners: PartnerQuerySet, _name: str, _value: bool) -> PartnerQuerySet:
        return partners


def _all_or(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", _("all")), *choices]


class ResponsibilityForm(forms.Form):
    """Which part of the overview is wanted."""

    hide_optional = True
    municipality = Choice(label=_("Municipality"), choices=lambda: _all_or(_places()), required=False)
    topic = Choice(label=_("Topic"), choices=_all_or([*Topic.choices]), required=False)
