"""The moment before which a case that is published is not public yet."""

import datetime

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.models import Incident, Stage
from incidents.workflow.moving import carried_out
from incidents.workflow.refusals import NotAllowed
from incidents.workflow.verbs import is_public, is_under_embargo


def set_embargo(incident: Incident, until: datetime.datetime, by: User | None, reason: str) -> Incident:
    """Keeps the case from readers until then. Raises NotAllowed for a moment that is past, or if it is public."""
    with carried_out("set_embargo", incident, by, reason) as row:
        if until <= timezone.now():
            raise NotAllowed([_("That moment is past: give one that is still to come, or lift the embargo.")])
        _refuse_if_public(row)
        row.embargo_until = until
        if row.stage == Stage.PUBLISHED and _never_public(row):
            row.first_published = until
    return incident


def lift_embargo(incident: Incident, by: User | None, reason: str) -> Incident:
    """Ends the embargo now; a published case is public from this moment."""
    with carried_out("lift_embargo", incident, by, reason) as row:
        _refuse_if_public(row)
        if not is_under_embargo(row):
            raise NotAllowed([_("The case has no embargo that could be lifted.")])
        row.embargo_until = None
        if row.stage == Stage.PUBLISHED and _never_public(row):
            row.first_published = timezone.now()
    return incident


def _refuse_if_public(row: Incident) -> None:
    if is_public(row):
        since = row.embargo_until or row.first_published
        raise NotAllowed(
            [
                _("The case is public already (since %(at)s), so no embargo can hold it back: withdraw it instead.")
                % {"at": date_format(since, "DATETIME_FORMAT") if since else "–"}
            ]
        )


def _never_public(row: Incident) -> bool:
    return row.first_published is None or row.first_published > timezone.now()
