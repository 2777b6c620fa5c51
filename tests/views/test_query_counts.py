"""The number of queries of the pages of a claim and of a source does not grow with their rows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.models import Actor, AllegationParty, Citation, CitedOrigin, Involvement, SpeechLink
from tests.factories import make_actor, make_incident, make_source

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
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
