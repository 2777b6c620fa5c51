"""What becomes of invented cases: most are published, and some are hidden in every way in which a case can be."""

import datetime
from collections import defaultdict
from typing import Any

from incidents.exchange.volume.drafts import Draft
from incidents.exchange.volume.tables import INCIDENT, Tables
from incidents.models import Incident

FAR = "2099-01-01 00:00:00"
_DAY = datetime.timedelta(days=1)
_COLUMN = {name: place for place, name in enumerate(INCIDENT)}


class Stages:
    """The changes of stage of one batch, made once all its facts are written, so that every guard sees them."""

    def __init__(self) -> None:
        self._moves: dict[tuple[str, str], list[list[Any]]] = defaultdict(list)

    def decide(self, draft: Draft, row: list[Any]) -> None:
        """Draws the stage. `row` are the values of the incident as a draft."""
        kind = draft.rng.random()
        if kind < 0.92:
            self._publish(row, None)
        elif kind < 0.93:
            self._publish(row, FAR)
        elif kind < 0.945:
            self._later("published", "withdrawn", self._publish(row, None), 2, None)
        elif kind < 0.96:
            self._later("draft", "in_review", row, 1, None)
        elif kind < 0.97:
            self._later("draft", "in_review", row, 1, None)
            self._later("in_review", "legal_review", row, 2, None)

    def _publish(self, row: list[Any], embargo: str | None) -> list[Any]:
        return self._later("draft", "published", row, 1, embargo)

    def _later(self, before: str, after: str, row: list[Any], days: int, embargo: str | None) -> list[Any]:
        changed = list(row)
        at = str(datetime.datetime.fromisoformat(row[_COLUMN["created"]]) + days * _DAY)
        changed[_COLUMN["stage"]], changed[_COLUMN["modified"]] = after, at
        if after == "published":
            changed[_COLUMN["first_published"]], changed[_COLUMN["embargo_until"]] = at, embargo
        self._moves[before, after].append(changed)
        return changed

    def move(self, tables: Tables) -> None:
        """Moves the written incidents, with a note of each change and a row of history."""
        for (before, after), rows in self._moves.items():
            for row in rows:
                at = row[_COLUMN["modified"]]
                change = tables.new(tables.change)
                tables.change.add(change, row[0], before, after, tables.door.reason, at, at)
                tables.incident_later.add(*row, at, "~", at)
            columns = [_COLUMN[name] for name in ("stage", "embargo_until", "first_published", "modified", "id")]
            _update(tables, [tuple(row[column] for column in columns) for row in rows])
        tables.door.write(tables.change)
        tables.door.write(tables.incident_later)


def _update(tables: Tables, rows: list[tuple[Any, ...]]) -> None:
    tables.door.update(Incident, ("stage", "embargo_until", "first_published", "modified"), rows)
