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

    A mail is claimed in one transaction, sent outside any (a slow server must not hold the database), and marked
    in another. Two workers never send the same one; a worker that dies in between tries again after the pause.
    """
    due = OutboxMail.objects.filter(sent_at=None, next_attempt_at__lte=timezone.now())
    return sum(_send(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _send(pk: int) -> bool:
    mail = _claim(pk)
    if mail is None:
        return False
    try:
        send_mail(mail.subject, mail.body, None, [mail.to])
    except (OSError, SMTPException, ValueError):  # ValueError: an address that no mail can carry
        log.warning("Mail %s could not be sent; it will be tried again.", mail.pk)
        return False
    mail.sent_at = timezone.now()
    mail.body = ""  # it may hold a link that opens a request
    mail.save()
    return True


def _claim(pk: int) -> OutboxMail | None:
    """Take the mail and put its next attempt off, each time for longer; None if another worker was faster."""
    with transaction.atomic():
        due = OutboxMail.objects.select_for_update().filter(pk=pk, sent_at=None)
        mail = due.filter(next_attempt_at__lte=timezone.now()).first()
        if mail is not None:
            mail.attempts += 1
            pause = FIRST_PAUSE * 2 ** min(mail.attempts, 10)
            mail.next_attempt_at = timezone.now() + min(pause, LONGEST_PAUSE)
            mail.save()
        return mail
