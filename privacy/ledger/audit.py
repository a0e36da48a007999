"""Writing to the ledger: `@action` around every change, `record` as its last line, `read` for what was looked at.

`@action` opens the transaction, says who acts, and refuses to finish without exactly one event (§ 15 sentence 2
no. 2 DSG NRW: it must be possible to establish afterwards whether and by whom personal data were entered, changed
or removed).
"""

import secrets
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from privacy.ledger import acts, mac
from privacy.ledger.context import request_facts
from privacy.ledger.models import AuditEvent, AuditShown, CaseKey
from privacy.ledger.verbs import Verb, stream_of

if TYPE_CHECKING:
    from privacy.accounts.models import User

Params = ParamSpec("Params")
Result = TypeVar("Result")


def action(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Mark a function that changes something: one transaction, one act, exactly one event.

    The function takes `by` as a keyword. An action called by another action is part of it. A Refusal undoes
    everything and is itself recorded, in a transaction of its own. Raises RuntimeError if no event was recorded.
    """

    @wraps(function)
    def wrapper(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        by: Any = kwargs["by"]
        outermost = not acts.going_on()
        try:
            with acts.acting(by) as act, transaction.atomic():
                result = function(*args, **kwargs)
                if outermost and not act.recorded:
                    raise RuntimeError(f"{function.__name__} changed something and recorded no event")
                return result
        except acts.Refusal as refusal:
            if outermost:
                _record_refusal(function.__name__, by, refusal)
            raise

    return wrapper


def record(
    verb: Verb,
    *,
    reference: str = "",
    about: models.Model | None = None,
    detail: dict[str, Any] | None = None,
    shown: Iterable[str] = (),
    content: bytes = b"",
) -> AuditEvent:
    """Write the one event of the current act.

    `reference` is the case's, `about` the row it is about, `detail` codes and numbers only (no names, no values of
    personal fields), `shown` the references a list showed, `content` the bytes of a document handed out, of which
    a keyed digest is kept. Raises RuntimeError on a second event in one act.
    """
    act = acts.current()
    if act.recorded:
        raise RuntimeError("One act, one event: put consequences into its detail.")
    act.recorded = True
    references = sorted(set(shown))
    event = AuditEvent(
        act=act.number,
        stream=stream_of(verb),
        at=timezone.now(),
        verb=verb,
        actor_id=act.by.pk,
        actor_label=str(act.by)[:80],
        object_type=about._meta.label_lower if about else "",
        object_id=str(about.pk) if about else "",
        reference=reference,
        detail=mac.canonical_json({**(detail or {}), **act.consequences}),
        shown_digest=mac.shown_digest(references),
        content_digest=mac.content_digest(content, _case_key(reference)) if content else "",
        key_number=max(settings.LEDGER_KEYS),
        **request_facts(),
    )
    event.mac = mac.event_mac(event, settings.LEDGER_KEYS[event.key_number])
    event.save(force_insert=True)
    AuditShown.objects.bulk_create(AuditShown(event=event, reference=one) for one in references)
    return event


def read(
    request: HttpRequest,
    verb: Verb,
    *,
    reference: str = "",
    shown: Iterable[str] = (),
    detail: dict[str, Any] | None = None,
    content: bytes = b"",
) -> None:
    """Say that the page being made shows personal data.

    The middleware writes the event after the page is rendered and before it leaves; if that fails, it does not leave.
    """
    request.ledger_read = {  # type: ignore[attr-defined]
        "verb": verb, "reference": reference, "shown": list(shown), "detail": detail, "content": content,
    }  # fmt: skip


def record_alone(by: "User | acts.Outsider", facts: dict[str, Any]) -> None:
    """Write an event that accompanies no change, in an act and a transaction of its own."""
    with acts.acting(by), transaction.atomic():
        record(**facts)


def _record_refusal(name: str, by: "User | acts.Outsider", refusal: acts.Refusal) -> None:
    with acts.acting(by), transaction.atomic():
        record(
            Verb.REFUSED, reference=refusal.reference, detail={"action": name, "rule": type(refusal).__name__}
        )


def _case_key(reference: str) -> bytes:
    key, _ = CaseKey.objects.get_or_create(reference=reference, defaults={"key": secrets.token_bytes(32)})
    return bytes(key.key or b"")
