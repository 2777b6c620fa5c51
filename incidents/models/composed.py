"""Statements that every page asks again: their SQL is composed once, for Django takes longer to compose it than engines to
answer it."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils import timezone

Row = tuple[Any, ...]


class _Filled(Enum):
    """What is filled in whenever it is asked."""

    NUMBERS = "numbers of rows"
    NOW = "the moment at which they must be public"


@dataclass(frozen=True)
class _Statement:
    sql: str
    parameters: tuple[Any, ...]
    converters: dict[int, Any]  # by column: how what the engine gives becomes what the field holds, and of which field

    def read(self, row: Row) -> Row:
        values = list(row)
        for number, (converters, column) in self.converters.items():
            for convert in converters:
                values[number] = convert(values[number], column, connection)
        return tuple(values)


class Composed:
    """Plain values of the rows with certain numbers. `rows` gives the QuerySet (`values_list`) from the numbers, to be used
    in `__in`, and from the moment, for `published(at)`; nothing else of it may depend on when it is asked, or by whom."""

    def __init__(self, rows: Callable[[Any, Any], models.QuerySet[Any, Any]]) -> None:
        self._rows = rows
        self._kept: dict[str, _Statement] = {}

    def of(self, numbers: Iterable[int]) -> list[Row]:
        """The values, read now. One statement; none where there are no numbers."""
        wanted = list(numbers)
        if not wanted:
            return []
        if connection.vendor not in self._kept:
            self._kept[connection.vendor] = self._compose()
        statement = self._kept[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, _filled(statement.parameters, wanted))
            found = cursor.fetchall()
        return [statement.read(row) for row in found] if statement.converters else found

    def _compose(self) -> _Statement:
        """Composed twice: what differs the second time would be kept from the first, and be wrong ever after."""
        first, second = self._once(), self._once()
        if (first.sql, first.parameters) != (second.sql, second.parameters):
            raise ValueError(f"Not to be kept: {first} is {second} the next time.")
        return first

    def _once(self) -> _Statement:
        listed = (
            "SELECT unnest(%s::bigint[])" if connection.vendor == "postgresql" else "SELECT value FROM json_each(%s)"
        )
        rows = self._rows(RawSQL(listed, [_Filled.NUMBERS]), RawSQL("%s", [_Filled.NOW], models.DateTimeField()))
        compiler = rows.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return _Statement(
            sql, tuple(parameters), compiler.get_converters([column for column, *_more in compiler.select])
        )


def _filled(parameters: Sequence[Any], numbers: list[int]) -> list[Any]:
    listed = numbers if connection.vendor == "postgresql" else json.dumps(numbers)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return [listed if one is _Filled.NUMBERS else now if one is _Filled.NOW else one for one in parameters]
