"""What loading one table did, and the one way in which a row of a file meets its row in the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from simple_history.utils import bulk_create_with_history

REASON = "reference data"
BATCH = 500


@dataclass
class Tally:
    """How many rows of a table were made, changed, and found as they should be."""

    table: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return f"{self.table}: {self.created} created, {self.updated} updated, {self.unchanged} unchanged"

    @property
    def changed(self) -> bool:
        return bool(self.created or self.updated)

    def lacks(self, row: Model | None, wanted: dict[str, Any]) -> bool:
        """Whether there is no such row. One that is there gets the wanted values, and is counted."""
        if row is None:
            return True
        if changes := differences(row, wanted):
            save_changes(row, changes)
            self.updated += 1
        else:
            self.unchanged += 1
        return False


def differences(row: Model, wanted: dict[str, Any]) -> dict[str, Any]:
    """The wanted values that the row does not have."""
    return {field: value for field, value in wanted.items() if getattr(row, field) != value}


def save_changes(row: Any, changes: dict[str, Any]) -> None:
    """Sets and saves, with the reason for the history; an unchanged row must not come here."""
    for field, value in changes.items():
        setattr(row, field, value)
    row._change_reason = REASON
    row.save()


def save_new(model: type[Model], rows: list[Any]) -> None:
    """Makes the rows many at once, with the reason for the history where the table has one.

    Nothing calls their `save`: what it would work out of other columns stands in the rows already.
    """
    if hasattr(model, "history"):
        bulk_create_with_history(rows, model, batch_size=BATCH, default_change_reason=REASON)
    else:
        model._default_manager.bulk_create(rows, batch_size=BATCH)


def synchronise(model: type[Model], key: str, wanted: Iterable[dict[str, Any]]) -> Tally:
    """Makes what is missing and corrects what differs; rows that the files do not know are left alone."""
    tally = Tally(str(model._meta.verbose_name_plural))
    existing = {getattr(row, key): row for row in model._default_manager.all()}
    missing = [model(**values) for values in wanted if tally.lacks(existing.get(values[key]), values)]
    save_new(model, missing)
    tally.created = len(missing)
    return tally
