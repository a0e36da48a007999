"""The register: schools, what they offer, how many places are free today. No data of families."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from privacy.access.roles import Permission
from privacy.access.views import acting_user, needs
from schools import actions
from schools.forms import OfferingForm, SchoolFilter
from schools.models import DazOffering, School, schools_edited_by, schools_read_by, with_offerings
from schools.views.acting import carried_out

PAGE_SIZE = 50


@needs(Permission.OPEN_CASES)
@require_safe
def school_list(request: HttpRequest) -> HttpResponse:
    """Operating schools with their places today."""
    chosen = SchoolFilter(request.GET, queryset=with_offerings(School.objects.operating()))
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "schools/school_list.html", {"filter": chosen, "page": page})


@needs(Permission.OPEN_CASES, Permission.ANSWER_REQUESTS)
@require_safe
def school_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One school: facts and offerings, with links to edit them for whoever keeps them."""
    schools = with_offerings(schools_read_by(request.user)).select_related("authority")
    school = get_object_or_404(schools, number=number)
    offerings = DazOffering.objects.of(school).with_taken()
    context = {
        "school": school,
        "offerings": offerings,
        "taken": offerings.total_taken(),
        "may_edit": schools_edited_by(request.user).contains(school),
    }
    return render(request, "schools/school_detail.html", context)


@needs(Permission.MANAGE_OFFERINGS, Permission.ANSWER_REQUESTS)
def offering_new(request: HttpRequest, number: str) -> HttpResponse:
    """Add an offering to a school whose places this user keeps."""
    school = get_object_or_404(schools_edited_by(request.user), number=number)
    return _offering_page(request, DazOffering(school=school), "schools/offering_new.html")


@needs(Permission.MANAGE_OFFERINGS, Permission.ANSWER_REQUESTS)
def offering_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an offering; never to fewer places than are taken."""
    offerings = DazOffering.objects.editable_by(request.user).select_related("school")
    return _offering_page(request, get_object_or_404(offerings, pk=pk), "schools/offering_edit.html")


def _offering_page(request: HttpRequest, offering: DazOffering, template: str) -> HttpResponse:
    form = OfferingForm(request.POST or None, offering=offering)

    def save() -> Any:
        version = form.cleaned_data["version"]
        return actions.save_offering(offering, form.values(), version=version, by=acting_user(request))

    if form.is_valid() and carried_out(request, form, offering, save):
        return redirect("schools:school_detail", offering.school.number)
    return render(request, template, {"form": form, "offering": offering, "school": offering.school})
