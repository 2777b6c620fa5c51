"""Proceedings of all cases in one list, to be looked at again; each is edited on the page of its case."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import workflow
from incidents.admin.lists import of_opened_cases
from incidents.admin.meant import MeantDesk
from incidents.admin.rights import editor_of
from incidents.models import LONGEST_UNCHECKED, Proceeding


class DueFilter(admin.SimpleListFilter):
    """Open proceedings that nobody looked at for a while."""

    title = gettext_lazy("to be checked")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("due now")), ("open", gettext_lazy("all that are open"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "yes":
            return queryset.due_for_check()
        return queryset.open() if self.value() == "open" else queryset


@admin.register(Proceeding)
class ProceedingAdmin(MeantDesk):
    """Filtered here; a click opens the case at its proceedings."""

    list_display = ["case", "name", "case_number", "checked_on", "is_open"]
    list_filter = [DueFilter, "is_open", "incident__stage"]
    list_select_related = ["incident"]
    sortable_by = ()
    search_fields = ["name", "case_number", "incident__search_text"]
    public_list = "incidents"
    public_link = "incident"
    folded_columns = ("incident__search_text",)
    typed_columns = ("name", "case_number")
    actions = ["checked_today"]
    fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proceeding]:
        return of_opened_cases(super().get_queryset(request))

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Of those that are open, first what nobody has looked at for longest; else the newest."""
        if DueFilter.parameter_name in request.GET:
            return [*LONGEST_UNCHECKED]
        return ["-pk"]

    @admin.display(description=gettext_lazy("case"), ordering="incident")
    def case(self, proceeding: Proceeding) -> str:
        return proceeding.incident.title

    @admin.action(description=gettext_lazy("Checked today, nothing new"), permissions=["change"])
    def checked_today(self, request: HttpRequest, queryset: QuerySet[Proceeding]) -> None:
        try:
            number = workflow.mark_checked(queryset, by=editor_of(request))
        except workflow.NotAllowed as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return
        self.message_user(request, _("Marked as checked today: %(number)s.") % {"number": number})

    def get_actions(self, request: HttpRequest) -> Any:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.message_user(request, _("A proceeding belongs to a case: choose the case, or add one, and add it there."))
        return HttpResponseRedirect(reverse("admin:incidents_incident_changelist"))

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Removed on the page of its case too, where the reason is asked for and the case is looked at as a whole."""
        return self.change_view(request, object_id)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        proceeding = self.get_object(request, object_id)
        if proceeding is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        page = reverse("admin:incidents_incident_change", args=[proceeding.incident_id])
        return HttpResponseRedirect(f"{page}#proceedings-group")
