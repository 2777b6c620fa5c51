"""What the page of a shared record (a party, a source, a region …) showed when it was opened. The page carries that along,
signed: not every one of these tables has a history, and a row may change without one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.core import signing
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone

from incidents.admin.twice import OPENED, says_the_same
from incidents.figures.told import Differing, differences, tell_record
from incidents.history import State

_signer = signing.Signer(salt=OPENED)


@dataclass
class Shown(State):
    """The rows of a page, and which of their columns it shows as boxes."""

    boxes: dict[Any, tuple[Any, ...]] = field(default_factory=dict)

    def columns(self, row: Any) -> tuple[Any, ...]:
        return self.boxes[type(row)]

    @property
    def record(self) -> Any:
        """The row that the page is about."""
        return next(iter(self.rows[next(iter(self.boxes))].values()))

    @property
    def values(self) -> dict[str, dict[str, dict[str, Any]]]:
        """What stands in the boxes: table → row → column → value, as JSON has them."""
        return {
            str(model._meta.model_name): {
                str(row.pk): {column.attname: _plain(getattr(row, column.attname)) for column in columns}
                for row in self.rows[model].values()
            }
            for model, columns in self.boxes.items()
        }

    @property
    def mark(self) -> str:
        """All of it, signed for this record."""
        return _signer.sign_object([_name(self.record), self.values], compress=True)


def shown(desk: Any, request: HttpRequest, record: Model) -> Shown:
    """What the page of the record shows at this moment to whoever asks."""
    state = Shown(timezone.now(), {type(record): {record.pk: record}})
    state.boxes[type(record)] = tuple(_boxes(desk, request, record, type(record)))
    for inline in desk.get_inline_instances(request, record):
        above = inline.get_formset(request, record).fk
        rows = inline.model._default_manager.filter(**{above.name: record.pk})
        state.rows[inline.model] = {row.pk: row for row in rows}
        state.boxes[inline.model] = tuple(_boxes(inline, request, record, inline.model))
    return state


def read_mark(mark: str, now: Shown) -> Shown | None:
    """What the page showed that carries the mark; None where it is not one of ours, is that of another record, or does not
    say all that the page shows now."""
    try:
        of, values = _signer.unsign_object(mark)
    except (signing.BadSignature, ValueError):
        return None
    if of != _name(now.record) or set(values) != {model._meta.model_name for model in now.boxes}:
        return None
    wanted = {model: {column.attname for column in columns} for model, columns in now.boxes.items()}
    then = Shown(now.at, {}, now.boxes)
    for model, columns in wanted.items():
        rows = values[model._meta.model_name]
        if any(set(row) != columns for row in rows.values()):
            return None
        then.rows[model] = {made.pk: made for made in (_made(model, now, pk, row) for pk, row in rows.items())}
    return then


def changed_since(then: Shown, now: Shown) -> list[Differing]:
    """What others changed meanwhile, in words."""
    return differences(tell_record(then, then.boxes), tell_record(now, now.boxes))


def as_ever_before(now: Shown) -> Callable[[BaseForm, str], bool]:
    """For a page of which nobody knows when it was opened: tells of a field whether the browser sent what stands there now
    or has stood there at any time, and so perhaps only what the page showed."""
    states: dict[tuple[Any, Any], list[State]] = {}

    def is_known(form: Any, name: str) -> bool:
        model, pk = type(form.instance), form.instance.pk
        if (model, pk) not in states:
            past = form.instance.history.all() if hasattr(model, "history") else ()
            states[model, pk] = [now, *(State(row.history_date, {model: {pk: row}}) for row in past)]
        return any(says_the_same(form, name, state) for state in states[model, pk])

    return is_known


def _boxes(desk: Any, request: HttpRequest, record: Model, model: type[Model]) -> Iterator[Any]:
    """The columns that may be changed there; the number of a row is none."""
    named = set(flatten_fieldsets(desk.get_fieldsets(request, record))) - set(desk.get_readonly_fields(request, record))
    return (column for column in model._meta.concrete_fields if column.name in named and not column.primary_key)


def _made(model: Any, now: Shown, pk: str, values: dict[str, Any]) -> Any:
    row = model(pk=model._meta.pk.to_python(pk))
    for column in now.boxes[model]:
        setattr(row, column.attname, column.to_python(values[column.attname]))
    return row


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int) else str(value)


def _name(record: Model) -> str:
    return f"{record._meta.model_name} {record.pk}"
