"""Reading the log of changes: what has been touched since a worker last looked, whoever touched it.

A worker remembers the last note that it has read, by number and mark. Where that note is gone (rolled back, pruned, the
log emptied by hand, another database put in place) nothing is taken for known and everything is read again.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from incidents.answers.traces import LOG, note_everything

MOST = 20_000  # new notes at once; more than that is quicker read as a whole
DIGEST = 0xFFFFFFFF
_DIGEST = f'(SELECT SUM(mark & {DIGEST}) FROM "{LOG}")'
_OWN = "pg_current_xact_id_if_assigned()::text"  # a transaction is no part of its own snapshot
_SNAPSHOT = f"pg_current_snapshot()::text || ':' || COALESCE({_OWN}, '')"


@dataclass(frozen=True)
class Place:
    """How far the log has been read. On PostgreSQL notes may still appear of transactions from `open_from` on, and of those
    before it that were `running`: one that never ends holds up nothing but its own.

    `digest` is the sum of the marks of all notes read, so that it depends on what was read and not on when or in which
    order; notes that were pruned count in it too. `read`: those of them that may be taken back, for they were written in
    this very transaction.
    """

    number: int
    mark: int
    digest: int
    open_from: int = 0
    read: frozenset[int] = frozenset()
    running: frozenset[int] = frozenset()

    @property
    def open_since(self) -> int:
        """The first transaction of which notes may still appear."""
        return min(self.running, default=self.open_from)


@dataclass
class News:
    """What was touched since: kind → numbers of rows. `everything` where that cannot be told."""

    place: Place
    everything: bool = False
    touched: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside is the record at one moment, and nobody is kept from writing. In a transaction, what it sees."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ" if connection.vendor == "postgresql" else "BEGIN")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def start() -> Place:
    """The end of the log as it is now; an empty log gets its first note."""
    condition = f'WHERE id = (SELECT MAX(id) FROM "{LOG}")'
    if connection.vendor == "postgresql":
        condition = f"{condition} OR writer = {_OWN}::bigint"
    rows = _rows(f"{condition} ORDER BY id", [], _DIGEST)
    if not rows:
        note_everything(connection)
        rows = _rows(f"{condition} ORDER BY id", [], _DIGEST)
    return _place(rows, int(rows[-1][6]) & DIGEST)


def prune(number: int, writer: int) -> None:
    """Forgets the notes before the number whose writer came before that one. The sum of all marks stays as it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT MIN(id), SUM(mark & {DIGEST}) FROM "{LOG}" WHERE id < %s AND writer < %s', [number, writer]
        )
        first, marks = cursor.fetchone()
        if first is None:
            return
        cursor.execute(f'DELETE FROM "{LOG}" WHERE id > %s AND id < %s AND writer < %s', [first, number, writer])
        cursor.execute(
            f'UPDATE "{LOG}" SET what = \'pruned\', "row" = 0, mark = %s WHERE id = %s', [int(marks) & DIGEST, first]
        )


def since(place: Place) -> News:
    """What was touched since the place was reached. One statement."""
    most = MOST + len(place.read) + 1  # what was read before, and the last note, are found again
    if connection.vendor == "postgresql":
        running = f" OR writer IN ({', '.join(map(str, place.running))})" if place.running else ""
        condition = f"WHERE writer >= %s{running} OR id = %s ORDER BY id LIMIT %s"
        rows = _rows(condition, [place.open_from, place.number, most])
    else:
        rows = _rows("WHERE id >= %s ORDER BY id LIMIT %s", [place.number, most])
    kept = any(row[0] == place.number and row[1] == place.mark for row in rows)
    # What was read of a transaction that was then rolled back must be forgotten too.
    if not kept or len(rows) >= most or not place.read <= {row[0] for row in rows}:
        return News(start(), everything=True)
    return _news(place, rows)


def _news(place: Place, rows: list[tuple[Any, ...]]) -> News:
    new = [row for row in rows if row[0] != place.number and row[0] not in place.read]
    seen = (place.digest + sum(row[1] & DIGEST for row in new)) & DIGEST
    news = News(_place(rows, seen))
    for _number, _mark, what, row, *_rest in new:
        news.touched[what].add(row)
    news.everything = "all" in news.touched
    return news


def _place(rows: list[tuple[Any, ...]], digest: int) -> Place:
    """The place that is reached by having read the notes, of which the last is the last of the log."""
    number, mark, *_rest = rows[-1]
    if connection.vendor != "postgresql":
        return Place(number, mark, digest)
    _first, open_from, running, own = rows[-1][5].split(":")
    read = frozenset(row[0] for row in rows if str(row[4]) == own)
    still = frozenset(map(int, filter(None, [*running.split(","), own])))
    return Place(number, mark, digest, int(open_from), read, still)


def _rows(rest: str, parameters: list[int], more: str = "NULL") -> list[tuple[Any, ...]]:
    """Notes: number, mark, kind, row, writer; the transactions of which they may still appear; and what else is asked."""
    snapshot = _SNAPSHOT if connection.vendor == "postgresql" else "NULL"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id, mark, what, "row", writer, {snapshot}, {more} FROM "{LOG}" {rest}', parameters)
        return list(cursor.fetchall())
