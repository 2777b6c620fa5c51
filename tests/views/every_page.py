"""Every kind of public page, with a case of everything behind them."""

from incidents import workflow
from incidents.figures.addresses import address
from incidents.models import (
    Actor,
    AllegationOffence,
    Anonymisation,
    Correction,
    Currency,
    Incident,
    Organization,
    Region,
    RegionName,
    Unit,
)
from tests.factories import make_actor, make_incident, make_offence, make_overlap, make_region
from tests.views import detail_rows as rows

LISTS = ["incidents", "actors", "organizations", "regions", "allegations", "sources"]


def pages() -> dict[str, str]:
    """An address of every kind of page that answers 304, with a case of everything behind them."""
    incident = rows.full_case()
    add_the_rest(incident)
    claim, region = incident.allegations.all()[0], Region.objects.get(code="PE-CUS")
    person, body = Actor.objects.get(names__name="Ana Quispe"), Organization.objects.get(names__name="National Police")
    found = {type(row).__name__: address(row) for row in (incident, claim, region, incident.readings.all()[0].source)}
    labelled = (Actor.objects.labelled().get(pk=person.pk), Organization.objects.labelled().get(pk=body.pk))
    found |= {type(row).__name__: address(row) for row in labelled}
    return found | {name: f"/{name}/" for name in (*LISTS, "corrections", "corrections/feed")} | {"home": "/"}


def add_the_rest(incident: Incident) -> None:
    """A row in every table that a full case leaves empty."""
    region = Region.objects.get(code="PE-CUS")
    RegionName.objects.create(region=region, name="Qosqo")
    make_overlap(make_region("El Valle", "zone:v", "zone"), region)
    Currency.objects.create(code="XXX", name_en="inventos")
    Unit.objects.create(code="x", name_en="load")
    AllegationOffence.objects.create(allegation=incident.allegations.all()[0], offence=make_offence("06", "Invented"))
    Anonymisation.objects.create(incident=incident, reason="Invented.")
    Correction.objects.create(incident=incident, kind="update", note="Invented.")
    twins = [make_actor("Berta Invento"), make_actor("Berta Inventó")]
    for one in twins:
        make_incident(parties=[(one, "suspect")])
    workflow.identity.merge(twins[0], twins[1], None, "Invented.")
