"""What the invented cases share: places, organizations, persons known from many cases, reports that many cases cite."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from incidents.exchange.bulk.rows import Rows
from incidents.exchange.bulk.tables import Tables
from incidents.exchange.volume import words
from incidents.exchange.volume.chance import PublicIds, Skewed, chance, one
from incidents.models import Offence, Organization, Party, PartyName, Region, RegionKind, Source
from incidents.search import fold
from incidents.search.names import Kind

ORGANIZATIONS, KNOWN, REPORTS, VILLAGES = 5000, 2000, 2000, 50
KINDS = (
    "police criminal_group criminal_group prosecutor criminal_group court media criminal_group company military "
    "criminal_group government criminal_group prison"
).split()
INVENTED = "invented settlement"
FOUNDED = "2018-01-01 00:00:00"  # when the shared rows were entered


@dataclass(frozen=True)
class Somebody:
    """A party as cases need it: its number, the number of its name, and how it is called."""

    pk: int
    name_pk: int
    label: str


@dataclass(frozen=True)
class Spot:
    """A region as cases need it."""

    pk: int
    label: str
    country: int | None
    exact: bool


@dataclass
class World:
    """Who and what can be drawn, the frequent ones first."""

    seed: int
    organizations: dict[str, Skewed[Somebody]] = field(default_factory=dict)
    known: Skewed[Somebody] = field(default_factory=lambda: Skewed([]))
    reports: Skewed[int] = field(default_factory=lambda: Skewed([]))
    publishers: Skewed[str] = field(default_factory=lambda: Skewed([]))
    offences: Skewed[tuple[int, dict[str, str]]] = field(default_factory=lambda: Skewed([]))
    countries: Skewed[int] = field(default_factory=lambda: Skewed([]))
    spots: dict[int, Skewed[Spot]] = field(default_factory=dict)
    zones: Skewed[Spot] = field(default_factory=lambda: Skewed([]))

    def spot(self, rng: random.Random) -> Spot:
        """Somewhere: mostly a village or district of a frequent country, sometimes a zone."""
        if rng.random() < 0.05 and self.zones.items:
            return self.zones.draw(rng)
        return self.spots[self.countries.draw(rng)].draw(rng)


def key_of(seed: int, kind: str, number: int) -> str:
    """The casebook key of a shared party; by these keys a second run knows what is there."""
    return f"{kind}.volume-{seed}-{number:05d}"


def make_world(seed: int, tables: Tables) -> None:
    """Writes the shared rows, if they are not there. Must run in a transaction."""
    if Party.objects.filter(key=key_of(seed, "p", KNOWN)).exists():
        return
    ids = PublicIds(seed, "shared parties")
    for number in range(1, ORGANIZATIONS + 1):
        _organization(seed, tables, number, ids.of(number))
    for number in range(1, KNOWN + 1):
        _known(seed, tables, number, ids.of(ORGANIZATIONS + number))
    ids = PublicIds(seed, "sources")
    for number in range(1, REPORTS + 1):
        _report(seed, tables, number, ids.of(-number))
    for rows in tables.all:
        tables.door.write(rows)
    _villages(seed, tables)


def _organization(seed: int, tables: Tables, number: int, public_id: str) -> None:
    rng = chance(seed, f"organization {number}")
    kind = KINDS[(number - 1) % len(KINDS)]
    label = words.organization(rng, kind, (number - 1) // len(KINDS))
    pk = tables.new(tables.party)
    row = (pk, public_id, key_of(seed, "o", number), "", "")
    existence = "unproven" if kind == "criminal_group" and rng.random() < 0.1 else "established"
    tables.party.add(*row, FOUNDED)
    tables.organization.add(pk, kind, existence, None, FOUNDED)
    tables.organization_history.add(*row, pk, kind, existence, None, FOUNDED, "+", FOUNDED)
    _name(tables, pk, label, "name", "organization")


def _known(seed: int, tables: Tables, number: int, public_id: str) -> None:
    rng = chance(seed, f"known person {number}")
    label, deceased = words.person(rng), rng.random() < 0.1
    pk = tables.new(tables.party)
    row = (pk, public_id, key_of(seed, "p", number), "", "")
    tables.party.add(*row, FOUNDED)
    tables.actor.add(pk, "named", "", deceased, FOUNDED)
    tables.actor_history.add(*row, pk, "named", "", deceased, FOUNDED, "+", FOUNDED)
    _name(tables, pk, label, "name", "person")
    if rng.random() < 0.4:
        alias = f"{one(rng, words.TOTEMS)} {number}"
        _name(tables, pk, alias, "alias", "person")


def _name(tables: Tables, party: int, label: str, sort: str, kind: Kind) -> None:
    name = tables.new(tables.name)
    tables.name.add(name, party, label, sort, sort == "name", False, fold(label), FOUNDED)
    tables.name_keys(name, label, kind, FOUNDED)


def _report(seed: int, tables: Tables, number: int, public_id: str) -> None:
    rng = chance(seed, f"report {number}")
    year = 1995 + int(rng.random() * 30)
    title, publisher = f"Informe anual {year}, parte {number}", publishers(seed)[number % 40]
    tables.source.add(
        tables.new(tables.source),
        public_id,
        f"https://reports.example.org/{number}",
        title,
        publisher,
        str(year),
        f"{year}-01-01",
        f"{year}-12-31",
        "es",
        "report",
        fold(f"{publisher} {title} "),
        FOUNDED,
    )


def publishers(seed: int) -> list[str]:
    rng = chance(seed, "publishers")
    return [words.organization(rng, "media", number) for number in range(300)]


def _villages(seed: int, tables: Tables) -> None:
    """Settlements below every subdivision that has nothing below it."""
    pk_of = tables.door.numbers(Region)
    ids = PublicIds(seed, "villages")
    columns = (
        *("id", "path", "depth", "numchild", "public_id", "kind", "local_kind", "name", "country_code"),
        "search_text",
    )
    villages = Rows(Region, *columns)
    parents = sorted(_childless(), key=lambda region: region.code or "")
    for order, parent in enumerate(parents):
        rng = chance(seed, f"villages of {parent.code}")
        names = sorted({f"{one(rng, words.SPOTS)} {one(rng, words.SURNAMES)}" for _ in range(VILLAGES)}, key=fold)
        for step, name in enumerate(names, 1):
            path = Region._get_path(parent.path, parent.depth + 1, step)
            public_id = ids.of(order * VILLAGES + step)
            row = (next(pk_of), path, parent.depth + 1, 0, public_id, "city", INVENTED, name, parent.country_code)
            villages.add(*row, fold(name), FOUNDED)
        parent.numchild = len(names)
    tables.door.write(villages)
    Region.objects.bulk_update(parents, ["numchild"])


def _childless() -> list[Any]:
    found = Region.objects.filter(reference=True, kind=RegionKind.SUBDIVISION, numchild=0).exclude(country_code="")
    return list(found)


def read_world(seed: int) -> World:
    """The shared rows as they are in the database."""
    world = World(seed)
    by_kind: dict[str, list[Somebody]] = defaultdict(list)
    kinds = dict(Organization.objects.filter(key__startswith=f"o.volume-{seed}-").values_list("pk", "kind"))
    for somebody in _called(f"o.volume-{seed}-"):
        by_kind[kinds[somebody.pk]].append(somebody)
    world.organizations = {kind: Skewed(found) for kind, found in by_kind.items()}
    world.known = Skewed(_called(f"p.volume-{seed}-"), 0.9)
    ids = PublicIds(seed, "sources")
    numbers = dict(
        Source.objects.filter(public_id__in=[ids.of(-n) for n in range(1, REPORTS + 1)]).values_list("public_id", "pk")
    )
    world.reports = Skewed([numbers[ids.of(-n)] for n in range(1, REPORTS + 1)])
    world.publishers = Skewed(publishers(seed))
    offences = list(Offence.objects.filter(level__gt=1).order_by("code"))
    chance(seed, "offences").shuffle(offences)
    world.offences = Skewed([(o.pk, {"en": o.name_en, "es": o.name_es or o.name_en}) for o in offences])
    _read_places(world)
    return world


def _called(prefix: str) -> list[Somebody]:
    names = PartyName.objects.filter(party__key__startswith=prefix, is_primary=True).order_by("party__key")
    return [Somebody(party, pk, name) for party, pk, name in names.values_list("party", "pk", "name")]


def _read_places(world: World) -> None:
    known = Q(reference=True) | Q(local_kind=INVENTED)
    columns = ("pk", "code", "public_id", "kind", "name", "country_code")
    rows = list(Region.objects.order_by().filter(known).values(*columns))
    rows.sort(key=lambda row: row["code"] or row["public_id"])
    countries = {row["country_code"] or row["code"]: row["pk"] for row in rows if row["kind"] == "country"}
    by_country: dict[str, list[Spot]] = defaultdict(list)
    zones: list[Spot] = []
    for row in rows:
        code = row["country_code"] or (row["code"] if row["kind"] == "country" else "")
        spot = Spot(row["pk"], row["name"], countries.get(code), row["kind"] in {"city", "district", "facility"})
        (zones if row["kind"] == "zone" else by_country[code]).append(spot)
    settled = sorted(code for code, spots in by_country.items() if code and len(spots) > 20)
    rng = chance(world.seed, "places")
    rng.shuffle(settled)
    for code in settled:
        rng.shuffle(by_country[code])
        by_country[code].sort(key=lambda spot: spot.pk != spot.country)
        # The country itself, its largest places, and a long tail of villages that are named once or never.
        world.spots[countries[code]] = Skewed(by_country[code], 0.8)
    world.countries = Skewed([countries[code] for code in settled])
    rng.shuffle(zones)
    world.zones = Skewed(zones)
