"""Loading files of events: read, checked, written in batches; stopped anywhere, it goes on where it was."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from incidents.exchange.bulk.doors import door_to
from incidents.exchange.events.mapping import Mapping
from incidents.exchange.events.reading import Event, Problem, Reader
from incidents.exchange.events.writing import Writer

BATCH = 1000
SHOWN = 1000  # problems that are kept to be told; more are only counted


@dataclass
class Tally:
    """What became of the rows so far."""

    read: int = 0
    written: int = 0
    there: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)  # what was left out of rows that were written, and how often
    unused: list[str] = field(default_factory=list)  # columns of the file that the mapping does not name

    def note(self, problems: list[Problem]) -> None:
        self.refused += bool(problems)
        self.problems += problems[: max(0, SHOWN - len(self.problems))]


def load_events(path: Path, mapping: Mapping, published: bool, check: bool = False) -> Iterator[Tally]:
    """Yields the same tally again after every batch. A refused row is left out; whatever is right is written."""
    tally, reader = Tally(), Reader(mapping)
    door = door_to(connection, f"Loaded from {path.name}.")
    writer = None if check else Writer(door, mapping, published)
    batch: list[Event] = []
    for _number, event, problems in reader.rows(path):
        tally.read += 1
        tally.note(problems)
        if event is not None:
            batch.append(event)
        if len(batch) >= BATCH:
            _keep(writer, batch, tally)
            yield tally
    _keep(writer, batch, tally)
    if writer is not None and tally.written:
        door.count_rows(*writer.models)
    tally.unused, tally.notes = reader.unused, reader.notes + (writer.notes if writer else Counter())
    yield tally


def _keep(writer: Writer | None, batch: list[Event], tally: Tally) -> None:
    if writer is not None:
        written = writer.write(batch)
        tally.written += written
        tally.there += len(batch) - written
    batch.clear()
