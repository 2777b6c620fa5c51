"""People of an invented newsroom, and a small case at whatever stage."""

import datetime
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils import timezone

from incidents.models import Incident, Stage
from tests.factories import make_incident

ROLES = ("contributor", "editor", "legal reviewer", "administrator")
TOMORROW = timezone.now() + datetime.timedelta(days=1)


def member(role: str, name: str = "", **more: Any) -> User:
    """An account at the desk with one role; `nobody` has none."""
    user = User.objects.create_user(name or role.replace(" ", "_"), is_staff=True, **more)
    if role != "nobody":
        user.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=user.pk)


def case_at(stage: str, author: User | None = None, **fields: Any) -> Incident:
    """A case that could be published, put at the stage without a verb, so that nobody approved it."""
    case = make_incident(stage="draft", author=author, **fields)
    if stage in {Stage.PUBLISHED, Stage.WITHDRAWN}:
        Incident.objects.filter(pk=case.pk).update(first_published=timezone.now())
    Incident.objects.filter(pk=case.pk).update(stage=stage)
    case.refresh_from_db()
    return case
