"""The caseload in the Django admin, twice: stock, and tuned by hand.

Stock is guardian's own `GuardedModelAdmin` with its switch for lists of permitted objects, and Django's defaults.
Tuned asks guardian for the whole table, which is its faster way, and leaves out the second count ("of 14,000 in
all"). Neither has a handicap: relations are joined, and filters offer choices without a query.
"""

from django.contrib import admin
from django.utils import timezone
from guardian.admin import GuardedModelAdmin
from guardian.shortcuts import get_objects_for_user

from bench.peer.models import PeerCase
from intake import rules
from intake.forms import municipality_choices
from intake.models import Status
from intake.models.cases import CaseQuerySet


class PeerSite(admin.AdminSite):
    def has_permission(self, request):
        return request.user.is_active  # the product's users are never "staff"


stock, tuned = PeerSite(name="stock"), PeerSite(name="tuned")


class MunicipalityFilter(admin.SimpleListFilter):
    """Choices from the catalogue: the admin's own filter would ask the database for all values at each page."""

    title = parameter_name = "municipality"

    def lookups(self, _request, _model_admin):
        return municipality_choices()[1:]

    def queryset(self, _request, cases):
        return cases.filter(pupil__household__municipality=self.value()) if self.value() else cases


class OpenFilter(admin.SimpleListFilter):
    title = parameter_name = "open"

    def lookups(self, _request, _model_admin):
        return [("1", "open")]

    def queryset(self, _request, cases):
        return cases.exclude(status=Status.CLOSED) if self.value() else cases


class CaseAdmin(admin.ModelAdmin):
    list_display = ("child", "age", "municipality", "status", "step", "due", "owner", "reported_on")
    list_select_related = ("pupil__household", "owner", "team")
    list_filter = (OpenFilter, MunicipalityFilter, "status")
    search_fields = ("reference", "pupil__surname", "pupil__given_names")
    list_per_page = 50
    ordering = ("reported_on", "pk")

    def has_module_permission(self, _request):
        return True

    def has_view_permission(self, _request, _case=None):
        return True

    @admin.display(ordering="pupil__surname")
    def child(self, case):
        return f"{case.pupil.full_name} {case.reference}"

    @admin.display(ordering="pupil__born_on")
    def age(self, case):
        return rules.age_on(case.pupil.born_on, timezone.localdate())

    @admin.display(ordering="pupil__household__municipality")
    def municipality(self, case):
        return case.municipality_name

    @admin.display
    def step(self, case):
        return case.next_step.label

    @admin.display(ordering="due_on")
    def due(self, case):
        return case.next_step.due_on


@admin.register(PeerCase, site=stock)
class StockAdmin(CaseAdmin, GuardedModelAdmin):
    user_can_access_permitted_objects_only = True
    permitted_objects_perms = "view_peercase"

    def get_queryset(self, request):
        return CaseQuerySet.with_due(super().get_queryset(request))


@admin.register(PeerCase, site=tuned)
class TunedAdmin(CaseAdmin):
    show_full_result_count = False

    def get_queryset(self, request):
        return CaseQuerySet.with_due(get_objects_for_user(request.user, "peer.view_peercase"))
