"""What we said, and when: the dated changes of a published case, without what was said before them."""

import datetime
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy as _

from incidents.history.tables import SEEN_OF_CASE, TABLES
from incidents.models import (
    CitedOrigin,
    ContradictionVersion,
    Incident,
    ProceedingAllegation,
    RelatedIncident,
    RouteStop,
)
from incidents.models.record import path_to_case
from incidents.models.visibility import published_q
from incidents.wording import CHANGES

_LIMIT = 500
# Tables of which readers see one column: a link whose case came later, or a match that was confirmed, is no change to them.
_ONE_SEEN: dict[Any, str] = {RelatedIncident: "target_key", ProceedingAllegation: "allegation"}
# Rows that readers see, where they do not see all.
_ROWS_SEEN: dict[Any, Any] = {RelatedIncident: lambda: published_q("target")}
# Facts whose names at the desk say too little on a page.
_CALLED: dict[Any, Any] = {
    CitedOrigin: _("source that a source names"),
    ContradictionVersion: _("version of what sources differ on"),
    ProceedingAllegation: _("claim that proceedings deal with"),
    RouteStop: _("stop of a route"),
}


@dataclass(frozen=True)
class Change:
    """On one day facts of one kind were added, corrected or removed. Why is for the desk; readers get notes of their own."""

    day: datetime.date
    what: Any
    how: Any
    times: int


def changes_since_published(incident: Incident) -> list[Change]:
    """What changed after the case was first published, newest first, the same kinds of one day together."""
    if incident.first_published is None:
        return []
    rows = [_changes(model, incident) for model in TABLES]
    rows[0] = rows[0].filter(history_id__in=_rewritten(incident))
    newest = rows[0].union(*rows[1:], all=True).order_by("-history_date")[:_LIMIT]
    counted: dict[tuple[datetime.date, str, str], int] = {}
    for moment, how, kind in newest:
        key = (moment.date(), kind, how)
        counted[key] = counted.get(key, 0) + 1
    names = {model._meta.model_name: _CALLED.get(model, model._meta.verbose_name) for model in TABLES}
    return [Change(day, names[kind], CHANGES[how], n) for (day, kind, how), n in counted.items()]


def _rewritten(incident: Incident) -> list[int]:
    """The rows of the case's own history that say something else to readers than the row before. One statement."""
    rows = Incident.history.filter(id=incident.pk).order_by("history_id").values_list("history_id", *SEEN_OF_CASE)
    return [new[0] for old, new in pairwise(rows) if old[1:] != new[1:]]


def _changes(model: Any, incident: Incident) -> QuerySet[Any, Any]:
    where = {path_to_case(model): incident.pk, "history_date__gt": incident.first_published}
    rows = model.history.filter(_ROWS_SEEN.get(model, Q)(), **where)
    if model in _ONE_SEEN:
        rows = rows.alias(before=_before(model)).filter(~Q(history_type="~") | ~Q(before=F(_ONE_SEEN[model])))
    kind = Value(str(model._meta.model_name), output_field=CharField())
    return rows.order_by().values_list("history_date", "history_type", kind)


def _before(model: Any) -> Subquery:
    """The one column in the row of history before."""
    rows = model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    return Subquery(rows.values(_ONE_SEEN[model])[:1])
