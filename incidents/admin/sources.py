"""Documents, and which cases read them."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incidents import workflow
from incidents.admin.links import case_links
from incidents.admin.lists import LanguageFilter, number_in_words, number_of, of_opened_cases
from incidents.admin.meant import MeantDesk
from incidents.models import Incident, IncidentSource, Source, unseeing


@admin.register(Source)
class SourceAdmin(MeantDesk):
    list_display = ["publisher", "title", "published_edtf", "language", "kind", "used_by"]
    list_display_links = ["publisher", "title"]
    list_filter = ["kind", LanguageFilter]
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = ["search_text"]
    public_list = "sources"
    folded_columns = ("search_text", "url")
    readonly_fields = ["cases"]
    fields = [
        "publisher",
        "title",
        "author",
        "url",
        ("published_edtf", "language"),
        ("kind", "kind_as_stated"),
        "cases",
    ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        workflow.stay_publishable_with(form.instance)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if unseeing() is not None:  # whoever sees all names opens all cases
            cited = IncidentSource.objects.filter(source=OuterRef("pk"))
            rows = rows.filter(~Exists(cited) | Exists(of_opened_cases(cited)))
        return rows.annotate(cases_count=number_of(IncidentSource.objects, "source"))

    @admin.display(description=_("cases"))
    def used_by(self, source: Any) -> str:
        return number_in_words(source.cases_count)

    @admin.display(description=_("read for"))
    def cases(self, source: Source) -> str:
        return case_links(source, Incident.objects.filter(readings__source=source))
