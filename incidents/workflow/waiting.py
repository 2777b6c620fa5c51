"""What waits for whom at the desk. Every list is ordered by urgency and is to be cut short by whoever shows it."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from incidents.models import Decision, Incident, IncidentSource, Proceeding, Source, Stage, StageChange
from incidents.workflow.eyes import APPROVALS
from incidents.workflow.verbs import LEGAL, REVIEW

_LOOKED_AT = 200  # of the newest rows, where a list over all of them would cost too much


def drafts_of(user: User) -> QuerySet[Any]:
    """The user's own drafts, last changed first, each with the reason of its last change of stage (`last_reason`)."""
    return _with_reason(Incident.objects.filter(stage=Stage.DRAFT, author=user)).order_by("-modified")


def submitted_by(user: User) -> QuerySet[Any]:
    """The user's own cases that others have to look at, what has waited longest first."""
    on_their_way = (Stage.IN_REVIEW, Stage.LEGAL_REVIEW)
    return _with_reason(Incident.objects.filter(stage__in=on_their_way, author=user)).order_by("modified")


def to_review(user: User) -> QuerySet[Any]:
    """What the user may review, whatever has waited longest first: editors in review, lawyers in legal review."""
    stages = [
        stage
        for stage, permission in ((Stage.IN_REVIEW, REVIEW), (Stage.LEGAL_REVIEW, LEGAL))
        if user.has_perm(permission)
    ]
    return _with_reason(Incident.objects.filter(stage__in=stages)).order_by("modified")


def changed_since_approval() -> QuerySet[Any]:
    """Published cases that were changed after somebody last approved them, among those changed last."""
    approved = StageChange.objects.filter(incident=OuterRef("pk"), verb__in=APPROVALS).order_by("-pk")
    newest = Incident.objects.filter(stage=Stage.PUBLISHED).order_by("-modified").values("pk")[:_LOOKED_AT]
    cases: Any = Incident.objects.filter(pk__in=newest).annotate(approved=Subquery(approved.values("at")[:1]))
    moves = StageChange.objects.filter(incident=OuterRef("id"), at=OuterRef("history_date"))
    later = Incident.history.filter(id=OuterRef("pk"), history_date__gt=OuterRef("approved"))
    return cases.filter(Exists(later.exclude(Exists(moves)))).order_by("-modified")


def withdrawals_asked() -> QuerySet[Any]:
    """Published cases whose withdrawal somebody asked for and nobody answered, the oldest request first."""
    answers = (Decision.KEEP_PUBLISHED, Decision.WITHDRAW)
    answered = StageChange.objects.filter(incident=OuterRef("incident"), pk__gt=OuterRef("pk"), verb__in=answers)
    asked = StageChange.objects.filter(verb=Decision.ASK_WITHDRAWAL, incident__stage=Stage.PUBLISHED)
    return asked.exclude(Exists(answered)).select_related("incident", "by").order_by("pk")


def embargoes_ending() -> QuerySet[Any]:
    """Cases under an embargo, the first to end first."""
    held = Incident.objects.filter(embargo_until__gt=timezone.now()).exclude(stage=Stage.WITHDRAWN)
    return held.order_by("embargo_until")


def to_recheck() -> QuerySet[Any]:
    """Open proceedings of published cases that nobody looked at for long, those never looked at first."""
    published = Incident.objects.filter(pk=OuterRef("incident"), stage=Stage.PUBLISHED)
    return Proceeding.objects.due_for_check().filter(Exists(published)).select_related("incident")


def orphan_sources() -> QuerySet[Any]:
    """Sources that no case has, among those added last."""
    newest = Source.objects.order_by("-pk").values("pk")[:_LOOKED_AT]
    return (
        Source.objects.filter(pk__in=newest)
        .exclude(Exists(IncidentSource.objects.filter(source=OuterRef("pk"))))
        .order_by("-pk")
    )


def last_published() -> QuerySet[Any]:
    """Published cases, last changed first: their warnings are looked for."""
    return Incident.objects.filter(stage=Stage.PUBLISHED).order_by("-modified")


def _with_reason(cases: QuerySet[Any]) -> QuerySet[Any]:
    last = StageChange.objects.filter(incident=OuterRef("pk")).order_by("-pk")
    return cases.annotate(last_reason=Subquery(last.values("reason")[:1]))
