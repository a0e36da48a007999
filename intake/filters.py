"""The list of cases: views, filters, order. Everything but the name stands in the address."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Window
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from intake.catalogues import municipality
from intake.forms import municipality_choices
from intake.models import Case, Status
from intake.models.cases import DUE_BY, CaseQuerySet
from intake.searching import understood
from privacy.models import User

VIEWS = {
    "all": _("All open"),
    "mine": _("Mine"),
    "team": _("My team"),
    "unassigned": _("Nobody responsible"),
    "counselling": _("Waiting for counselling"),
    "no_place": _("Without a place"),
    "school": _("Waiting for school"),
    "by_school": _("Reported by a school"),
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
    "reference", "version", "status", "reported_on", "is_asked_back", "no_shows", *DUE_BY,
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
    owner = django_filters.ModelChoiceFilter(
        label=_("Responsible"), queryset=lambda request: responsible(request.user), empty_label=_("all")
    )
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
        "by_school": cases.reported_by_school,
        "closed": cases.closed,
    }
    return choose.get(view, cases.open)()


def found(text: str, user: User) -> CaseQuerySet:
    """The visible cases, open and closed, that fit what was typed into the search field."""
    wanted = understood(text)
    cases: CaseQuerySet = Case.objects.visible_to(user)
    return cases.searched(text, name=wanted.name, births=wanted.births)


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


@dataclass(frozen=True)
class Chip:
    """One active filter in words, and the list's address without it."""

    label: str
    query: str


def chips(chosen: CaseFilter, query: QueryDict, text: str = "") -> list[Chip]:
    """The active filters of a list, what was searched for first. Each can be removed."""
    searched = [Chip(_("Search: %(text)s") % {"text": text}, _without(query, "search"))] if text else []
    return searched + [Chip(label, _without(query, name, value)) for name, value, label in _active(chosen)]


def kept_query(chosen: CaseFilter, query: QueryDict) -> str:
    """View, filters and order as the list's address has them: what is no known choice is left out, a search, too."""
    view, sort = (query.get(name, "") for name in ("view", "sort"))
    kept = QueryDict(mutable=True)
    kept["view"] = view if view in VIEWS else "all"
    for name, value, _label in _active(chosen):
        kept.appendlist(name, value)
    if sort.lstrip("-") in SORTS:
        kept["sort"] = sort
    return kept.urlencode()


def _active(chosen: CaseFilter) -> list[tuple[str, str, str]]:
    """Name, value and words of each filter that is set to something there is."""
    given: dict[str, Any] = chosen.form.cleaned_data if chosen.form.is_valid() else {}
    words: list[tuple[str, str, str]] = []
    if ags := given.get("municipality"):
        words.append(("municipality", ags, municipality(ags).name))
    if person := given.get("owner"):
        words.append(("owner", str(person.pk), str(person)))
    return words + [
        ("status", value, str(Status(value).label)) for value in dict.fromkeys(given.get("status") or ())
    ]


def _without(query: QueryDict, name: str, value: str | None = None) -> str:
    """The address without this filter, or without one of its values; from the first page on."""
    rest = query.copy()
    rest.setlist(name, [one for one in query.getlist(name) if value is not None and one != value])
    rest.pop("page", None)
    return rest.urlencode()


def remember_search(request: HttpRequest, text: str) -> str:
    """Keep what was typed in the session and answer the token that stands for it in the address (decision 29)."""
    kept = list(request.session.get("searches", {}).items())[1 - SEARCHES_KEPT :]
    token = str(int(kept[-1][0]) + 1) if kept else "1"
    request.session["searches"] = {**dict(kept), token: text[:120]}
    return token


def remembered_search(request: HttpRequest) -> str:
    found: str = request.session.get("searches", {}).get(request.GET.get("search", ""), "")
    return found
