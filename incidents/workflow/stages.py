"""The verbs that take a case from stage to stage. Each checks, saves and records who and why, in one transaction."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Incident, Stage, StageChange, refresh_statuses
from incidents.models.record import change
from incidents.workflow import corrections
from incidents.workflow.checks import problems
from incidents.workflow.involving import involve_everybody
from incidents.workflow.refusals import NotAllowed, NotPublishable

ALLOWED: dict[str, frozenset[str]] = {
    Stage.DRAFT: frozenset({Stage.IN_REVIEW, Stage.PUBLISHED}),
    Stage.IN_REVIEW: frozenset({Stage.DRAFT, Stage.LEGAL_REVIEW, Stage.PUBLISHED}),
    Stage.LEGAL_REVIEW: frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.PUBLISHED}),
    Stage.PUBLISHED: frozenset({Stage.WITHDRAWN}),
    Stage.WITHDRAWN: frozenset({Stage.DRAFT, Stage.PUBLISHED}),
}


def submit(incident: Incident, by: User | None = None, reason: str = "") -> Incident:
    """Hands a draft over for review."""
    return _move(incident, Stage.IN_REVIEW, by, reason or _("Submitted for review."))


def send_back(incident: Incident, by: User | None, reason: str) -> Incident:
    """Returns a case to its author. Raises NotAllowed without a reason."""
    return _move(incident, Stage.DRAFT, by, reason)


@transaction.atomic
def publish(incident: Incident, by: User | None = None, reason: str = "") -> Incident:
    """Makes a case public, or raises NotPublishable with everything that is missing (promise 3)."""
    involve_everybody(incident)
    refresh_statuses(incident.allegations.all())
    missing = list(problems(incident))
    if missing:
        raise NotPublishable(missing)
    if incident.first_published is None:
        incident.first_published = timezone.now()
    return _move(incident, Stage.PUBLISHED, by, reason or _("Published."))


@transaction.atomic
def withdraw(incident: Incident, by: User | None, reason: str) -> Incident:
    """Takes a published case back; its address answers with a short notice from then on. Needs a reason.

    If readers could see it, the corrections page tells them that it was withdrawn.
    """
    was_public = incident.is_public
    _move(incident, Stage.WITHDRAWN, by, reason)
    if was_public:
        corrections.retract(incident, by)
    return incident


@transaction.atomic
def _move(incident: Incident, to_stage: Stage, by: User | None, reason: str) -> Incident:
    reason = reason.strip()
    if not reason:
        raise NotAllowed([_("Give a reason; it is kept for ever.")])
    current = Incident.objects.select_for_update().get(pk=incident.pk).stage
    if to_stage not in ALLOWED[current]:
        raise NotAllowed(
            [
                _("A case that is “%(now)s” cannot become “%(then)s”.")
                % {"now": Stage(current).label, "then": Stage(to_stage).label}
            ]
        )
    incident.stage = to_stage
    with change(reason, by):
        incident.save()
    StageChange.objects.create(incident=incident, from_stage=current, to_stage=to_stage, reason=reason, by=by)
    return incident
