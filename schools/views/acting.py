"""What the pages have in common: one act per form, and a refusal that loses no input."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from privacy.ledger.acts import Refusal
from privacy.models import Tracked
from schools.forms import VersionedForm


def carried_out(request: HttpRequest, form: VersionedForm, row: Tracked, act: Callable[[], Any]) -> bool:
    """Do `act`; if a rule refuses it, say why and keep the input.

    The form then carries the number of the version now stored, and `row` its values: saving again is a decision
    made in sight of them.
    """
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        row.refresh_from_db()
        form.renew(row.version)
        return False
    messages.success(request, _("Saved."))
    return True
