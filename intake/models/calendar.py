"""The secret link by which a counsellor's calendar program reads her appointments."""

import hashlib
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def by_token(self, token: str) -> "CalendarFeed | None":
        """The feed that a link opens; None if it was renewed, switched off, or its owner does not work here any more."""
        found = self.filter(token_digest=feed_digest(token), user__is_active=True)
        return found.select_related("user").first()

    def of(self, user: models.Model) -> "CalendarFeed | None":
        return self.filter(user=user.pk).first()


def feed_digest(token: str) -> str:
    """What is stored of a link's token (SHA-256, 64 hexadecimal digits)."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeed(models.Model):
    """One per user; a new link replaces the old one. The link itself is shown once and stored nowhere."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feed"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager["CalendarFeed"]] = models.Manager.from_queryset(CalendarFeedQuerySet)()

    class Meta:
        verbose_name = _("calendar link")

    def __str__(self) -> str:
        return f"{self.user}"
