"""Rows for tests, all invented: a case is made as a draft with a citation and brought to its stage by the real verbs."""

import datetime
import itertools
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from incidents import workflow
from incidents.models import (
    Actor,
    Allegation,
    AllegationOffence,
    AllegationParty,
    Citation,
    Incident,
    IncidentDate,
    IncidentPlace,
    IncidentSource,
    Involvement,
    Membership,
    Offence,
    Organization,
    PartyName,
    Proceeding,
    ProceedingAllegation,
    Region,
    RegionOverlap,
    Seizure,
    Source,
    SpeechLink,
    Step,
    StepParty,
)

HIDDEN_STAGES = ("draft", "in_review", "legal_review", "embargoed", "withdrawn")
_numbers = itertools.count(1)


def make_region(name: str, code: str, kind: str = "subdivision", parent: Region | None = None, **fields: Any) -> Region:
    fields = {"reference": True, "country_code": code[:2].upper() if code[:2].isalpha() else ""} | fields
    region = Region(name=name, code=code, kind=kind, **fields)
    if parent is None:
        return Region.objects.add_root(instance=region)
    return Region.objects.add_child(Region.objects.get(pk=parent.pk), instance=region)


def make_overlap(zone: Region, region: Region, relation: str = "contains") -> RegionOverlap:
    return RegionOverlap.objects.create(zone=zone, region=region, relation=relation)


def make_offence(code: str, name: str, parent: Offence | None = None) -> Offence:
    level = parent.level + 1 if parent else 1
    return Offence.objects.create(code=code, name_en=name, parent=parent, level=level)


def make_actor(name: str = "", form: str = "named", **fields: Any) -> Actor:
    actor = Actor.objects.create(form=form if name else "unnamed", **fields)
    if name:
        PartyName.objects.create(party=actor, name=name, is_primary=True)
    return actor


def make_organization(name: str, **fields: Any) -> Organization:
    organization = Organization.objects.create(**fields)
    PartyName.objects.create(party=organization, name=name, is_primary=True)
    return organization


def make_source(publisher: str = "Diario Ejemplo", **fields: Any) -> Source:
    fields = {"url": f"https://news.example.org/{next(_numbers)}", "language": "es"} | fields
    return Source.objects.create(publisher=publisher, **fields)


def make_incident(
    title: str = "An invented case",
    stage: str = "published",
    date: str = "2014-07",
    places: Iterable[tuple[Region, str]] = (),
    parties: Iterable[tuple[Any, str]] = (),
    sources: Iterable[Source] = (),
    claims: Iterable[dict[str, Any]] = (),
    seizures: Iterable[str] = (),
    **fields: Any,
) -> Incident:
    """A case with everything given, at that stage. `claims` are the arguments of `add_claim`."""
    incident: Incident = Incident.objects.create(title=title, **({"summary": "Nothing of this happened."} | fields))
    if date:
        IncidentDate.objects.create(incident=incident, what="it happened", date_edtf=date, is_main=True)
    for region, role in places:
        IncidentPlace.objects.create(incident=incident, name=region.name, region=region, role=role)
    for party, role in parties:
        Involvement.objects.create(incident=incident, party=party, role=role, named_publicly=True)
    for source in list(sources) or [make_source()]:
        reading = IncidentSource.objects.create(incident=incident, source=source)
        Citation.objects.create(incident=incident, reading=reading)
    for claim in claims:
        add_claim(incident, **claim)
    for kind in seizures:
        Seizure.objects.create(incident=incident, what="goods", kind=kind)
    bring_to(incident, stage)
    return incident


def make_two_of_one() -> tuple[Any, Any]:
    """Two actors whose names sound alike, each of a published case of its own: “The first” and “The second”."""
    kept, merged = make_actor("Aurelio Quispe Inventado", description="A pilot"), make_actor("Aurelio Quizpe")
    make_incident("The first", parties=[(kept, "suspect")])
    make_incident("The second", parties=[(merged, "witness")])
    return kept, merged


def add_claim(
    incident: Incident,
    about: Any,
    claim: str = "Took part in something invented.",
    offence: Offence | None = None,
    steps: Iterable[str] = (),
    speaker: str = "a prosecutor",
    reply: str = "not_sought",
    **fields: Any,
) -> Allegation:
    """A claim about a party, or about several; `steps` are kinds of steps, from which the legal status follows."""
    allegation: Allegation = Allegation.objects.create(incident=incident, claim=claim, **fields)
    for party in about if isinstance(about, (list, tuple)) else [about]:
        AllegationParty.objects.create(allegation=allegation, party=party, reply_status=reply)
    SpeechLink.objects.create(allegation=allegation, words=speaker)
    if offence:
        AllegationOffence.objects.create(allegation=allegation, offence=offence)
    if steps:
        name = f"proceeding {next(_numbers)}"
        proceeding = Proceeding.objects.create(incident=incident, name=name)
        ProceedingAllegation.objects.create(proceeding=proceeding, allegation=allegation)
        for kind in steps:
            step = Step.objects.create(proceeding=proceeding, kind=kind, words=kind)
            for link in allegation.parties.all():
                StepParty.objects.create(step=step, party=link.party)
    return allegation


def add_membership(incident: Incident, member: Any, organization: Organization, role: str = "member") -> Membership:
    return Membership.objects.create(incident=incident, member=member, organization=organization, role=role)


def bring_to(incident: Incident, stage: str) -> None:
    """Leaves the case a draft, or publishes it, hides it under an embargo, or withdraws it."""
    if stage == "draft":
        return
    if stage in {"in_review", "legal_review"}:
        Incident.objects.filter(pk=incident.pk).update(stage=stage)
    else:
        workflow.involve_everybody(incident)
        incident.involvements.update(named_publicly=True)
        workflow.publish(incident)
    if stage == "withdrawn":
        workflow.withdraw(incident, None, "Invented reason.")
    if stage == "embargoed":
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        Incident.objects.filter(pk=incident.pk).update(embargo_until=tomorrow, first_published=tomorrow)
    incident.refresh_from_db()
