"""What publishing demands of a case, and of a published case for as long as it is published."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from incidents.models import Actor, ActorForm, Allegation, AllegationParty, Incident, Stage
from incidents.workflow.naming import protected_names
from incidents.workflow.refusals import NotPublishable


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
    """Names of protected persons that stand in the free text of the case."""
    for name in protected_names(incident):
        yield _("The text names “%(name)s”, who is protected: describe them instead.") % {"name": name}


def _unnamed_in_public(incident: Incident) -> Iterator[str]:
    """Persons whom the case names although no public source does."""
    heading = Q(names_used__is_heading=True, names_used__name__confidential=False)
    by_itself = ~Q(names_used__is_heading=True) & Q(description="", party__names__confidential=False)
    people = incident.involvements.filter(named_publicly=False, party__actor__isnull=False)
    for part in people.exclude(party__actor__form=ActorForm.GROUP).filter(heading | by_itself).distinct():
        yield _(
            "“%(who)s” has a name here, but no public source names them: tick “named in public sources”, or protect them."
        ) % {"who": part.party.desk_label}
