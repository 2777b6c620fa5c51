"""Which region a source means by a name: the gazetteer in memory, for importers that ask hundreds of times."""

from collections import defaultdict

from incidents.models import Region, RegionName
from incidents.models.regions import RegionKind
from incidents.search import fold

Entry = tuple[int, str, str]  # region, kind, country

# What importers call a place, and the kinds of region that it can be, the likeliest first.
KINDS = {
    "country": (RegionKind.COUNTRY,),
    "department": (RegionKind.SUBDIVISION,),
    "state": (RegionKind.SUBDIVISION,),
    "province": (RegionKind.PROVINCE, RegionKind.SUBDIVISION),
    "district": (RegionKind.DISTRICT, RegionKind.CITY, RegionKind.ZONE),
    "city": (RegionKind.CITY, RegionKind.DISTRICT, RegionKind.PROVINCE, RegionKind.SUBDIVISION),
    "facility": (RegionKind.FACILITY,),
    "border": (RegionKind.BORDER, RegionKind.ZONE),
    "zone": (RegionKind.ZONE, RegionKind.SUBDIVISION, RegionKind.CITY),
    "water": (RegionKind.WATER,),
}


class Gazetteer:
    """All names of all regions, folded."""

    def __init__(self) -> None:
        self._named: dict[str, set[Entry]] = defaultdict(set)
        fields = ("pk", "kind", "country_code", "name", "name_en", "name_es")
        for pk, kind, country, *names in Region.objects.values_list(*fields):
            self._note((pk, kind, country), *names)
        others = RegionName.objects.values_list("region_id", "region__kind", "region__country_code", "name")
        for pk, kind, country, name in others:
            self._note((pk, kind, country), name)

    def _note(self, entry: Entry, *names: str) -> None:
        for name in names:
            if folded := fold(name):
                self._named[folded].add(entry)

    def find(self, name: str, kind: str = "", country: str | None = None) -> int | None:
        """The one region of that name, kind and country; None where there is none, or more than one."""
        entries = {entry for entry in self._named.get(fold(name), ()) if not country or entry[2] in ("", country)}
        for likely in KINDS.get(kind, (kind,) if kind else ()):
            fitting = [entry for entry in entries if entry[1] == likely]
            if fitting:
                return fitting[0][0] if len(fitting) == 1 else None
        if kind or len(entries) != 1:
            return None
        return next(iter(entries))[0]
