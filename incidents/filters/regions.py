"""What one can ask of regions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.filters import named
from incidents.filters.asking import Codes, OneCode, Search, Setting, Several
from incidents.filters.paging import Sort
from incidents.filters.question import Question
from incidents.models import Region, RegionKind


class WithIncidents(OneCode):
    """Only regions with, or without, a public incident here or below."""

    def filter(self, rows: Any, value: Any) -> Any:
        return rows.with_incidents(value == "yes") if value else rows


class RegionQuestion(Question):
    """The question to the list of regions."""

    noun = _("Regions")
    sorts = {
        "place": Sort("path", _("by country")),
        "name": Sort("sort_text", _("by name"), word="by_text"),
        "incidents": Sort("incident_count", _("most incidents first"), "number", descending=True),
    }

    q = Search("named", label=_("Name"))
    kind = Codes("of_kinds", RegionKind.choices, once=True, label=_("Kind"))
    country = Several(
        "of_countries",
        named.region,
        "regions",
        once=True,
        says=_("of %s"),
        glue=" ",
        label=_("Country"),
        help_text=_("Name or ISO 3166-1 code."),
    )
    within = Several(
        "within_all",
        named.region,
        "regions",
        once=True,
        says=_("within %s"),
        label=_("Within"),
        help_text=_("Name, ISO 3166-2 code or UBIGEO."),
    )
    incidents = WithIncidents(
        "with_incidents", [("yes", _("with incidents")), ("no", _("without incidents"))], label=_("Incidents")
    )
    sort = Setting(lambda: [(code, one.label) for code, one in RegionQuestion.sorts.items()], label=_("Order"))

    class Meta:
        model = Region
        fields: list[str] = []
