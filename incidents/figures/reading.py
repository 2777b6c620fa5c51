"""One source: which public incidents use it, which of its passages they cite, and whom it names as its origin."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, Prefetch

from incidents.models import Citation, CitedOrigin, IncidentSource, Source

SHOWN = 200


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
    def uses(self) -> list[Use]:
        told = Citation.objects.published().exclude(quote="", page="").order_by("position", "pk")
        rows = IncidentSource.objects.published().filter(source=self.source).select_related("incident")
        rows = rows.prefetch_related(Prefetch("citations", told, to_attr="passages"))
        newest = rows.order_by(F("incident__date_latest").desc(nulls_last=True), "-incident")[:SHOWN]
        return [Use(row, row.passages) for row in newest]

    @cached_property
    def cites(self) -> Iterable[str]:
        words = CitedOrigin.objects.published().filter(reading__source=self.source).order_by("position", "pk")
        return list(dict.fromkeys(words.values_list("words", flat=True)))
