"""The first page: how much there is, what is new, and where to begin. The numbers are those of the indexes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http.request import QueryDict

from incidents.answers import Front, front
from incidents.figures.lines import draw
from incidents.filters import QUESTIONS
from incidents.models import Offence, OrganizationKind, Region
from incidents.search.query import parse

NEWEST = 5
COUNTED = ("incidents", "allegations", "actors", "organizations", "sources")


@dataclass(frozen=True)
class Way:
    """A way into the incidents, and how many there are on it."""

    row: Any
    incidents: int


class Home:
    """What the first page shows."""

    @cached_property
    def _front(self) -> Front:
        return front(*COUNTED)

    @property
    def counts(self) -> dict[str, int]:
        return self._front.totals

    @cached_property
    def newest(self) -> list[Any]:
        rows = QUESTIONS["incidents"](QueryDict()).page(NEWEST).rows
        draw("incidents", rows, parse(""))
        return rows

    @cached_property
    def countries(self) -> list[Way]:
        numbers = self._front.countries
        return [Way(row, numbers[row.pk]) for row in Region.objects.numbered(numbers).by_name()]

    @cached_property
    def offences(self) -> list[Way]:
        """Most frequent first; an offence counts for those above it too, as in the list."""
        numbers = self._front.offences
        rows = sorted(Offence.objects.numbered(numbers), key=lambda row: (-numbers[row.pk], row.path))
        return [Way(row, numbers[row.pk]) for row in rows]

    @cached_property
    def kinds(self) -> list[Way]:
        numbers = self._front.kinds
        return [Way(kind, numbers[kind[0]]) for kind in OrganizationKind.choices if kind[0] in numbers]
