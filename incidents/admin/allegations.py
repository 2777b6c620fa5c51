"""Claims of all cases in one list; each is edited where it belongs, on the page of its case."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incidents import wording
from incidents.admin.lists import of_opened_cases
from incidents.admin.meant import MeantDesk
from incidents.models import Allegation, AllegationParty


class StatusFilter(admin.SimpleListFilter):
    """By the derived legal status of somebody accused. Not by a join, which would need a DISTINCT over all claims."""

    title = _("legal status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(wording.legal_statuses())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.with_status(self.value()) if self.value() else queryset


class ReplyFilter(admin.SimpleListFilter):
    """By the reply of somebody accused."""

    title = _("reply")
    parameter_name = "reply"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(wording.reply_statuses())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.with_reply(self.value()) if self.value() else queryset


@admin.register(Allegation)
class AllegationAdmin(MeantDesk):
    """Searched and filtered here; a click opens the case at its claims."""

    list_display = ["claim", "case", "about", "reported_status", "date_text"]
    list_filter = ["reported_status", StatusFilter, ReplyFilter, "incident__stage"]
    list_select_related = ["incident"]
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = ["search_text"]
    public_list = "allegations"
    fields = ["claim"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = of_opened_cases(super().get_queryset(request))
        return rows.prefetch_related("parties__party__names")

    def with_parties(self, parties: Iterable[int]) -> Q:
        return Q(pk__in=AllegationParty.objects.filter(party__in=parties).order_by().values("allegation"))

    @admin.display(description=_("case"), ordering="incident")
    def case(self, allegation: Allegation) -> str:
        return allegation.incident.title

    @admin.display(description=_("about"))
    def about(self, allegation: Allegation) -> str:
        return ", ".join(link.party.desk_label for link in allegation.parties.all())

    def get_actions(self, request: HttpRequest) -> Any:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.message_user(
            request, _("A claim belongs to a case: choose the case, or add one, and add the claim there.")
        )
        return HttpResponseRedirect(reverse("admin:incidents_incident_changelist"))

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Removed on the page of its case too, where the reason is asked for and the case is looked at as a whole."""
        return self.change_view(request, object_id)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        allegation = self.get_object(request, object_id)
        if allegation is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        page = reverse("admin:incidents_incident_change", args=[allegation.incident_id])
        return HttpResponseRedirect(f"{page}#allegations-group")
