"""The wording of the information sheets: versions, German beside the other language, the two approvals."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from privacy.forms import PreviewForm, SectionForm, TableForm
from privacy.ledger import audit
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb
from privacy.notices import editing, tables, texts
from privacy.notices.models import Audience, Kind, PrivacyNotice
from privacy.notices.reading import WordsMissing, changes, compare, may_approve, overview, preview
from privacy.typeset import load_text
from privacy.views.uploads import announced_size

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.REVIEW_NOTICES)
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Every version of every language, the one in force first."""
    return render(request, "privacy/notice_list.html", {"languages": overview()})


@needs(Permission.REVIEW_NOTICES)
@require_safe
def notice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One version, section by section beside the German it translates, and what changed since the one before."""
    notice = get_object_or_404(PrivacyNotice, pk=pk)
    is_newest = notice.pk == texts.current(notice.language).pk
    context = {
        "notice": notice,
        "text": load_text(notice.body),
        "rows": compare(notice),
        "has_back": texts.back_translation(notice) is not None,
        "changes": changes(notice),
        "is_german": notice.language == texts.GERMAN,
        "is_newest": is_newest,
        "may_approve": may_approve(notice, acting_user(request)),
        "previews": [(kind, audience) for kind in Kind for audience in Audience],
    }
    return render(request, "privacy/notice_detail.html", context)


@needs(Permission.REVIEW_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def notice_edit(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Change one section of the newest German text; the change is a draft."""
    notice = get_object_or_404(PrivacyNotice, pk=pk, language=texts.GERMAN)
    words = _words_or_404(notice, section)
    form = SectionForm(request.POST or None, words=words, seal=notice.sha256)
    status = 200
    if form.is_valid():
        try:
            draft = editing.edit_section(
                notice, section, form.words(), **form.facts(), by=acting_user(request)
            )
            messages.success(
                request, _("Saved as a draft. It counts once the officer and a lead have approved it.")
            )
            return redirect("privacy:notice_detail", draft.pk)
        except editing.TextHasFaults as refusal:
            form.name_faults(refusal)
        except ChangedMeanwhile as refusal:
            notice, status = texts.current(texts.GERMAN), 409
            form = _over_theirs(request, notice, section, refusal)
    context = {"notice": notice, "form": form, "section": section, "is_stale": status == 409}
    return render(request, "privacy/notice_edit.html", context, status=status)


def _over_theirs(
    request: HttpRequest, newest: PrivacyNotice, section: str, refusal: ChangedMeanwhile
) -> SectionForm:
    """What was typed, sealed with the newest version: saving again is then a decision, not an accident."""
    data = request.POST.copy()
    data["seal"] = newest.sha256
    form = SectionForm(data, words=_words_or_404(newest, section), seal=newest.sha256)
    form.is_valid()
    form.add_error(None, str(refusal))
    return form


def _words_or_404(notice: PrivacyNotice, section: str) -> editing.SectionWords:
    try:
        return editing.words_of(load_text(notice.body), section)
    except KeyError as unknown:
        raise Http404 from unknown


@needs(Permission.REVIEW_NOTICES)
@require_safe
def notice_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as a table for translators."""
    notice = get_object_or_404(PrivacyNotice.objects.exclude(language=texts.GERMAN), pk=pk)
    audit.read(request, Verb.NOTICE_EXPORTED, detail={"language": notice.language})
    name = f"einstieg-{notice.language}-{notice.text_version}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(tables.table(notice), content_type=_XLSX, headers=headers)


@needs(Permission.REVIEW_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def notice_import(request: HttpRequest) -> HttpResponse:
    """Take a translator's table in as a draft; every fault of the table is named."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TableForm(*sent, size=announced_size(request))
    if form.is_valid():
        try:
            notice = tables.take_in(form.content, by=acting_user(request))
            messages.success(
                request,
                _("These very words are approved already.")
                if notice.is_approved
                else _("The table is in. It is a draft until the officer and a lead approve it."),
            )
            return redirect("privacy:notice_detail", notice.pk)
        except editing.TextHasFaults as refusal:
            form.name_faults(refusal)
    return render(request, "privacy/notice_import.html", {"form": form})


@needs(Permission.REVIEW_NOTICES)
@require_POST
def notice_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's or the lead's approval of the wording that was on the page."""
    notice = get_object_or_404(PrivacyNotice, pk=pk)
    try:
        texts.approve(notice, seal=request.POST.get("seal", ""), by=acting_user(request))
        messages.success(request, _("Your approval is recorded."))
    except (texts.NotYoursToApprove, ChangedMeanwhile) as refusal:
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
    try:
        pdf = preview(notice, **form.cleaned_data)
    except WordsMissing as refusal:
        messages.error(request, str(refusal))
        return redirect("privacy:notice_detail", pk)
    name = f"vorschau-{notice.language}-{notice.text_version}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
