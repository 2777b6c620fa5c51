"""Stages of many cases at once: what `workflow` does for one, under the same guards, once all their facts are written."""

import datetime
from typing import Any

from incidents.exchange.bulk.tables import INCIDENT, Tables
from incidents.models import Decision, Incident

# By the stage that it leads to: what is called that in `workflow.verbs`.
_VERBS = {
    "in_review": Decision.SUBMIT,
    "legal_review": Decision.PASS_TO_LEGAL,
    "published": Decision.PUBLISH,
    "withdrawn": Decision.WITHDRAW,
}
COLUMN = {name: place for place, name in enumerate(INCIDENT)}


def later(row: list[Any], days: int) -> str:
    """So many days after the case was entered."""
    return str(datetime.datetime.fromisoformat(row[COLUMN["created"]]) + datetime.timedelta(days=days))


def moved(row: list[Any], stage: str, at: str, embargo: str | None = None) -> list[Any]:
    """The values of an incident, as they are in another stage."""
    changed = list(row)
    changed[COLUMN["stage"]], changed[COLUMN["modified"]] = stage, at
    if stage == "published":
        changed[COLUMN["first_published"]], changed[COLUMN["embargo_until"]] = embargo or at, embargo
    return changed


def publish(tables: Tables, rows: list[list[Any]], at: str) -> None:
    """Publishes written drafts."""
    move(tables, "draft", [moved(row, "published", at) for row in rows])


def move(tables: Tables, before: str, rows: list[list[Any]]) -> None:
    """Gives written incidents their new stage, with a note of the change and a row of history each."""
    for row in rows:
        at = row[COLUMN["modified"]]
        change = tables.new(tables.change)
        after = row[COLUMN["stage"]]
        tables.change.add(change, row[0], str(_VERBS[after]), before, after, tables.door.reason, at, at)
        tables.incident_later.add(*row, at, "~", at)
    columns = ("stage", "embargo_until", "first_published", "modified")
    values = [tuple(row[COLUMN[name]] for name in (*columns, "id")) for row in rows]
    tables.door.update(Incident, columns, values)
    tables.door.write(tables.change)
    tables.door.write(tables.incident_later)
