"""Template tags for KERN's components and for dates in words. They are built in: no {% load %} needed."""

import datetime
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext as _

from privacy.rights.why import Why

register = template.Library()

ALERT_KINDS = ("info", "success", "warning", "danger")
BADGE_KINDS = (*ALERT_KINDS, "neutral")
ALERT_KIND_OF_MESSAGE = {"error": "danger", "debug": "info"}  # django.contrib.messages' words
SOON_DAYS = 3


@register.simple_tag
def icon(name: str) -> SafeString:
    """A KERN icon; decoration only, so the words must stand beside it."""
    return format_html('<span class="kern-icon kern-icon--{}" aria-hidden="true"></span>', name)


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "", role: str = "") -> SafeString:
    """A box for something that matters: {% alert "warning" title %}…{% endalert %}; kinds as in ALERT_KINDS.

    `role` is for what appears after the page was loaded: "status", or "alert" if it cannot wait.
    """
    known = ALERT_KIND_OF_MESSAGE.get(kind, kind if kind in ALERT_KINDS else "info")
    return format_html(
        '<div class="kern-alert kern-alert--{kind} es-alert"{role}><div class="kern-alert__header">'
        '{icon}<p class="kern-title">{title}</p></div>{body}</div>',
        kind=known,
        role=format_html(' role="{}"', role) if role else "",
        icon=icon(known),
        title=title,
        body=format_html('<div class="kern-alert__body">{}</div>', content) if content.strip() else "",
    )


@register.inclusion_tag("ui/undo.html", takes_context=True)
def undo(context: template.Context, tags: str) -> dict[str, Any]:
    """The button that undoes what a message tells: {% undo message.extra_tags %}, tags being "undo ADDRESS VERSION"."""
    word, address, version = (*(tags or "").split(" "), "", "", "")[:3]
    known = {name: context.get(name) for name in ("csrf_token", "request")}
    return {**known, "address": address if word == "undo" else "", "version": version}


@register.simple_tag
def badge(kind: str, text: str) -> SafeString:
    """A small label for a state: {% badge "success" case.get_status_display %}; kinds as in BADGE_KINDS."""
    return format_html(
        '<span class="kern-badge kern-badge--small kern-badge--{} es-badge">'
        '<span class="kern-label kern-label--small">{}</span></span>',
        kind if kind in BADGE_KINDS else "neutral",
        text,
    )


@register.simple_tag
def due(date: datetime.date | None) -> SafeString:
    """A deadline as date and words; nothing but a dash where there is none."""
    if date is None:
        return nothing()
    return _due(_local_day(date), timezone.localdate(), get_language())


@lru_cache(maxsize=4096)
def _due(day: datetime.date, today: datetime.date, language: str | None) -> SafeString:
    """Made once for each day: a list shows the same days in many rows. `language` is the one now active, for the key."""
    days = (day - today).days
    return format_html(
        '<span class="es-due{}"><time datetime="{}">{}</time> <small>{}</small></span>',
        " es-due--over" if days < 0 else " es-due--soon" if days <= SOON_DAYS else "",
        day.isoformat(),
        date_format(day, "SHORT_DATE_FORMAT"),
        _days_in_words(days),
    )


def _days_in_words(days: int) -> str:
    if days < 0:
        return ngettext("overdue by %(n)d day", "overdue by %(n)d days", -days) % {"n": -days}
    if days == 0:
        return _("today")
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def _local_day(date: datetime.date) -> datetime.date:
    return timezone.localdate(date) if isinstance(date, datetime.datetime) else date


def nothing() -> SafeString:
    """A dash for the eye, words for the ear."""
    return format_html(
        '<span class="es-muted"><span aria-hidden="true">–</span><span class="kern-sr-only">{}</span></span>',
        _("not stated"),
    )


@register.filter
def age(born_on: datetime.date | None) -> int | str:
    """Completed years of life today (§ 187(2) BGB: the day of birth counts); "" without a date."""
    if born_on is None:
        return ""
    today = timezone.localdate()
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


@register.simple_tag
def person_age(born_on: datetime.date | None) -> str:
    """The age in words, "12 years"; "" without a date."""
    years = age(born_on)
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years} if isinstance(years, int) else ""


@register.simple_tag
def fact(label: str, value: object, reason: Why | None = None) -> SafeString:
    """One row of <dl class="es-facts"> or es-list; an empty value is shown as such, never left out.

    With a `reason` the label has a "Why?" beside it.
    """
    shown = nothing() if value in (None, "") else value
    asked = why(reason, label) if reason else ""
    return format_html("<div><dt>{} {}</dt><dd>{}</dd></div>", label, asked, shown)


@register.simple_tag
def why(reason: Why, about: str) -> SafeString:
    """ "Why?", which opens one sentence and its norm; `about` says to the ear which of them it is."""
    norm = _("our own rule, no law; it can be changed") if reason.is_assumed else reason.norm
    return format_html(
        '<details class="es-why"><summary>{}<span class="kern-sr-only"> {}</span></summary>'
        '<p>{} <span lang="{}">{}</span></p></details>',
        _("Why?"),
        about,
        reason.text,
        get_language() if reason.is_assumed else "de",
        f"({norm})",
    )


@register.filter
def elided_pages(page: Page[Any]) -> Iterator[int | str]:
    """The page numbers to offer, gaps as paginator.ELLIPSIS."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@dataclass(frozen=True)
class WordDiff:
    """Both sides of a comparison as HTML."""

    left: SafeString
    right: SafeString


@register.filter
def worddiff(pair: tuple[object, object]) -> WordDiff:
    """Word by word what differs between (before, after).

    Changes are marked by <del>/<ins>, strike, underline and a hidden word, not by colour alone (WCAG 1.4.1).
    """
    before, after = ("" if side is None else str(side) for side in pair)
    old, new = before.split(" "), after.split(" ")
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    left = [_marked("del", " ".join(old[a:b]), same=step == "equal") for step, a, b, _c, _d in steps]
    right = [_marked("ins", " ".join(new[c:d]), same=step == "equal") for step, _a, _b, c, d in steps]
    return WordDiff(_joined(left), _joined(right))


def _marked(tag: str, words: str, *, same: bool) -> SafeString:
    if same or not words:
        return escape(words)
    said = _("removed:") if tag == "del" else _("new:")
    return format_html('<{0}><span class="kern-sr-only">{1} </span>{2}</{0}>', tag, said, words)


def _joined(parts: list[SafeString]) -> SafeString:
    shown = format_html_join(" ", "{}", ((part,) for part in parts if part))
    return shown or format_html('<span class="es-muted">({})</span>', _("empty"))


_BY_LINK = re.compile(r"link school (\d{6})")


@register.filter
def actor(label: str) -> str:
    """Who acted, in words: people by their name, a mailed link by its school, the program as itself."""
    if by_link := _BY_LINK.fullmatch(label):
        return gettext("School %(number)s (by the mailed link)") % {"number": by_link[1]}
    if label.startswith("calendar link "):
        return gettext("Calendar program (by the secret link)")
    if label == "worker" or label.startswith("command "):
        return gettext("Einstieg (by itself)")
    return label
