"""Filling an empty database with the demonstration, whole or not at all."""

from django.db import connection, transaction
from django.utils import timezone, translation

from intake.models import Case, Household
from privacy.ledger.acts import Outsider
from privacy.models import AuditEvent, Installation, OutboxMail, User
from privacy.notices import texts
from schools.demo import cast as office
from schools.demo.appointments import tell_appointments
from schools.demo.families import families
from schools.demo.journeys import tell
from schools.exchange.actions import import_directory
from schools.exchange.codes import COUNTY_FILE
from schools.exchange.directory import read

COMMAND = Outsider("command demo")


class NotOurDatabase(Exception):
    """The database holds users or cases that the demonstration did not make."""


def is_filled() -> bool:
    """Whether the database holds the demonstration already; False for an empty one, with tables or without.

    Raises NotOurDatabase if it holds anything else. Asks nothing that tables before a migration cannot answer.
    """
    tables = set(connection.introspection.table_names())
    if not tables:
        return False
    if not {model._meta.db_table for model in (Installation, User, Case)} <= tables:
        raise NotOurDatabase
    if Installation.objects.filter(is_demo=True).exists():
        return True
    if User.objects.exists() or Case.objects.exists() or AuditEvent.objects.exists():
        raise NotOurDatabase  # somebody has begun to set this database up, if only by importing schools
    return False


def fill() -> int:
    """Fill the migrated, empty database; returns the number of cases.

    One transaction around all acts: a run that is broken off leaves an empty database, which the next run fills.
    PDFs are set inside it, which the product never does: nobody else waits for this database yet.
    """
    with transaction.atomic(), translation.override("de"):
        import_directory(read(COUNTY_FILE), by=COMMAND)
        cast = office.fill(by=COMMAND)
        _approve_texts(cast)
        _tell_all(cast)
        tell_appointments(cast)
        _empty_outbox()
        return Case.objects.count()


def _approve_texts(cast: office.Cast) -> None:
    for notice in texts.load_texts():
        texts.approve(notice, seal=notice.sha256, by=cast.dpo)
        texts.approve(notice, seal=notice.sha256, by=cast.lead)


def _tell_all(cast: office.Cast) -> None:
    homes: dict[str, Household] = {}
    for family in families():
        case = tell(family, cast, homes.get(family.household))
        if family.household:
            homes[family.household] = case.pupil.household


def _empty_outbox() -> None:
    """The mails of these stories are old; otherwise the worker's first round would print dozens of them."""
    OutboxMail.objects.filter(sent_at=None).update(sent_at=timezone.now(), body="")
