"""One region as a way in: what happened there and below, who was active, what lies in it, and what cuts across it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr

from incidents.figures.cast import Called, Cast
from incidents.models import Incident, IncidentPlace, Involvement, Region, RegionOverlap
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
    def names(self) -> list[tuple[str, str]]:
        """Other names with their language; each once."""
        own = [(self.region.name, ""), (self.region.name_en, "en"), (self.region.name_es, "es")]
        known = [*own, *self.region.names.values_list("name", "language")]
        return [(name, tongue) for name, tongue in dict(known).items() if name and name != self.region.label]

    @cached_property
    def _here(self) -> Any:
        return IncidentPlace.objects.published().within(self.region)

    @cached_property
    def count(self) -> int:
        return int(self._here.values("incident").distinct().count())

    @cached_property
    def incidents(self) -> list[Any]:
        found = Incident.objects.published().filter(pk__in=self._here.values("incident"))
        return list(found.newest_first()[:NEWEST])

    @cached_property
    def below(self) -> list[Below]:
        length = len(self.region.path) + self.region.steplen
        places = self._here.filter(region__depth__gt=self.region.depth).annotate(
            child=Substr("region__path", 1, length)
        )
        counted = places.order_by().values("child").annotate(n=Count("incident", distinct=True))
        numbers = dict(counted.values_list("child", "n"))
        children = Region.objects.published().filter(path__startswith=self.region.path, depth=self.region.depth + 1)
        return [Below(child, numbers.get(child.path, 0)) for child in sorted(children, key=lambda row: fold(row.label))]

    @cached_property
    def organizations(self) -> list[Active]:
        rows = Involvement.objects.published().filter(incident__in=self._here.values("incident"))
        rows = rows.filter(party__organization__isnull=False).order_by()
        counted = rows.values("party").annotate(n=Count("incident", distinct=True)).order_by("-n", "party")
        numbers = list(counted.values_list("party", "n")[:NEWEST])
        cast = Cast.everywhere(pk for pk, _n in numbers)
        return [Active(cast.get(pk), n) for pk, n in numbers]

    @cached_property
    def zones(self) -> list[Region]:
        """Zones that cut across this region, a part of it, or what it lies in; those inside it are listed below it."""
        return list(Region.objects.published().overlapping(self.region).exclude(path__startswith=self.region.path))

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
        """Incidents that are only placed in a zone across this region: they may have happened here."""
        if not self.zones:
            return []
        inside = Q()
        for zone in self.zones:
            inside |= Q(region__path__startswith=zone.path)
        only = IncidentPlace.objects.published().filter(inside)
        found = Incident.objects.published().filter(pk__in=only.values("incident"))
        return list(found.exclude(pk__in=self._here.values("incident")).newest_first()[:NEWEST])
