"""Every column that an editor can fill survives the way out and in: dumped, loaded where nothing is, compared.

A new column without a place in the card fails here, unless `EXPLAINED` says why it has none.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from incidents import models as record
from tests.exchange import cards
from tests.exchange.everything import KEY, Everything, columns, is_filled, tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def label(row: Any) -> str:
    """What a row that another one points at is known by, wherever it is loaded."""
    if row is None or isinstance(row, record.Region | record.Currency | record.Unit | record.Offence):
        return str(row)
    if isinstance(row, record.Party):
        return str(row.key)
    texts = [f for f in columns(type(row)) if isinstance(f, models.TextField | models.CharField)]
    return "|".join(getattr(row, field.name) or "" for field in texts)


def said(row: Any) -> tuple[tuple[str, str], ...]:
    values = [
        (f.name, label(getattr(row, f.name)) if f.is_relation else repr(f.value_from_object(row)))
        for f in columns(type(row))
    ]
    return tuple(values)


def snapshot() -> dict[str, Counter[Any]]:
    return {model.__name__: Counter(said(row) for row in model.objects.all()) for model in tables()}


def empty() -> None:
    """The record without the case and all that it brought."""
    case = record.Incident.objects.get(key=KEY)
    case.citations.all().delete()
    case.delete()
    record.Party.objects.all().delete()
    record.Source.objects.all().delete()


def load(tmp_path: Path, card: cards.Card) -> str:
    told, errors, status = cards.load(cards.write(tmp_path, card))
    assert (errors, status) == ("", 0)
    return told


def test_every_column_that_an_editor_can_fill_survives_dump_and_load(tmp_path: Path) -> None:
    Everything()
    before = snapshot()
    card = cards.dumped(KEY)
    assert ": unchanged (" in load(tmp_path, card), "the dump of a case changes it"
    empty()
    assert ": created (" in load(tmp_path, card)
    after = snapshot()
    for name, rows in before.items():
        assert after[name] - rows == Counter() == rows - after[name], name
    assert cards.dumped(KEY) == card
    assert ": unchanged (" in load(tmp_path, card)


def test_no_column_is_left_out_of_the_test_above() -> None:
    Everything()
    silent = [
        f"{model.__name__}.{field.name}"
        for model in tables()
        for field in columns(model)
        if not any(is_filled(field, row) for row in model.objects.all())
    ]
    assert silent == []
