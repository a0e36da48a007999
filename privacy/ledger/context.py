"""What is known of the request that is being answered, for the events it causes."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

_facts: ContextVar[dict[str, str]] = ContextVar("request_facts", default={})  # noqa: B039 - never mutated


def request_facts() -> dict[str, str]:
    """`request_id` and `address` (IP) of the current request; empty strings outside a request."""
    return {"request_id": "", "address": "", **_facts.get()}


@contextmanager
def request_context(request: HttpRequest) -> Iterator[None]:
    """Make the request's facts known to every event written inside."""
    token = _facts.set({"request_id": uuid.uuid4().hex, "address": _address(request)})
    try:
        yield
    finally:
        _facts.reset(token)


def _address(request: HttpRequest) -> str:
    """The caller's IP address; behind our proxy the last one it has seen, which nobody else can write."""
    if settings.BEHIND_PROXY:
        return request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()[:45]
    return request.META.get("REMOTE_ADDR") or ""
