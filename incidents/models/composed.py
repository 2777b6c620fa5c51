"""Statements that every page asks again: their SQL is composed once, for Django takes longer to compose it than engines to
answer it."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable
from django.utils import timezone

Row = Any  # an object of the record, or plain values
_LISTS = {  # any number of values as one parameter, of which the engines take only so many
    "postgresql": {"numbers": "SELECT unnest(%s::bigint[])", "texts": "SELECT unnest(%s::text[])"},
    "sqlite": {"numbers": "SELECT value FROM json_each(%s)", "texts": "SELECT value FROM json_each(%s)"},
}


class _Filled(Enum):
    """What is filled in whenever it is asked."""

    VALUES = "what the rows are asked for by"
    NOW = "the moment at which they must be public"


@dataclass(frozen=True)
class _Statement:
    sql: str
    parameters: tuple[Any, ...]
    compiler: Any  # knows how what the engine gives becomes what the fields hold
    objects: bool

    def rows(self, found: list[tuple[Any, ...]]) -> list[Row]:
        values = [self._converted(row) for row in found] if self._converters else found
        return [self._object(row, self.compiler.klass_info) for row in values] if self.objects else values

    @cached_property
    def _converters(self) -> dict[int, Any]:
        found: dict[int, Any] = self.compiler.get_converters([column for column, *_more in self.compiler.select])
        return found

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for number, (converters, column) in self._converters.items():
            for convert in converters:
                values[number] = convert(values[number], column, connection)
        return tuple(values)

    def _object(self, row: tuple[Any, ...], info: dict[str, Any]) -> Any:
        names = [self.compiler.select[number][0].target.attname for number in info["select_fields"]]
        made = info["model"].from_db(connection.alias, names, [row[number] for number in info["select_fields"]])
        for name, number in self.compiler.annotation_col_map.items():
            setattr(made, name, row[number])
        return made


class Composed:
    """The rows of a QuerySet that are asked for by their numbers (or `by` texts): objects without others that they point
    at, or plain values (`values_list`).

    `rows` gives the QuerySet from what stands for the numbers, to be used in `__in`, and for the moment, to be used in
    `published(at)`. Nothing else of it may depend on when it is asked, or by whom.
    """

    def __init__(self, rows: Callable[[Any, Any], models.QuerySet[Any, Any]], by: str = "numbers") -> None:
        self._rows, self._by = rows, by
        self._kept: dict[str, _Statement] = {}

    def of(self, values: Iterable[Any]) -> list[Row]:
        """The rows as they are now. One statement; none where nothing is asked for."""
        wanted = list(values)
        if not wanted:
            return []
        if connection.vendor not in self._kept:
            self._kept[connection.vendor] = self._compose()
        statement = self._kept[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, _filled(statement.parameters, wanted))
            found = cursor.fetchall()
        return statement.rows(found)

    def _compose(self) -> _Statement:
        """Composed twice: what differs the second time would be kept from the first, and be wrong ever after."""
        first, second = self._once(), self._once()
        if (first.sql, first.parameters) != (second.sql, second.parameters):
            raise ValueError(f"Not to be kept: {first} is {second} the next time.")
        return first

    def _once(self) -> _Statement:
        listed = RawSQL(_LISTS[connection.vendor][self._by], [_Filled.VALUES])
        rows = self._rows(listed, RawSQL("%s", [_Filled.NOW], models.DateTimeField()))
        compiler = rows.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return _Statement(sql, tuple(parameters), compiler, rows._iterable_class is ModelIterable)


def _filled(parameters: Sequence[Any], values: list[Any]) -> list[Any]:
    listed = values if connection.vendor == "postgresql" else json.dumps(values)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return [listed if one is _Filled.VALUES else now if one is _Filled.NOW else one for one in parameters]
