"""Error reports without values: a name typed into a form must not travel by mail or into a log (ASVS 16.2.5).

Django masks only names on its list (password, token …); a child's surname is not on it. Three doors are closed
here: the masked dictionaries (NoValuesFilter), what the report prints besides them (NoValuesReporter), and the
text of an exception, in which PostgreSQL quotes the offending row (NoValuesFormatter).
"""

import logging
import re
import traceback
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

MASK = SafeExceptionReporterFilter.cleansed_substitute
# What a person or a browser sent; everything else in META describes the server and the connection.
SENT_BY_CLIENT = {
    "QUERY_STRING",
    "REQUEST_URI",
    "RAW_URI",
    "HTTP_REFERER",
    "HTTP_COOKIE",
    "HTTP_AUTHORIZATION",
}
# Entries of the report's data that Django fills without asking the filter.
UNFILTERED_ITEMS = ("request_GET_items", "request_FILES_items")
UNFILTERED_TEXTS = ("exception_value", "exception_notes", "user_str")


class NoValuesFilter(SafeExceptionReporterFilter):
    """Masks every posted value, cookie and local variable, whatever its name and whatever DEBUG says."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Always: a debug page is as easily forwarded as a mail."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        """The names of what was posted, with masked values."""
        return {} if request is None else dict.fromkeys(request.POST, MASK)

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, str]:
        """The names of the cookies, with masked values."""
        return dict.fromkeys(request.COOKIES, MASK)

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        """META without query string, referrer, cookies and credentials."""
        safe = super().get_safe_request_meta(request)
        return {key: MASK if key in SENT_BY_CLIENT else value for key, value in safe.items()}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> Any:
        """The names of the local variables, with masked values (the session is one of them)."""
        return dict.fromkeys(tb_frame.f_locals, MASK).items()


class NoValuesReporter(ExceptionReporter):
    """The report with masked query, file names, exception text and user; the address keeps its path.

    Paths hold references and numbers only (decision 29), so they may be shown.
    """

    def get_traceback_data(self) -> dict[str, Any]:
        """Django's data for both templates, without the values it takes past the filter."""
        data: dict[str, Any] = super().get_traceback_data()
        for key in UNFILTERED_ITEMS:
            data[key] = [(name, MASK) for name, _ in data.get(key) or ()]
        data.update({key: MASK for key in UNFILTERED_TEXTS if data.get(key)})
        if "request_insecure_uri" in data:
            data["request_insecure_uri"] = data["request_insecure_uri"].partition("?")[0]
        for frame in data.get("frames", ()):
            frame["exc_cause"] = type(frame["exc_cause"]).__name__ if frame.get("exc_cause") else None
        return data


MAILED_LINK = re.compile(r"(/answer/|/reset/key/)[\w-]+")


class NoValuesFormatter(logging.Formatter):
    """A log line whose traceback names the exceptions' types and places, not their texts.

    Addresses of mailed links lose their token: until the school has answered it is a key.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without tokens."""
        return MAILED_LINK.sub(r"\1…", super().format(record))

    def formatException(self, ei: Any) -> str:
        """The chain of exceptions, outermost last, each as frames and type."""
        return "\n".join(_without_text(error) for error in _chain(ei[1]))


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _without_text(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"Traceback (most recent call last):\n{frames}{type(error).__module__}.{type(error).__qualname__}"
