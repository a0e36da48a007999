"""The wording of the information sheets: versions, German beside the other language, the two approvals."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.forms import PreviewForm
from privacy.notices import texts
from privacy.notices.models import Audience, Kind, PrivacyNotice
from privacy.notices.reading import compare, may_approve, overview, preview
from privacy.typeset import load_text


@needs(Permission.REVIEW_NOTICES)
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Every version of every language, the one in force first."""
    return render(request, "privacy/notice_list.html", {"languages": overview()})


@needs(Permission.REVIEW_NOTICES)
@require_safe
def notice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One version, section by section beside the German it translates."""
    notice = get_object_or_404(PrivacyNotice, pk=pk)
    context = {
        "notice": notice,
        "text": load_text(notice.body),
        "rows": compare(notice),
        "is_german": notice.language == texts.GERMAN,
        "may_approve": may_approve(notice, acting_user(request)),
        "previews": [(kind, audience) for kind in Kind for audience in Audience],
    }
    return render(request, "privacy/notice_detail.html", context)


@needs(Permission.REVIEW_NOTICES)
@require_POST
def notice_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's or the lead's approval."""
    notice = get_object_or_404(PrivacyNotice, pk=pk)
    try:
        texts.approve(notice, by=acting_user(request))
        messages.success(request, _("Your approval is recorded."))
    except texts.NotYoursToApprove as refusal:
        messages.error(request, str(refusal))
    return redirect("privacy:notice_detail", pk)


@needs(Permission.REVIEW_NOTICES)
@require_safe
def notice_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as it would be printed, marked as a preview; nothing needs to be approved or complete for it."""
    notice = get_object_or_404(PrivacyNotice, pk=pk)
    form = PreviewForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest(_("There is no such sheet."))
    pdf = preview(notice, **form.cleaned_data)
    name = f"vorschau-{notice.language}-{notice.text_version}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
