"""Regions into the tree: all at once into an empty table, one by one into a living one."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from incidents.exchange.reference.places import Place, all_places
from incidents.exchange.reference.tally import BATCH, REASON, Tally, differences, save_changes, save_new
from incidents.models import Region, RegionName
from incidents.models.vocabulary import folded_names

NOT_A_COLUMN = {"parent", "other_names"}

ByParent = dict[str, list[Place]]


def load_regions() -> Tally:
    """The regions of the files with their other names. What editors added stays, names and regions alike."""
    tally = Tally(str(Region._meta.verbose_name_plural))
    places = all_places()
    if Region.objects.exists():
        _mend(places, tally)
    else:
        _plant(places, tally)
    return tally


def _columns(place: Place) -> dict[str, Any]:
    values = {name: value for name, value in asdict(place).items() if name not in NOT_A_COLUMN}
    return {**values, "reference": True}


def _by_parent(places: list[Place]) -> ByParent:
    children: ByParent = defaultdict(list)
    for place in places:
        children[place.parent].append(place)
    for siblings in children.values():
        siblings.sort(key=lambda place: (place.name, place.code))
    return children


# --- an empty table ----------------------------------------------------------------------------


def _plant(places: list[Place], tally: Tally) -> None:
    """The tree's paths are written directly: inserting node by node would take a minute."""
    regions = list(_nodes(_by_parent(places), parent="", path="", depth=1))
    save_new(Region, regions)
    numbers = dict(Region.objects.values_list("code", "pk"))
    RegionName.objects.bulk_create(
        [_own_name(name, region_id=numbers[place.code]) for place in places for name in _names(place)],
        batch_size=BATCH,
    )
    tally.created += len(regions)


def _nodes(children: ByParent, parent: str, path: str, depth: int) -> Iterator[Region]:
    for step, place in enumerate(children.get(parent, ()), 1):
        own_path = Region._get_path(path, depth, step)
        yield Region(
            path=own_path,
            depth=depth,
            numchild=len(children.get(place.code, ())),
            search_text=folded_names(place.name, place.name_en, place.name_es, *_names(place)),
            **_columns(place),
        )
        yield from _nodes(children, place.code, own_path, depth + 1)


def _names(place: Place) -> list[str]:
    """The other names, each once, without those that are columns already."""
    columns = {place.name, place.name_en, place.name_es}
    return [name for name in dict.fromkeys(place.other_names) if name not in columns]


def _own_name(name: str, **region: Any) -> RegionName:
    return RegionName(name=name, reference=True, **region)


# --- a living table ----------------------------------------------------------------------------


def _mend(places: list[Place], tally: Tally) -> None:
    existing = {region.code: region for region in Region.objects.filter(code__isnull=False)}
    named: dict[str | None, dict[str, bool]] = defaultdict(dict)
    for code, name, reference in RegionName.objects.values_list("region__code", "name", "reference"):
        named[code][name] = reference
    children = _by_parent(places)
    for place in _downward(children, ""):
        region = existing.get(place.code)
        if region is None:
            existing[place.code] = _insert(place)
            tally.created += 1
        elif _correct(region, place, named[place.code]):
            tally.updated += 1
        else:
            tally.unchanged += 1


def _downward(children: ByParent, parent: str) -> Iterator[Place]:
    """Parents before their children."""
    for place in children.get(parent, ()):
        yield place
        yield from _downward(children, place.code)


def _insert(place: Place) -> Region:
    region = Region(**_columns(place))
    region._change_reason = REASON
    # The parent is read anew: each insertion below it changes what its row says of its children.
    if place.parent:
        Region.objects.add_child(Region.objects.get(code=place.parent), instance=region)
    else:
        Region.objects.add_root(instance=region)
    _add_names(region, _names(place))
    return region


def _correct(region: Region, place: Place, named: dict[str, bool]) -> bool:
    """What the files own is put right; where an editor has moved the region in the tree, it stays. `named`: its other names,
    and whether each is known to be of the files."""
    changes = differences(region, _columns(place))
    missing = [name for name in _names(place) if name not in named]
    if changes:
        save_changes(region, changes)
    _add_names(region, missing)
    unmarked = [name for name in _names(place) if named.get(name) is False]
    if unmarked:
        RegionName.objects.filter(region=region, name__in=unmarked).update(reference=True)
    return bool(changes or missing)


def _add_names(region: Region, names: list[str]) -> None:
    """Other names, and the line that is searched, which is no fact and leaves no trace in the history."""
    if not names:
        return
    RegionName.objects.bulk_create(_own_name(name, region=region) for name in names)
    every = RegionName.objects.filter(region=region).values_list("name", flat=True)
    line = folded_names(region.name, region.name_en, region.name_es, *every)
    Region.objects.filter(pk=region.pk).update(search_text=line)
