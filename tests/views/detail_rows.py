"""A made-up case that has one of everything, for the tests of the detail pages."""

import datetime
from typing import Any

from incidents import workflow
from incidents.models import (
    Actor,
    ActorForm,
    Allegation,
    AllegationParty,
    Casualty,
    Citation,
    CitedOrigin,
    Contradiction,
    ContradictionVersion,
    Defeat,
    Incident,
    IncidentDate,
    IncidentPlace,
    IncidentSource,
    Involvement,
    Measurement,
    Membership,
    NameUse,
    OpenQuestion,
    Organization,
    PartyName,
    Proceeding,
    ProceedingAllegation,
    Protection,
    Rate,
    Region,
    RelatedIncident,
    Relationship,
    Route,
    RouteStop,
    Seizure,
    Source,
    SpeechLink,
    Step,
    StepParty,
)


def region(code: str, name: str, parent: Region | None = None, **more: Any) -> Region:
    values = {"code": code, "name": name, "kind": "subdivision" if parent else "country", "reference": True, **more}
    row = Region(**values)
    return Region.objects.add_child(parent, instance=row) if parent else Region.objects.add_root(instance=row)


def actor(name: str = "", **more: Any) -> Actor:
    found = Actor.objects.create(form=more.pop("form", ActorForm.NAMED if name else ActorForm.UNNAMED), **more)
    if name:
        PartyName.objects.create(party=found, name=name, is_primary=True)
    return found


def organization(name: str, **more: Any) -> Organization:
    found = Organization.objects.create(**more)
    PartyName.objects.create(party=found, name=name, is_primary=True)
    return found


def draft(title: str, sources: int = 1, **more: Any) -> Incident:
    incident = Incident.objects.create(title=title, summary=f"Summary of {title}.", **more)
    for n in range(sources):
        source = Source.objects.create(
            publisher=f"Paper {n + 1} of {title}", language="es", published_edtf="2015-09-14"
        )
        IncidentSource.objects.create(incident=incident, source=source, position=n)
    Citation.objects.create(incident=incident, reading=incident.readings.order_by("position")[0])
    return incident


def involve(incident: Incident, party: Any, **more: Any) -> Involvement:
    row = Involvement.objects.create(incident=incident, party=party, **{"named_publicly": True, **more})
    name = PartyName.objects.filter(party=party, is_primary=True).first()
    if name:
        NameUse.objects.create(involvement=row, name=name, is_heading=True)
    return row


def claim(incident: Incident, text: str, about: Any, said_by: str = "the prosecutor", **more: Any) -> Allegation:
    made = Allegation.objects.create(incident=incident, claim=text, **more)
    AllegationParty.objects.create(allegation=made, party=about)
    SpeechLink.objects.create(allegation=made, step=0, words=said_by)
    return made


def steps(incident: Incident, made: Allegation, about: Any, *told: tuple[str, str, dict[str, Any]]) -> Proceeding:
    proceeding, _made = Proceeding.objects.get_or_create(incident=incident, name="The trial")
    ProceedingAllegation.objects.create(proceeding=proceeding, allegation=made)
    for n, (kind, edtf, more) in enumerate(told):
        step = Step.objects.create(
            proceeding=proceeding, kind=kind, date_edtf=edtf, words=f"step {kind}", position=n, **more
        )
        StepParty.objects.create(step=step, party=about)
    return proceeding


def publish(incident: Incident) -> Incident:
    workflow.involve_everybody(incident)
    incident.involvements.update(named_publicly=True)
    workflow.publish(incident)
    return incident


def full_case() -> Incident:
    """Two sources, people in groups, a protected informant, a withheld name, an acquittal, a retraction."""
    peru = region("PE", "Perú", name_en="Peru")
    cusco = region("PE-CUS", "Cusco", peru)
    incident = draft("Loads of the valley", sources=2, kind="series", sources_read_until="2020-02-03")
    IncidentDate.objects.create(
        incident=incident, what="arrests", date_edtf="2015-07", date_as_stated="in July", is_main=True
    )
    IncidentDate.objects.create(incident=incident, what="article", date_edtf="2015-09-14")
    IncidentPlace.objects.create(
        incident=incident,
        name="Qosqo",
        region=cusco,
        country=peru,
        role="transit",
        precision="within",
        region_proposed=True,
    )
    police = organization("National Police", kind="police")
    group = organization("The Second Group", kind="criminal_group", existence="disputed")
    accused = actor("Ana Quispe")
    informant = actor("Secret Informant Name", protection=Protection.WITNESS, description="an informant")
    hidden = actor("", description="a shopkeeper")
    nine = actor(form=ActorForm.GROUP, description="nine suspects")
    four = actor(form=ActorForm.GROUP, description="four officers")
    involve(
        incident, accused, role="accused", role_as_stated="accused officer", occupation="police officer", country=peru
    )
    involve(incident, informant, role="informant", description="an informant of the prosecution")
    involve(incident, hidden, role="mentioned", named_publicly=True)
    whole = involve(incident, nine, role="arrested", count_low=9, count_high=9, count_as_stated="the nine")
    involve(incident, four, role="arrested", count_low=4, count_high=5, subset_of=whole)
    involve(incident, police, role="authority")
    involve(incident, group, role="mentioned")
    Membership.objects.create(incident=incident, member=accused, organization=police, role="officer", date_edtf="2014")
    Relationship.objects.create(
        incident=incident, a=group, b=police, kind="rival", certainty="alleged", date_edtf="2015"
    )

    stole = claim(
        incident, "Ana Quispe led the theft", accused, reported_status="charged", certainty_words="reportedly"
    )
    SpeechLink.objects.filter(allegation=stole).delete()
    SpeechLink.objects.create(allegation=stole, step=0, party=informant, words="Secret words", role_words="a helper")
    SpeechLink.objects.create(allegation=stole, step=1, words="La República")
    SpeechLink.objects.create(allegation=stole, step=2, words="InSight Crime")
    steps(
        incident,
        stole,
        accused,
        ("detained", "2015-07", {}),
        ("convicted", "2016", {"final": "no", "sentence": "ten years"}),
        ("acquitted", "2017-03-02", {"on_merits": "yes", "final": "yes", "ground": "no proof"}),
        ("removed_from_post", "2017", {}),
    )
    bribe = claim(incident, "The group paid officers", group)
    denial = claim(incident, "There is no such group", group, said_by="the ministry")
    Defeat.objects.create(defeated=bribe, by_allegation=denial, how="contradicts", words="denied in court")
    link = AllegationParty.objects.get(allegation=stole)
    link.reply_status, link.reply_text, link.reply_edtf = "received", "“I was at home”", "2015-10"
    link.save()

    seizure = Seizure.objects.create(incident=incident, what="load of a plane", kind="drugs", substance="cocaine")
    for low, preferred, doubt in ((300, True, ""), (900, False, "heavier than the plane")):
        Measurement.objects.create(
            seizure=seizure,
            quantity_low=low,
            quantity_high=low,
            unit_as_stated="kg",
            is_preferred=preferred,
            doubted_because=doubt,
        )
    route = Route.objects.create(incident=incident, commodity="cocaine", as_stated="by plane")
    RouteStop.objects.create(route=route, role="from", name="the valley", position=0)
    RouteStop.objects.create(route=route, role="to", name="Qosqo", region=cusco, means="plane", position=1)
    Casualty.objects.create(incident=incident, what="killed", count_high=24, count_as_stated="nearly two dozen")
    Rate.objects.create(incident=incident, what="fee", per="flight", amount_low=10000, unit="dollars")
    fact = Contradiction.objects.create(incident=incident, fact="the number of groups")
    ContradictionVersion.objects.create(contradiction=fact, text="one, says the paper")
    OpenQuestion.objects.create(incident=incident, text="Whether she is among the nine")
    second = incident.readings.order_by("position")[1]
    CitedOrigin.objects.create(reading=second, words="court papers")
    Citation.objects.create(
        incident=incident, reading=second, allegation=stole, quote="dirigía el robo", quote_language="es", page="p. 3"
    )
    Citation.objects.create(incident=incident, reading=second, allegation=bribe, proposed=True)
    other = publish(draft("A later case"))
    unseen = draft("An unseen case")
    RelatedIncident.objects.create(incident=incident, target_key="x", target=other)
    RelatedIncident.objects.create(incident=incident, target_key="y", target=unseen)
    second.accessed, second.archived_url = datetime.date(2020, 1, 2), "https://archive.example/x"
    second.save()
    return publish(incident)
