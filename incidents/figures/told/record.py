"""A shared record, beside any case, as the desk tells it: the row of its page and the rows below that."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst

from incidents.figures.told.columns import lines_in
from incidents.figures.told.naming import Naming
from incidents.figures.told.telling import Fact, Section
from incidents.history import State


def tell_record(state: State, columns: Mapping[Any, Sequence[Any]]) -> list[Section]:
    """The rows of a state, those of each table with these of its columns. The first table is that of the record itself; a row
    of any other is called by what its first column says."""
    naming, (own, *_below) = Naming(state), columns
    facts = [
        _fact(naming, row, model, fields, is_part=model is not own)
        for model, fields in columns.items()
        for _pk, row in sorted(state.rows[model].items())
    ]
    return [Section("record", str(capfirst(own._meta.verbose_name)), facts)]


def _fact(naming: Naming, row: Any, model: Any, fields: Sequence[Any], is_part: bool) -> Fact:
    heading, lines = str(capfirst(model._meta.verbose_name)), lines_in(naming, row, fields)
    if is_part and lines:
        heading = f"{heading} “{lines[0].words}”"
    return Fact((str(model._meta.model_name), row.pk), heading, lines)
