"""A page of an order is what sorting everything would give, and reads no more rows than it needs."""

import random

import pytest
from pyroaring import BitMap

from incidents.answers import orders
from incidents.answers.orders import Key, Order


class Record:
    """Rows with their keys, and how many were read of them."""

    def __init__(self, keys: list[Key]) -> None:
        self.keys = {abs(key[2]): key for key in keys}
        self.read = 0

    def fetch(self, rows: BitMap) -> list[Key]:
        self.read += len(rows)
        return [self.keys[row] for row in rows]


def some(number: int, seed: int) -> Record:
    """Rows of which many are equal but for their number, and some have no value."""
    draw = random.Random(seed)
    keys = [
        (value is None, value or 0, pk) for pk in range(1, number + 1) for value in [draw.choice([None, *range(9)])]
    ]
    return Record(keys)


@pytest.mark.parametrize("few", [0, 5, 1000])
@pytest.mark.parametrize("seed", range(6))
def test_every_page_of_every_part_is_that_of_sorting_everything(
    few: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "BLOCK", 8)
    monkeypatch.setattr(orders, "FEW", few)
    record, draw = some(100, seed), random.Random(seed)
    order = Order(record.keys.values())
    for _time in range(150):
        rows = BitMap(draw.sample(sorted(record.keys), draw.choice([0, 1, 5, 30, 90, 100])))
        at = draw.choice([None, *record.keys.values()])
        backwards, most = draw.random() < 0.5, draw.choice([1, 4, 26])
        wanted = sorted((record.keys[row] for row in rows), reverse=backwards)
        wanted = [key for key in wanted if at is None or (key < at if backwards else key > at)]
        assert order.page(rows, at, backwards, most, record.fetch) == wanted[:most]


def test_for_one_page_of_several_hundred_rows_not_all_of_them_are_read() -> None:
    record = some(20_000, 1)
    order = Order(record.keys.values())
    rows = BitMap(range(1, 20_001, 40))
    assert len(order.page(rows, None, False, 21, record.fetch)) == 21
    assert record.read < 60
