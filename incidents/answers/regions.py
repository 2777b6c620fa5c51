"""The index of the list of regions. How many incidents a region has, the index of incidents knows."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from incidents.answers.bitmaps import gathered
from incidents.answers.incidents import IncidentIndex
from incidents.answers.index import Index, Part, only
from incidents.answers.orders import Key, Sort
from incidents.models import IncidentPlace, Region


class RegionIndex(Index):
    """Regions of the gazetteer, and those that a published incident has put on the map."""

    name = "regions"
    passages = "region"
    sorts = {
        "place": Sort("path", _("by country")),
        "name": Sort("sort_text", _("by name"), word="by_text"),
        "incidents": Sort("incident_count", _("most incidents first"), "number", descending=True),
    }
    unstable = frozenset({"incidents"})

    def read(self, rows: BitMap | None) -> Part:
        found = list(only(Region.objects.published(), "pk", rows).values_list("pk", "kind", "country_code"))
        part = Part(BitMap(row[0] for row in found))
        part.facets = {
            "kind": gathered((row[0], row[1]) for row in found),
            "country_code": gathered((row[0], row[2]) for row in found),
        }
        return part

    def keys(self, sort: str, rows: BitMap | None) -> list[Key]:
        order = self.sorts[sort]
        if sort in self.unstable:
            return [order.key(number, pk) for pk, number in self.numbers(self.rows if rows is None else rows).items()]
        asked = only(Region.objects.all(), "pk", self.rows if rows is None else rows)
        asked = getattr(asked, order.word)() if order.word else asked
        return [order.key(value, pk) for pk, value in asked.values_list("pk", order.field).iterator()]

    @property
    def held(self) -> IncidentIndex:
        assert isinstance(self.incidents, IncidentIndex)
        return self.incidents

    def numbers(self, rows: BitMap) -> dict[int, int]:
        """Region → how many public incidents are surely placed there: in it, below it, or in what a zone contains."""
        return {region: len(self.held.surely_in(region)) for region in rows}

    def with_incidents(self, wanted: bool) -> BitMap:
        """Regions with, or without, a public incident that is surely there."""
        zones = BitMap(zone for zone in self.tree.contains if self.held.surely_in(zone))
        having = self.rows & (BitMap(self.held.facets["region"]) | zones)
        return having if wanted else self.rows - having

    def looked_up(self, facet: str, value: Any) -> BitMap:
        if facet == "within":
            return self.tree.below([value])
        return super().looked_up(facet, value)

    def touched(self, changes: dict[str, set[int]]) -> BitMap:
        found = BitMap(changes.get("region", ())) | BitMap(changes.get("place", ()))
        if incidents := changes.get("incident"):
            places = IncidentPlace.objects.filter(incident__in=incidents, region__isnull=False)
            found.update(places.order_by().values_list("region_id", flat=True))
        return found
