"""All models of the ground floor, for Django and for the floors above; each lives in its room."""

from privacy.accounts.models import Installation, Team, User
from privacy.ledger.history import Tracked, TrackedQuerySet
from privacy.ledger.models import AuditEvent, AuditLeaf, AuditPrunePermit, AuditSeal, AuditShown, CaseKey
from privacy.notices.models import Collection, PrivacyNotice, SheetDocument, SheetIssue
from privacy.work.models import Job, OutboxMail

__all__ = [
    "AuditEvent",
    "AuditLeaf",
    "AuditPrunePermit",
    "AuditSeal",
    "AuditShown",
    "CaseKey",
    "Collection",
    "Installation",
    "Job",
    "OutboxMail",
    "PrivacyNotice",
    "SheetDocument",
    "SheetIssue",
    "Team",
    "Tracked",
    "TrackedQuerySet",
    "User",
]
