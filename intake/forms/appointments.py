"""Times that are offered, and families who come."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from intake import invitations
from intake.fields import Choice, ClockField, GermanDateField, LineField, Number, PostcodeField
from intake.forms.choices import EMPTY
from intake.letters import address_of
from intake.models import Appointment, Case, Household, Slot
from privacy.models import User

MOST_SLOTS = 48  # of one counsellor, in one series
FARTHEST = timedelta(days=366)


class SeriesForm(forms.Form):
    """Slots one after the other on one day, for one or several counsellors."""

    day = GermanDateField(label=_("Day"))
    first = ClockField(label=_("From"), initial="09:00")
    last = ClockField(label=_("Until"), initial="12:00")
    minutes = Number(label=_("Minutes for each family"), min_value=5, max_value=480, initial=60)
    kind = Choice(label=_("Kind"), choices=Slot.Kind.choices)
    place = LineField(
        label=_("Where"), max_length=120, required=False,
        help_text=_("As it is to stand in the invitation; empty: our own address."),
    )  # fmt: skip
    seats = Number(label=_("Families at the same time"), min_value=1, max_value=50, initial=1)
    counsellors = forms.MultipleChoiceField(
        label=_("For whom"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick at least one person.")},
    )  # fmt: skip

    def __init__(self, *args: Any, team: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(one.pk): one for one in team}
        self.fields["counsellors"].choices = [(pk, str(one)) for pk, one in self.team.items()]  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not localdate() <= day <= localdate() + FARTHEST:
            raise forms.ValidationError(_("Please choose a day from today on, within a year."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_elsewhere = cleaned.get("kind") in (Slot.Kind.OUTREACH, Slot.Kind.GROUP)
        if is_elsewhere and cleaned.get("place") == "":
            self.add_error("place", _("Please say where: the families read it in their invitation."))
        if {"day", "first", "last", "minutes"} <= cleaned.keys():
            self._check_room(cleaned)
        return cleaned

    def _check_room(self, cleaned: dict[str, Any]) -> None:
        number = len(_starts(cleaned))
        if number == 0:
            self.add_error("last", _("Not even one appointment fits between “From” and “Until”."))
        elif number > MOST_SLOTS:
            self.add_error("minutes", _("That would be more than %(most)d times.") % {"most": MOST_SLOTS})

    def starts(self) -> list[datetime]:
        """When each slot begins, in local time."""
        return _starts(self.cleaned_data)

    def chosen(self) -> list[User]:
        return [self.team[pk] for pk in self.cleaned_data["counsellors"]]

    def facts(self) -> dict[str, Any]:
        """What all slots of the series share."""
        return {name: self.cleaned_data[name] for name in ("minutes", "kind", "place", "seats")}


def _starts(cleaned: dict[str, Any]) -> list[datetime]:
    length = timedelta(minutes=cleaned["minutes"])
    begin, end = (datetime.combine(cleaned["day"], cleaned[name]) for name in ("first", "last"))
    found: list[datetime] = []
    while begin + length <= end and len(found) <= MOST_SLOTS:
        found.append(timezone.make_aware(begin))
        begin += length
    return found


def slot_label(slot: Slot) -> str:
    """Mo 07.12.2026, 09:00–10:00 · Nadja Weber · at the office"""
    start, end = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    when = f"{date_format(start, 'D')} {start:%d.%m.%Y, %H:%M}–{end:%H:%M}"
    parts = (when, str(slot.counsellor), str(slot.get_kind_display()), slot.place)
    return " · ".join(part for part in parts if part)


class SlotChoiceForm(forms.Form):
    """One of the free slots, and how the family learns of it."""

    slot = Choice(
        label=_("When"), widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose a time."),
            "invalid_choice": _("This time has been taken meanwhile. Please choose another one."),
        },
    )  # fmt: skip
    channel = Choice(label=_("How the family learns of it"), choices=Appointment.Channel.choices)

    def __init__(self, *args: Any, slots: Sequence[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {str(one.pk): one for one in slots}
        self.fields["slot"].choices = [(pk, slot_label(one)) for pk, one in self.slots.items()]  # type: ignore[attr-defined]

    def chosen_slot(self) -> Slot:
        return self.slots[self.cleaned_data["slot"]]


class BookingForm(SlotChoiceForm):
    """For which children of the family, too."""

    children = forms.MultipleChoiceField(
        label=_("For these children"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick at least one child.")},
    )  # fmt: skip
    field_order = ("children", "slot", "channel")

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {case.reference: case for case in cases}
        self.fields["children"].choices = [  # type: ignore[attr-defined]
            (reference, f"{case.pupil.full_name} ({reference})") for reference, case in self.cases.items()
        ]

    def chosen_cases(self) -> list[Case]:
        return [self.cases[reference] for reference in self.cleaned_data["children"]]


class CancelForm(forms.Form):
    reason = Choice(label=_("Who cancels"), choices=[*EMPTY, *Appointment.Reason.choices])


class OutcomeForm(forms.Form):
    """The two buttons after an appointment."""

    CAME, NO_SHOW = "came", "no_show"
    outcome = Choice(label=_("What happened"), choices=[(CAME, _("came")), (NO_SHOW, _("nobody came"))])


class SinceForm(forms.Form):
    """From which day on free times are shown."""

    hide_optional = True
    since = GermanDateField(label=_("Free times from"), required=False)


class LetterForm(forms.Form):
    """To whom of the family a letter goes, each one of their own, and in which language beside German."""

    people = forms.MultipleChoiceField(
        label=_("To whom"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick at least one person.")},
        help_text=_("Everybody gets a letter of their own. Nobody reads the address of another one in it."),
    )  # fmt: skip
    language = Choice(label=_("Language beside German"), choices=invitations.language_choices)

    def __init__(self, *args: Any, home: Household, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses = {code: address_of(home, code) for code in names}
        self.fields["people"].choices = [(code, self._label(code, name)) for code, name in names.items()]  # type: ignore[attr-defined]

    def _label(self, code: str, name: str) -> str:
        return f"{name} · {', '.join(self.addresses[code]) or _('no address')}"

    def clean_people(self) -> list[str]:
        people: list[str] = self.cleaned_data["people"]
        if not all(self.addresses[code] for code in people):
            raise forms.ValidationError(
                _(
                    "There is no address for this person. Please enter one in the case, or leave the person out."
                )
            )
        return people


class AuthorityForm(forms.Form):
    """To which authority a report goes."""

    name = LineField(label=_("Authority"), max_length=80)
    unit = LineField(label=_("Department"), max_length=80, required=False)
    street = LineField(label=_("Street and number"), max_length=80)
    postcode = PostcodeField(label=_("Postcode"))
    town = LineField(label=_("Town"), max_length=60)

    def recipient(self) -> str:
        """The lines of the address."""
        said = self.cleaned_data
        lines = (said["name"], said["unit"], said["street"], f"{said['postcode']} {said['town']}")
        return "\n".join(line for line in lines if line)
