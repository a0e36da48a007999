"""Keeping the directory of partners."""

from typing import Any

from intake.models import Partner
from privacy.ledger import audit
from privacy.ledger.verbs import Verb
from privacy.models import User


@audit.action
def save_partner(partner: Partner, values: dict[str, Any], *, version: int, by: User) -> Partner:
    """Add an entry, or change it; an entry that is not wanted any more is switched off (`is_active`).

    The event names the fields and no person. Raises ChangedMeanwhile if somebody saved the entry after `version`.
    """
    is_new = partner._state.adding
    locked = partner if is_new else Partner.objects.locked(partner.pk, version=version)
    locked.assign(values)
    fields = [] if is_new else sorted(locked.changed_fields())
    locked.save()
    detail = {"added": locked.kind} if is_new else {"fields": fields}
    audit.record(Verb.PARTNER_CHANGED, about=locked, detail=detail)
    return locked
