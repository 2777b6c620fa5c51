"""A region is a link only where its page exists: those of the gazetteer, and those that a public case has put on the map."""

import re
from typing import Any

import pytest
from django.test import Client

from incidents.figures.addresses import address
from incidents.models import Incident, IncidentPlace, Involvement, Proceeding, Region, Route, RouteStop, Step
from tests.factories import make_actor, make_incident, make_organization, make_overlap, make_region

pytestmark = pytest.mark.django_db


def own(name: str, kind: str = "city", parent: Region | None = None) -> Region:
    """A region that an editor has added."""
    return make_region(name, f"own:{name.lower()}", kind, parent, reference=False)


def links(client: Client, page: str) -> dict[str, int]:
    """The regions that a page leads to, each with what its page answers."""
    text = client.get(page, follow=True).text
    body = text[text.index("<main") :]
    found = set(re.findall(r'href="(/regions/[^"?#]+)"', body))
    return {one: int(client.get(one, follow=True).status_code) for one in found}


@pytest.fixture
def case() -> Incident:
    """A case that names regions in every way but by putting them on the map."""
    person = make_actor("Ana Invento")
    case = make_incident("A case", parties=[(person, "suspect")], claims=[{"about": person, "steps": ["charged"]}])
    proceeding = Proceeding.objects.get()
    proceeding.jurisdiction = own("Juzgado")
    proceeding.save()
    step = Step.objects.get()
    step.jurisdiction = own("Sala")
    step.save()
    Involvement.objects.filter(incident=case).update(country=own("Ruritania", "country"))
    IncidentPlace.objects.create(incident=case, name="Somewhere", country=own("Graustark", "country"))
    RouteStop.objects.create(route=Route.objects.create(incident=case), role="to", name="Puerto", region=own("Puerto"))
    return case


def test_what_a_case_only_names_is_no_link_on_its_page_and_on_that_of_a_claim(client: Client, case: Incident) -> None:
    for page in (address(case), address(case.allegations.get())):
        text = client.get(page).text
        assert "Juzgado" in text and "Sala" in text
        assert links(client, page) == {}
    text = client.get(address(case)).text
    assert all(name in text for name in ("Ruritania", "Graustark", "Puerto"))


def test_it_is_one_once_the_case_has_put_it_on_the_map(client: Client, case: Incident) -> None:
    for region in Region.objects.all():
        IncidentPlace.objects.create(incident=case, name=region.name, region=region)
    for page in (address(case), address(case.allegations.get())):
        found = links(client, page)
        assert len(found) > 1 and set(found.values()) == {200}


def test_regions_of_the_gazetteer_are_links_unasked(client: Client, case: Incident, settings: Any) -> None:
    Region.objects.update(reference=True)
    found = links(client, address(case))
    assert len(found) == 5 and set(found.values()) == {200}


def test_the_page_of_a_region_leads_only_to_regions_with_a_page(client: Client) -> None:
    above = own("Comarca", "subdivision")
    town = own("Aldea", "city", above)
    zone = own("Quebrada", "zone")
    seen, unseen = own("Vista"), own("Oculta")
    make_incident("A case", places=[(town, "location"), (zone, "location"), (seen, "location")])
    make_overlap(zone, seen)
    make_overlap(zone, unseen)
    assert "Comarca" in client.get(address(town)).text and "Oculta" in client.get(address(zone)).text
    for region in (town, zone):
        assert set(links(client, address(region)).values()) <= {200}
    assert any("vista" in one for one in links(client, address(zone)))
    make_incident("Another", places=[(above, "location")])
    assert any("comarca" in one for one in links(client, address(town)))


def test_the_country_of_an_organization_is_no_link_without_a_page(client: Client) -> None:
    body = make_organization("Banda Inventada", country=own("Ruritania", "country"))
    make_incident(parties=[(body, "other")])
    page = f"/organizations/{body.public_id}/"
    assert "Ruritania" in client.get(page, follow=True).text and links(client, page) == {}
