"""The list of cases: views, filters, order. Everything but the name stands in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intake.forms import municipality_choices
from intake.models import Case, Status
from intake.models.cases import CaseQuerySet
from privacy.models import User

VIEWS = {
    "all": _("All open"),
    "mine": _("Mine"),
    "team": _("My team"),
    "unassigned": _("Nobody responsible"),
    "counselling": _("Waiting for counselling"),
    "no_place": _("Without a place"),
    "school": _("Waiting for school"),
    "closed": _("Closed"),
}
SEARCHES_KEPT = 10
SORTS = {
    "name": "pupil__surname",
    "born": "pupil__born_on",
    "municipality": "pupil__household__municipality",
    "status": "status",
    "reported": "reported_on",
    "due": "due_on",
}


class FilterForm(forms.Form):
    hide_optional = True  # every filter is


class CaseFilter(django_filters.FilterSet):
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), field_name="pupil__household__municipality",
        choices=lambda: municipality_choices()[1:], empty_label=_("all"),
    )  # fmt: skip
    owner = django_filters.ModelChoiceFilter(
        label=_("Responsible"), queryset=lambda request: responsible(request.user), empty_label=_("all")
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Case
        fields: list[str] = []
        form = FilterForm


def responsible(user: User) -> QuerySet[User]:
    """Who is responsible for at least one case that this user sees; also who has left: those cases must go on."""
    return User.objects.filter(pk__in=Case.objects.visible_to(user).values("owner"))


def cases_of_view(view: str, user: User) -> CaseQuerySet:
    """The visible cases of one tab."""
    cases: CaseQuerySet = Case.objects.visible_to(user)
    choose: dict[str, Any] = {
        "mine": lambda: cases.mine(user),
        "team": lambda: cases.of_team(user),
        "unassigned": cases.unassigned,
        "counselling": cases.waiting_for_counselling,
        "no_place": cases.without_place,
        "school": cases.waiting_for_school,
        "closed": cases.closed,
    }
    return choose.get(view, cases.open)()


def ordered(cases: CaseQuerySet, sort: str) -> CaseQuerySet:
    """In the order asked for; unknown words mean the longest-waiting first."""
    column = F(SORTS.get(sort.lstrip("-"), "reported_on"))
    key = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return cases.with_due().order_by(key, "pk")


def remember_search(request: HttpRequest, text: str) -> str:
    """Keep what was typed in the session and answer the token that stands for it in the address (decision 29)."""
    kept = list(request.session.get("searches", {}).items())[1 - SEARCHES_KEPT :]
    token = str(int(kept[-1][0]) + 1) if kept else "1"
    request.session["searches"] = {**dict(kept), token: text[:120]}
    return token


def remembered_search(request: HttpRequest) -> str:
    found: str = request.session.get("searches", {}).get(request.GET.get("search", ""), "")
    return found
