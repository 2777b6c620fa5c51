"""One source: which public incidents use it, which of its passages they cite, and whom it names as its origin."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from incidents.answers import Some, reading
from incidents.models import Citation, CitedOrigin, IncidentSource, Source

SHOWN = 25  # incidents; a link leads to the others


@dataclass(frozen=True)
class Use:
    """One incident that cites the source."""

    reading: Any
    passages: list[Citation]


class Reading:
    """The page of one source."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def incidents(self) -> Some:
        return reading(self.source.pk, SHOWN)

    @cached_property
    def uses(self) -> list[Use]:
        """The newest incidents that use it, with the passages that they cite."""
        told = Citation.objects.published().exclude(quote="", page="").order_by("position", "pk")
        newest = self.incidents.newest
        rows = IncidentSource.objects.published().filter(source=self.source, incident__in=newest)
        rows = rows.select_related("incident").prefetch_related(Prefetch("citations", told, to_attr="passages"))
        by_incident = {row.incident_id: row for row in rows}
        return [Use(by_incident[pk], by_incident[pk].passages) for pk in newest if pk in by_incident]

    @cached_property
    def cites(self) -> Iterable[str]:
        """Whom it names as its origin, as the incidents shown here read it."""
        words = CitedOrigin.objects.published().filter(reading__in=[use.reading.pk for use in self.uses])
        return list(dict.fromkeys(words.order_by("position", "pk").values_list("words", flat=True)))
