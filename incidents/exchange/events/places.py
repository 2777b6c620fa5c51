"""Regions by the names that files give them: exactly, apart from accents, case and the word for the kind of place."""

from collections import defaultdict

from incidents.models import Region, RegionKind
from incidents.search import fold

# What files write after, and sources before, the name of a first-level subdivision.
KINDS = frozenset(
    "state department province region municipality district estado departamento provincia of de del la the".split()
)


class Gazetteer:
    """Countries and their first-level subdivisions, read once; a name that fits two places fits none."""

    def __init__(self) -> None:
        self._countries: dict[str, set[tuple[int, str]]] = defaultdict(set)
        self._subdivisions: dict[str, set[int]] = defaultdict(set)
        for region in Region.objects.filter(kind__in=[RegionKind.COUNTRY, RegionKind.SUBDIVISION], reference=True):
            for name in region.search_text.split(" | "):
                if region.kind == RegionKind.COUNTRY:
                    self._countries[name].add((region.pk, region.code or ""))
                else:
                    self._subdivisions[f"{region.country_code}/{_bare(name)}"].add(region.pk)
        self._found: dict[tuple[str, str], tuple[int | None, int | None]] = {}

    def find(self, country: str, subdivision: str) -> tuple[int | None, int | None]:
        """(the country, the smallest region that is sure) or None for each."""
        asked = country, subdivision
        if asked not in self._found:
            self._found[asked] = self._look_up(*asked)
        return self._found[asked]

    def _look_up(self, country: str, subdivision: str) -> tuple[int | None, int | None]:
        countries = self._countries.get(fold(country), set())
        if len(countries) != 1:
            return None, None
        ((pk, code),) = countries
        below = self._subdivisions.get(f"{code}/{_bare(fold(subdivision))}", set()) if subdivision else set()
        return pk, next(iter(below)) if len(below) == 1 else pk


def _bare(name: str) -> str:
    return " ".join(word for word in name.split() if word not in KINDS)
