"""Making invented cases: batch after batch, each in one transaction, so that work can be stopped and taken up again."""

import datetime
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Max

from incidents.exchange.bulk.doors import door_to
from incidents.exchange.bulk.tables import Tables
from incidents.exchange.volume import claims, evidence, people, scene
from incidents.exchange.volume.chance import PublicIds, chance_of_case
from incidents.exchange.volume.drafts import Draft
from incidents.exchange.volume.stages import Stages
from incidents.exchange.volume.world import World, make_world, read_world
from incidents.models import Incident
from incidents.search import fold

BATCH = 1000
REASON = "Invented by make_incidents."
_START = datetime.datetime(2019, 1, 1)
_APART = datetime.timedelta(seconds=90)


def key_of_case(seed: int, number: int) -> str:
    """The case id of an invented case; by these ids a later run knows how far an earlier one came."""
    return f"volume-{seed}-{number:09d}"


def made_so_far(seed: int) -> int:
    """How many cases of the seed there are: they are made in order, each batch wholly or not at all."""
    last = Incident.objects.filter(key__startswith=f"volume-{seed}-").aggregate(last=Max("key"))["last"]
    return int(last.rpartition("-")[2]) if last else 0


def make_incidents(wanted: int, seed: int) -> Iterator[int]:
    """Goes on from what is there to `wanted` cases of the seed; yields the number of each batch once it is kept."""
    door = door_to(connection, REASON)
    with transaction.atomic():
        make_world(seed, Tables(door))
    world, ids = read_world(seed), {kind: PublicIds(seed, kind) for kind in ("cases", "persons", "claims", "articles")}
    counted = done = made_so_far(seed)
    while done < wanted:
        size = min(BATCH - done % BATCH, wanted - done)
        doubled = done + size >= 2 * max(counted, BATCH // 2) or done + size == wanted
        with transaction.atomic():
            _batch(world, Tables(door), ids, range(done + 1, done + size + 1), doubled)
        done += size
        if doubled:
            _count(Tables(door))
            counted = done
        yield size


def _count(tables: Tables) -> None:
    """Tells the database how large the tables are."""
    tables.door.count_rows(*{rows.model for rows in tables.all})


def _batch(world: World, tables: Tables, ids: dict[str, PublicIds], numbers: range, doubled: bool) -> None:
    """`doubled`: the tables have grown much; what triggers do at publication must not be planned as if they were empty."""
    stages = Stages()
    for number in numbers:
        at = str(_START + number * _APART)
        draft = Draft(world, tables, chance_of_case(world.seed, number), number, at)
        _case(draft, ids, stages)
    for rows in tables.all:
        tables.door.write(rows)
    if doubled:
        _count(tables)
    stages.move(tables)


def _case(draft: Draft, ids: dict[str, PublicIds], stages: Stages) -> None:
    tables = draft.tables
    scene.settle(draft)
    title, summary = scene.texts(draft)
    kind = "series" if draft.rng.random() < 0.05 else "event"
    row = [
        draft.pk,
        ids["cases"].of(draft.number),
        key_of_case(draft.world.seed, draft.number),
        title,
        summary,
        draft.language,
        kind,
        draft.at[:10],
        "draft",
        None,
        None,
        draft.at,
        draft.at,
        *draft.date,
        fold(f"{title} {summary}"),
    ]
    tables.incident.add(*row, draft.at)
    scene.surroundings(draft)
    people.cast(draft, ids["persons"])
    readings = evidence.sources(draft, ids["articles"], title)
    evidence.citations(draft, readings, claims.claims(draft, ids["claims"]))
    stages.decide(draft, row)
