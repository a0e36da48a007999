"""One's own calendar link, and the calendar behind it, which is read without a login."""

from allauth.core.internal import ratelimit  # the public one lets every GET pass
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intake import actions, agenda, ical
from intake.models import CalendarFeed
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger import audit
from privacy.ledger.acts import Outsider
from privacy.ledger.verbs import Verb


@needs(Permission.OPEN_CASES)
@never_cache
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Whether there is a link; the button makes one, or a new one, and the page shows it this once."""
    link = ""
    if request.method == "POST":
        token = actions.link_calendar(by=acting_user(request))
        link = settings.PUBLIC_URL + reverse("intake:calendar_feed", args=[token])
    feed = CalendarFeed.objects.of(acting_user(request))
    return render(request, "intake/calendar_link.html", {"feed": feed, "link": link})


@needs(Permission.OPEN_CASES)
@require_POST
def calendar_end(request: HttpRequest) -> HttpResponse:
    actions.unlink_calendar(by=acting_user(request))
    messages.success(request, _("The calendar link has been switched off."))
    return redirect("intake:calendar_link")


@login_not_required
@never_cache
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The owner's appointments: time, place, kind and reference, and nothing about a family.

    The token (256 random bits) is the key; the limit (settings.ACCOUNT_RATE_LIMITS) keeps the page quick for others.
    """
    if not ratelimit.consume(request, app="allauth.account", action="calendar_feed", limit_get=True):
        return HttpResponse(status=429)
    feed = CalendarFeed.objects.by_token(token)
    if feed is None or not feed.user.has_perm(Permission.OPEN_CASES):
        raise Http404
    events, shown = agenda.events_of(feed.user)
    # Whoever holds the link reads it, perhaps not its owner.
    request.ledger_reader = Outsider(f"calendar link {feed.user_id}")  # type: ignore[attr-defined]
    audit.read(request, Verb.CALENDAR_READ, shown=shown, detail={"user": feed.user_id})
    content = ical.calendar(events, stamp=timezone.now())
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8", headers={"Referrer-Policy": "no-referrer"}
    )
