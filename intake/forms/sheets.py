"""What became of information sheets."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import Choice
from intake.forms.choices import EMPTY
from privacy.notices import texts
from privacy.notices.models import Kind, SheetIssue
from privacy.notices.sheets import Outcome, Owed

# Why somebody was not informed, and on which ground nobody need be (the rest of the reasons is recorded by itself).
NOT_INFORMED = ("not_present", "does_not_want", "waits", "language", "unreachable", "other")
NOT_OWED = ("art14_5_b", "dsgnrw_11")


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
