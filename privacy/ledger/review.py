"""Reading the ledger: whose acts, in which order, what each changed, and whether an event is still as written.

Values of personal fields are shown to the officer only after she revealed one entry, stating a reason (decision 7).
Whether somebody may see values at all is the caller's question; `masked` takes them out.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Field, Model, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.accounts.models import User
from privacy.ledger import audit, mac
from privacy.ledger.models import AuditEvent, AuditShown
from privacy.ledger.verbs import Stream, Verb
from privacy.rights.registry import Subject, subject_of, subjects

PAGE_SIZE = 50
MASK = gettext_lazy("•••• (masked)")


# --- Which events ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EventFilter:
    """What a reader asked for; an empty field asks for nothing.

    `since` and `until` are days of local time, both included. `seen` adds the lists that showed the case
    `reference` to the acts on the case itself.
    """

    reference: str = ""
    seen: bool = False
    actor_id: int | None = None
    verb: str = ""
    stream: str = ""
    since: date | None = None
    until: date | None = None
    unusual: bool = False

    def as_detail(self) -> dict[str, Any]:
        """The filter as codes and numbers, for the event that notes the reading."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value
        }


def events(wanted: EventFilter) -> QuerySet[AuditEvent]:
    """The events that meet every condition, newest first."""
    found = AuditEvent.objects.order_by("-at", "-id")
    if wanted.reference:
        found = found.filter(_about_case(wanted.reference, seen=wanted.seen))
    if wanted.actor_id is not None:
        found = found.filter(actor_id=wanted.actor_id)
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.stream:
        found = found.filter(stream=wanted.stream)
    if wanted.unusual:
        found = found.filter(verb=Verb.CASE_OPENED_UNUSUALLY)
    return found.filter(_between(wanted.since, wanted.until))


def _about_case(reference: str, *, seen: bool) -> Q:
    """Acts on the case, and acts on a sibling's that changed this one too; with `seen` also lists that showed it.

    A union of two indexed look-ups instead of an OR, for which a database may read the whole ledger.
    """
    acts = AuditEvent.objects.order_by().filter(reference=reference).values("pk")
    touched = AuditShown.objects.filter(reference=reference)
    if not seen:
        touched = touched.filter(event__stream=Stream.WRITES)
    return Q(pk__in=acts.union(touched.values("event_id")))


def _between(since: date | None, until: date | None) -> Q:
    condition = Q()
    if since:
        condition &= Q(at__gte=timezone.make_aware(datetime.combine(since, time())))
    if until:
        condition &= Q(at__lt=timezone.make_aware(datetime.combine(until + timedelta(days=1), time())))
    return condition


@dataclass(frozen=True)
class Page:
    """Some events, and the id to ask for the older ones with; None at the end."""

    rows: list[AuditEvent]
    next_before: int | None


def page(found: QuerySet[AuditEvent], before: int | None, size: int = PAGE_SIZE) -> Page:
    """The `size` events after the event `before`, in the order of `events`.

    By key, never by offset: the millionth event is as near as the first (measured: 1 ms against 2 to 4 s), and
    events written meanwhile shift nothing. An unknown `before` gives the newest events.
    """
    last = AuditEvent.objects.filter(pk=before).first() if before is not None else None
    if last:
        found = found.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk), at__lte=last.at)
    rows = list(found[: size + 1])
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else None)


# --- What an event changed ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One field of one record that an act set, as words. `kind` is "created", "changed" or "deleted"."""

    model: str
    row: str
    field: str
    personal: bool
    before: str
    after: str
    kind: str

    @property
    def record(self) -> tuple[str, str, str]:
        """What changes of the same record have in common."""
        return self.model, self.row, self.kind

    @property
    def pair(self) -> tuple[str, str]:
        return self.before, self.after


@dataclass
class _Step:
    """The version of a row before an act, and the one the act left."""

    subject: Subject
    before: Any
    after: Any

    @property
    def kind(self) -> str:
        if self.after.history_type == "-":
            return "deleted"
        return "created" if self.before is None else "changed"


@dataclass(frozen=True)
class Entry:
    """An event with what it changed, for a time line."""

    event: AuditEvent
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class TimeLine:
    """Entries of one case, newest first, and the id to ask for the older ones with."""

    entries: list[Entry]
    next_before: int | None


def time_line(reference: str, *, before: int | None = None, size: int = 20) -> TimeLine:
    """What happened in one case, with values: only for somebody who may open the case (the caller asks)."""
    found = page(events(EventFilter(reference=reference)), before, size)
    by_act = changes_by_act(event.act for event in found.rows)
    return TimeLine([Entry(event, by_act[event.act]) for event in found.rows], found.next_before)


def changes(event: AuditEvent) -> list[Change]:
    """What the event changed, with values; nothing for a read, or when the record has been erased since."""
    return changes_by_act([event.act])[event.act]


def changes_by_act(acts: Iterable[UUID]) -> dict[UUID, list[Change]]:
    """The same for many acts at once: one query for each registered model, however many acts."""
    wanted = set(acts)
    steps = [
        (act, step)
        for subject in subjects()
        if wanted and hasattr(subject.model, "history")
        for act, step in _steps(subject, wanted)
    ]
    labels = _labels(step for _act, step in steps)
    found: dict[UUID, list[Change]] = defaultdict(list)
    for act, step in steps:
        found[act].extend(_compared(step, labels))
    return found


def masked(found: Iterable[Change]) -> list[Change]:
    """The same changes without the values of personal fields; that the field was set stays visible."""
    return [_mask(one) if one.personal else one for one in found]


def _mask(change: Change) -> Change:
    """Whether a field was empty before is a value as well; that a new record had no "before" is not."""
    before = "" if change.kind == "created" else str(MASK)
    after = "" if change.kind == "deleted" else str(MASK)
    return replace(change, before=before, after=after)


def _steps(subject: Subject, acts: set[UUID]) -> list[tuple[UUID, _Step]]:
    """For each act and row the version before and after; an act that saved a row twice is one step."""
    versions = subject.model.history.model.objects  # type: ignore[attr-defined]
    key = subject.model._meta.pk.attname
    touched = versions.filter(act__in=acts).order_by().values(key)
    last: dict[Any, Any] = {}
    steps: dict[tuple[Any, UUID], _Step] = {}
    for version in versions.filter(**{f"{key}__in": touched}).order_by("history_id"):
        row = getattr(version, key)
        if version.act in acts:
            steps.setdefault((row, version.act), _Step(subject, last.get(row), version)).after = version
        last[row] = version
    return [(act, step) for (_row, act), step in steps.items()]


def _compared(step: _Step, labels: dict[tuple[type[Model], Any], str]) -> list[Change]:
    model = step.subject.model
    plain: set[str] = getattr(getattr(model, "PersonalData", None), "plain", set())
    found = []
    for one in _fields(model):
        before = _value(step.before, one)
        after = None if step.kind == "deleted" else _value(step.after, one)
        if before != after:
            found.append(
                Change(
                    model=str(step.subject.label),
                    row=str(getattr(step.after, model._meta.pk.attname)),
                    field=str(one.verbose_name),
                    personal=one.name not in plain,  # a field that nobody sorted counts as personal
                    before=_text(one, before, labels),
                    after=_text(one, after, labels),
                    kind=step.kind,
                )
            )
    return found


def _fields(model: type[Model]) -> list[Any]:
    """What people enter; keys, version numbers and derived fields say nothing of their own."""
    return [one for one in model._meta.concrete_fields if one.editable and not one.primary_key]


def _value(version: Any, one: Any) -> Any:
    """The stored value; None for "no version" and for every kind of empty."""
    value = None if version is None else getattr(version, one.attname)
    return None if value == "" else value


def _text(one: "Field[Any, Any]", value: Any, labels: dict[tuple[type[Model], Any], str]) -> str:
    if value is None:
        return ""
    if one.flatchoices:
        return str(dict(one.flatchoices).get(value, value))
    if one.is_relation and one.related_model:
        return labels.get((_target(one), value), f"#{value}")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return mac.canonical_json(value) if isinstance(value, dict | list) else str(value)


def _labels(steps: Iterable[_Step]) -> dict[tuple[type[Model], Any], str]:
    """The names of what foreign keys point to, one query for each model.

    Not of subjects: the name of a pupil is personal, even where "pupil" is a plain field.
    """
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for step in steps:
        for one in _fields(step.subject.model):
            if one.is_relation and subject_of(_target(one)) is None:
                wanted[_target(one)].update({_value(step.before, one), _value(step.after, one)} - {None})
    return {
        (model, row.pk): str(row)
        for model, keys in wanted.items()
        if keys
        for row in model._base_manager.filter(pk__in=keys)
    }


def _target(one: Any) -> type[Model]:
    target: type[Model] = one.related_model
    return target


# --- One event ------------------------------------------------------------------------------------------------


def is_authentic(event: AuditEvent) -> bool:
    """Whether the event and the list of cases it showed are as written, by its MAC and the key outside the database.

    That no event was removed is not seen here but from the seals.
    """
    key = settings.LEDGER_KEYS.get(event.key_number)
    if key is None:
        return False
    shown = mac.shown_digest(event.shown.values_list("reference", flat=True))
    return shown == event.shown_digest and hmac.compare_digest(mac.event_mac(event, key), bytes(event.mac))


@audit.action
def reveal(event: AuditEvent, *, reason: str, text: str, by: User) -> AuditEvent:
    """Note that the officer looks at the masked values of one event, and why; returns the event looked at.

    `reason` is a code, `text` her words, kept as long as the ledger and therefore without names.
    """
    audit.record(
        Verb.VALUE_REVEALED,
        reference=event.reference,
        about=event,
        detail={"reason": reason, "text": text} if text else {"reason": reason},
    )
    return event
