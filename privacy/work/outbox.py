"""Mails: written as rows with the change they tell about, sent by the worker, tried again with growing pauses."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from privacy.work.models import OutboxMail

log = logging.getLogger(__name__)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)


def post(to: str, subject: str, body: str, *, reference: str = "") -> OutboxMail | None:
    """Put a mail into the outbox, in the caller's transaction. Without an address there is nothing to send."""
    return OutboxMail.objects.create(to=to, subject=subject, body=body, reference=reference) if to else None


def send_waiting(limit: int = 50) -> int:
    """Send the mails that are due; returns how many went out.

    Each mail is locked, sent and marked in a transaction of its own, so that two workers never send it twice.
    """
    due = OutboxMail.objects.filter(sent_at=None, next_attempt_at__lte=timezone.now())
    return sum(_send(pk) for pk in due.values_list("pk", flat=True)[:limit])


def _send(pk: int) -> bool:
    with transaction.atomic():
        mail = OutboxMail.objects.select_for_update().filter(pk=pk, sent_at=None).first()
        if mail is None:
            return False
        try:
            send_mail(mail.subject, mail.body, None, [mail.to])
            mail.sent_at = timezone.now()
            mail.body = ""  # it may hold a link that opens a request
        except (OSError, SMTPException):
            log.warning("Mail %s could not be sent; it will be tried again.", mail.pk)
            mail.attempts += 1
            mail.next_attempt_at = timezone.now() + min(FIRST_PAUSE * 2**mail.attempts, LONGEST_PAUSE)
        mail.save()
        return mail.sent_at is not None
