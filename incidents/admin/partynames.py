"""Names of parties, as they are found for “names used” in a case."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.admin.desk import Desk
from incidents.admin.identity import change_page
from incidents.admin.inputs import number_in
from incidents.admin.lists import without_kept_back
from incidents.admin.parties import Hidden
from incidents.models import Party, PartyName


@admin.register(PartyName)
class PartyNameAdmin(Hidden, Desk):
    """Finds names for “names used” in a case. They are added, changed and removed on the page of their party, which asks who
    may, and whether published cases bear it."""

    list_display = ["name", "party_label", "kind", "is_primary"]
    list_filter = ["kind", "is_primary"]
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = ["folded"]
    folded_columns = ("folded",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        names = without_kept_back(super().get_queryset(request).told(), "party")
        whose: QuerySet[Any] = Party.objects.all()
        whose = whose.annotate(is_kept_back=Value(False)).prefetch_related("names")
        return names.prefetch_related(Prefetch("party", whose))

    def note_on(self, name: PartyName) -> str:
        """Whose name it is."""
        return str(name.party)

    @admin.display(description=_("of"))
    def party_label(self, name: PartyName) -> str:
        return str(name.party)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self._to_the_party(request, object_id)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self._to_the_party(request, object_id)

    def get_actions(self, request: HttpRequest) -> Any:
        return {}

    def _to_the_party(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            raise PermissionDenied(gettext("A name is changed on the page of whoever has it. Nothing was saved."))
        name = self.get_queryset(request).filter(pk=number_in(object_id) or 0).first()
        if name is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(change_page(name.party))
