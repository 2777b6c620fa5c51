"""A case that has one fact of every kind, each with its citation."""

from incidents import models as record


def source(publisher: str = "Diario Ejemplo", **more: object) -> record.Source:
    return record.Source.objects.create(publisher=publisher, url="https://example.org/a", **more)


def person(name: str, **more: object) -> record.Actor:
    actor = record.Actor.objects.create(form="named", **more)
    record.PartyName.objects.create(party=actor, name=name, is_primary=True)
    return actor


def organization(name: str, **more: object) -> record.Organization:
    made = record.Organization.objects.create(**more)
    record.PartyName.objects.create(party=made, name=name, is_primary=True)
    return made


def full_case() -> record.Incident:
    case = record.Incident.objects.create(
        title="A case with everything", summary="First line.\n\nThird line.", key="900-x"
    )
    case.features.add(record.Feature.objects.create(code="group_within_group"))
    reading = record.IncidentSource.objects.create(incident=case, source=source())
    record.CitedOrigin.objects.create(reading=reading, words="court documents")
    peru = record.Region.objects.add_root({"name": "Perú", "kind": "country", "code": "PE"})
    who, band = person("Dairo Úsuga"), organization("Los Ejemplos", kind="criminal_group")
    facts = _circumstances(case, peru, who, band) | _claims(case, who, band)
    for name, fact in facts.items():
        record.Citation.objects.create(incident=case, reading=reading, quote=f"on {name}", **{name: fact})
    record.Citation.objects.create(incident=case, reading=reading, page="1")
    record.refresh_statuses(case.allegations.all())
    return case


def _circumstances(case: record.Incident, peru: record.Region, who: record.Actor, band: record.Organization) -> dict:
    involved = record.Involvement.objects.create(
        incident=case, party=who, role="suspect", role_proposed=True, named_publicly=True
    )
    record.Involvement.objects.create(incident=case, party=band, country=peru, count_low=9, count_high=9)
    record.NameUse.objects.create(involvement=involved, name=who.names.get(), is_heading=True)
    seizure = record.Seizure.objects.create(incident=case, what="cocaine", kind="drugs", kind_proposed=True)
    usd = record.Currency.objects.create(code="USD", name_en="US dollar")
    route = record.Route.objects.create(incident=case, commodity="cocaine")
    for number, (role, name) in enumerate([("from", "Perú"), ("via", "a boat"), ("to", "elsewhere")]):
        record.RouteStop.objects.create(route=route, role=role, name=name, position=number)
    dispute = record.Contradiction.objects.create(incident=case, fact="how many")
    record.ContradictionVersion.objects.create(contradiction=dispute, text="nine")
    record.OpenQuestion.objects.create(incident=case, text="who paid")
    record.RelatedIncident.objects.create(incident=case, target_key="901-y")
    return {
        "date": record.IncidentDate.objects.create(incident=case, what="arrest", date_edtf="2015-07", is_main=True),
        "place": record.IncidentPlace.objects.create(incident=case, name="Lima", region=peru, country=peru),
        "involvement": involved,
        "membership": record.Membership.objects.create(incident=case, member=who, organization=band, role="leader"),
        "relationship": record.Relationship.objects.create(incident=case, a=who, b=band, kind="leader"),
        "seizure": seizure,
        "measurement": record.Measurement.objects.create(
            seizure=seizure, quantity_low="500", unit_as_stated="kg", value_low="9000", currency=usd, is_preferred=True
        ),
        "route": route,
        "casualty": record.Casualty.objects.create(incident=case, what="killed", count_low=2, count_as_stated="two"),
        "rate": record.Rate.objects.create(incident=case, what="fee", per="flight", amount_low=10000, currency=usd),
    }


def _claims(case: record.Incident, who: record.Actor, band: record.Organization) -> dict:
    claim = record.Allegation.objects.create(incident=case, claim="Led the group.", date_edtf="2015")
    about = record.AllegationParty.objects.create(allegation=claim, party=who, capacity_proposed=True)
    speech = record.SpeechLink.objects.create(allegation=claim, party=band, words="(letter)")
    offence = record.Offence.objects.create(code="0601", name_en="Drugs", level=2)
    record.AllegationOffence.objects.create(allegation=claim, offence=offence, proposed=True)
    denial = record.Allegation.objects.create(incident=case, claim="Did not lead the group.", ref="denial", position=1)
    record.SpeechLink.objects.create(allegation=denial, words="a lawyer")
    record.Defeat.objects.create(defeated=claim, by_allegation=denial)
    proceeding = record.Proceeding.objects.create(incident=case)
    record.ProceedingAllegation.objects.create(proceeding=proceeding, allegation=claim, proposed=True)
    step = record.Step.objects.create(proceeding=proceeding, words="arrested", kind="detained", kind_proposed=True)
    record.StepParty.objects.create(step=step, party=who)
    return {"allegation": claim, "reply": about, "speech_link": speech, "step": step}
