"""The index of the list of incidents."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from incidents.answers.bitmaps import Values, any_of, gathered, merge
from incidents.answers.index import Index, Part, only
from incidents.answers.orders import Key, Sort
from incidents.answers.tree import Tree
from incidents.models import (
    AllegationOffence,
    AllegationParty,
    Composed,
    Incident,
    IncidentPlace,
    IncidentSource,
    Involvement,
    Offence,
    Organization,
    Seizure,
)


def above_offences() -> dict[int, list[int]]:
    """Offence → itself and every coarser one."""
    by_path = dict(Offence.objects.values_list("path", "pk"))
    return {pk: [by_path[other] for other in by_path if path.startswith(other)] for path, pk in by_path.items()}


def finer_offences(direct: Values) -> Values:
    """Offence → rows with it or with a finer one, from offence → rows with exactly it."""
    found: Values = {}
    above = above_offences()
    for offence, rows in direct.items():
        for one in above.get(offence, [offence]):
            merge(found, {one: rows.copy()})
    return found


class IncidentIndex(Index):
    """Published incidents. Places are held twice: with everything above them, and, of what cuts across, exactly."""

    name = "incidents"
    passages = "incident"
    sorts = {
        "newest": Sort("newest_day", _("newest first"), "date", descending=True, word="with_newest_day"),
        "oldest": Sort("date_earliest", _("oldest first"), "date"),
        "title": Sort("sort_text", _("by title"), word="by_text"),
        "updated": Sort("modified", _("last changed first"), "moment", descending=True),
    }

    def __init__(self, tree: Tree, stored: dict[str, bytes] | None = None, kinds: dict[int, str] | None = None) -> None:
        self.kinds = kinds or {}  # of organizations that have a part in a public incident
        super().__init__(tree, stored=stored)

    def read(self, rows: BitMap | None) -> Part:
        part = Part()
        found = list(
            only(Incident.objects.published(), "pk", rows).values_list("pk", "kind", "date_earliest", "date_latest")
        )
        part.rows = BitMap(row[0] for row in found)
        part.days = {"earliest": ((r[0], r[2]) for r in found), "latest": ((r[0], r[3]) for r in found)}
        years = ((r[0], r[2].year) for r in found if r[2] and r[3] and r[2].year == r[3].year)
        part.facets = {"kind": gathered((r[0], r[1]) for r in found), "year": gathered(years)}
        self._read_places(part, rows)
        self._read_claims(part, rows)
        self._read_parties(part, rows)
        seized = only(Seizure.objects.published(), "incident", rows)
        part.facets["seizure"] = gathered(seized.values_list("incident_id", "kind").iterator())
        readings = only(IncidentSource.objects.published(), "incident", rows)
        for name in ("publisher", "language"):
            part.facets[name] = gathered(readings.values_list("incident_id", f"source__{name}").iterator())
        return part

    def _read_places(self, part: Part, rows: BitMap | None) -> None:
        placed = only(IncidentPlace.objects.published(), "incident", rows)
        pairs = placed.values_list("incident_id", "region_id", "role").iterator()
        by_place = gathered((incident, (region, role)) for incident, region, role in pairs)
        part.facets |= {"place_role": {}, "region": {}, "region_role": {}, "at": {}}
        by_role: dict[str, Values] = {}
        for (region, role), having in by_place.items():
            merge(part.facets["place_role"], {role: having.copy()})
            if region is not None:
                merge(by_role.setdefault(role, {}), {region: having})
                if region in self.tree.cutting:
                    merge(part.facets["at"], {(region, role): having.copy()})
        for role, direct in by_role.items():
            closed = self.tree.closed(direct)
            part.facets["region_role"] |= {(region, role): having for region, having in closed.items()}
            merge(part.facets["region"], {region: having.copy() for region, having in closed.items()})

    def _read_claims(self, part: Part, rows: BitMap | None) -> None:
        links = only(AllegationOffence.objects.published(), "allegation__incident", rows)
        direct = gathered(links.values_list("allegation__incident_id", "offence_id").iterator())
        part.facets["offence"] = finer_offences(direct)
        accused = only(AllegationParty.objects.published().accused(), "allegation__incident", rows)
        part.facets["status"] = gathered(accused.values_list("allegation__incident_id", "legal_status").iterator())
        bodies = accused.filter(party__organization__isnull=False)
        found = bodies.values_list("allegation__incident_id", "party_id", "legal_status").iterator()
        part.facets["organization_status"] = gathered((row[0], row[1:]) for row in found)

    def _read_parties(self, part: Part, rows: BitMap | None) -> None:
        parts = only(Involvement.objects.published(), "incident", rows).filter(party__organization__isnull=False)
        found = parts.values_list("incident_id", "party_id", "role", "party__organization__kind").iterator()
        by_role = gathered((row[0], self._known(*row[1:])) for row in found)
        part.facets |= {"organization": {}, "organization_kind": {}, "organization_role": by_role}
        for (organization, _role), having in by_role.items():
            merge(part.facets["organization"], {organization: having.copy()})
            merge(part.facets["organization_kind"], {self.kinds.get(organization): having.copy()})

    def _known(self, organization: int, role: str, kind: str) -> tuple[int, str]:
        self.kinds[organization] = kind
        return organization, role

    def keys(self, sort: str, rows: BitMap | None) -> list[Key]:
        order = self.sorts[sort]
        asked = _PLACES[sort].of(rows) if rows is not None else order.placed(Incident.objects.published()).iterator()
        return [order.key(value, pk) for pk, value in asked]

    def looked_up(self, facet: str, value: Any) -> BitMap:
        if facet == "actor":
            return BitMap(Involvement.objects.filter(party=value).order_by().values_list("incident_id", flat=True))
        if facet == "source":
            return BitMap(IncidentSource.objects.filter(source=value).order_by().values_list("incident_id", flat=True))
        return super().looked_up(facet, value)

    def touched(self, changes: dict[str, set[int]]) -> BitMap:
        found = BitMap(changes.get("incident", ()))
        for region in changes.get("region", ()):
            found |= self.facets["region"].get(region, BitMap())
        if sources := changes.get("source"):
            found.update(IncidentSource.objects.filter(source__in=sources).values_list("incident_id", flat=True))
        if parties := changes.get("party"):
            for pk, kind in Organization.objects.filter(pk__in=parties).values_list("pk", "kind"):
                if self.kinds.get(pk) != kind:
                    self.kinds[pk] = kind
                    found |= self.facets["organization"].get(pk, BitMap())
                    found |= BitMap(Involvement.objects.filter(party=pk).values_list("incident_id", flat=True))
        return found

    def in_regions(self, regions: Sequence[int], roles: Sequence[str], every: bool, perhaps: bool = True) -> BitMap:
        """Rows surely (or perhaps) placed in one of the regions, in one of the roles; `every`: in each, in each role."""
        if not every:
            return BitMap.union(BitMap(), *(self.in_region(region, roles, perhaps) for region in regions))
        found = self.rows
        for region in regions:
            for some in [[role] for role in roles] or [[]]:
                found = found & self.in_region(region, some, perhaps)
        return found

    def surely_in(self, region: int) -> BitMap:
        """Rows placed in the region, below it, or in what a zone contains."""
        parts = self.tree.surely(region)
        return any_of(self.facets["region"], parts) if len(parts) > 1 else self.having("region", region)

    def in_region(self, region: int, roles: Sequence[str] = (), perhaps: bool = True) -> BitMap:
        """Rows placed in the region or below it; with `perhaps`, also those placed only in something that cuts across."""
        asked = ("in", region, tuple(roles), perhaps)
        if asked not in self._asked:
            surely = self.tree.surely(region)
            if not roles:
                found = any_of(self.facets["region"], surely)
            else:
                found = any_of(self.facets["region_role"], ((one, role) for one in surely for role in roles))
            if perhaps:
                found |= any_of(self.facets["at"], self._exactly(self.tree.perhaps(region), roles))
            self.remember(asked, found)
            return found
        return self._asked[asked]

    def _exactly(self, regions: Iterable[int], roles: Sequence[str]) -> list[tuple[int, str]]:
        wanted = roles or list(self.facets["place_role"])
        return [(region, role) for region in regions for role in wanted]


def _places(sort: Sort) -> Composed:
    return Composed(lambda numbers, now: sort.placed(Incident.objects.published(now).filter(pk__in=numbers)))


_PLACES = {name: _places(sort) for name, sort in IncidentIndex.sorts.items()}
