"""Sets of row numbers, one for each value of a filter."""

import datetime
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pyroaring import BitMap

Values = dict[Any, BitMap]


def gathered(pairs: Iterable[tuple[int, Any]]) -> Values:
    """value → the rows that have it, from pairs of row and value; None is no value."""
    rows: dict[Any, array[int]] = defaultdict(lambda: array("I"))
    for row, value in pairs:
        if value is not None:
            rows[value].append(row)
    return {value: BitMap(numbers) for value, numbers in rows.items()}


def merge(into: Values, more: Values) -> None:
    """Adds the rows of each value."""
    for value, rows in more.items():
        if not rows:
            continue
        if value in into:
            into[value] |= rows
        else:
            into[value] = rows


def remove(values: Values, rows: BitMap) -> None:
    """Takes the rows from every value; values that no row has any more are dropped."""
    empty = []
    for value, having in values.items():
        having -= rows
        if not having:
            empty.append(value)
    for value in empty:
        del values[value]


def any_of(values: Values, wanted: Iterable[Any]) -> BitMap:
    """Rows that have at least one of the values."""
    found = [values[value] for value in wanted if value in values]
    return BitMap.union(*found) if found else BitMap()


class Days:
    """Rows by a day, in years, months and days, so that a period is the union of a few dozen sets."""

    def __init__(self, days: Values | None = None) -> None:
        self.years: Values = {}
        self.months: Values = {}
        self.days: Values = {}
        self.known = BitMap()
        self._add(days or {})

    def add(self, pairs: Iterable[tuple[int, datetime.date | None]]) -> None:
        self._add(gathered(pairs))

    def _add(self, days: Values) -> None:
        merge(self.days, days)
        for day, rows in days.items():
            self.known |= rows
            merge(self.months, {(day.year, day.month): rows.copy()})
            merge(self.years, {day.year: rows.copy()})

    def remove(self, rows: BitMap) -> None:
        for year in [year for year, having in self.years.items() if having.intersect(rows)]:
            self.years[year] -= rows
            for month in range(1, 13):
                if (year, month) in self.months and self.months[year, month].intersect(rows):
                    self.months[year, month] -= rows
                    for number in range(1, 32):
                        self._remove_from_day(year, month, number, rows)
        self.known -= rows

    def _remove_from_day(self, year: int, month: int, number: int, rows: BitMap) -> None:
        try:
            day = datetime.date(year, month, number)
        except ValueError:
            return
        if day in self.days:
            self.days[day] -= rows

    def from_day(self, day: datetime.date) -> BitMap:
        """Rows whose day is this one or later."""
        return BitMap.union(BitMap(), *self._parts(day, 1))

    def to_day(self, day: datetime.date) -> BitMap:
        """Rows whose day is this one or earlier."""
        return BitMap.union(BitMap(), *self._parts(day, -1))

    def _parts(self, day: datetime.date, sign: int) -> Iterator[BitMap]:
        yield from (rows for year, rows in self.years.items() if (year - day.year) * sign > 0)
        for month in range(1, 13):
            if (month - day.month) * sign > 0 and (day.year, month) in self.months:
                yield self.months[day.year, month]
        for number in range(1, 32):
            if (number - day.day) * sign >= 0:
                try:
                    one = day.replace(day=number)
                except ValueError:
                    break
                if one in self.days:
                    yield self.days[one]
