"""The ledger's tables. Rows are added, never changed; the database itself refuses it (triggers.py).

They hold the case *reference*, never a foreign key to a case and never a family's name, so that the evidence
outlives the data (decisions 8 and 22).
"""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.ledger.verbs import Stream, Verb


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def of(self, reference: str) -> "AuditEventQuerySet":
        return self.filter(reference=reference)

    def writes(self) -> "AuditEventQuerySet":
        return self.filter(stream=Stream.WRITES)

    def of_others(self, references: Collection[str], user_id: int, since: datetime) -> "AuditEventQuerySet":
        """What somebody else changed in these cases lately."""
        return self.writes().filter(reference__in=references, at__gte=since).exclude(actor_id=user_id)


class AuditEvent(models.Model):
    """One act of a person: who, when, which verb, on what, with which consequences."""

    act = models.UUIDField(unique=True)
    stream = models.CharField(max_length=1, choices=Stream.choices)
    at = models.DateTimeField()
    verb = models.CharField(max_length=32, choices=Verb.choices)
    actor_id = models.BigIntegerField(null=True)  # no foreign key: the event must not depend on the account
    actor_label = models.CharField(max_length=80)
    request_id = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=45, blank=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    reference = models.CharField(_("case"), max_length=20, blank=True)
    detail = models.TextField()  # canonical JSON, hashed as stored; jsonb would reorder it
    shown_digest = models.CharField(max_length=64, blank=True)  # SHA-256 over the references in AuditShown
    content_digest = models.CharField(max_length=64, blank=True)  # keyed, see CaseKey
    key_number = models.SmallIntegerField()
    mac = models.BinaryField(max_length=32)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="event_time"),
            models.Index(fields=["actor_id", "-at", "-id"], name="event_actor"),
            models.Index(fields=["reference", "-at", "-id"], name="event_reference"),
            models.Index(fields=["verb", "-at", "-id"], name="event_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_label} {self.verb} {self.reference}"


class AuditShown(models.Model):
    """A case that a list showed, so that "who has seen this child" counts lists as well."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="shown")
    reference = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reference", "event"], name="shown_once")]

    def __str__(self) -> str:
        return self.reference


class AuditLeaf(models.Model):
    """An event's number within its stream, given when it is sealed; outlives a pruned event."""

    stream = models.CharField(max_length=1, choices=Stream.choices)
    number = models.BigIntegerField()
    event_id = models.BigIntegerField(unique=True)
    mac = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="leaf_number")]

    def __str__(self) -> str:
        return f"{self.stream}{self.number}"


class AuditSeal(models.Model):
    """A digest over a run of leaves and over the seal before it."""

    stream = models.CharField(max_length=1, choices=Stream.choices)
    number = models.BigIntegerField()
    created_at = models.DateTimeField()
    first_leaf = models.BigIntegerField()
    last_leaf = models.BigIntegerField()
    floor_event_id = models.BigIntegerField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    key_number = models.SmallIntegerField()
    mac = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="seal_number"),
            models.UniqueConstraint(fields=["stream", "first_leaf"], name="seal_first_leaf"),
            models.UniqueConstraint(fields=["stream", "last_leaf"], name="seal_last_leaf"),
            models.UniqueConstraint(fields=["stream", "previous_digest"], name="seal_previous"),
        ]

    def __str__(self) -> str:
        return f"{self.stream}{self.number}"


class AuditPrunePermit(models.Model):
    """Up to which leaf the events of a stream may be deleted; the triggers read it."""

    stream = models.CharField(max_length=1, choices=Stream.choices, unique=True)
    through_leaf = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.stream} {self.through_leaf}"


class CaseKey(models.Model):
    """The key of a case's content digests.

    Without a key a digest of a small field is guessed in a moment (a birth date took 167 ms). Destroying the key
    makes the digests of an erased case meaningless while the events stay.
    """

    reference = models.CharField(max_length=20, unique=True)
    key = models.BinaryField(max_length=32, null=True)
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.reference
