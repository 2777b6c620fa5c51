"""The editor's verbs. Admin, commands and whatever comes later change the stage of a case here and nowhere else.

Each verb checks, saves and records who and why, in one transaction; a verb that may not be done changes nothing.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, Q, QuerySet, TextField
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import (
    Actor,
    ActorForm,
    Allegation,
    AllegationParty,
    Incident,
    Party,
    PartyName,
    Source,
    Stage,
    StageChange,
    ensure_involved,
    refresh_statuses,
)
from incidents.models.record import Fact
from incidents.search import fold

ALLOWED: dict[str, frozenset[str]] = {
    Stage.DRAFT: frozenset({Stage.IN_REVIEW, Stage.PUBLISHED}),
    Stage.IN_REVIEW: frozenset({Stage.DRAFT, Stage.LEGAL_REVIEW, Stage.PUBLISHED}),
    Stage.LEGAL_REVIEW: frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.PUBLISHED}),
    Stage.PUBLISHED: frozenset({Stage.WITHDRAWN}),
    Stage.WITHDRAWN: frozenset({Stage.DRAFT, Stage.PUBLISHED}),
}


class NotAllowed(Exception):
    """A verb that cannot be done now. `problems` says in sentences what stands in the way, and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class NotPublishable(NotAllowed):
    """The case lacks what publishing demands."""


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


def withdraw(incident: Incident, by: User | None, reason: str) -> Incident:
    """Takes a published case back; its address answers with a short notice from then on. Needs a reason."""
    return _move(incident, Stage.WITHDRAWN, by, reason)


def problems(incident: Incident) -> Iterator[str]:
    """What stands between the case and its publication, each with what to do about it."""
    if not incident.summary.strip():
        yield _("The summary is empty: say in a few sentences what happened and who says so.")
    if not incident.citations.exists():
        yield _("Nothing is cited: add a source and a citation.")
    for allegation in incident.allegations.prefetch_related("parties__party__actor", "speech"):
        yield from _problems_of_claim(allegation)
    yield from _unnamed_in_public(incident)
    yield from _protected_names(incident)


def stay_publishable(incidents: QuerySet[Incident]) -> None:
    """After a change to published cases, or to what they share: raises NotPublishable if one lacks something now."""
    missing: list[str] = []
    for incident in incidents.filter(stage=Stage.PUBLISHED).distinct():
        missing += [f"{incident.title}: {problem}" for problem in problems(incident)]
    if missing:
        raise NotPublishable([_("A published case would no longer hold what publishing demands."), *missing])


def _problems_of_claim(allegation: Allegation) -> Iterator[str]:
    about = [link for link in allegation.parties.all() if _is_identifiable(link)]
    if not about:
        return
    if not allegation.speech.all():
        yield _("“%(claim)s”: say who makes this claim (add a speaker).") % {"claim": allegation.claim}
    for link in about:
        if not link.reply_status:
            yield _("“%(claim)s”: say whether a reply was sought.") % {"claim": allegation.claim}


def _is_identifiable(link: AllegationParty) -> bool:
    """Whether the claim is about a living person with a name."""
    actor: Actor | None = getattr(link.party, "actor", None)
    if actor is None or actor.form == ActorForm.GROUP or actor.deceased:
        return False
    return actor.form == ActorForm.NAMED or actor.names.filter(confidential=False).exists()


def _protected_names(incident: Incident) -> Iterator[str]:
    """Names of protected persons of the case that stand in its free text."""
    names = PartyName.objects.filter(confidential=True, party__involvements__incident=incident).distinct()
    for name in _standing_in(incident, names):
        yield _("The text names “%(name)s”, who is protected: describe them instead.") % {"name": name}


def published_texts_naming(party: Party) -> list[str]:
    """What to do first where a published case names, in its text, a person who is protected or about to be."""
    cases = Incident.objects.published().filter(involvements__party=party).distinct()
    return [
        _("“%(case)s” is published and its text names this person: withdraw it or describe them there first.")
        % {"case": incident.title}
        for incident in cases
        if list(_standing_in(incident, party.names.all()))
    ]


def _standing_in(incident: Incident, names: Iterable[PartyName]) -> Iterator[str]:
    """Those of the names that stand, as whole words, anywhere in the free text of the case."""
    wanted = [name for name in names if len(name.folded) > 3]
    if not wanted:
        return
    texts = f" {fold(' . '.join(_free_texts(incident)))} "
    yield from (name.name for name in wanted if f" {name.folded} " in texts)


def _free_texts(incident: Incident) -> Iterator[str]:
    """Every text of the case and of its facts and sources, whatever column it stands in."""
    rows: list[tuple[type[Model], dict[str, Any]]] = [(Incident, {"pk": incident.pk})]
    rows.append((Source, {"readings__incident": incident}))
    for model in apps.get_app_config("incidents").get_models():
        path = getattr(model, "incident_path", "incident" if issubclass(model, Fact) else "")
        if path:
            rows.append((model, {path: incident}))
    for model, condition in rows:
        columns = [f.name for f in model._meta.fields if isinstance(f, TextField) and f.name != "search_text"]
        for values in model._default_manager.filter(**condition).values_list(*columns) if columns else ():
            yield from (value for value in values if value)


def _unnamed_in_public(incident: Incident) -> Iterator[str]:
    """Persons whom the case names although no public source does."""
    heading = Q(names_used__is_heading=True, names_used__name__confidential=False)
    by_itself = ~Q(names_used__is_heading=True) & Q(description="", party__names__confidential=False)
    people = incident.involvements.filter(named_publicly=False, party__actor__isnull=False)
    for part in people.exclude(party__actor__form=ActorForm.GROUP).filter(heading | by_itself).distinct():
        yield _(
            "“%(who)s” has a name here, but no public source names them: tick “named in public sources”, or protect them."
        ) % {"who": part.party.desk_label}


def involve_everybody(incident: Incident) -> None:
    """Gives every party that a fact of the case names its involvement, so that the case lists all whom it names."""
    for party in parties_named(incident):
        ensure_involved(incident, party)


def parties_named(incident: Incident) -> Iterator[Party]:
    """Every party that a fact of the case points at, but for protected speakers; one may come more than once."""
    for membership in incident.memberships.select_related("member", "organization"):
        yield membership.member
        yield membership.organization
    for tie in incident.relationships.select_related("a", "b"):
        yield from (tie.a, tie.b)
    for allegation in incident.allegations.prefetch_related("parties__party", "speech__party"):
        yield from (link.party for link in allegation.parties.all())
        yield from (link.party for link in allegation.speech.all() if link.party and not link.protected)
    for proceeding in incident.proceedings.prefetch_related("steps__parties__party", "steps__authority"):
        if proceeding.authority:
            yield proceeding.authority
        for step in proceeding.steps.all():
            yield from (link.party for link in step.parties.all())
            if step.authority:
                yield step.authority
    for route in incident.routes.prefetch_related("stops__party"):
        yield from (stop.party for stop in route.stops.all() if stop.party)
    for involvement in incident.involvements.select_related("part_of"):
        if involvement.part_of:
            yield involvement.part_of


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
    incident._change_reason = reason  # kept with the history row
    incident.save()
    StageChange.objects.create(incident=incident, from_stage=current, to_stage=to_stage, reason=reason, by=by)
    return incident
