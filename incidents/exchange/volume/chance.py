"""Chance that repeats itself: the same seed draws the same things, on every machine and engine."""

import random
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from incidents.models.record import ALPHABET

Item = TypeVar("Item")
_SPACE = len(ALPHABET) ** 8
_STEP = 141421356239  # no common factor with the number of ids, so that no id comes twice
_PAIRS = [a + b for a in ALPHABET for b in ALPHABET]


def chance(seed: int, what: str) -> random.Random:
    """The draws for one thing of the invented world."""
    return random.Random(f"{seed}/{what}")


def chance_of_case(seed: int, number: int) -> random.Random:
    """The draws for one case; they depend on no other case, so that work can stop and go on anywhere."""
    return random.Random(seed << 40 | number)


class Skewed(Generic[Item]):
    """Draws the first items often and the last ones hardly ever, as a Zipf law has it."""

    def __init__(self, items: Sequence[Item], exponent: float = 1.0) -> None:
        self.items = items
        self._sums = list(accumulate(1 / rank**exponent for rank in range(1, len(items) + 1)))

    def draw(self, rng: random.Random) -> Item:
        return self.items[bisect(self._sums, rng.random() * self._sums[-1])]


class PublicIds:
    """Public ids of one kind of row: as shapeless as random ones, but the same for the same seed, and never twice."""

    def __init__(self, seed: int, kind: str) -> None:
        self._start = chance(seed, f"ids of {kind}").randrange(_SPACE)

    def of(self, number: int) -> str:
        left = (self._start + number * _STEP) % _SPACE
        left, d = divmod(left, 729)
        left, c = divmod(left, 729)
        a, b = divmod(left, 729)
        return _PAIRS[a] + _PAIRS[b] + _PAIRS[c] + _PAIRS[d]


def one(rng: random.Random, items: Sequence[Item]) -> Item:
    """One of the items, each as likely as any other."""
    return items[int(rng.random() * len(items))]
