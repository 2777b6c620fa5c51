"""Who wrote is not who approves: whose hand is in a case since it was last approved."""

import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from incidents.models import Incident, Stage, StageChange
from incidents.models.record import Fact


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
    return {user for user in found if user is not None}


def last_approved(incident: Incident) -> datetime.datetime | None:
    """When somebody last published the case or approved its changes."""
    return incident.stage_changes.filter(to_stage=Stage.PUBLISHED).values_list("at", flat=True).last()


def has_unapproved_changes(incident: Incident) -> bool:
    """Whether anything of the case, but its stage, changed since it was last approved."""
    since = last_approved(incident)
    return since is None or any(_changed(model, incident, since).exists() for model in _models())


def _submitted(incident: Incident, since: datetime.datetime | None) -> QuerySet[Any, Any]:
    moves = incident.stage_changes.filter(from_stage=Stage.DRAFT, to_stage=Stage.IN_REVIEW)
    return (moves.filter(at__gt=since) if since else moves).values_list("by_id", flat=True)


def _models() -> list[Any]:
    """The case and every table of its facts that has history."""
    models = apps.get_app_config("incidents").get_models()
    return [m for m in models if hasattr(m, "history") and (m is Incident or issubclass(m, Fact))]


def _hands(model: Any, incident: Incident, since: datetime.datetime | None) -> QuerySet[Any, Any]:
    return _changed(model, incident, since).order_by().values_list("history_user_id", flat=True).distinct()


def _changed(model: Any, incident: Incident, since: datetime.datetime | None) -> QuerySet[Any, Any]:
    path = getattr(model, "incident_path", "incident") or "id"
    rows = model.history.filter(**{path: incident.pk})
    if since is not None:
        rows = rows.filter(history_date__gt=since)
    if model is Incident:  # A verb writes its history row at the very moment of its change of stage.
        moves = StageChange.objects.filter(incident=incident.pk, at=OuterRef("history_date"))
        rows = rows.exclude(Exists(moves))
    return rows
