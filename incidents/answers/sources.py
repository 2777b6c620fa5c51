"""The index of the list of sources."""

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from incidents.answers.bitmaps import gathered
from incidents.answers.index import Index, Part, only
from incidents.answers.orders import Key, Sort
from incidents.models import IncidentSource, Source


class SourceIndex(Index):
    """Sources that a published incident has read."""

    name = "sources"
    passages = "source"
    sorts = {
        "newest": Sort("published_latest", _("newest first"), "date", descending=True),
        "oldest": Sort("published_earliest", _("oldest first"), "date"),
        "publisher": Sort("sort_text", _("by publisher"), word="by_text"),
    }

    def read(self, rows: BitMap | None) -> Part:
        columns = ("pk", "published_earliest", "published_latest", "publisher", "language", "kind")
        found = list(only(Source.objects.published(), "pk", rows).values_list(*columns))
        part = Part(BitMap(row[0] for row in found))
        part.days = {"earliest": ((r[0], r[1]) for r in found), "latest": ((r[0], r[2]) for r in found)}
        years = ((r[0], r[1].year) for r in found if r[1] and r[2] and r[1].year == r[2].year)
        part.facets["year"] = gathered(years)
        for number, name in enumerate(("publisher", "language", "kind"), 3):
            part.facets[name] = gathered((row[0], row[number]) for row in found)
        return part

    def keys(self, sort: str, rows: BitMap | None) -> list[Key]:
        order = self.sorts[sort]
        asked = only(Source.objects.all(), "pk", self.rows if rows is None else rows)
        asked = getattr(asked, order.word)() if order.word else asked
        return [order.key(value, pk) for pk, value in asked.values_list("pk", order.field).iterator()]

    def touched(self, changes: dict[str, set[int]]) -> BitMap:
        found = BitMap(changes.get("source", ()))
        if incidents := changes.get("incident"):
            found.update(IncidentSource.objects.filter(incident__in=incidents).values_list("source_id", flat=True))
        return found
