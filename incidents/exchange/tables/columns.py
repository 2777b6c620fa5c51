"""What a public table is: its rows, and the columns that a file of it may have."""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import CharField, F, IntegerField, TextField, Value
from django.db.models.functions import Cast, Concat

from incidents.answers import Sort
from incidents.exchange.tables.expressions import Among, Known

LICENCE = "CC BY 4.0"


@dataclass(frozen=True)
class Edition:
    """What all rows of a file share: where the site is, and the moment of the file."""

    site: str
    moment: datetime.datetime

    @property
    def as_of(self) -> str:
        return self.moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Column:
    """One public column: its name in files, what it holds, and the expression for it over the rows of the table."""

    name: str
    says: str
    value: Callable[[Edition], Any]


@dataclass(frozen=True)
class Table:
    """One list as a table. `rows` gives its public rows with what the columns need.

    `knows` turns what the index of the list knows of a row into the values that `Known` reads; the first is in how many
    public incidents it has a part.
    """

    rows: Callable[[], Any]
    columns: tuple[Column, ...]
    knows: Callable[[Any], list[Any]] | None = None

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def statement(self, edition: Edition, sort: Sort) -> "Statement":
        """Reads rows in that order; made once for a file, for making it takes as long as reading a hundred rows."""
        rows = self.rows().filter(Among(_NUMBERS))
        if self.knows:
            rows = rows.annotate(known=Value(_KNOWN, output_field=TextField()))
            rows = rows.annotate(incident_count=Known(0, IntegerField()))
        rows = getattr(rows, sort.word)() if sort.word else rows
        cells = [column.value(edition) for column in self.columns]
        return Statement(self, *rows.order_by(*sort.columns).values_list(*cells).query.sql_with_params())


_TAKEN = 1024  # rows made into Python's at once
_NUMBERS, _KNOWN = "numbers of the rows, given later", "what the index knows of them, given later"


@dataclass(frozen=True)
class Statement:
    """One statement, with places for the numbers of the rows and for what the index knows of them."""

    table: Table
    text: str
    values: tuple[Any, ...]

    def rows(self, numbers: Iterable[int], known: Mapping[int, Any]) -> Iterator[list[tuple[Any, ...]]]:
        """The cells of the rows with those numbers, some rows at a time. The engine holds nothing while they are taken."""
        told = {number: self.table.knows(what) for number, what in known.items()} if self.table.knows else {}
        sqlite = connection.vendor == "sqlite"
        given = {_NUMBERS: json.dumps(list(numbers)) if sqlite else list(numbers), _KNOWN: json.dumps(told)}
        with connection.cursor() as cursor:
            cursor.execute(self.text, [given.get(v, v) if isinstance(v, str) else v for v in self.values])
            if sqlite:
                yield cursor.fetchall()
            while not sqlite and (some := cursor.fetchmany(_TAKEN)):
                yield some


def plain(name: str, says: str, field: str = "") -> Column:
    """A column of the record as it is."""
    return Column(name, says, lambda edition: F(field or name))


def day(name: str, says: str, field: str = "") -> Column:
    """A day of the record: 2014-07-03."""
    return Column(name, says, lambda edition: Cast(field or name, TextField()))


def made(name: str, says: str, expression: Callable[[], Any]) -> Column:
    """A column that is made of several."""
    return Column(name, says, lambda edition: expression())


def address(page: str, says: str, name: str = "address", field: str = "public_id") -> Column:
    """The address of a row's page."""

    def value(edition: Edition) -> Any:
        return Concat(Value(f"{edition.site}/{page}/"), F(field), Value("/"), output_field=CharField())

    return Column(name, says, value)


def cited(page: str) -> tuple[Column, ...]:
    """The columns with which every table begins: with them each row can be cited by itself."""
    return (
        plain("id", "The public id: it never changes.", "public_id"),
        address(page, "The page of the row, with its sources: cite this."),
    )


TERMS: tuple[Column, ...] = (
    Column("as_of", "When the file was made (UTC): the record changes.", lambda edition: Value(edition.as_of)),
    Column(
        "licence", "On what terms the row may be used; name the site as its source.", lambda edition: Value(LICENCE)
    ),
)
