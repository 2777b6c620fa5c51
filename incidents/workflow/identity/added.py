"""Rows of the kept party that were added after a merge: whose they are nobody knows, so that an editor says it for each."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from incidents.models import Incident, Merge, NotTheSame, lower_first
from incidents.workflow.identity.journal import case_path, save
from incidents.workflow.identity.merging import relations
from incidents.workflow.identity.telling import part_of
from incidents.workflow.refusals import NotAllowed


@dataclass(frozen=True)
class Added:
    """One row that came since, and by which column it is about the kept party. `key` names it in the editor's choices;
    it stays unless chosen."""

    key: str
    case: Incident | None
    text: str
    goes_back: bool
    row: Any
    column: str


def added_since(merge: Merge, returned: Collection[tuple[str, int]], back: Collection[str]) -> list[Added]:
    """What was added since the merge and did not come with it (`returned`: table and number of rows that did); `back`
    holds the keys of those that the editor gives to the other."""
    return [found for model, column in relations() for found in _added(merge, model, column, returned, back)]


def _added(merge: Merge, model: Any, column: Any, returned: Any, back: Collection[str]) -> Iterator[Added]:
    path = case_path(model)
    rows = model._default_manager.filter(**{column.name: merge.kept_id}, pk__in=_made_after(model, merge.at))
    for row in rows.order_by("pk"):
        if (model._meta.model_name, row.pk) in returned:
            continue
        case = model._default_manager.filter(pk=row.pk).values_list(path, flat=True)[0] if path else None
        incident = Incident.objects.filter(pk=case).first() if case else None
        key = f"{model._meta.model_name}-{row.pk}-{column.name}"
        yield Added(key, incident, _told(row), key in back, row, column.attname)


def _told(row: Any) -> str:
    """What the row says; for a party of a claim, of a step or of a route, of which one."""
    of = part_of(row)
    text = f"{row._meta.verbose_name}: {row}"
    return text if of is None else f"{text} – {of}"


def _made_after(model: Any, moment: datetime.datetime) -> Any:
    """The keys of rows that were made after the moment."""
    return model.history.filter(history_type="+", history_date__gt=moment).values("id")


def give_back(one: Added, merged: Any) -> None:
    """The row is about the other from now on. Raises NotAllowed where it cannot be."""
    values = {one.column: merged.pk}
    if isinstance(one.row, NotTheSame):
        other = one.row.b_id if one.column == "a_id" else one.row.a_id
        values["a_id"], values["b_id"] = lower_first(merged.pk, other)
    if getattr(one.row, "is_primary", False):
        values["is_primary"] = False
    try:
        with transaction.atomic():
            save(one.row, values)
    except DatabaseError:
        refusal = _(
            "“%(row)s” cannot go to “%(who)s”, who has the like already: let it stay, or remove one of the two."
        )
        raise NotAllowed([refusal % {"row": one.text, "who": merged.desk_label}]) from None
