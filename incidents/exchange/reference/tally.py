"""What loading one table did, and the one way in which a row of a file meets its row in the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

REASON = "reference data"


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


def differences(row: Model, wanted: dict[str, Any]) -> dict[str, Any]:
    """The wanted values that the row does not have."""
    return {field: value for field, value in wanted.items() if getattr(row, field) != value}


def save_changes(row: Any, changes: dict[str, Any]) -> None:
    """Sets and saves, with the reason for the history; an unchanged row must not come here."""
    for field, value in changes.items():
        setattr(row, field, value)
    row._change_reason = REASON
    row.save()


def synchronise(model: type[Model], key: str, wanted: Iterable[dict[str, Any]]) -> Tally:
    """Makes what is missing and corrects what differs; rows that the files do not know are left alone."""
    tally = Tally(str(model._meta.verbose_name_plural))
    existing = {getattr(row, key): row for row in model._default_manager.all()}
    for values in wanted:
        row = existing.get(values[key])
        if row is None:
            save_changes(model(), values)
            tally.created += 1
        elif changes := differences(row, values):
            save_changes(row, changes)
            tally.updated += 1
        else:
            tally.unchanged += 1
    return tally
