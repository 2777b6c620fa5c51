"""One region as a way in: what happened there and below, who was active, what lies in it, and what cuts across it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from incidents.answers import Around, around
from incidents.figures.cast import Called, Cast
from incidents.models import Incident, Region, RegionOverlap
from incidents.search import fold

NEWEST = 20


@dataclass(frozen=True)
class Below:
    """A region directly below, with the number of incidents there and below."""

    region: Region
    incidents: int


@dataclass(frozen=True)
class Active:
    """An organization with a part in incidents of the region, and in how many."""

    called: Called
    incidents: int


class Hub:
    """The page of one region."""

    def __init__(self, region: Region) -> None:
        self.region = region

    @cached_property
    def above(self) -> list[Region]:
        return list(Region.objects.get_ancestors(self.region))

    @cached_property
    def placed(self) -> set[int]:
        """Those of the regions around it that are not of the gazetteer and that a public case has put on the map."""
        named = (*self.above, *(row.region for row in self.covers))
        own = {region.pk for region in named if not region.reference}
        return set(Region.objects.published().numbered(own).values_list("pk", flat=True)) if own else set()

    @cached_property
    def names(self) -> list[tuple[str, str]]:
        """Other names with their language; each once."""
        own = [(self.region.name, ""), (self.region.name_en, "en"), (self.region.name_es, "es")]
        known = [*own, *self.region.names.values_list("name", "language")]
        return [(name, tongue) for name, tongue in dict(known).items() if name and name != self.region.label]

    @cached_property
    def _around(self) -> Around:
        return around(self.region.pk, NEWEST)

    @property
    def count(self) -> int:
        return self._around.here.total

    @cached_property
    def incidents(self) -> list[Any]:
        return Incident.objects.published().in_this_order(self._around.here.newest)

    @cached_property
    def below(self) -> list[Below]:
        numbers = self._around.below
        children = Region.objects.published().numbered(numbers)
        return [Below(child, numbers[child.pk]) for child in sorted(children, key=lambda row: fold(row.label))]

    @cached_property
    def organizations(self) -> list[Active]:
        numbers = self._around.organizations
        cast = Cast.everywhere(pk for pk, _n in numbers)
        return [Active(cast.get(pk), n) for pk, n in numbers]

    @cached_property
    def zones(self) -> list[Region]:
        """Zones that cut across this region, a part of it, or what it lies in; those inside it are listed below it."""
        return list(Region.objects.published().numbered(self._around.zones))

    @cached_property
    def covers(self) -> list[Any]:
        """What this zone covers, wholly or partly."""
        return list(RegionOverlap.objects.filter(zone=self.region).select_related("region").order_by("region__path"))

    @property
    def overlap_sources(self) -> list[dict[str, str]]:
        """The laws or documents that say what the zone covers, each once."""
        found = dict.fromkeys((row.source_words, row.source_url) for row in self.covers)
        return [{"words": words, "url": url} for words, url in found if words or url]

    @cached_property
    def may_include(self) -> list[Any]:
        """Incidents that are only placed in something that cuts across this region: they may have happened here."""
        return Incident.objects.published().in_this_order(self._around.perhaps.newest)

    @property
    def may_count(self) -> int:
        return self._around.perhaps.total
