"""An event in words: what it is about and what its detail says. Codes stay codes; nothing personal is looked up."""

import json
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.accounts.models import User
from privacy.ledger.models import AuditEvent

LABELS: dict[str, str | Promise] = {
    "action": gettext_lazy("Action"),
    "added": gettext_lazy("Added"),
    "answer": gettext_lazy("Answer"),
    "authority": gettext_lazy("authority"),
    "basis": gettext_lazy("Legal basis"),
    "capacity": gettext_lazy("places"),
    "channel": gettext_lazy("Channel"),
    "disclosed": gettext_lazy("Fields disclosed"),
    "event": gettext_lazy("Entry looked at"),
    "fields": gettext_lazy("Fields changed"),
    "filter": gettext_lazy("Filter"),
    "filled": gettext_lazy("Filled in"),
    "granted": gettext_lazy("Opened to"),
    "groups": gettext_lazy("Groups"),
    "into": gettext_lazy("Merged into"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "link": gettext_lazy("Link made"),
    "list": gettext_lazy("List"),
    "named": gettext_lazy("Searched by name"),
    "due": gettext_lazy("Due"),
    "occasion": gettext_lazy("occasion"),
    "owner": gettext_lazy("Responsible (account number)"),
    "partner": gettext_lazy("Partner (number)"),
    "people": gettext_lazy("Who"),
    "purpose": gettext_lazy("Purpose"),
    "rank": gettext_lazy("Rank"),
    "reason": gettext_lazy("Reason"),
    "receipts": gettext_lazy("Receipts"),
    "request": gettext_lazy("request to a school"),
    "revealed": gettext_lazy("Values visible"),
    "revoked": gettext_lazy("Closed to"),
    "role": gettext_lazy("Role"),
    "rows": gettext_lazy("Rows"),
    "rule": gettext_lazy("Rule"),
    "school": gettext_lazy("School"),
    "section": gettext_lazy("Section"),
    "sha256": gettext_lazy("SHA-256"),
    "sheets": gettext_lazy("Information sheets"),
    "short_notice": gettext_lazy("At short notice"),
    "source": gettext_lazy("Source"),
    "state": gettext_lazy("State"),
    "status": gettext_lazy("Status"),
    "text": gettext_lazy("In words"),
    "to": gettext_lazy("New status"),
    "to_tell": gettext_lazy("Partners to be told (number)"),
    "undone": gettext_lazy("Undone"),
    "version": gettext_lazy("Version"),
}


def object_in_words(event: AuditEvent) -> str:
    """The kind and number of the row the event is about; for an account its name; "" if it is about none."""
    model = _model(event)
    if model is None:
        return f"{event.object_type} {event.object_id}".strip()
    if issubclass(model, User):
        return str(User.objects.filter(pk=event.object_id).first() or event.object_id)
    return f"{capfirst(str(model._meta.verbose_name))} {event.object_id}"


def detail_in_words(event: AuditEvent) -> list[tuple[str, str]]:
    """What the detail holds, as (label, text), in the order it is stored; a key without a label is shown as it is."""
    detail: dict[str, Any] = json.loads(event.detail)
    model = _model(event)
    return [(str(LABELS.get(key, key)), _words(_named(key, value, model))) for key, value in detail.items()]


def _model(event: AuditEvent) -> type[Model] | None:
    try:
        return apps.get_model(event.object_type)
    except (LookupError, ValueError):  # the event is about nothing, or the model has been renamed since
        return None


def _named(key: str, value: Any, model: type[Model] | None) -> Any:
    """Field names as people know them."""
    if key != "fields" or model is None or not isinstance(value, list):
        return value
    return [_field_name(model, name) for name in value]


def _field_name(model: type[Model], name: str) -> str:
    try:
        return str(getattr(model._meta.get_field(name.removesuffix("_id")), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{LABELS.get(key, key)}: {_words(one)}" for key, one in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
