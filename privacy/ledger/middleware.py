import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from privacy.ledger import acts, audit
from privacy.ledger.context import request_context

log = logging.getLogger(__name__)
SHOWING = {200, 409, 422}  # answers with a page; 409 and 422 are forms shown again


class LedgerMiddleware:
    """Writes the event of a read after the page is rendered and before it leaves.

    No transaction is open while the page is rendered. If the event cannot be written, the answer is 503 without
    the page: nothing is seen that the ledger does not know of.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_context(request):
            response = self.get_response(request)
            facts = getattr(request, "ledger_read", None)
            if facts is None or response.status_code not in SHOWING:
                return response
            try:
                audit.record_alone(getattr(request, "ledger_reader", None) or reader(request), facts)
            except DatabaseError:
                log.exception("A read could not be recorded; the page was withheld.")
                return HttpResponse(render_to_string("503.html"), status=503)
            return response


def reader(request: HttpRequest) -> acts.Outsider:
    """Who is looking: the logged-in user, or an outsider."""
    return request.user if request.user.is_authenticated else acts.Outsider("anonymous")  # type: ignore[return-value]
