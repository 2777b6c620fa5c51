"""What we said, and when: the dated changes of a published case, without what was said before them."""

import datetime
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import CharField, QuerySet, Value

from incidents.models import (
    FACTS,
    AllegationOffence,
    Citation,
    Contradiction,
    Defeat,
    Incident,
    IncidentSource,
    NameUse,
    OpenQuestion,
    Proceeding,
    StepParty,
)
from incidents.wording import CHANGES

_MODELS: tuple[Any, ...] = (
    Incident,
    *FACTS.values(),
    AllegationOffence,
    Citation,
    Contradiction,
    Defeat,
    IncidentSource,
    NameUse,
    OpenQuestion,
    Proceeding,
    StepParty,
)
_LIMIT = 500
# What readers see of the case's own row; every save of its page writes it anew, and so does every decision.
_SEEN = ("title", "summary", "language", "date_edtf", "date_as_stated", "kind", "kind_proposed", "sources_read_until")


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
    rows = [_changes(model, incident) for model in _MODELS]
    rows[0] = rows[0].filter(history_id__in=_rewritten(incident))
    newest = rows[0].union(*rows[1:], all=True).order_by("-history_date")[:_LIMIT]
    counted: dict[tuple[datetime.date, str, str], int] = {}
    for moment, how, kind in newest:
        key = (moment.date(), kind, how)
        counted[key] = counted.get(key, 0) + 1
    names = {model._meta.model_name: model._meta.verbose_name for model in _MODELS}
    return [Change(day, names[kind], CHANGES[how], n) for (day, kind, how), n in counted.items()]


def _rewritten(incident: Incident) -> list[int]:
    """The rows of the case's own history that say something else to readers than the row before. One statement."""
    rows = Incident.history.filter(id=incident.pk).order_by("history_id").values_list("history_id", *_SEEN)
    return [new[0] for old, new in pairwise(rows) if old[1:] != new[1:]]


def _changes(model: Any, incident: Incident) -> QuerySet[Any, Any]:
    path = getattr(model, "incident_path", "incident") or "id"
    where = {path: incident.pk, "history_date__gt": incident.first_published}
    rows = model.history.filter(**where)
    kind = Value(str(model._meta.model_name), output_field=CharField())
    return rows.order_by().values_list("history_date", "history_type", kind)
