"""Writes rows inside one change of the record and remembers, in order, what each said before and what it says now."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from incidents.models import MergeAction, MergedRow

BATCH = 500
_FOLLOWING = ("search_text", "folded")  # columns that a row's own save keeps


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as they come back from a JSON column."""
    found: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return found


def case_path(model: type[Model]) -> str:
    """The lookup from a row to its case; empty where rows belong to none."""
    path: str | None = getattr(model, "incident_path", None)
    if path is not None:
        return path
    try:
        model._meta.get_field("incident")
    except FieldDoesNotExist:
        return ""
    return "incident"


def write(rows: Sequence[Any], values: dict[str, Any]) -> None:
    """Gives all rows (of one model) the same values, with a row of history each."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        for row in batch:
            for column, value in values.items():
                setattr(row, column, value)
        model = type(batch[0])
        model._default_manager.filter(pk__in=[row.pk for row in batch]).update(**values)
        past: Any = model.history
        past.bulk_history_create(batch, update=True)


def save(row: Any, values: dict[str, Any]) -> None:
    """Gives one row the values by its own save."""
    for column, value in values.items():
        setattr(row, column, value)
    following = [name for name in _FOLLOWING if hasattr(row, name)]
    row.save(update_fields=[*(column.removesuffix("_id") for column in values), *following])


class Journal:
    """What one merge has done so far."""

    def __init__(self) -> None:
        self.rows: list[MergedRow] = []

    def move(self, rows: Sequence[Any], **values: Any) -> None:
        """The same new values for many rows of one model."""
        before = [{column: getattr(row, column) for column in values} for row in rows]
        cases = _cases(rows)
        write(rows, values)
        for row, old in zip(rows, before, strict=True):
            self._note(MergeAction.MOVED, row, cases.get(row.pk), old, values)

    def edit(self, row: Any, **values: Any) -> None:
        """New values for one row; what is so already is left alone."""
        before = {column: getattr(row, column) for column in values}
        if before == values:
            return
        save(row, values)
        self._note(MergeAction.CHANGED, row, _cases([row]).get(row.pk), before, values)

    def add(self, row: Any) -> None:
        """A new row."""
        row.save()
        self._note(MergeAction.ADDED, row, _cases([row]).get(row.pk), {}, {})

    def remove(self, row: Any) -> None:
        """Takes the row away with whatever hangs on it, all of it remembered."""
        for relation in row._meta.related_objects:
            if getattr(relation.related_model, "is_derived", False):
                continue
            for hanging in list(relation.related_model._default_manager.filter(**{relation.field.name: row})):
                if relation.field.null:
                    self.edit(hanging, **{relation.field.attname: None})
                else:
                    self.remove(hanging)
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        case = _cases([row]).get(row.pk)
        pk = row.pk
        Model.delete(row)
        row.pk = pk
        self._note(MergeAction.REMOVED, row, case, values, {})

    def _note(self, action: str, row: Any, case: int | None, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.rows.append(
            MergedRow(
                position=len(self.rows),
                table=row._meta.model_name,
                row=row.pk,
                incident_id=case,
                action=action,
                before=plain(before),
                after=plain(after),
            )
        )


def _cases(rows: Iterable[Any]) -> dict[int, int]:
    """The case of each row."""
    listed = list(rows)
    path = case_path(type(listed[0])) if listed else ""
    if not path:
        return {}
    found: dict[int, int] = {}
    for start in range(0, len(listed), BATCH):
        keys = [row.pk for row in listed[start : start + BATCH]]
        found |= dict(type(listed[0])._default_manager.filter(pk__in=keys).values_list("pk", path))
    return found
