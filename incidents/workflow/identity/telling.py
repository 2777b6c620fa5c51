"""What a merge did to rows, in words for an editor."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from incidents.models import Incident, Merge, MergeAction, MergedRow

_LONGEST = 160


@dataclass(frozen=True)
class Line:
    """One row of the record: what it is, what was done to it, and the case that it belongs to."""

    action: str
    kind: str
    text: str
    case: Incident | None
    changes: str = ""


def lines(rows: Iterable[MergedRow]) -> list[Line]:
    """A line for each row, in the order in which they were done."""
    listed = list(rows)
    known = _rows_of(listed)
    return [_line(row, known.get((row.table, row.row))) for row in listed]


def told(merge: Merge) -> list[Line]:
    """What a merge did, for its page at the desk."""
    return lines(merge.rows.select_related("incident"))


def model_of(row: MergedRow) -> type[Any]:
    """The table that the row stands in."""
    model: type[Model] = apps.get_model("incidents", row.table)
    return model


def _rows_of(listed: list[MergedRow]) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], Any] = {}
    for table in {row.table for row in listed}:
        keys = [row.row for row in listed if row.table == table]
        model = apps.get_model("incidents", table)
        for start in range(0, len(keys), 500):
            for pk, one in model._default_manager.in_bulk(keys[start : start + 500]).items():
                found[table, pk] = one
    return found


def _line(row: MergedRow, there: Any) -> Line:
    model = model_of(row)
    what = there if there is not None else _as_it_was(model, row)
    text = str(what)
    changes = ""
    if row.action == MergeAction.CHANGED:
        changes = "; ".join(
            _("%(column)s: %(before)s → %(after)s") % {"column": name(model, c), "before": b, "after": row.after[c]}
            for c, b in row.before.items()
        )
    shortened = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return Line(row.action, str(model._meta.verbose_name), shortened, row.incident, changes)


def name(model: type[Any], column: str) -> str:
    """What a column is called at the desk."""
    return str(model._meta.get_field(column.removesuffix("_id")).verbose_name)


def _as_it_was(model: type[Any], row: MergedRow) -> str:
    """A row that is gone, by the words it held."""
    told = [row.before.get(column) for column in ("name", "role_as_stated", "role", "quote", "page", "description")]
    words = " – ".join(str(word) for word in told if word and isinstance(word, str))
    return words or str(model._meta.verbose_name)
