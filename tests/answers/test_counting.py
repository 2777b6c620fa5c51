"""The most frequent values of any part of a list are those of counting one by one, however many rows it has."""

import random
from collections import Counter

import pytest
from pyroaring import BitMap

from incidents.answers.answering import SCATTERED, most_frequent
from incidents.answers.index import Index
from incidents.answers.tree import Tree

pytestmark = pytest.mark.django_db
ROWS, MOST = 40_000, 10


class Held(Index):
    """Rows with up to three values, of which few are frequent."""

    name = "held"
    sorts = {}

    def __init__(self) -> None:
        super().__init__(Tree(), stored={})
        draw = random.Random(7)
        self.values = {row: {int(draw.paretovariate(0.6)) for _time in range(3)} for row in range(1, ROWS, 2)}
        self.rows = BitMap(self.values)
        self.facets = {"kind": {}}
        for row, values in self.values.items():
            for value in values:
                self.facets["kind"].setdefault(value, BitMap()).add(row)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.mark.parametrize("number", [0, 1, 100, SCATTERED, SCATTERED + 1, 9_000, 15_000, ROWS // 2])
def test_any_number_of_rows_is_counted_rightly(held: Held, number: int) -> None:
    rows = random.Random(number).sample(sorted(held.rows), number)
    counted = Counter(value for row in rows for value in held.values[row])
    ordered = sorted(counted.items(), key=lambda one: (one[1], str(one[0])), reverse=True)
    assert most_frequent(held, BitMap(rows), "kind", MOST) == ordered[:MOST]
