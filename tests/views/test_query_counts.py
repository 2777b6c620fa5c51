"""How many statements each kind of page costs, stated once; the number does not grow with the rows.

A page must not need more than its number. Numbers are those of a page asked again while nothing changes; the first answer
after a change also reads what has changed.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import (
    Actor,
    AllegationParty,
    Citation,
    CitedOrigin,
    Incident,
    IncidentSource,
    Involvement,
    PartyName,
    Region,
    Source,
    SpeechLink,
)
from incidents.models.record import change
from tests.factories import make_actor, make_incident, make_source
from tests.views.asked import statements_of_new_pages
from tests.views.every_page import pages

pytestmark = pytest.mark.django_db

# Page → statements. Rows of the lists are read by number.
STATEMENTS: dict[str, int] = {
    "home": 9,
    "incidents": 7,
    "actors": 4,
    "organizations": 3,
    "regions": 3,
    "allegations": 7,
    "sources": 3,
    "corrections": 12,
    "corrections/feed": 12,
    "Incident": 54,
    "Actor": 20,
    "Organization": 22,
    "Region": 10,
    "Allegation": 27,
    "Source": 6,
    "versions": 59,
    "as-published": 50,
}


def test_every_kind_of_page_costs_what_is_stated_here_however_many_cases_there_are(client: Client) -> None:
    addresses = pages() | versions_of(Incident.objects.get(title="Loads of the valley"))
    place, source = Region.objects.get(code="PE-CUS"), Source.objects.earliest("pk")
    parties = [PartyName.objects.get(name=name).party for name in ("Ana Quispe", "National Police")]
    for more in (26, 8):  # more than a page shows, and more than that
        for number in range(more):
            make_incident(
                f"Case {number}",
                places=[(place, "transit")],
                parties=[(party, "suspect") for party in parties],
                sources=[source],
                claims=[{"about": party} for party in parties],
            )
        written_again(more)
        assert {name: queries(client, one) for name, one in addresses.items()} == STATEMENTS, more


def versions_of(incident: Incident) -> dict[str, str]:
    """The pages of what readers could read of a case."""
    moment = timezone.now().strftime("%Y-%m-%dT%H%M%S.%fZ")
    return {
        "versions": reverse("incident_versions", args=[incident.public_id]),
        "as-published": reverse("as_published", args=[incident.public_id, moment]),
    }


def written_again(times: int) -> None:
    """That many more versions of the case of everything, each with one more source."""
    incident = Incident.objects.get(title="Loads of the valley")
    for number in range(times):
        with change("Written again."):
            incident.summary = f"Summary, written {number} times."
            incident.save()
            IncidentSource.objects.create(incident=incident, source=make_source(f"Diario {number}"))


def queries(client: Client, address: str) -> int:
    client.get(address, follow=True)
    with statements_of_new_pages() as captured:
        assert client.get(address, follow=True).status_code == 200
    return len(captured)


def test_the_page_of_a_claim_asks_as_much_for_many_rows_as_for_few(client: Client) -> None:
    incident = make_incident(claims=[{"about": [make_actor("Ana Inventada")]}])
    claim = incident.allegations.get()
    address = reverse("allegation", args=[claim.public_id])

    def grow(times: int) -> None:
        for n in range(times):
            who = Actor.objects.create(form="unnamed")
            Involvement.objects.create(incident=incident, party=who, description=f"Somebody {n}")
            AllegationParty.objects.create(allegation=claim, party=who)
            SpeechLink.objects.create(allegation=claim, words=f"speaker {n}", step=1, position=n)
            Citation.objects.create(
                incident=incident, reading=incident.readings.all()[0], allegation=claim, page=str(n)
            )

    grow(2)
    few = queries(client, address)
    grow(12)
    assert queries(client, address) == few


def test_the_page_of_a_source_asks_as_much_for_many_rows_as_for_few(client: Client) -> None:
    source = make_source("Diario Inventado")
    incident = make_incident(sources=[source])
    reading = incident.readings.get()
    address = reverse("source", args=[source.public_id])

    def grow(times: int) -> None:
        for n in range(times):
            Citation.objects.create(incident=incident, reading=reading, quote=f"passage {n}")
            CitedOrigin.objects.create(reading=reading, words=f"origin {n}")

    grow(2)
    few = queries(client, address)
    grow(12)
    assert queries(client, address) == few
