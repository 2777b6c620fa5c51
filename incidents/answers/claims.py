"""The index of the list of allegations."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from incidents.answers.bitmaps import gathered
from incidents.answers.incidents import finer_offences
from incidents.answers.index import Index, Part, only
from incidents.answers.orders import Key, Sort
from incidents.models import Allegation, AllegationOffence, AllegationParty, Defeat


class AllegationIndex(Index):
    """Claims of published incidents. A claim without a date of its own goes by the date of its incident."""

    name = "allegations"
    passages = "allegation"
    sorts = {
        "newest": Sort("date_latest", _("newest first"), "date", descending=True),
        "oldest": Sort("date_earliest", _("oldest first"), "date"),
    }

    def read(self, rows: BitMap | None) -> Part:
        columns = (
            "pk",
            "date_edtf",
            "date_earliest",
            "date_latest",
            "incident__date_earliest",
            "incident__date_latest",
            "reported_status",
        )
        found = list(only(Allegation.objects.published(), "pk", rows).values_list(*columns))
        part = Part(BitMap(row[0] for row in found))
        said = [(r[0], r[2] if r[1] else r[4], r[3] if r[1] else r[5]) for r in found]
        part.days = {"earliest": ((r[0], r[1]) for r in said), "latest": ((r[0], r[2]) for r in said)}
        part.facets["year"] = gathered((pk, _one_year(first, last)) for pk, first, last in said)
        ended = only(Defeat.objects.published(), "defeated", rows).values_list("defeated_id", flat=True)
        defeated = BitMap(ended) | BitMap(row[0] for row in found if row[6] == "retracted")
        part.facets["standing"] = {"defeated": defeated & part.rows, "standing": part.rows - defeated}
        links = only(AllegationOffence.objects.published(), "allegation", rows)
        part.facets["offence"] = finer_offences(gathered(links.values_list("allegation_id", "offence_id").iterator()))
        accused = only(AllegationParty.objects.published().accused(), "allegation", rows)
        for name, column in (("status", "legal_status"), ("reply", "reply_status")):
            part.facets[name] = gathered(accused.values_list("allegation_id", column).iterator())
        bodies = accused.filter(party__organization__isnull=False)
        part.facets["organization"] = gathered(bodies.values_list("allegation_id", "party_id").iterator())
        return part

    def keys(self, sort: str, rows: BitMap | None) -> list[Key]:
        order = self.sorts[sort]
        asked = only(Allegation.objects.published(), "pk", rows).values_list("pk", order.field)
        return [order.key(value, pk) for pk, value in asked.iterator()]

    def looked_up(self, facet: str, value: Any) -> BitMap:
        asked: Any
        if facet == "actor":
            asked = AllegationParty.objects.accused().filter(party=value).values_list("allegation_id", flat=True)
        elif facet == "naming":
            asked = AllegationParty.objects.filter(party=value).values_list("allegation_id", flat=True)
        elif facet == "incident":
            asked = Allegation.objects.filter(incident=value).values_list("pk", flat=True)
        else:
            return super().looked_up(facet, value)
        return BitMap(asked.order_by())

    def touched(self, changes: dict[str, set[int]]) -> BitMap:
        found = BitMap(changes.get("allegation", ()))
        if incidents := changes.get("incident"):
            found.update(Allegation.objects.filter(incident__in=incidents).order_by().values_list("pk", flat=True))
        return found


def _one_year(first: date | None, last: date | None) -> int | None:
    return first.year if first and last and first.year == last.year else None
