"""The table of verbs: from which stages each may be done, with which permission, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from incidents.models import Decision, Incident, Stage, StageChange
from incidents.workflow.eyes import has_unapproved_changes, writers, wrote_it
from incidents.workflow.roles import may_edit, who_may

SUBMIT, REVIEW, LEGAL, PUBLISH, WITHDRAW = (
    f"incidents.{verb}_incident" for verb in ("submit", "review", "legal_review", "publish", "withdraw")
)


@dataclass(frozen=True)
class Verb:
    """What can be done to a case: `starts` holds the permission that it takes at each stage."""

    label: Any  # on its button
    leads_to: Stage | None  # None: the stage stays
    starts: Mapping[Stage, str]
    by_another: bool = False  # who wrote it may not do it
    is_note: bool = False  # the case itself stays as it is

    @property
    def permissions(self) -> set[str]:
        return set(self.starts.values())


_EMBARGOED: dict[Stage, str] = {stage: PUBLISH for stage in Stage if stage != Stage.WITHDRAWN}

VERBS: dict[str, Verb] = {
    Decision.SUBMIT: Verb(Decision.SUBMIT.label, Stage.IN_REVIEW, {Stage.DRAFT: SUBMIT}),
    Decision.PASS_TO_LEGAL: Verb(Decision.PASS_TO_LEGAL.label, Stage.LEGAL_REVIEW, {Stage.IN_REVIEW: REVIEW}),
    Decision.CLEAR_LEGAL: Verb(
        Decision.CLEAR_LEGAL.label, Stage.IN_REVIEW, {Stage.LEGAL_REVIEW: LEGAL}, by_another=True
    ),
    Decision.PUBLISH: Verb(
        Decision.PUBLISH.label,
        Stage.PUBLISHED,
        {Stage.DRAFT: PUBLISH, Stage.IN_REVIEW: PUBLISH, Stage.WITHDRAWN: PUBLISH},
        by_another=True,
    ),
    Decision.APPROVE: Verb(Decision.APPROVE.label, Stage.PUBLISHED, {Stage.PUBLISHED: PUBLISH}, by_another=True),
    Decision.SEND_BACK: Verb(
        Decision.SEND_BACK.label,
        Stage.DRAFT,
        {Stage.IN_REVIEW: REVIEW, Stage.LEGAL_REVIEW: LEGAL, Stage.WITHDRAWN: REVIEW},
    ),
    Decision.SET_EMBARGO: Verb(Decision.SET_EMBARGO.label, None, _EMBARGOED),
    Decision.LIFT_EMBARGO: Verb(Decision.LIFT_EMBARGO.label, None, _EMBARGOED),
    Decision.ASK_WITHDRAWAL: Verb(Decision.ASK_WITHDRAWAL.label, None, {Stage.PUBLISHED: REVIEW}, is_note=True),
    Decision.KEEP_PUBLISHED: Verb(Decision.KEEP_PUBLISHED.label, None, {Stage.PUBLISHED: WITHDRAW}, is_note=True),
    Decision.WITHDRAW: Verb(Decision.WITHDRAW.label, Stage.WITHDRAWN, {Stage.PUBLISHED: WITHDRAW}),
}


def permission_for(name: str, incident: Incident, by: User | None) -> str | None:
    """The permission that the verb takes at the stage of the case; None: it cannot be done there."""
    through_review = incident.stage in {Stage.DRAFT, Stage.WITHDRAWN}
    if name == "publish" and through_review and by is not None and not settings.ONE_PERSON_NEWSROOM:
        return None
    return VERBS[name].starts.get(Stage(incident.stage))


def verbs_for(user: User | AnonymousUser, incident: Incident) -> list[str]:
    """The verbs that the user may do to the case as it is now."""
    if not isinstance(user, User):
        return []
    wrote = wrote_it(user, incident)
    return [name for name in VERBS if _may(name, user, incident, wrote)]


def _may(name: str, user: User, incident: Incident, wrote: bool) -> bool:
    permission = permission_for(name, incident, user)
    if permission is None or not user.has_perm(permission) or (VERBS[name].by_another and wrote):
        return False
    if name == "submit":
        return may_edit(user, incident)
    if name == "approve":
        return has_unapproved_changes(incident)
    if name == "lift_embargo":
        return is_under_embargo(incident)
    if name in {"ask_withdrawal", "keep_published"}:
        return (withdrawal_asked(incident) is None) == (name == "ask_withdrawal")
    return name != "set_embargo" or not is_public(incident)


def is_under_embargo(incident: Incident) -> bool:
    """Whether the embargo of the case is not over yet."""
    return incident.embargo_until is not None and incident.embargo_until > timezone.now()


def is_public(incident: Incident) -> bool:
    """Whether readers see the case at this moment."""
    return incident.stage == Stage.PUBLISHED and not is_under_embargo(incident)


def withdrawal_asked(incident: Incident) -> StageChange | None:
    """The request that the case be withdrawn, if one waits for an answer."""
    verbs = (Decision.ASK_WITHDRAWAL, Decision.KEEP_PUBLISHED, Decision.WITHDRAW)
    last = incident.stage_changes.filter(verb__in=verbs).select_related("by").last()
    return last if last is not None and last.verb == Decision.ASK_WITHDRAWAL else None


def approvers(incident: Incident) -> list[User] | None:
    """Who may approve the changes of a published case, by name: may publish, and none of them is theirs. None where there is
    nothing to approve."""
    if incident.stage != Stage.PUBLISHED or not has_unapproved_changes(incident):
        return None
    wrote = set() if settings.ONE_PERSON_NEWSROOM else writers(incident)
    return [user for user in who_may(PUBLISH) if user.pk not in wrote]
