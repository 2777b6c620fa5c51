"""Statements that every page asks again: their SQL is composed once, for Django takes longer to compose it than engines to
answer it."""

import json
from collections.abc import Callable, Iterable, Sequence
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


class Composed:
    """Plain values of the rows with certain numbers. `rows` gives the QuerySet (`values_list`) from the numbers, to be used
    in `__in`, and from the moment, for `published(at)`; nothing else of it may depend on when it is asked, or by whom."""

    def __init__(self, rows: Callable[[Any, Any], models.QuerySet[Any, Any]]) -> None:
        self._rows = rows
        self._kept: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def of(self, numbers: Iterable[int]) -> list[Row]:
        """The values, read now. One statement; none where there are no numbers."""
        wanted = list(numbers)
        if not wanted:
            return []
        if connection.vendor not in self._kept:
            self._kept[connection.vendor] = self._compose()
        sql, parameters = self._kept[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(parameters, wanted))
            return list(cursor.fetchall())

    def _compose(self) -> tuple[str, tuple[Any, ...]]:
        """Composed twice: what differs the second time would be kept from the first, and be wrong ever after."""
        first, second = self._once(), self._once()
        if first != second:
            raise ValueError(f"Not to be kept: {first} is {second} the next time.")
        return first

    def _once(self) -> tuple[str, tuple[Any, ...]]:
        listed = (
            "SELECT unnest(%s::bigint[])" if connection.vendor == "postgresql" else "SELECT value FROM json_each(%s)"
        )
        rows = self._rows(RawSQL(listed, [_Filled.NUMBERS]), RawSQL("%s", [_Filled.NOW], models.DateTimeField()))
        sql, parameters = rows.query.sql_with_params()
        return sql, tuple(parameters)


def _filled(parameters: Sequence[Any], numbers: list[int]) -> list[Any]:
    listed = numbers if connection.vendor == "postgresql" else json.dumps(numbers)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return [listed if one is _Filled.NUMBERS else now if one is _Filled.NOW else one for one in parameters]
