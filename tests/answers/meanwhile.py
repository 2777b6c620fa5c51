"""A program of its own, on a database of its own: what readers' indexes know while others write. Says what came of it."""

import json
import sys
from typing import Any

import django

django.setup()

from django.db import connection, transaction

from incidents.answers import LISTS, Keeper, log
from incidents.answers.incidents import IncidentIndex
from incidents.models import Incident
from tests.factories import make_incident

OTHER = connection.copy("other")
PUBLIC = "stage = 'published'"


def kind(case: Incident, code: str, by: Any = connection) -> None:
    with by.cursor() as cursor:
        cursor.execute("UPDATE incidents_incident SET kind = %s WHERE id = %s", [code, case.pk])


def series(keeper: Keeper) -> set[int]:
    with keeper.reading("incidents") as index:
        return set(index.having("kind", "series"))


def compared_while_somebody_withdraws() -> dict[str, Any]:
    """Whenever the indexes are read, for the comparison or in it, one more case is withdrawn by somebody else."""
    for number in range(40):
        make_incident(f"Case {number}")
    keeper = Keeper(from_store=False)
    for name in LISTS:
        with keeper.reading(name):
            pass
    before = Incident.objects.filter(stage="published").count()
    read, keys = IncidentIndex.read, IncidentIndex.keys

    def withdraw() -> None:
        with OTHER.cursor() as cursor:
            cursor.execute(
                "UPDATE incidents_incident SET stage = 'withdrawn'"
                f" WHERE id = (SELECT MIN(id) FROM incidents_incident WHERE {PUBLIC})"
            )

    def reading(index: IncidentIndex, rows: Any) -> Any:
        withdraw()
        return read(index, rows)

    def placing(index: IncidentIndex, sort: str, rows: Any) -> Any:
        withdraw()
        return keys(index, sort, rows)

    IncidentIndex.read, IncidentIndex.keys = reading, placing
    try:
        found = keeper.differences()
    finally:
        IncidentIndex.read, IncidentIndex.keys = read, keys
    left = Incident.objects.filter(stage="published").count()
    with keeper.reading("incidents") as index:
        return {"differences": found, "withdrawn": before - left, "known": len(index.rows) == left}


def beside_a_transaction_that_stays_open() -> dict[str, Any]:
    """Somebody's transaction stays open while others save more than is read at once."""
    late, often = make_incident("Late"), make_incident("Often")
    keeper, log.MOST = Keeper(from_store=False), 5
    series(keeper)
    before, seen = keeper.reads, []
    with OTHER.cursor() as cursor:
        cursor.execute("BEGIN")
        kind(late, "series", OTHER)
        for number in range(12):
            kind(often, ["series", "event"][number % 2])
            seen.append(often.pk in series(keeper))
        hidden = late.pk not in series(keeper)
        cursor.execute("COMMIT")
    known = late.pk in series(keeper)
    return {"seen": seen, "hidden": hidden, "known": known, "read again": keeper.reads - before}


def in_a_transaction_that_began_before_another_ended() -> dict[str, Any]:
    mine, theirs = make_incident("Mine"), make_incident("Theirs")
    keeper = Keeper(from_store=False)
    series(keeper)
    with transaction.atomic():
        kind(mine, "event")  # the transaction has its number from here on
        kind(theirs, "series", OTHER)
        first = theirs.pk in series(keeper)
        kind(mine, "series")
        second = mine.pk in series(keeper)
    return {"theirs": first, "mine": second, "after": {mine.pk, theirs.pk} <= series(keeper)}


if __name__ == "__main__":
    found = {"compared": compared_while_somebody_withdraws()}
    if connection.vendor == "postgresql":  # SQLite has one writer at a time
        found["open"] = beside_a_transaction_that_stays_open()
        found["own"] = in_a_transaction_that_began_before_another_ended()
    json.dump(found, sys.stdout)
