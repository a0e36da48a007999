"""The forms of the ground floor's pages. What they do with the answers is in the actions."""

import re
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from privacy.access.roles import Role
from privacy.accounts.models import Installation, Team, User
from privacy.ledger.review import EventFilter
from privacy.ledger.verbs import Stream, Verb
from privacy.notices import numbers
from privacy.notices.editing import EMPTIED, SectionWords, TextHasFaults
from privacy.notices.models import Audience, Kind

REFERENCE = re.compile(r"\d{4}-\d{4,}")
BIGGEST_ID = 2**63 - 1
MOST_FAULTS = 50
MOST_BYTES = 2_000_000  # of an imported table (decision 2)
TOO_LARGE = _("This file is larger than 2 MB. A table that was given out here is far smaller.")
SCHOOL_GROUP = "school-"  # the floor above names a school's group "school-<Schulnummer>"
IN_TEAMS = (Role.COUNSELLOR, Role.LEAD)


class _Day(forms.DateField):
    """A day of our time: a year like 99999 or 1 breaks the arithmetic of time zones.

    A text field: the browser's own follows the browser's language, not the page's.
    """

    def __init__(self, **more: Any) -> None:
        bounds = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2199, 12, 31))]
        super().__init__(
            required=False, widget=forms.DateInput(attrs={"inputmode": "numeric"}), validators=bounds, **more
        )


class AuditFilterForm(forms.Form):
    """Which events of the trail are wanted. By GET, so nothing that could be a name is accepted (decision 29)."""

    hide_optional = True
    reference = forms.CharField(
        label=_("Case reference"),
        required=False,
        max_length=20,
        validators=[RegexValidator(re.compile(rf"^{REFERENCE.pattern}\Z"), _("For example 2026-0042."))],
    )
    seen = forms.BooleanField(label=_("Also lists that showed this case"), required=False)
    actor = forms.ModelChoiceField(
        User.objects.all(), label=_("Person"), required=False, empty_label=_("everybody")
    )
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    stream = forms.ChoiceField(label=_("Reads and writes"), required=False)
    since = _Day(label=_("From"))
    until = _Day(label=_("Until"))
    unusual = forms.BooleanField(label=_("Only cases of other teams, opened with a purpose"), required=False)
    before = forms.IntegerField(
        required=False, min_value=1, max_value=BIGGEST_ID, widget=forms.HiddenInput, label=_("Older than")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self.fields["verb"], [("", _("anything")), *sorted(Verb.choices, key=lambda one: str(one[1]))]
        )
        _choose(self.fields["stream"], [("", _("both")), *Stream.choices])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("since") and values.get("until") and values["since"] > values["until"]:
            self.add_error("until", _("This day is before the first one."))
        return values

    def wanted(self) -> EventFilter:
        """The filter of a valid form."""
        values = dict(self.cleaned_data)
        del values["before"]
        actor = values.pop("actor")
        return EventFilter(actor_id=actor.pk if actor else None, **values)

    def chips(self) -> list[tuple[str, str, str]]:
        """The active filters as (label, value, address without this filter)."""
        found = []
        for field in self.visible_fields():
            value = self.cleaned_data.get(field.name) if self.is_valid() else None
            if value:
                found.append((str(field.label), _in_words(field.field, value), self._without(field.name)))
        return found

    def _without(self, name: str) -> str:
        rest = QueryDict(mutable=True)
        rest.update({key: value for key, value in self.data.items() if value and key not in (name, "before")})
        return f"?{rest.urlencode()}"


class RevealForm(forms.Form):
    """Why the masked values of one event are looked at."""

    REASONS = (
        ("art15", _("request under Art. 15 GDPR")),
        ("complaint", _("complaint")),
        ("breach", _("suspected breach (Art. 33 GDPR)")),
        ("sample", _("sample")),
        ("other", _("other reason")),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Please choose")), *REASONS])
    text = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=200,
        help_text=_("Necessary for another reason. Write no names: this is kept as long as the trail."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("reason") == "other" and not values.get("text"):
            self.add_error("text", _("Say in a few words what the reason is."))
        return values


class PreviewForm(forms.Form):
    """Which of the sheets that one text serves."""

    kind = forms.ChoiceField(choices=Kind.choices)
    audience = forms.ChoiceField(choices=Audience.choices)


class CheckForm(forms.Form):
    """A receipt number, and the sheet or the receipt as a file. `size`: bytes of the request as announced."""

    number = forms.CharField(
        label=_("Number of the receipt"),
        max_length=40,
        help_text=_("Sixteen letters and digits, for example 7K3F-9M2X-4QPD-W0EH."),
    )
    pdf = forms.FileField(
        label=_("The sheet or the receipt as a PDF"),
        required=False,
        help_text=_("It is compared at once and not kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def __init__(self, *args: Any, size: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.size = size

    def clean_number(self) -> str:
        number = numbers.read(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(_("This is not a number of ours. Please compare it with the paper."))
        return number

    def clean(self) -> dict[str, Any]:
        if self.size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            self.add_error("pdf", _("This file is too large to be one of ours."))
        return super().clean() or {}

    @property
    def content(self) -> bytes | None:
        """The bytes of the file, if there is one."""
        file = self.cleaned_data.get("pdf")
        return file.read() if file else None


class _FaultsMixin(forms.Form):
    def name_faults(self, refusal: TextHasFaults) -> None:
        """Say every fault of the wording, each as a line of its own, at its field where there is one."""
        for place, fault in refusal.at.items():
            self.add_error(place if place in self.fields else None, fault)
        for fault in refusal.faults[:MOST_FAULTS]:
            self.add_error(None, fault)


class SectionForm(_FaultsMixin):
    """One section of the German text. A blank line parts paragraphs; each line of a list is an item."""

    heading = forms.CharField(label=_("Heading"), max_length=120)
    text = forms.CharField(
        label=_("Paragraphs"), widget=forms.Textarea(attrs={"rows": 9}), max_length=6000, required=False,
        help_text=_("A blank line begins a new paragraph. ** makes bold; words in braces are filled in."),
    )  # fmt: skip
    items = forms.CharField(
        label=_("List"), widget=forms.Textarea(attrs={"rows": 9}), max_length=6000, required=False,
        help_text=_("One line for each item."),
    )  # fmt: skip
    is_substantive = forms.TypedChoiceField(
        label=_("Does the change alter what families are told?"),
        choices=[
            ("yes", _("Yes: all families of open cases are informed again (Art. 13 (3) GDPR).")),
            ("no", _("No: only the wording is better.")),
        ],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    seal = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, words: SectionWords, seal: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = words
        self.initial = {
            "heading": words.heading, "text": "\n\n".join(words.text), "items": "\n".join(words.items), "seal": seal,
        }  # fmt: skip
        if not words.items:
            del self.fields["items"]
        for place, word in words.words.items():
            self.fields[place] = forms.CharField(label=_first_words(word), initial=word, max_length=600)
        for name, stored in words.parts().items():
            if name in self.fields and stored:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = EMPTIED
        self.order_fields(["heading", "text", "items", *words.words, "is_substantive", "seal"])

    def words(self) -> SectionWords:
        """The section as it was typed."""
        typed = self.cleaned_data
        paragraphs = [" ".join(one.split()) for one in re.split(r"\n\s*\n", typed["text"].replace("\r", ""))]
        items = [" ".join(one.split()) for one in typed.get("items", "").splitlines()]
        words = {place: typed[place] for place in self.stored.words}
        text, listed = ([one for one in part if one] for part in (paragraphs, items))
        return SectionWords(typed["heading"], text, listed, words)

    def facts(self) -> dict[str, Any]:
        return {"is_substantive": self.cleaned_data["is_substantive"], "seal": self.cleaned_data["seal"]}


def _first_words(word: str) -> str:
    """What a line of a generated list is about: its words up to the colon or comma, without markup."""
    return re.split(r"[:,;]", re.sub(r"\*\*|\{\w+\}", "", word))[0].strip() or word


class TableForm(_FaultsMixin):
    """A translator's table. `size`: bytes of the request as announced; a file far too large is not read at all."""

    table = forms.FileField(
        label=_("Table (XLSX)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Please choose a table of at most 2 MB.")},
    )

    def __init__(self, *args: Any, size: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            self.fields["table"].error_messages["required"] = TOO_LARGE

    def clean_table(self) -> Any:
        file = self.cleaned_data["table"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file

    @property
    def content(self) -> bytes:
        return bytes(self.cleaned_data["table"].read())


class InstallationForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The controller's details, as printed on every sheet. May be saved half done; the page says what is missing."""

    hide_optional = True
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST_ID)

    class Meta:
        model = Installation
        fields = (
            "controller_name", "office_name", "street", "postcode", "town", "phone", "email", "dpo_contact",
            "authority_name", "authority_contact", "case_years", "short_months", "read_log_months",
            "write_log_years", "proof_years", "answer_days", "target_days", "alarm_days", "examination_office", "reports_for_examination", "uses_interpreters",
            "hands_out_each_time",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        for name in ("case_years", "short_months", "read_log_months", "write_log_years", "proof_years"):
            self.fields[name].validators.append(MinValueValidator(2))
        for name in ("answer_days", "target_days", "alarm_days"):
            self.fields[name].validators.append(MinValueValidator(1))

    def values(self) -> dict[str, Any]:
        """The cleaned details, without the version that the form was opened with."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """An account: who, in which role, and the team or the school that follows from the role."""

    school = forms.ModelChoiceField(
        Group.objects.filter(name__startswith=SCHOOL_GROUP).order_by("name"),
        label=_("School (Schulnummer)"),
        required=False,
        empty_label=_("none"),
        help_text=_("For the role “School office”. A school appears here once the directory is imported."),
    )

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "role", "team", "is_active")
        help_texts = {
            "team": _("For counsellors and leads: they see the cases of their team."),
            "is_active": _(
                "Without this mark nobody can log in with the account; open sessions end at once."
            ),
        }

    field_order = ("username", "first_name", "last_name", "email", "role", "team", "school", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].label_from_instance = lambda group: group.name.removeprefix(SCHOOL_GROUP)  # type: ignore[attr-defined]
        for name in ("first_name", "last_name"):
            self.fields[name].required = True
        if self.instance.pk is None:
            del self.fields["is_active"]
        else:
            self.initial["school"] = self.instance.groups.filter(name__startswith=SCHOOL_GROUP).first()

    def clean_username(self) -> str:
        """Login looks names up without regard to case, so two that differ only in case would be one."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This username is taken."))
        return name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        role, at_school = values.get("role"), values.get("role") == Role.SCHOOL
        if at_school and not values.get("school"):
            self.add_error("school", _("A school office belongs to a school."))
        if role and not at_school and values.get("school"):
            self.add_error("school", _("Only a school office belongs to a school."))
        if role and role not in IN_TEAMS and values.get("team"):
            self.add_error("team", _("Only counsellors and leads belong to a team."))
        return values


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    class Meta:
        model = Team
        fields = ("name",)


def _in_words(field: forms.Field, value: Any) -> str:
    """A filter's value as its chip shows it; a ticked box needs no more than its label."""
    if value is True:
        return ""
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(field, forms.ModelChoiceField):
        return str(value)
    return str(dict(getattr(field, "choices", ())).get(value, value))


def _choose(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    """Set the choices of a field when the form is made, in the language of its reader."""
    field.choices = choices  # type: ignore[attr-defined]
