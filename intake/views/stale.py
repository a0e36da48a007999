"""Two windows, one record: the second to save gets a message, keeps its text and decides."""

from collections.abc import Callable

from django.http import HttpRequest

from intake.forms import RecordForm
from privacy.ledger.history import ChangedMeanwhile
from privacy.models import Tracked


def stale_form(
    request: HttpRequest,
    form_class: Callable[..., RecordForm],
    row: Tracked | None,
    refusal: ChangedMeanwhile,
) -> RecordForm:
    """What was typed, with the number of the version now stored: saving again is then a decision, not an accident.

    `row` is None where there is none any more: then saving again begins a new one.
    """
    data = request.POST.copy()
    if row is not None:
        row.refresh_from_db()
    data["version"] = str(row.version) if row is not None else ""
    form = form_class(data)
    form.is_valid()
    form.add_error(None, str(refusal))
    return form
