"""Orders of a list: which row comes after which, kept in blocks of rows so that a deep page costs what the first costs."""

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import F, Func
from django.db.models.expressions import OrderBy
from pyroaring import BitMap

Key = tuple[bool, Any, int]  # unknown values last; the value; the row's number
BLOCK = 1024
GROUP = 32  # blocks
FEW = 200  # rows that are read and sorted for one page, without all the others of their blocks
Fetch = Callable[[BitMap], list[Key]]


class CharacterByCharacter(Func):
    """A text to be sorted as Python sorts it. SQLite does by itself."""

    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"')


@dataclass(frozen=True)
class Sort:
    """An order of a list: by a field, then by the row's number, so that no two rows are ever equal.

    `kind` says what the field holds: date, moment, text or number. `word` is the QuerySet word that adds the field.
    """

    field: str
    label: Any
    kind: str = "text"
    descending: bool = False
    word: str = ""

    def key(self, value: Any, pk: int) -> Key:
        """Where a row with that value stands; of two rows the one with the smaller key comes first."""
        if isinstance(value, datetime.datetime):
            value = round(value.timestamp() * 1_000_000)
        elif isinstance(value, datetime.date):
            value = value.toordinal()
        return self.key_at(-value if self.descending and value is not None else value, pk)

    def key_at(self, place: Any, pk: int) -> Key:
        """The key of a row at that place of the order; None is the place of unknown values."""
        return (place is None, 0 if place is None else place, -pk if self.descending else pk)

    def placed(self, rows: Any) -> Any:
        """Of the rows of a QuerySet the number, and the value by which they are ordered; in no order."""
        worded = getattr(rows, self.word)() if self.word else rows
        return worded.order_by().values_list("pk", self.field)

    @property
    def columns(self) -> list[Any]:
        """The same order for the engine. Texts go by their characters, whatever the language of the database."""
        column = CharacterByCharacter(self.field) if self.kind == "text" else F(self.field)
        first = OrderBy(column, descending=self.descending, nulls_last=True)
        return [first, "-pk" if self.descending else "pk"]

    @staticmethod
    def place(key: Key) -> tuple[Any, int]:
        """The place that a key stands for, and the row's number."""
        return None if key[0] else key[1], abs(key[2])


class Order:
    """All rows of a list in one order, cut into blocks of about a thousand; inside a block they are sorted when asked."""

    def __init__(self, keys: Iterable[Key]) -> None:
        ordered = sorted(keys)
        self.firsts: list[Key] = ordered[::BLOCK]
        self.blocks = [BitMap(abs(k[2]) for k in ordered[n : n + BLOCK]) for n in range(0, len(ordered), BLOCK)]
        self._sorted: dict[int, list[Key]] = {}
        self._groups: dict[int, BitMap] = {}  # what `GROUP` blocks hold together, to pass over many that are not meant

    def remove(self, rows: BitMap) -> None:
        """Takes the rows out, wherever they stand."""
        for number, block in enumerate(self.blocks):
            if block.intersect(rows):
                block -= rows
                self._forget(number)

    def add(self, keys: Iterable[Key], fetch: Fetch) -> None:
        """Puts rows in. A block that has grown to twice its size is cut in two."""
        for key in keys:
            if not self.blocks:
                self.firsts, self.blocks = [key], [BitMap()]
            number = max(bisect_right(self.firsts, key) - 1, 0)
            self.firsts[number] = min(self.firsts[number], key)
            self.blocks[number].add(abs(key[2]))
            self._forget(number)
            if len(self.blocks[number]) >= 2 * BLOCK:
                self._cut(number, fetch)

    def holds(self, keys: Iterable[Key]) -> bool:
        """Whether these rows, and no others, stand in the blocks in which they belong."""
        number = 0
        for key in keys:
            number += 1
            if not self.blocks or abs(key[2]) not in self.blocks[max(bisect_right(self.firsts, key) - 1, 0)]:
                return False
        return number == sum(map(len, self.blocks))

    def _cut(self, number: int, fetch: Fetch) -> None:
        keys = sorted(fetch(self.blocks[number]))
        half = len(keys) // 2
        if half:
            self.blocks[number : number + 1] = [BitMap(abs(k[2]) for k in part) for part in (keys[:half], keys[half:])]
            self.firsts[number : number + 1] = [min(self.firsts[number], keys[0]), keys[half]]
        self._sorted.clear()
        self._groups.clear()

    def _forget(self, number: int) -> None:
        self._sorted.pop(number, None)
        self._groups.pop(number // GROUP, None)

    def page(self, rows: BitMap, at: Key | None, backwards: bool, most: int, fetch: Fetch) -> list[Key]:
        """The next `most` of the rows after the key, or (backwards) before it, in the direction of the walk."""
        if len(rows) <= most:
            return beyond(fetch(rows), at, backwards)
        met = self._around(rows, at, backwards, most)
        enough = BitMap.union(BitMap(), *(found for _number, found in met))
        if len(met) > 3 or len(enough) <= FEW:
            return beyond(fetch(enough), at, backwards)[:most]
        return list(islice(self._walk(met, at, backwards, fetch), most))

    def runs(self, rows: BitMap) -> list[BitMap]:
        """Those rows in runs of about a thousand, each after the one before; inside a run they are in no order."""
        found: list[BitMap] = []
        for block in self.blocks:
            here = rows & block
            if found and len(found[-1]) + len(here) <= BLOCK:
                found[-1] |= here
            else:
                found.append(here)
        return [run for run in found if run]

    def _around(self, rows: BitMap, at: Key | None, backwards: bool, most: int) -> list[tuple[int, BitMap]]:
        """Blocks that hold enough of the rows to fill a page from there on, in the direction of the walk, with what they
        hold of them; some of it may lie before."""
        here = len(self.blocks) - 1 if backwards else 0
        if at is not None:
            here = max(bisect_right(self.firsts, at) - 1, 0)
        met: list[tuple[int, BitMap]] = []
        enough = most
        for number, found in self._meeting(rows, here, backwards):
            met.append((number, found))
            if at is not None and number == here:
                continue  # perhaps all of these lie on the other side of the cursor
            enough -= len(found)
            if enough <= 0:
                break
        return met

    def _meeting(self, rows: BitMap, here: int, backwards: bool) -> Iterator[tuple[int, BitMap]]:
        """The blocks from there on that hold some of the rows, with what they hold of them."""
        step, first = (-1, GROUP - 1) if backwards else (1, 0)
        while 0 <= here < len(self.blocks):
            if here % GROUP == first and not self._group(here // GROUP).intersect(rows):
                here += step * GROUP
                continue
            if found := rows & self.blocks[here]:
                yield here, found
            here += step

    def _group(self, number: int) -> BitMap:
        if number not in self._groups:
            self._groups[number] = BitMap.union(BitMap(), *self.blocks[number * GROUP : (number + 1) * GROUP])
        return self._groups[number]

    def _walk(self, met: list[tuple[int, BitMap]], at: Key | None, backwards: bool, fetch: Fetch) -> Iterator[Key]:
        for number, found in met:
            keys = self._keys(number, fetch)
            for key in reversed(keys) if backwards else keys:
                if abs(key[2]) in found and (at is None or (key < at if backwards else key > at)):
                    yield key

    def _keys(self, number: int, fetch: Fetch) -> list[Key]:
        if number not in self._sorted:
            if len(self._sorted) > 64:
                self._sorted.clear()
            self._sorted[number] = sorted(fetch(self.blocks[number]))
        return self._sorted[number]


def beyond(keys: Iterable[Key], at: Key | None, backwards: bool) -> list[Key]:
    """The keys after (backwards: before) the cursor, in the direction of the walk."""
    return sorted((k for k in keys if at is None or (k < at if backwards else k > at)), reverse=backwards)
