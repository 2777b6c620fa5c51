"""Reading the log of changes: what has been touched since a worker last looked, whoever touched it.

A worker remembers the last note that it has read, by number and mark. Where that note is gone (rolled back, pruned, the
log emptied by hand, another database put in place) nothing is taken for known and everything is read again.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from incidents.answers.traces import LOG, note_everything

MOST = 20_000  # notes at once; more than that is quicker read as a whole
DIGEST = 0xFFFFFFFF
_DIGEST = f'(SELECT SUM(mark & {DIGEST}) FROM "{LOG}")'
_OPEN_FROM = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


@dataclass(frozen=True)
class Place:
    """How far the log has been read. On PostgreSQL notes of transactions from `open_from` on may still appear.

    `digest` is the sum of the marks of all notes read, so that it depends on what was read and not on when or in which
    order; notes that were pruned count in it too.
    """

    number: int
    mark: int
    digest: int
    open_from: int = 0
    read: frozenset[int] = frozenset()


@dataclass
class News:
    """What was touched since: kind → numbers of rows. `everything` where that cannot be told."""

    place: Place
    everything: bool = False
    touched: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def start() -> Place:
    """The end of the log as it is now; an empty log gets its first note."""
    last = f'id = (SELECT MAX(id) FROM "{LOG}")'
    condition = f"WHERE writer >= {_OPEN_FROM} OR {last}" if connection.vendor == "postgresql" else f"WHERE {last}"
    rows = _rows(f"{condition} ORDER BY id", [], _DIGEST)
    if not rows:
        note_everything(connection)
        rows = _rows(f"{condition} ORDER BY id", [], _DIGEST)
    number, mark, _what, _row, _writer, open_from, digest = rows[-1]
    read = frozenset(row[0] for row in rows) if connection.vendor == "postgresql" else frozenset()
    return Place(number, mark, int(digest) & DIGEST, open_from, read)


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
    if connection.vendor == "postgresql":
        rows = _rows("WHERE writer >= %s OR id = %s ORDER BY id LIMIT %s", [place.open_from, place.number, MOST])
    else:
        rows = _rows("WHERE id >= %s ORDER BY id LIMIT %s", [place.number, MOST])
    if not place.read and [(row[0], row[1], row[5]) for row in rows] == [(place.number, place.mark, place.open_from)]:
        return News(place)  # nothing since: what nearly every request finds
    numbers = {row[0] for row in rows}
    kept = any(row[0] == place.number and row[1] == place.mark for row in rows)
    # What was read of a transaction that was then rolled back must be forgotten too.
    if not kept or len(rows) >= MOST or not place.read <= numbers | {place.number}:
        return News(start(), everything=True)
    return _news(place, rows)


def _news(place: Place, rows: list[tuple[Any, ...]]) -> News:
    open_from = rows[0][5]
    last = max(rows, key=lambda row: row[0])
    read = (
        frozenset(row[0] for row in rows if row[4] >= open_from) if connection.vendor == "postgresql" else frozenset()
    )
    new = [row for row in rows if row[0] != place.number and row[0] not in place.read]
    seen = (place.digest + sum(row[1] & DIGEST for row in new)) & DIGEST
    news = News(Place(last[0], last[1], seen, open_from, read))
    for _number, _mark, what, row, *_rest in new:
        news.touched[what].add(row)
    news.everything = "all" in news.touched
    return news


def _rows(rest: str, parameters: list[int], more: str = "NULL") -> list[tuple[Any, ...]]:
    """Notes: number, mark, kind, row, writer; of which writer on they may still appear; and what else is asked."""
    xmin = _OPEN_FROM if connection.vendor == "postgresql" else "0"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id, mark, what, "row", writer, {xmin}, {more} FROM "{LOG}" {rest}', parameters)
        return list(cursor.fetchall())
