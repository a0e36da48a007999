"""What is authenticated in an event, and how: HMAC-SHA-256 with a key that lives outside the database.

Pure functions: facts in, bytes out. The order and form of the fields never change for a given format number.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Protocol

FORMAT = 1


class EventFacts(Protocol):
    """The fields of an event that its MAC covers: all of them but the id, which the database gives."""

    act: Any
    stream: str
    at: datetime
    verb: str
    actor_id: int | None
    actor_label: str
    request_id: str
    address: str
    object_type: str
    object_id: str
    reference: str
    detail: str
    shown_digest: str
    content_digest: str
    key_number: int


def canonical_json(value: Any) -> str:
    """One spelling for one value: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def canonical(event: EventFacts) -> bytes:
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [
        FORMAT, str(event.act), event.stream, at, event.verb, event.actor_id, event.actor_label, event.request_id,
        event.address, event.object_type, event.object_id, event.reference, event.detail, event.shown_digest,
        event.content_digest, event.key_number,
    ]  # fmt: skip
    return canonical_json(fields).encode("ascii")


def event_mac(event: EventFacts, key: bytes) -> bytes:
    """The 32 bytes that fit this event and this key, and nothing else."""
    return hmac.digest(key, canonical(event), "sha256")


def shown_digest(references: Iterable[str]) -> str:
    """SHA-256 (hex) over the references a list showed, in sorted order; "" for none."""
    ordered = sorted(set(references))
    return hashlib.sha256("\n".join(ordered).encode()).hexdigest() if ordered else ""


def content_digest(content: bytes, key: bytes) -> str:
    """Keyed SHA-256 (hex) of a document's bytes."""
    return hmac.new(key, hashlib.sha256(content).digest(), "sha256").hexdigest()
