"""The list of cases: views, filters, order. Everything but the name stands in the address."""

from typing import Any

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Window
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intake.forms import municipality_choices
from intake.models import Case, Status
from intake.models.cases import DUE_BY, CaseQuerySet
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
PAGE_SIZE = 50
LAST_PAGE = 10**6  # beyond any caseload; a larger number would not fit the database's OFFSET
SORTS = {
    "name": "pupil__surname",
    "born": "pupil__born_on",
    "municipality": "pupil__household__municipality",
    "status": "status",
    "reported": "reported_on",
    "due": "due_on",
}
# What a row shows and its next step is made of. A property that reads more would ask the database for each row.
SHOWN = (
    "reference", "status", "reported_on", "is_asked_back", "no_shows", *DUE_BY,
    "pupil__surname", "pupil__given_names", "pupil__born_on", "pupil__household__municipality",
    "owner__first_name", "owner__last_name", "owner__username",
)  # fmt: skip


class FilterForm(forms.Form):
    hide_optional = True  # every filter is


class CaseFilter(django_filters.FilterSet):
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), field_name="pupil__household__municipality",
        choices=lambda: municipality_choices()[1:], empty_label=_("all"),
    )  # fmt: skip
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=Status.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,  # a case has one status; DISTINCT over all columns would sort the whole list
    )

    class Meta:
        model = Case
        fields: list[str] = []
        form = FilterForm


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
    name = SORTS.get(sort.lstrip("-"), "reported_on")
    key = F(name).desc(nulls_last=True) if sort.startswith("-") else F(name).asc(nulls_last=True)
    return (cases.with_due() if name == "due_on" else cases).order_by(key, "pk")


def page_of(cases: CaseQuerySet, number: str | None) -> "Page[Case]":
    """One page of an ordered list; a number that is no page's means the last page, no number the first.

    Who may see a case is the costly question at 50,000 cases. It is asked once: one narrow query finds the keys of
    the page and counts all rows, a second one fetches by key what the rows show.
    """
    paginator = Paginator(cases.for_list(), PAGE_SIZE)
    asked = _page_number(number)
    start = (asked - 1) * PAGE_SIZE
    found = list(cases.values_list("pk", Window(Count("pk")))[start : start + PAGE_SIZE])
    if not found and asked > 1:
        return paginator.get_page(asked)
    paginator.count = found[0][1] if found else 0
    page = paginator.page(asked)
    slim = Case.objects.select_related("pupil__household", "owner").only(*SHOWN)
    rows = slim.in_bulk([pk for pk, _total in found])
    page.object_list = [rows[pk] for pk, _total in found if pk in rows]
    return page


def _page_number(text: str | None) -> int:
    try:
        number = int(text or 1)
    except ValueError:
        return 1
    return number if 1 <= number <= LAST_PAGE else LAST_PAGE


def remember_search(request: HttpRequest, text: str) -> str:
    """Keep what was typed in the session and answer the token that stands for it in the address (decision 29)."""
    kept = list(request.session.get("searches", {}).items())[1 - SEARCHES_KEPT :]
    token = str(int(kept[-1][0]) + 1) if kept else "1"
    request.session["searches"] = {**dict(kept), token: text[:120]}
    return token


def remembered_search(request: HttpRequest) -> str:
    found: str = request.session.get("searches", {}).get(request.GET.get("search", ""), "")
    return found
