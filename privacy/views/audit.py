"""The trail as the data-protection officer reads it. Every look is itself an event."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.forms import AuditFilterForm, RevealForm
from privacy.ledger import audit as ledger
from privacy.ledger import review, wording
from privacy.ledger.models import AuditEvent
from privacy.ledger.verbs import Verb

REVEALED_FOR = timedelta(minutes=10)
_REVEALED = "revealed"  # in the session: event id -> until when, as seconds since 1970


@needs(Permission.REVIEW_AUDIT)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The events that meet the filter, newest first; none while the filter has errors."""
    form = AuditFilterForm(request.GET)
    wanted = form.wanted() if form.is_valid() else None
    page = review.page(review.events(wanted), form.cleaned_data["before"]) if wanted else None
    if wanted:
        ledger.read(
            request, Verb.AUDIT_READ, reference=wanted.reference, detail={"filter": wanted.as_detail()}
        )
    context = {
        "form": form,
        "wanted": wanted,
        "entries": [review.Entry(event) for event in page.rows] if page else [],
        "next_before": page.next_before if page else None,
    }
    return render(request, "privacy/audit.html", context)


@needs(Permission.REVIEW_AUDIT)
@require_safe
def audit_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything one event holds; values of personal fields only while revealed."""
    event = get_object_or_404(AuditEvent, pk=pk)
    return _show(request, event, RevealForm())


@needs(Permission.REVIEW_AUDIT)
@require_POST
def audit_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the masked values of this one event for ten minutes, noting the reason."""
    event = get_object_or_404(AuditEvent, pk=pk)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _show(request, event, form)
    review.reveal(event, **form.cleaned_data, by=acting_user(request))
    request.session[_REVEALED] = {
        **_still_revealed(request),
        str(pk): (timezone.now() + REVEALED_FOR).timestamp(),
    }
    messages.success(request, _("The values of this entry are visible to you for ten minutes."))
    return redirect("privacy:audit_event", pk)


def _show(request: HttpRequest, event: AuditEvent, form: RevealForm) -> HttpResponse:
    is_revealed = str(event.pk) in _still_revealed(request)
    found = review.changes(event)
    ledger.read(
        request,
        Verb.AUDIT_READ,
        reference=event.reference,
        detail={"event": event.pk, "revealed": is_revealed},
    )
    context = {
        "event": event,
        "about": wording.object_in_words(event),
        "detail": wording.detail_in_words(event),
        "shown": list(event.shown.order_by("reference")),
        "changes": found if is_revealed else review.masked(found),
        "has_masked": not is_revealed and any(change.personal for change in found),
        "is_revealed": is_revealed,
        "is_authentic": review.is_authentic(event),
        "form": form,
    }
    return render(request, "privacy/audit_event.html", context)


def _still_revealed(request: HttpRequest) -> dict[str, float]:
    """The events whose values this session may see now."""
    now = timezone.now().timestamp()
    revealed: dict[str, float] = request.session.get(_REVEALED, {})
    return {pk: until for pk, until in revealed.items() if until > now}
