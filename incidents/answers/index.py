"""The index of one list: its public rows by number, by value of each filter, by day, and in each order."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, ClassVar

from django.db import connection
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from incidents.answers.bitmaps import Days, Values, any_of, merge, remove
from incidents.answers.orders import Key, Order, Sort, beyond
from incidents.answers.store import packed, unpacked
from incidents.answers.tree import Tree
from incidents.answers.words.held import Words
from incidents.search.query import Query

CHUNK = 2000  # numbers in one condition of a statement
LISTED = 10_000  # numbers that are parameters of their own, on PostgreSQL
REMEMBERED = 500  # answers that are kept until the next change


@dataclass
class Part:
    """What was read of some rows of a list, or of all of them."""

    rows: BitMap = field(default_factory=BitMap)
    facets: dict[str, Values] = field(default_factory=dict)
    days: dict[str, Iterable[tuple[int, date | None]]] = field(default_factory=dict)


class Index:
    """Subclasses say how rows are read from the record, and which rows a change touches.

    `looked_up` names filters with so many values, each of so few rows, that their rows are asked of the record.
    """

    name: ClassVar[str]
    sorts: ClassVar[dict[str, Sort]]
    passages: ClassVar[str]  # the kind of rows that its words name
    words: Words

    def __init__(self, tree: Tree, incidents: "Index | None" = None, stored: dict[str, bytes] | None = None) -> None:
        self.tree = tree
        self.incidents = incidents if incidents is not None else self
        self.rows = BitMap()
        self.facets: dict[str, Values] = {}
        self.days: dict[str, Days] = {}
        self._asked: dict[Any, BitMap] = {}
        self._sizes: dict[str, list[tuple[int, Any]]] = {}
        self.orders: dict[str, Order] = {}
        if stored is not None:
            self._take_out(stored)
            return
        self._merge(self.read(None))
        self.orders = {name: Order(self.keys(name, None)) for name in self.sorts if name not in self.unstable}

    unstable: ClassVar[frozenset[str]] = frozenset()  # orders by a number that other rows change; sorted when asked

    def stored(self) -> Iterator[tuple[str, bytes]]:
        """The index in named parts, to be put away."""
        yield f"{self.name}/rows/", packed({"": self.rows})
        for name, values in self.facets.items():
            yield f"{self.name}/facet/{name}", packed(values)
        for name, days in self.days.items():
            yield f"{self.name}/days/{name}", packed(days.days)
        for name, order in self.orders.items():
            yield f"{self.name}/order/{name}", packed(dict(zip(order.firsts, order.blocks, strict=True)))

    def _take_out(self, stored: dict[str, bytes]) -> None:
        for path, data in stored.items():
            _list, kind, name = path.split("/")
            values = unpacked(data)
            if kind == "rows":
                self.rows = values[""]
            elif kind == "facet":
                self.facets[name] = values
            elif kind == "days":
                self.days[name] = Days(values)
            else:
                self.orders[name] = Order(())
                self.orders[name].firsts, self.orders[name].blocks = list(values), list(values.values())

    def read(self, rows: BitMap | None) -> Part:
        """What the record says now of those rows, or of every row. Rows that are not public are left out."""
        raise NotImplementedError

    def keys(self, sort: str, rows: BitMap | None) -> list[Key]:
        """Where those rows, or all, stand in an order."""
        raise NotImplementedError

    def touched(self, changes: dict[str, set[int]]) -> BitMap:
        """Rows that may have changed if those rows of the record have. Called before the index is brought up to date."""
        raise NotImplementedError

    def looked_up(self, facet: str, value: Any) -> BitMap:
        """Rows with a value of a filter that is not held in memory."""
        raise KeyError(facet)

    def renew(self, rows: BitMap) -> None:
        """Brings the rows up to date."""
        self._asked.clear()
        self._sizes.clear()
        if not rows:
            return
        for values in self.facets.values():
            remove(values, rows)
        for days in self.days.values():
            days.remove(rows)
        self.rows -= rows
        for order in self.orders.values():
            order.remove(rows)
        for some in chunks(rows):
            part = self.read(some)
            self._merge(part)
            for name, order in self.orders.items():
                order.add(self.keys(name, part.rows), partial(self.keys, name))

    def matching(self, query: Query) -> BitMap:
        """Rows whose words meet the question. Raises NotReady."""
        asked = ("words", query)
        if asked not in self._asked:
            self.remember(asked, self.words.matching(query, self.passages, self.rows))
        return self._asked[asked]

    def _merge(self, part: Part) -> None:
        self.rows |= part.rows
        for name, values in part.facets.items():
            merge(self.facets.setdefault(name, {}), values)
        for name, pairs in part.days.items():
            self.days.setdefault(name, Days()).add(pairs)

    def having(self, facet: str, value: Any) -> BitMap:
        """Rows with the value."""
        if facet in self.facets:
            return self.facets[facet].get(value, BitMap())
        asked = (facet, value)
        if asked not in self._asked:
            self.remember(asked, self.looked_up(facet, value) & self.rows)
        return self._asked[asked]

    def remember(self, asked: Any, rows: BitMap) -> None:
        """Keeps the rows that answer something until the next change, or until too much is kept."""
        if len(self._asked) > REMEMBERED:
            self._asked.clear()
        self._asked[asked] = rows

    def by_size(self, facet: str) -> list[tuple[int, Any]]:
        """Every value that is held, with how many rows have it, the most frequent first; sorted once after each change."""
        if facet not in self._sizes:
            sizes = ((len(having), value) for value, having in self.facets[facet].items())
            self._sizes[facet] = sorted(sizes, key=lambda one: (one[0], str(one[1])), reverse=True)
        return self._sizes[facet]

    def having_any(self, facet: str, values: Iterable[Any]) -> BitMap:
        """Rows with at least one of the values."""
        if facet in self.facets:
            return any_of(self.facets[facet], values)
        return BitMap.union(BitMap(), *(self.having(facet, value) for value in values))

    def within(self, since: date | None, until: date | None, certain: bool) -> BitMap:
        """Rows in the period: wholly (`certain`), or perhaps; an unknown or open end may mean any day."""
        first, last = self.days["earliest"], self.days["latest"]
        found = self.rows
        if since is not None:
            found = found & (first.from_day(since) if certain else (self.rows - last.known) | last.from_day(since))
        if until is not None:
            found = found & (last.to_day(until) if certain else (self.rows - first.known) | first.to_day(until))
        return found

    def page(self, sort: str, rows: BitMap, at: Key | None, backwards: bool, most: int) -> list[Key]:
        """The next rows after (backwards: before) the key, in the direction of the walk."""
        fetch = partial(self.keys, sort)
        if sort in self.unstable:
            return beyond(fetch(rows), at, backwards)[:most]
        return self.orders[sort].page(rows, at, backwards, most, fetch)

    def runs(self, sort: str, rows: BitMap) -> list[BitMap]:
        """The rows in runs of about a thousand that follow each other in the order."""
        order = Order(self.keys(sort, rows)) if sort in self.unstable else self.orders[sort]
        return order.runs(rows)

    def differences(self, other: "Index") -> list[str]:
        """In what the index differs from another of the same list; empty where both say the same."""
        found = [] if self.rows == other.rows else ["rows"]
        for name in {*self.facets, *other.facets}:
            mine, theirs = self.facets.get(name, {}), other.facets.get(name, {})
            found += [f"{name}: {value}" for value in {*mine, *theirs} if mine.get(value) != theirs.get(value)]
        for name in {*self.days, *other.days}:
            for part in ("known", "years", "months", "days"):
                if filled(getattr(self.days[name], part)) != filled(getattr(other.days[name], part)):
                    found.append(f"{name}: {part}")
        for name, order in self.orders.items():
            if not order.holds(self.keys(name, None)):
                found.append(f"order: {name}")
        return [f"{self.name}: {difference}" for difference in found]


def filled(values: Any) -> Any:
    """The values that some row has."""
    return {value: rows for value, rows in values.items() if rows} if isinstance(values, dict) else values


def chunks(rows: BitMap) -> Iterator[BitMap]:
    """The rows, some thousands at a time."""
    numbers = list(rows)
    for start in range(0, len(numbers), CHUNK):
        yield BitMap(numbers[start : start + CHUNK])


def only(queryset: Any, field: str, rows: BitMap | None) -> Any:
    """The queryset, of those rows alone, ready to be read once."""
    if rows is not None:
        listed = connection.vendor == "postgresql" and len(rows) <= LISTED
        queryset = queryset.filter(**{f"{field}__in": list(rows) if listed else _in_one(rows)})
    return queryset.order_by()


def _in_one(rows: BitMap) -> RawSQL:
    """Any number of rows as one parameter: engines take only so many, and SQLite, which takes the published cases for
    fewer than they are, would try a long list of numbers on each of them."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(rows)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(rows))])
