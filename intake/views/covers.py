"""Standing in for somebody: arranged before the holidays, or by the lead when somebody falls ill."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake import actions
from intake.forms import CoverForm
from intake.models import Cover
from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.ledger.acts import Refusal


@needs(Permission.OPEN_CASES)
def cover_list(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom just now, and a form for the next time."""
    user = acting_user(request)
    leads = user.has_perm(Permission.SEE_ALL_CASES)
    form = CoverForm(request.POST or None, user=user, leads=leads, initial={"owner": user.pk})
    if form.is_valid():
        try:
            actions.arrange_cover(by=user, **form.cleaned_data)
            messages.success(request, _("Arranged. The cases are open to the colleague until that day."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("intake:cover_list")
    covers = Cover.objects.seen_by(user, leads=leads)
    return render(request, "intake/cover_list.html", {"covers": covers, "form": form})


@needs(Permission.OPEN_CASES)
@require_POST
def cover_end(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting_user(request)
    leads = user.has_perm(Permission.SEE_ALL_CASES)
    cover = get_object_or_404(Cover.objects.seen_by(user, leads=leads), pk=pk)
    try:
        actions.end_cover(cover, by=user)
        messages.success(request, _("Ended. The cases are closed to the colleague again."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:cover_list")
