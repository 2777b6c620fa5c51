"""Loading files of events: read, checked, written in batches; stopped anywhere, it goes on where it was."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, DataError, IntegrityError, connection

from incidents.exchange.bulk.doors import door_to
from incidents.exchange.events.mapping import Mapping
from incidents.exchange.events.reading import BadFile, Event, Problem, Reader
from incidents.exchange.events.writing import Writer

BATCH = 1000
SHOWN = 1000  # problems that are kept to be told; more are only counted


class NotWritten(Exception):
    """The database takes nothing at the moment; says which rows were to be written. What was written before them stays."""


@dataclass
class Tally:
    """What became of the rows so far."""

    read: int = 0
    written: int = 0
    there: int = 0
    refused: int = 0
    found: int = 0  # problems, of which the first are kept
    problems: list[Problem] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)  # what was left out of rows that were written, and how often
    drafts: dict[int, str] = field(default_factory=dict)  # rows that were to be published and were not, each with why
    unused: list[str] = field(default_factory=list)  # columns of the file that the mapping does not name

    def note(self, problems: list[Problem]) -> None:
        """Counts a row that has problems as refused."""
        self.refused += bool(problems)
        self.found += len(problems)
        self.problems += problems[: max(0, SHOWN - len(self.problems))]


def load_events(path: Path, mapping: Mapping, published: bool, check: bool = False) -> Iterator[Tally]:
    """Yields the same tally again after every batch. A refused row is left out; whatever is right is written. Raises
    BadFile, when all that could be read is written, and NotWritten."""
    tally, reader = Tally(), Reader(mapping)
    door = door_to(connection, f"Loaded from {path.name}.")
    writer = None if check else Writer(door, mapping, published)
    batch: list[Event] = []
    broken: BadFile | None = None
    try:
        for event, problems in reader.rows(path):
            tally.read += 1
            tally.note(problems)
            if event is not None:
                batch.append(event)
            if len(batch) >= BATCH:
                _keep(writer, batch, tally, path.name)
                yield tally
    except BadFile as error:
        broken = error
    _keep(writer, batch, tally, path.name)
    if writer is not None and tally.written:
        door.count_rows(*writer.models)
    tally.drafts = writer.drafts if writer else {}
    tally.unused, tally.notes = reader.unused, reader.notes + (writer.notes if writer else Counter())
    yield tally
    if broken is not None:
        raise broken


def _keep(writer: Writer | None, batch: list[Event], tally: Tally, file: str) -> None:
    if writer is not None:
        _write(writer, batch, tally, file)
    batch.clear()


def _write(writer: Writer, events: Sequence[Event], tally: Tally, file: str, again: bool = False) -> None:
    """Writes them in one transaction; where the database refuses some row, in several, without that row. A row alone is
    tried twice: the second time its parties are looked up anew, of which one may have been merged."""
    try:
        written = writer.write(events)
    except DatabaseError as error:
        said = str(error).partition("\n")[0]
        if not _is_refusal(error):
            rows = f"rows {events[0].row} to {events[-1].row}" if events else "no row"
            raise NotWritten(f"{file}, {rows}: the database did not take them: {said}") from error
        if again:
            tally.note([Problem(file, events[0].row, "row", f"the database refuses it: {said}")])
            return
        half = len(events) // 2
        for part in filter(None, (events[:half], events[half:])):
            _write(writer, part, tally, file, again=len(events) == 1)
    else:
        tally.written += written
        tally.there += len(events) - written


def _is_refusal(error: DatabaseError) -> bool:
    """Whether the database refuses what a row holds (also as too large: PostgreSQL's class 54), and would take another."""
    too_large = str(getattr(error.__cause__, "pgcode", "")).startswith("54")
    return too_large or isinstance(error, (DataError, IntegrityError))
