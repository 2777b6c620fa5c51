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
    monkeypatch.setattr(orders, "GROUP", 3)
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


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize("seed", range(6))
def test_after_rows_have_come_gone_and_moved_every_page_is_still_that_of_sorting_everything(
    few: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "BLOCK", 8)
    monkeypatch.setattr(orders, "GROUP", 3)
    monkeypatch.setattr(orders, "FEW", few)
    record, draw = some(300, seed), random.Random(seed)
    there = set(draw.sample(sorted(record.keys), 20))
    order = Order(record.keys[row] for row in there)
    for _time in range(60):
        gone = draw.sample(sorted(there), draw.randint(0, len(there) // 2))
        order.remove(BitMap(gone))
        for row in gone:
            record.keys[row] = (False, draw.randrange(9), row)
        come = draw.sample(sorted(set(record.keys) - there), draw.randint(0, 40)) + gone[::2]
        order.add([record.keys[row] for row in come], record.fetch)
        there = (there - set(gone)) | set(come)
        assert order.holds(record.keys[row] for row in there)
        at, backwards = draw.choice([None, *record.keys.values()]), draw.random() < 0.5
        rows = draw.sample(sorted(there), min(len(there), draw.choice([1, 30, 300])))
        wanted = sorted((record.keys[row] for row in rows), reverse=backwards)
        wanted = [key for key in wanted if at is None or (key < at if backwards else key > at)]
        assert order.page(BitMap(rows), at, backwards, 26, record.fetch) == wanted[:26]
    assert len(order.blocks) > 20 and max(map(len, order.blocks)) < 16, "it grew from three blocks, and was cut"


def test_an_order_does_not_hold_rows_that_are_missing_too_many_or_in_another_block() -> None:
    keys = [(False, value, value) for value in range(1, 4000)]
    order = Order(keys)
    assert order.holds(keys)
    assert not order.holds(keys[1:]) and not order.holds([*keys, (False, 5, 5000)])
    assert not order.holds([(False, 3999, 1), *keys[1:]])


def test_an_empty_order_holds_nothing() -> None:
    assert Order(()).holds([]) and not Order(()).holds([(False, 1, 1)])
    assert not Order([(False, 1, 1)]).holds([])
