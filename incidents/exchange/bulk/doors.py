"""How rows get into each engine: COPY into PostgreSQL, `executemany` into SQLite. Both under every constraint and guard.

Nothing is switched off for speed, so nothing can stay off after a crash. Each `write` must run inside a transaction;
what fails is undone with it.
"""

import datetime
import io
import itertools
import sqlite3
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.extras import execute_values

from incidents.exchange.bulk.rows import Rows
from incidents.models import HiddenPassage, Passage

BLOCK = 2000  # numbers reserved at once


class Door:
    """The way into one database. `reason` is what the rows of history say."""

    def __init__(self, connection: BaseDatabaseWrapper, reason: str) -> None:
        self.connection, self.reason = connection, reason

    def numbers(self, model: type[models.Model]) -> Iterator[int]:
        """Numbers of new rows, never given twice. Ask anew in every transaction."""
        raise NotImplementedError

    def write(self, rows: Rows) -> int:
        """Writes the rows with their history and forgets them; returns how many there were."""
        number = len(rows.rows)
        if number:
            self._write(rows)
            rows.rows.clear()
        return number

    def update(self, model: type[models.Model], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        """Sets the columns of existing rows; each tuple holds the values and, last, the number of the row."""
        raise NotImplementedError

    def count_rows(self, *written: type[models.Model]) -> None:
        """Lets the engine see how large the tables have become, and those that triggers have filled with words: without, it
        plans as if they were still empty."""
        grown: tuple[type[models.Model], ...] = (*written, Passage, HiddenPassage)
        with self.connection.cursor() as cursor:
            for model in grown:
                cursor.execute(f"ANALYZE {self.table(model)}")

    def _write(self, rows: Rows) -> None:
        raise NotImplementedError

    def columns(self, model: type[models.Model], *attributes: str) -> list[str]:
        """The names of the columns, quoted."""
        named = {field.attname: str(field.column) for field in model._meta.local_concrete_fields}
        return [self.connection.ops.quote_name(named[attribute]) for attribute in attributes]

    def table(self, model: type[models.Model]) -> str:
        return self.connection.ops.quote_name(model._meta.db_table)


class PostgresDoor(Door):
    def __init__(self, connection: BaseDatabaseWrapper, reason: str) -> None:
        super().__init__(connection, reason)
        self._numbers: dict[type[models.Model], Iterator[int]] = {}

    def numbers(self, model: type[models.Model]) -> Iterator[int]:
        return self._numbers.setdefault(model, self._reserved(model))

    def _reserved(self, model: type[models.Model]) -> Iterator[int]:
        key = model._meta.pk
        assert key is not None
        while True:
            with self.connection.cursor() as cursor:
                sequence = "pg_get_serial_sequence(%s, %s)"
                cursor.execute(
                    f"SELECT nextval({sequence}) FROM generate_series(1, {BLOCK})", [self.table(model), key.column]
                )
                block = [row[0] for row in cursor.fetchall()]
            yield from block

    def count_rows(self, *written: type[models.Model]) -> None:
        """All tables of the record are counted: triggers fill others than those that are written, and plan by their size.
        Not those of the server, which other databases wait for until the transaction is over."""
        names = [name for name in self.connection.introspection.table_names() if name.startswith("incidents_")]
        with self.connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(self.connection.ops.quote_name, names))}")

    def _write(self, rows: Rows) -> None:
        lines = ["\t".join([_TEXT[type(value)](value) for value in row]) for row in rows.rows]
        constants = rows.constants()
        self._copy(rows.model, rows.columns, constants, (line.rpartition("\t")[0] for line in lines))
        if rows.history is not None:
            columns = (*rows.columns, "history_date")
            self._copy(rows.history, columns, rows.history_constants(self.reason), lines)

    def update(self, model: type[models.Model], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        types = [model._meta.get_field(column).db_type(self.connection) for column in columns]
        names = self.columns(model, *columns)
        values = ", ".join(
            f"{name} = new.c{n}::{kind}" for n, (name, kind) in enumerate(zip(names, types, strict=True))
        )
        given = ", ".join(f"c{n}" for n in range(len(columns)))
        key = self.columns(model, "id")[0]
        statement = (
            f"UPDATE {self.table(model)} old SET {values} FROM (VALUES %s) AS new({given}, n) WHERE old.{key} = new.n"
        )
        with self.connection.cursor() as cursor:
            execute_values(cursor.cursor, statement, rows, page_size=len(rows) or 1)

    def _copy(self, model: type[models.Model], columns: tuple[str, ...], constants: dict[str, Any], lines: Any) -> None:
        names = ", ".join(self.columns(model, *columns, *constants))
        end = "".join(f"\t{_TEXT[type(value)](value)}" for value in constants.values()) + "\n"
        self._send(f"COPY {self.table(model)} ({names}) FROM STDIN", end.join([*lines, ""]))

    def _send(self, statement: str, text: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.copy_expert(statement, io.StringIO(text))


_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES) if not text.isprintable() or "\\" in text else text


class _Encoders(dict[type, Callable[[Any], str]]):
    def __missing__(self, kind: type) -> Callable[[Any], str]:
        """Codes of a closed list are texts."""
        if not issubclass(kind, str):
            raise TypeError(f"{kind.__name__} cannot be written.")
        return lambda value: _escaped(str(value))


_TEXT = _Encoders(
    {
        str: _escaped,
        int: str,
        type(None): lambda value: r"\N",
        bool: lambda value: "t" if value else "f",
        Decimal: str,
        float: repr,
        datetime.date: datetime.date.isoformat,
    }
)


class SqliteDoor(Door):
    def numbers(self, model: type[models.Model]) -> Iterator[int]:
        """From the highest number ever used; nobody else writes before this transaction ends."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            last = cursor.fetchone()
        return itertools.count((last[0] if last else 0) + 1)

    def _write(self, rows: Rows) -> None:
        self._insert(rows.model, rows.columns, rows.constants(), [row[:-1] for row in rows.rows])
        if rows.history is not None:
            columns = (*rows.columns, "history_date")
            self._insert(rows.history, columns, rows.history_constants(self.reason), rows.rows)

    def update(self, model: type[models.Model], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        values = ", ".join(f"{name} = ?" for name in self.columns(model, *columns))
        self._many(f"UPDATE {self.table(model)} SET {values} WHERE {self.columns(model, 'id')[0]} = ?", rows)

    def _many(self, statement: str, rows: Any) -> None:
        with self.connection.cursor() as cursor:
            # The driver's own method: Django's would rewrite the statement and look at every parameter.
            sqlite3.Cursor.executemany(cursor.cursor, statement, rows)

    def _insert(
        self, model: type[models.Model], columns: tuple[str, ...], constants: dict[str, Any], rows: Any
    ) -> None:
        names = ", ".join(self.columns(model, *columns, *constants))
        values = ", ".join([*["?"] * len(columns), *(_literal(value) for value in constants.values())])
        self._many(f"INSERT INTO {self.table(model)} ({names}) VALUES ({values})", rows)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def door_to(connection: BaseDatabaseWrapper, reason: str) -> Door:
    """The way into the database of the connection."""
    return (PostgresDoor if connection.vendor == "postgresql" else SqliteDoor)(connection, reason)
