"""The index of the corrections page."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from incidents.answers.bitmaps import gathered
from incidents.answers.index import Index, Part, only
from incidents.answers.orders import Key, Sort
from incidents.models import Correction


class CorrectionIndex(Index):
    """Entries of the corrections page that readers see."""

    name = "corrections"
    sorts = {
        "newest": Sort("at", _("newest first"), "moment", descending=True),
        "oldest": Sort("at", _("oldest first"), "moment"),
    }

    def read(self, rows: BitMap | None) -> Part:
        found = list(only(Correction.objects.published(), "pk", rows).values_list("pk", "kind", "at"))
        days = [(row[0], row[2].date()) for row in found]
        kinds = gathered((row[0], row[1]) for row in found)
        return Part(BitMap(row[0] for row in found), {"kind": kinds}, {"earliest": days, "latest": days})

    def keys(self, sort: str, rows: BitMap | None) -> list[Key]:
        asked = only(Correction.objects.all(), "pk", self.rows if rows is None else rows)
        return [self.sorts[sort].key(at, pk) for pk, at in asked.values_list("pk", "at").iterator()]

    def touched(self, changes: dict[str, set[int]]) -> BitMap:
        found = BitMap(changes.get("correction", ()))
        if incidents := changes.get("incident"):
            asked = Q(incident__in=incidents) | Q(merge__isnull=False)  # whom readers know may change with any case
            found.update(Correction.objects.filter(asked).order_by().values_list("pk", flat=True))
        return found
