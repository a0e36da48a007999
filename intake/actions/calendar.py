"""The secret link of a user's calendar: made, made anew, ended."""

import secrets

from intake.models import CalendarFeed
from intake.models.calendar import feed_digest
from privacy.ledger import audit
from privacy.ledger.verbs import Verb
from privacy.models import User

TOKEN_BYTES = 32  # 256 bit


@audit.action
def link_calendar(*, by: User) -> str:
    """Make the user's calendar link; an older one is dead from now on. Returns the token, which is stored nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.update_or_create(user=by, defaults={"token_digest": feed_digest(token)})
    audit.record(Verb.CALENDAR_LINKED, detail={"user": by.pk, "on": True})
    return token


@audit.action
def unlink_calendar(*, by: User) -> None:
    """End the user's calendar link; without one nothing changes."""
    CalendarFeed.objects.filter(user=by).delete()
    audit.record(Verb.CALENDAR_LINKED, detail={"user": by.pk, "on": False})
