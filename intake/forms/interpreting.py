"""Booking an interpreter, and what became of it."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake import catalogues, interpreting
from intake.fields import Choice, GermanDateField, LabelledField, LineField, Number
from intake.forms.choices import EMPTY, language_choices
from intake.forms.records import RecordForm
from intake.models import InterpreterBooking, InterpreterType, Partner

_NOTE_HINT = _("Where, which floor. No names, nothing about the family.")
_LONGEST = 24 * 60  # minutes
_EUROS = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))? ?€?")


class EuroField(LabelledField, forms.CharField):
    """An amount in euros, typed 25, 25,5 or 25.50; cleans to cents, or None if empty and not required."""

    default_error_messages = {"invalid": _("Please enter “%(label)s” in euros, for example 25,00.")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The number pad on phones."""
        return {**super().widget_attrs(widget), "inputmode": "decimal"}

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]  # a number, not text
        """Raises ValidationError if it is no amount."""
        text = str(value or "").strip()
        if not text:
            return None
        match = _EUROS.fullmatch(text)
        if match is None:
            raise self.refusal("invalid")
        return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))

    def prepare_value(self, value: Any) -> Any:
        """2550 as 25,50; text that was refused comes back as typed."""
        return f"{value // 100},{value % 100:02}" if isinstance(value, int) else value


class InterpreterField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """An interpreter of the directory, with kind and languages behind the name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Partner.objects.none(), required=False, **kwargs)

    def label_from_instance(self, obj: Partner) -> str:
        return f"{obj} ({obj.get_interpreter_type_display()}; {', '.join(obj.language_names)})"


def _topic_choices() -> list[tuple[str, Any]]:
    return [*EMPTY, *((one.code, one.name(get_language() or "de")) for one in catalogues.talk_topics())]


class _BookingFields(RecordForm):
    """What is said with the booking and may change until it is over."""

    wanted_on = GermanDateField(label=_("Day of the talk"))
    starts_at = forms.TimeField(
        label=_("Time of day"), required=False, input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(format="%H:%M"),
        error_messages={"invalid": _("Please enter the time as 9:30.")},
    )  # fmt: skip
    partner = InterpreterField(label=_("Interpreter"), empty_label=_("from the pool, not known yet"))
    cost_centre = forms.RegexField(
        r"^[0-9A-Za-zÄÖÜäöüß./ -]{0,20}$", label=_("Cost centre"), required=False,
        error_messages={"invalid": _("A cost centre has at most 20 letters and digits.")},
    )  # fmt: skip
    note = LineField(label=_("Note"), max_length=200, required=False, help_text=_NOTE_HINT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.interpreters()  # type: ignore[attr-defined]

    def _demand_fitting(self, kind: str, language: str) -> None:
        partner = self.cleaned_data.get("partner")
        if partner is None:
            return
        if kind and partner.interpreter_type != kind:
            self.add_error("partner", _("This interpreter is of another kind."))
        elif language and language not in partner.language_codes:
            self.add_error("partner", _("This interpreter does not speak the language."))


class InterpreterForm(_BookingFields):
    """Ask for an interpreter."""

    language = Choice(label=_("Language"), choices=language_choices)
    kind = Choice(label=_("Kind of interpreter"), choices=InterpreterType.choices)
    topic = Choice(label=_("Kind of talk"), choices=_topic_choices)
    field_order = ["wanted_on", "starts_at", "language", "topic", "kind", "partner", "cost_centre", "note"]

    def clean_wanted_on(self) -> date:
        day: date = self.cleaned_data["wanted_on"]
        if day < localdate():
            raise forms.ValidationError(_("This day is over. Please choose one that is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, topic = cleaned.get("kind", ""), cleaned.get("topic", "")
        self._demand_fitting(kind, cleaned.get("language", ""))
        if topic and interpreting.is_excluded(kind, topic):
            self.add_error("kind", catalogues.talk_topic(topic).rule(get_language() or "de"))
        return cleaned


class BookingStateForm(_BookingFields):
    """What became of a booking; hours and cost when it is over."""

    state = Choice(label=_("State"), choices=InterpreterBooking.State.choices)
    minutes = Number(label=_("Minutes"), min_value=1, max_value=_LONGEST, required=False)
    cost_cents = EuroField(label=_("Cost in euros"), required=False)
    field_order = [
        "state",
        "minutes",
        "cost_cents",
        "cost_centre",
        "wanted_on",
        "starts_at",
        "partner",
        "note",
    ]

    def __init__(self, *args: Any, booking: InterpreterBooking, **kwargs: Any) -> None:
        self.booking = booking
        super().__init__(*args, **kwargs)
        possible = {booking.state, *InterpreterBooking.NEXT[booking.state]}
        states = [(state.value, state.label) for state in InterpreterBooking.State if state in possible]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        if booking.partner:  # perhaps switched off since
            self.fields["partner"].queryset |= Partner.objects.filter(pk=booking.partner.pk)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._demand_fitting(self.booking.kind, self.booking.language)
        state = cleaned.get("state")
        if state == InterpreterBooking.State.DONE and "minutes" not in self.errors and not cleaned["minutes"]:
            self.add_error("minutes", _("Please say how many minutes it took."))
        if state != InterpreterBooking.State.DONE:
            cleaned["minutes"] = None
        if state not in (InterpreterBooking.State.DONE, InterpreterBooking.State.CANCELLED):
            cleaned["cost_cents"] = None
        return cleaned
