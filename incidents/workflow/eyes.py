"""Who wrote is not who approves: whose hand is in a case since it was last approved."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from incidents.models import Decision, Incident, Proceeding, RelatedIncident, Stage, StageChange
from incidents.models.record import Fact, moment_of_change, path_to_case

# The decisions by which somebody stands by the case as it then is.
APPROVALS = (Decision.PUBLISH, Decision.APPROVE)

# Columns in which nobody says anything new of the case. That somebody looked again and found nothing (`checked_on`) does
# not keep that person from approving it; `is_open` follows from the steps, and the `target` of a link from its key: it is
# filled once the other case exists.
SAID_BY_NOBODY: dict[type[Fact], set[str]] = {Proceeding: {"checked_on", "is_open"}, RelatedIncident: {"target"}}


def wrote_it(user: User, incident: Incident) -> bool:
    """Whether the user made, changed or submitted what would be approved. Never in a newsroom of one person."""
    return not settings.ONE_PERSON_NEWSROOM and user.pk in writers(incident)


def writers(incident: Incident) -> set[int]:
    """The numbers of the users whose work stands in the case and has not been approved yet."""
    since = last_approved(incident)
    found = set(_submitted(incident, since))
    if since is None and incident.author_id is not None:
        found.add(incident.author_id)
    rows = [_hands(model, incident, since) for model in _models()]
    found |= set(rows[0].union(*rows[1:]))
    found |= {row.history_user_id for row in _said_anew(incident, since)}
    return {user for user in found if user is not None}


def last_approved(incident: Incident) -> datetime.datetime | None:
    """When somebody last published the case or approved its changes."""
    return incident.stage_changes.filter(verb__in=APPROVALS).values_list("at", flat=True).last()


def has_unapproved_changes(incident: Incident) -> bool:
    """Whether anything of the case, but its stage, changed since it was last approved."""
    since = last_approved(incident)
    return since is None or has_changed(incident, since)


def has_changed(incident: Incident, since: datetime.datetime) -> bool:
    """Whether anything of the case, but its stage, changed after that moment."""
    rows = [_changed(model, incident, since).order_by().values("history_id") for model in _models()]
    return rows[0].union(*rows[1:], all=True).exists() or any(_said_anew(incident, since))


def is_written_now(incident: Incident) -> bool:
    """Whether the change at hand has written anything of the case, shared parties and sources aside."""
    moment = moment_of_change()
    rows = [
        model.history.filter(**{path_to_case(model): incident.pk}, history_date=moment).order_by().values("history_id")
        for model in (*_models(), *SAID_BY_NOBODY)
    ]
    return moment is not None and rows[0].union(*rows[1:], all=True).exists()


def _submitted(incident: Incident, since: datetime.datetime | None) -> QuerySet[Any, Any]:
    moves = incident.stage_changes.filter(from_stage=Stage.DRAFT, to_stage=Stage.IN_REVIEW)
    return (moves.filter(at__gt=since) if since else moves).values_list("by_id", flat=True)


def _models() -> list[Any]:
    """The case and every table of its facts that has history, but for those of `SAID_BY_NOBODY`."""
    models = apps.get_app_config("incidents").get_models()
    facts = (m for m in models if issubclass(m, Fact) and m not in SAID_BY_NOBODY)
    return [Incident, *(m for m in facts if hasattr(m, "history"))]


def _hands(model: Any, incident: Incident, since: datetime.datetime | None) -> QuerySet[Any, Any]:
    return _changed(model, incident, since).order_by().values_list("history_user_id", flat=True).distinct()


def _changed(model: Any, incident: Incident, since: datetime.datetime | None) -> QuerySet[Any, Any]:
    rows = model.history.filter(**{path_to_case(model): incident.pk})
    if since is not None:
        rows = rows.filter(history_date__gt=since)
    if model is Incident:  # A verb writes its history row at the very moment of its change of stage.
        moves = StageChange.objects.filter(incident=incident.pk, at=OuterRef("history_date"))
        rows = rows.exclude(Exists(moves))
    return rows


def _said_anew(incident: Incident, since: datetime.datetime | None) -> Iterator[Any]:
    """The rows of history in the tables of `SAID_BY_NOBODY` that say something new all the same."""
    for model, silent in SAID_BY_NOBODY.items():
        columns = [field.attname for field in model._meta.concrete_fields if field.name not in silent]
        before: dict[int, Any] = {}
        rows: Any = model.history
        for row in rows.filter(incident=incident.pk).order_by("history_id"):
            said = None if row.history_type == "-" else [getattr(row, column) for column in columns]
            if said != before.get(row.id, ()) and (since is None or row.history_date > since):
                yield row
            before[row.id] = said
