"""Reading the log of changes: what has been touched since a worker last looked, whoever touched it.

A worker remembers the last note that it has read, by number and mark. Where that note is gone (rolled back, pruned, the
log emptied by hand, another database put in place) nothing is taken for known and everything is read again.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection

from incidents.answers.traces import LOG, note_everything

MOST = 20_000  # notes at once; more than that is quicker read as a whole


@dataclass(frozen=True)
class Place:
    """How far the log has been read. On PostgreSQL notes of transactions from `open_from` on may still appear."""

    number: int
    mark: int
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
    rows = _rows("ORDER BY id DESC LIMIT 1", [])
    if not rows:
        note_everything(connection)
        rows = _rows("ORDER BY id DESC LIMIT 1", [])
    number, mark, _what, _row, _writer, open_from = rows[0]
    if connection.vendor != "postgresql":
        return Place(number, mark)
    recent = _rows("WHERE writer >= %s ORDER BY id", [open_from])
    return Place(number, mark, open_from, frozenset(row[0] for row in recent) | {number})


def since(place: Place) -> News:
    """What was touched since the place was reached. One statement."""
    if connection.vendor == "postgresql":
        rows = _rows("WHERE writer >= %s OR id = %s ORDER BY id LIMIT %s", [place.open_from, place.number, MOST])
    else:
        rows = _rows("WHERE id >= %s ORDER BY id LIMIT %s", [place.number, MOST])
    numbers = {row[0] for row in rows}
    kept = any(row[0] == place.number and row[1] == place.mark for row in rows)
    # What was read of a transaction that was then rolled back must be forgotten too.
    if not kept or len(rows) >= MOST or not place.read <= numbers | {place.number}:
        return News(start(), everything=True)
    return _news(place, rows)


def _news(place: Place, rows: list[tuple[int, int, str, int, int, int]]) -> News:
    open_from = rows[0][5]
    last = max(rows, key=lambda row: row[0])
    read = (
        frozenset(row[0] for row in rows if row[4] >= open_from) if connection.vendor == "postgresql" else frozenset()
    )
    news = News(Place(last[0], last[1], open_from, read))
    for number, _mark, what, row, _writer, _open in rows:
        if number != place.number and number not in place.read:
            news.touched[what].add(row)
    news.everything = "all" in news.touched
    return news


def _rows(rest: str, parameters: list[int]) -> list[tuple[int, int, str, int, int, int]]:
    xmin = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint" if connection.vendor == "postgresql" else "0"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id, mark, what, "row", writer, {xmin} FROM "{LOG}" {rest}', parameters)
        return list(cursor.fetchall())
