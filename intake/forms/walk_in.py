"""A family at the door: as much as is needed to hand over the sheet and to make an appointment, and no more."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.fields import Choice, PhoneField
from intake.forms.choices import language_choices, municipality_choices
from intake.forms.records import PupilForm, PupilKeyForm
from intake.models import Custodian, Referral
from intake.names import BirthDate


class WalkInForm(PupilKeyForm):
    """Seven fields, most of them one key: typed while the family stands there."""

    language = Choice(label=_("Language of the family"), choices=language_choices)
    municipality = Choice(label=_("Municipality"), choices=municipality_choices)
    companion = Choice(
        label=_("Who is here with the child"),
        choices=[*Custodian.Kind.choices, ("alone", _("nobody: the young person is alone"))],
        initial=Custodian.Kind.MOTHER,
    )
    phone = PhoneField(label=_("Phone"))
    needs_interpreter = forms.BooleanField(label=_("needs an interpreter"), required=False, initial=True)

    @property
    def born(self) -> BirthDate:
        born: BirthDate = self.cleaned_data["born_on"]
        return born

    def arguments(self) -> dict[str, Any]:
        """What intake.actions.open_case takes. Who comes along bears the child's surname until it is said otherwise."""
        values = self.cleaned_data
        is_alone = values["companion"] == "alone"
        key = {name: values[name] for name in ("surname", "given_names", "born_on")}
        companion = {"kind": values["companion"], "surname": values["surname"], "phone": values["phone"]}
        return {
            "household": {
                **{name: values[name] for name in ("municipality", "language", "needs_interpreter")},
                "phone": values["phone"] if is_alone else "",
            },
            "pupil": {**PupilForm.as_stored(key), "first_language": values["language"]},
            "custodians": [] if is_alone else [companion],
            "referral": {
                "source": Referral.Source.FAMILY,
                "channel": Referral.Channel.PERSON,
                "received_on": timezone.localdate(),
            },
            "facts": {},
        }
