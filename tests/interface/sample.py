"""One page with every component of the interface, for tests only."""

import datetime
from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import timezone

TEMPLATE = Path(__file__).parent / "sample.html"
ROWS = [
    ("KI-2026-0001", "Ḫalīl, Amīna", "Siegen", "warning", "requested", -12),
    ("KI-2026-0002", "Kovaļčuka, Rania", "Kreuztal", "info", "seeking", 0),
    ("KI-2026-0003", "Yılmaz, Mariam", "Bad Berleburg", "success", "admitted", 3),
]
PAIRS = [
    ("Surname", ("Halil", "Ḫalīl")),
    ("School", ("", "Gesamtschule Eiserfeld")),
    ("Town", ("Siegen", "Siegen")),
]


class SampleForm(forms.Form):
    """One field of every shape."""

    surname = forms.CharField(help_text="As in the passport or identity card.")
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "class": "es-wide"}), required=False)
    born_on = forms.DateField(help_text="For example 09.03.2014")
    first_language = forms.ChoiceField(choices=[("", "Please choose"), ("ar", "Arabic"), ("uk", "Ukrainian")])
    languages = forms.MultipleChoiceField(choices=[("ar", "Arabic"), ("uk", "Ukrainian")], required=False)
    interpreter = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        choices=[("mo", "Monday"), ("tu", "Tuesday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="When the family can come.",
    )
    talk_at = forms.SplitDateTimeField(
        required=False,
        widget=forms.SplitDateTimeWidget(date_attrs={"aria-label": "Day"}, time_attrs={"aria-label": "Time"}),
    )
    handed_over = forms.BooleanField(label="The sheet was handed over", help_text="On paper or by e-mail.")
    table = forms.FileField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        """Always refuse, so that the page shows the form's own errors, too."""
        raise forms.ValidationError("Surname and date of birth belong to another case.")


def show(request: HttpRequest) -> HttpResponse:
    """The page; ?errors=1 shows the form refused."""
    today = timezone.localdate()
    context = {
        "form": SampleForm({"born_on": "31.02.2014"} if request.GET.get("errors") else None),
        "rows": [(*row[:5], today + datetime.timedelta(days=row[5])) for row in ROWS],
        "page": Paginator(range(1000), 50).page(7),
        "born_on": datetime.date(2014, 3, 9),
        "pairs": PAIRS,
    }
    template = engines["django"].from_string(TEMPLATE.read_text("utf-8"))
    return HttpResponse(template.render(context, request))


public = login_not_required(lambda request: show(request))


@login_not_required
def forbidden(request: HttpRequest) -> HttpResponse:
    """Nobody may."""
    raise PermissionDenied


@login_not_required
def boom(request: HttpRequest) -> HttpResponse:
    """Fails with a child's name in its text, its variables, its query and its form."""
    surname = request.GET.get("q", "") + request.POST.get("surname", "")
    raise ValueError(f"duplicate: {surname}")
