"""What one can ask of regions."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from incidents.answers import Answer, Asking
from incidents.answers.regions import RegionIndex
from incidents.filters import named
from incidents.filters.asking import Codes, OneCode, Read, Search, Setting, Several
from incidents.filters.question import Question
from incidents.models import Region, RegionKind


class WithIncidents(OneCode):
    """Only regions with, or without, a public incident here or below."""

    def filter(self, rows: Any, value: Any) -> Any:
        return rows.with_incidents(value == "yes") if value else rows

    def read(self, value: Any) -> Read | None:
        return (lambda index: BitMap(index.with_incidents(value == "yes"))) if value else None


class Countries(Several):
    """Regions of the countries, by their code."""

    def read(self, value: Any) -> Read | None:
        codes = [region.country_code or region.code for region in value or []]
        return (lambda index: BitMap(index.having_any("country_code", codes))) if codes else None


class RegionQuestion(Question):
    """The question to the list of regions."""

    list_name = "regions"
    noun = _("Regions")
    sorts = RegionIndex.sorts
    facets = ("kind",)

    q = Search("named", label=_("Name"))
    kind = Codes("of_kinds", RegionKind.choices, once=True, label=_("Kind"))
    country = Countries(
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

    def asking(self) -> Asking:
        asking = super().asking()
        asking.known = RegionIndex.numbers
        return asking

    def shown(self, answer: Answer, numbers: list[int]) -> list[Any]:
        """With `incident_count`: how many public incidents are placed there or below."""
        rows = super().shown(answer, numbers)
        for row in rows:
            row.incident_count = answer.known[row.pk]
        return rows
