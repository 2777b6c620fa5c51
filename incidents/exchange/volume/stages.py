"""What becomes of invented cases: most are published, and some are hidden in every way in which a case can be."""

from collections import defaultdict
from typing import Any

from incidents.exchange.bulk.publishing import later, move, moved
from incidents.exchange.bulk.tables import Tables
from incidents.exchange.volume.drafts import Draft

FAR = "2099-01-01 00:00:00"


class Stages:
    """The changes of stage of one batch, made once all its facts are written, so that every guard sees them."""

    def __init__(self) -> None:
        self._moves: dict[tuple[str, str], list[list[Any]]] = defaultdict(list)

    def decide(self, draft: Draft, row: list[Any]) -> None:
        """Draws the stage. `row` are the values of the incident as a draft."""
        kind = draft.rng.random()
        if kind < 0.92:
            self._later("draft", "published", row, 1)
        elif kind < 0.93:
            self._later("draft", "published", row, 1, FAR)
        elif kind < 0.945:
            self._later("published", "withdrawn", self._later("draft", "published", row, 1), 2)
        elif kind < 0.96:
            self._later("draft", "in_review", row, 1)
        elif kind < 0.97:
            self._later("in_review", "legal_review", self._later("draft", "in_review", row, 1), 2)

    def _later(self, before: str, after: str, row: list[Any], days: int, embargo: str | None = None) -> list[Any]:
        changed = moved(row, after, later(row, days), embargo)
        self._moves[before, after].append(changed)
        return changed

    def move(self, tables: Tables) -> None:
        """Moves the written incidents."""
        for (before, _after), rows in self._moves.items():
            move(tables, before, rows)
