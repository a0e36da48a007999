"""An act: what one person does at one moment. All rows it changes carry its number; one event tells of it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from privacy.accounts.models import User


@dataclass(frozen=True)
class Outsider:
    """Somebody or something without an account: the holder of a mailed link, a command, the worker."""

    label: str
    pk: None = None

    def __str__(self) -> str:
        return self.label


@dataclass
class Act:
    by: "User | Outsider"
    number: uuid.UUID = field(default_factory=uuid.uuid4)
    consequences: dict[str, list[str]] = field(default_factory=dict)
    recorded: bool = False


class Refusal(Exception):
    """A rule said no. Each rule is a subclass named as a sentence; its text is what the user reads."""

    def __init__(self, message: Any, *, reference: str = "") -> None:
        super().__init__(message)
        self.message, self.reference = message, reference

    def __str__(self) -> str:
        return str(self.message)


class NoAct(RuntimeError):
    """A tracked row was about to be written outside an action, so nobody would have answered for it."""


_current: ContextVar[Act | None] = ContextVar("act", default=None)


def going_on() -> bool:
    return _current.get() is not None


def current() -> Act:
    """The act that is going on. Raises NoAct if there is none."""
    if act := _current.get():
        return act
    raise NoAct("Write tracked rows inside a function marked @action.")


def current_number() -> uuid.UUID:
    return current().number


def current_user() -> "User | None":
    """The acting user, for the history row; None for an outsider, whom the event names."""
    by = current().by
    return None if isinstance(by, Outsider) else by


def note(what: str, value: str) -> None:
    """Write a consequence of the current act into the detail of its event."""
    current().consequences.setdefault(what, []).append(value)


@contextmanager
def acting(by: "User | Outsider") -> Iterator[Act]:
    """Everything inside is one act of `by`; inside another act it is part of that one."""
    if outer := _current.get():
        yield outer
        return
    act = Act(by)
    token = _current.set(act)
    try:
        yield act
    finally:
        _current.reset(token)
