"""From a question to its answer: the total, the rows of one page, and what every other choice would give."""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from pyroaring import BitMap

from incidents.answers.index import Index
from incidents.answers.keeper import KEEPER
from incidents.answers.orders import Key

Read = Callable[[Any], BitMap]  # from the index of a list to the rows that meet one filter
Count = tuple[Any, int]
SCATTERED = 4000  # rows from which on it is quicker to count those that are not among them


@dataclass(frozen=True)
class Facet:
    """Counts to be made of the values of a filter, as if that filter (and those in `open`) did not count.

    `choices` gives the values to be counted and their rows; without it every value that is held is a candidate.
    """

    name: str
    open: tuple[str, ...]
    most: int
    choices: Callable[[Any], Iterable[tuple[Any, BitMap]]] | None = None


@dataclass
class Asking:
    """A question to one list: its filters by parameter, the order, the place of the page, the facets to be counted."""

    name: str
    filters: dict[str, Read]
    sort: str
    at: Key | None = None
    backwards: bool = False
    size: int = 25
    facets: list[Facet] = field(default_factory=list)
    marks: dict[str, Read] = field(default_factory=dict)  # what is said of single rows of the page
    known: Callable[[Any, BitMap], dict[int, Any]] | None = None  # what the index knows of the rows of the page


@dataclass(frozen=True)
class Answer:
    """What the record says to a question, all of it at one moment."""

    total: int
    keys: list[Key]  # one more than asked for, where there is more
    facets: dict[str, list[Count]]
    marks: dict[str, set[int]]
    known: dict[int, Any]
    version: str  # of the record: see `Keeper.version`


def answer(asking: Asking) -> Answer:
    """The answer to the question, as the record is now."""
    with KEEPER.reading(asking.name) as index:
        met = {name: read(index) for name, read in asking.filters.items()}
        rows = _all_of(index, met)
        keys = index.page(asking.sort, rows, asking.at, asking.backwards, asking.size + 1)
        shown = BitMap(abs(key[2]) for key in keys)
        return Answer(
            len(rows),
            keys,
            {facet.name: _counts(index, facet, met) for facet in asking.facets},
            {name: set(read(index) & shown) for name, read in asking.marks.items()},
            asking.known(index, shown) if asking.known else {},
            KEEPER.now(),
        )


def runs(asking: Asking) -> list[BitMap]:
    """Every row that answers, as of one moment, in runs of about a thousand that follow each other in the order."""
    with KEEPER.reading(asking.name) as index:
        return index.runs(asking.sort, _all_of(index, {name: read(index) for name, read in asking.filters.items()}))


def known(asking: Asking, rows: BitMap) -> dict[int, Any]:
    """What the index knows of those rows."""
    with KEEPER.reading(asking.name) as index:
        return asking.known(index, rows & index.rows) if asking.known else {}


def values(name: str, facet: str) -> set[Any]:
    """Every value of a filter that some public row of the list has."""
    with KEEPER.reading(name) as index:
        return set(index.facets[facet])


def _all_of(index: Index, met: dict[str, BitMap], without: tuple[str, ...] = ()) -> BitMap:
    """Rows that meet every filter but those named."""
    asked = sorted((rows for name, rows in met.items() if name not in without), key=len)
    return BitMap.intersection(*asked) if asked else index.rows


def _counts(index: Index, facet: Facet, met: dict[str, BitMap]) -> list[Count]:
    rows = _all_of(index, met, facet.open)
    if facet.choices is not None:
        counted = [(value, rows.intersection_cardinality(having)) for value, having in facet.choices(index)]
        return [one for one in counted if one[1]]
    if rows is index.rows:
        return [(value, size) for size, value in index.by_size(facet.name)[: facet.most]]
    return most_frequent(index, rows, facet.name, facet.most)


def most_frequent(index: Index, rows: BitMap, facet: str, most: int) -> list[Count]:
    """The values that most of the rows have. A value of few rows altogether is not counted once enough have more."""
    best: list[tuple[int, str, Any]] = []
    values, number_of = index.facets[facet], _counting(index, rows)
    for size, value in index.by_size(facet):
        if len(best) == most and size < best[0][0]:
            break
        number = number_of(size, values[value])
        if number:
            (heapq.heappush if len(best) < most else heapq.heappushpop)(best, (number, str(value), value))
    return [(value, number) for number, _text, value in sorted(best, reverse=True)]


def _counting(index: Index, rows: BitMap) -> Callable[[int, BitMap], int]:
    """Counts how many rows with a value (so many, and these) are among the rows.

    Sets of some thousand scattered numbers are walked through side by side; in one of nearly all numbers each is looked up at
    once. So of the former those with the value are counted that are not among them: three to five times as quick.
    """
    if not SCATTERED < len(rows) < len(index.rows) / 2:
        return lambda _size, having: rows.intersection_cardinality(having)
    others = index.rows - rows
    return lambda size, having: size - others.intersection_cardinality(having)
