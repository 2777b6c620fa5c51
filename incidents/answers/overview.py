"""What pages other than lists ask of the indexes: the first page, a region, a party, a source. Numbers are exact."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pyroaring import BitMap

from incidents.answers.answering import Count, most_frequent
from incidents.answers.incidents import IncidentIndex
from incidents.answers.keeper import KEEPER
from incidents.models import RegionKind


@dataclass(frozen=True)
class Some:
    """How many rows there are, and the numbers of the newest of them, newest first."""

    total: int = 0
    newest: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Front:
    """The record at a glance: the size of each list, and incidents by country, by offence, by kind of organization."""

    totals: dict[str, int]
    countries: dict[int, int]
    offences: dict[int, int]
    kinds: dict[str, int]


@dataclass(frozen=True)
class Around:
    """What the incidents of a region are: surely there, perhaps there, in the regions below; who has a part."""

    here: Some
    perhaps: Some
    below: dict[int, int]
    organizations: list[Count]
    zones: list[int]  # that cut across it; those inside it stand below it


@dataclass(frozen=True)
class Involved:
    """What public incidents and claims have a party in them, and the organizations that share the incidents."""

    incidents: Some
    claims: Some
    members: int
    organizations: list[Count]
    latest: list[int]  # the newest incidents, more of them than are shown


def front(*lists: str) -> Front:
    """The numbers of the first page, all of one moment."""
    with KEEPER.reading_several("incidents", "regions", *lists) as indexes:
        held = _incidents(indexes)
        countries = indexes["regions"].having("kind", RegionKind.COUNTRY)
        return Front(
            {name: len(indexes[name].rows) for name in lists},
            {region: len(held.surely_in(region)) for region in countries if region in held.facets["region"]},
            _sizes(held.facets["offence"]),
            _sizes(held.facets["organization_kind"]),
        )


def around(region: int, shown: int) -> Around:
    """The incidents of a region, whatever its size."""
    with KEEPER.reading_several("incidents") as indexes:
        held = _incidents(indexes)
        here = held.surely_in(region)
        tree = held.tree
        return Around(
            _some(held, here, shown),
            _some(held, held.in_region(region) - here, shown),
            {child: len(held.surely_in(child)) for child in tree.children.get(region, ())},
            most_frequent(held, here, "organization", shown),
            [zone for zone in tree.zones(region) if region not in tree.above.get(zone, ())],
        )


def involved(party: int, is_actor: bool, shown: int, company: int, looked_at: int) -> Involved:
    """The incidents and claims of a party, however many it has."""
    with KEEPER.reading_several("incidents", "allegations", "actors") as indexes:
        held, kind = _incidents(indexes), "actor" if is_actor else "organization"
        rows = held.having(kind, party)
        others = most_frequent(held, rows, "organization", company + 1)
        latest = _some(held, rows, looked_at)
        return Involved(
            Some(latest.total, latest.newest[:shown]),
            _some(indexes["allegations"], indexes["allegations"].having("naming", party), shown),
            0 if is_actor else len(indexes["actors"].having("organization", party)),
            [one for one in others if one[0] != party][:company],
            latest.newest,
        )


def reading(source: int, shown: int) -> Some:
    """The incidents that cite a source, however many they are."""
    with KEEPER.reading("incidents") as index:
        return _some(index, index.having("source", source), shown)


def _incidents(indexes: dict[str, Any]) -> IncidentIndex:
    held = indexes["incidents"]
    assert isinstance(held, IncidentIndex)
    return held


def _some(index: Any, rows: BitMap, most: int) -> Some:
    keys: Iterable[Any] = index.page("newest", rows, None, False, most) if rows else ()
    return Some(len(rows), [abs(key[2]) for key in keys])


def _sizes(values: dict[Any, BitMap]) -> dict[Any, int]:
    return {value: len(rows) for value, rows in values.items()}
