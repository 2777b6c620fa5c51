"""Making all passages from the record, while the site runs; and saying where they differ from it.

Only what is wrong is written, some thousand rows of the record at a time, each batch in a transaction during which no
other passage is written. Passages that are right stay as they are, so that stopping half-way harms nothing: if the
passages were whole before, they still are.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection, connections, transaction

from incidents.answers.words import writing
from incidents.answers.words.passages import COLUMNS, HIDDEN, TABLE, WHOLE, Kind, kinds

BATCH = 5000  # numbers of rows at once
SMALL = 20_000  # cases; so many are filled in when a migration is over, more by `rebuild_derived`


def fill() -> int:
    """Brings every passage to what the record says, and notes that nothing is missing. Returns how many were wrong."""
    wrong = sum(_settle(kind, first, last) for kind in _kinds() for first, last in _ranges(kind))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE what NOT IN ({_listed()})")
        if connection.vendor == "sqlite" and not _index_agrees():
            cursor.execute(f"INSERT INTO {writing.INDEX}({writing.INDEX}) VALUES ('rebuild')")
        note_whole()
        for table in (TABLE, HIDDEN):
            cursor.execute(f"ANALYZE {table}")
    return wrong


def note_whole() -> None:
    """Notes that no passage is missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} ({COLUMNS}) VALUES ('{WHOLE}', 0, NULL, NULL, '')"
            ' ON CONFLICT (what, "row") DO NOTHING'
        )


def note_unsure() -> None:
    """Notes that passages may be missing, so that none are read until `fill` has run."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE what = '{WHOLE}'")


def is_whole() -> bool:
    """Whether no passage is missing. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {TABLE} WHERE what = '{WHOLE}'")
        return cursor.fetchone() is not None


def differences() -> Iterator[str]:
    """Where the passages differ from the record; nothing where they say the same."""
    if missing := writing.missing(connection):
        yield f"Triggers of passages are missing ({', '.join(missing)}): run migrate."
    if not is_whole():
        yield "Passages are not whole."
    for kind in _kinds():
        for first, last in _ranges(kind):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT d."row" FROM ({_wrong(kind, first, last)}) d')
                yield from (f"passage of {kind.what} {row}" for (row,) in cursor.fetchall())
    if connection.vendor == "sqlite" and not _index_agrees():
        yield "The index of words differs from the passages."


def _kinds() -> list[Kind]:
    return list(kinds(connection.vendor).values())


def _listed() -> str:
    return ", ".join(f"'{kind.what}'" for kind in (*_kinds(),)) + f", '{WHOLE}'"


def _ranges(kind: Kind) -> Iterator[tuple[int, int]]:
    """Ranges that hold every number of the table, and of its passages."""
    alias = kind.key.partition(".")[0]
    table = kind.table.split()[0]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT MAX(id) FROM {table} {alias}),"
            f" (SELECT MAX(\"row\") FROM {kind.into} WHERE what = '{kind.what}')"
        )
        last = max((number for number in cursor.fetchone() if number), default=0)
    for first in range(0, last + 1, BATCH):
        yield first, first + BATCH - 1


def _wrong(kind: Kind, first: int, last: int) -> str:
    """The statement that names the passages of the range that differ from what they ought to be."""
    there = f"SELECT {COLUMNS} FROM {kind.into} WHERE what = '{kind.what}' AND \"row\" BETWEEN {first} AND {last}"
    ought = kind.ought(f"{kind.key} BETWEEN {first} AND {last}")
    one_way, other = f"SELECT * FROM ({ought}) x EXCEPT {there}", f"{there} EXCEPT SELECT * FROM ({ought}) y"
    return f'SELECT "row" FROM ({one_way}) e UNION SELECT "row" FROM ({other}) f'


def _settle(kind: Kind, first: int, last: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {kind.into} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(writing.removed(kind, f'"row" BETWEEN {first} AND {last}'))
        wrong = cursor.rowcount
        cursor.execute(writing.made(kind, f"{kind.key} BETWEEN {first} AND {last}"))
        return int(wrong + cursor.rowcount)


def _index_agrees() -> bool:
    """SQLite: whether the index holds the words of the passages and nothing else."""
    from django.db.utils import DatabaseError

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {writing.INDEX}({writing.INDEX}, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        return False
    return True


def install_after_migration(sender: Any, using: str, plan: Any = (), **kwargs: Any) -> None:
    """Installs the triggers when a migration of the database `using` is over, and fills what a small record lacks."""
    if not _of_ours(plan) and not writing.missing(connections[using]):
        return
    writing.install(connections[using])
    tables = set(connections[using].introspection.table_names())
    if using != connection.alias or TABLE not in tables:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM (SELECT 1 FROM incidents_incident LIMIT %s) x", [SMALL])
        few = cursor.fetchone()[0] < SMALL
    fill() if few else note_unsure()


def remove_before_migration(sender: Any, using: str, plan: Any = (), **kwargs: Any) -> None:
    """Removes the triggers before a migration of the database `using`; should it fail, no passage is believed."""
    if _of_ours(plan):
        writing.remove(connections[using])
        if using == connection.alias and TABLE in connection.introspection.table_names():
            note_unsure()


def _of_ours(plan: Any) -> bool:
    """Whether the migrations change the record. If not, the triggers stay: nothing may be written without them."""
    return any(migration.app_label == "incidents" for migration, _backwards in plan)
