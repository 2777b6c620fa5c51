"""Rows of one table, collected to be written together, with their rows of history."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import NOT_PROVIDED, AutoField
from django.utils import timezone

HISTORY = ("history_type", "history_change_reason", "history_user_id")


class Rows:
    """Rows of one model. Columns that are not named hold the model's defaults.

    A row is a tuple of the named columns' values and, last, the moment at which it was entered. Days and moments are
    texts (2014-07-03, 2014-07-03 10:00:00, always UTC), numbers with a fraction are Decimals.
    """

    def __init__(self, model: type[models.Model], *columns: str, history: bool | None = None) -> None:
        self.model = model
        self.columns = columns
        self.rows: list[tuple[Any, ...]] = []
        tracker = getattr(model, "history", None)
        wanted = not model._meta.parents if history is None else history
        self.history: type[models.Model] | None = tracker.model if tracker is not None and wanted else None
        own = {field.attname for field in model._meta.local_concrete_fields}
        if unknown := set(columns) - own:
            raise ValueError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")

    def add(self, *values: Any) -> None:
        self.rows.append(values)

    def constants(self) -> dict[str, Any]:
        """What the columns hold that no row names, by attribute."""
        return _defaults(self.model._meta.local_concrete_fields, self.columns)

    def history_constants(self, reason: str) -> dict[str, Any]:
        """The same for the table of history; its rows say that the row was added, and why."""
        assert self.history is not None
        given = (*self.columns, *HISTORY, "history_date")
        added = {"history_type": "+", "history_change_reason": reason, "history_user_id": None}
        return _defaults(self.history._meta.local_concrete_fields, given) | added


def _defaults(fields: Iterable[Any], given: Sequence[str]) -> dict[str, Any]:
    found = {}
    for field in fields:
        if field.attname in given or isinstance(field, AutoField):
            continue
        if field.db_default is not NOT_PROVIDED:
            continue
        value = field.get_default()
        if value is None and not field.null:
            raise ValueError(f"{field.model.__name__}.{field.attname} has no default: name it.")
        found[field.attname] = value
    return found


def moment(at: datetime.datetime | None = None) -> str:
    """A moment as both engines read it."""
    return (at or timezone.now()).astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S")
