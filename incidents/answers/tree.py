"""The tree of regions in memory: what lies above and below a region, and which zones cut across it."""

from collections import defaultdict
from collections.abc import Iterable

from pyroaring import BitMap

from incidents.answers.bitmaps import Values
from incidents.models import OverlapRelation, Region, RegionOverlap


class Tree:
    """Every region by number. The same relations as `models.questions.inside`, without a query."""

    def __init__(self) -> None:
        by_path = dict(Region.objects.order_by("path").values_list("path", "pk"))
        step = Region.steplen
        self.above: dict[int, tuple[int, ...]] = {}  # the region itself, then its parent, up to the top
        self.children: dict[int | None, list[int]] = defaultdict(list)
        for path, pk in by_path.items():
            parent = by_path.get(path[:-step])
            self.above[pk] = (pk, *(self.above[parent] if parent else ()))
            self.children[parent].append(pk)
        self._read_overlaps()

    def _read_overlaps(self) -> None:
        self.contains: dict[int, list[int]] = defaultdict(list)
        self.touches: dict[int, list[int]] = defaultdict(list)
        self._across: dict[int, set[int]] = defaultdict(set)  # region → zones that overlap it or a part of it
        self._exactly: dict[int, set[int]] = defaultdict(set)
        for zone, region, relation in RegionOverlap.objects.values_list("zone", "region", "relation"):
            (self.contains if relation == OverlapRelation.CONTAINS else self.touches)[zone].append(region)
            self._exactly[region].add(zone)
            for one in self.above.get(region, ()):
                self._across[one].add(zone)
        # Only of these is it ever asked what is placed exactly there, and not below.
        self.cutting = {zone for zones in self._exactly.values() for zone in zones}
        self.cutting |= {region for regions in self.touches.values() for region in regions}

    def surely(self, region: int) -> list[int]:
        """Regions such that whatever lies in or below one of them lies in the region."""
        return [region, *self.contains.get(region, ())]

    def perhaps(self, region: int) -> set[int]:
        """Regions such that what is placed exactly there may lie in the region."""
        return {*self.touches.get(region, ()), *self.zones(region)}

    def zones(self, region: int) -> set[int]:
        """Zones that contain or partly overlap the region, a part of it or something it lies in."""
        found = set(self._across.get(region, ()))
        for one in self.above.get(region, ()):
            found |= self._exactly.get(one, set())
        return found

    def closed(self, direct: Values) -> Values:
        """Region → rows placed there or anywhere below, from region → rows placed exactly there."""
        parts: dict[int, list[BitMap]] = defaultdict(list)
        for region, rows in direct.items():
            for one in self.above.get(region, (region,)):
                parts[one].append(rows)
        return {one: BitMap.union(*rows) for one, rows in parts.items()}

    def below(self, regions: Iterable[int]) -> BitMap:
        """The regions and everything below them."""
        found, open_ones = BitMap(), list(regions)
        while open_ones:
            found.update(open_ones)
            open_ones = [child for one in open_ones for child in self.children.get(one, ())]
        return found
