"""Pages of regions, claims and sources."""

import re

import pytest
from django.test import Client

from incidents import workflow
from incidents.figures.addresses import address
from incidents.models import Allegation, Defeat, Incident, IncidentPlace, Region, RegionName, RegionOverlap, Source
from tests.factories import add_claim, make_actor, make_incident
from tests.views import detail_rows as rows
from tests.views.asked import statements_of_new_pages
from tests.views.test_incident_page import section, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident() -> Incident:
    return rows.full_case()


def placed(title: str, region: Region) -> Incident:
    case = rows.draft(title)
    IncidentPlace.objects.create(incident=case, name=region.name, region=region)
    return rows.publish(case)


@pytest.mark.usefixtures("incident")
def test_a_country_tells_its_incidents_organizations_and_subregions_with_counts(client: Client) -> None:
    html = client.get("/regions/PE/peru/").content.decode()
    assert "<h1>Peru</h1>" in html
    assert "Loads of the valley" in section(html, "incidents")
    assert "/incidents/?region=PE" in html
    assert "National Police" in section(html, "organizations")
    assert "Cusco 1 incident" in words(section(html, "below"))
    assert "Perú" in section(html, "codes")


@pytest.mark.usefixtures("incident")
def test_what_is_only_placed_in_an_overlapping_zone_may_include(client: Client) -> None:
    cusco = Region.objects.get(code="PE-CUS")
    zone = rows.region("zone:valley", "The Valley", kind="zone")
    RegionOverlap.objects.create(zone=zone, region=cusco, relation="partly_overlaps", source_words="a decree")
    placed("Somewhere in the valley", zone)
    html = client.get(address(cusco)).content.decode()
    assert "Somewhere in the valley may include" in words(section(html, "may"))
    assert "Loads of the valley" not in section(html, "may")
    assert "The Valley" in section(html, "zones")
    covers = section(client.get(address(zone)).content.decode(), "covers")
    assert "Cusco" in covers and "partly overlaps" in covers and "a decree" in covers


@pytest.mark.usefixtures("incident")
def test_a_subregion_has_a_way_up_and_its_codes(client: Client) -> None:
    cusco = Region.objects.get(code="PE-CUS")
    Region.objects.filter(pk=cusco.pk).update(ubigeo_inei="080000", ubigeo_reniec="070000", lat="-13.5", lon="-72")
    RegionName.objects.create(region=cusco, name="Qosqo", language="qu")
    html = client.get("/regions/PE-CUS/cusco/").content.decode()
    assert 'href="/regions/PE/peru/"' in html
    codes = words(section(html, "codes"))
    assert "080000" in codes and "070000" in codes and "Qosqo" in codes and "-13.5, -72" in codes


@pytest.mark.usefixtures("incident")
def test_other_spellings_of_a_region_lead_to_its_address(client: Client) -> None:
    own = Region.objects.get(code="PE-CUS").public_id
    for other in ("pe-cus", "PE-CUS", own):
        answer = client.get(f"/regions/{other}/")
        assert (answer.status_code, answer["Location"]) == (301, "/regions/PE-CUS/cusco/")
    assert client.get("/regions/XX-YY/").status_code == 404
    assert client.get("/regions/%00/").status_code == 404


def test_a_place_that_an_editor_made_is_public_only_with_its_case(client: Client) -> None:
    peru = rows.region("PE", "Perú")
    place = rows.region("city:x", "Little Town", peru, reference=False)
    assert client.get("/regions/city:x/").status_code == 404
    assert "Little Town" not in client.get("/regions/PE/peru/").content.decode()
    case = placed("In town", place)
    assert client.get("/regions/city:x/little-town/").status_code == 200
    workflow.withdraw(case, None, "An error.")
    assert client.get(f"/regions/{place.public_id}/").status_code == 410


@pytest.mark.usefixtures("incident")
def test_queries_of_a_region_do_not_grow(client: Client) -> None:
    peru = Region.objects.get(code="PE")
    client.get(address(peru))  # the first answer after a change reads what has changed
    with statements_of_new_pages() as few:
        client.get(address(peru))
    for n in range(4):
        case = placed(f"Case {n}", rows.region(f"PE-X{n}", f"Region {n}", Region.objects.get(pk=peru.pk)))
        rows.involve(case, rows.organization(f"Body {n}"))
    client.get(address(peru))
    with statements_of_new_pages() as many:
        assert client.get(address(peru)).status_code == 200
    assert len(many) == len(few)


def test_a_claim_has_its_own_page_with_everything_about_it(client: Client, incident: Incident) -> None:
    made = Allegation.objects.get(claim="Ana Quispe led the theft")
    html = client.get(address(made)).content.decode()
    text = words(html)
    for told in ("a helper", "InSight Crime", "Acquitted", "ten years", "dirigía el robo", "not a finding"):
        assert told in text
    assert f"{address(incident)}#claim-{made.public_id}" in html
    assert "The group paid officers" not in text
    assert client.get(f"/allegations/{made.public_id}/").status_code == 301


def test_claims_of_drafts_are_nowhere_and_of_withdrawn_cases_gone(client: Client, incident: Incident) -> None:
    unseen = rows.claim(rows.draft("Not yet"), "Unseen", rows.organization("Some Body"))
    assert client.get(f"/allegations/{unseen.public_id}/").status_code == 404
    made = Allegation.objects.get(claim="Ana Quispe led the theft")
    source = incident.readings.order_by("position")[1].source
    workflow.withdraw(incident, None, "An error.")
    assert client.get(address(made)).status_code == 410
    assert client.get(f"/sources/{source.public_id}/").status_code == 410


def test_a_source_tells_where_it_is_used_what_is_cited_and_whom_it_cites(client: Client, incident: Incident) -> None:
    source = incident.readings.order_by("position")[1].source
    Source.objects.filter(pk=source.pk).update(url="https://paper.example/a", title="Los cargamentos")
    source.refresh_from_db()
    unseen = rows.draft("Unseen case of it")
    reading = unseen.readings.create(source=source)
    unseen.citations.create(reading=reading, quote="unseen passage")
    html = client.get(address(source)).content.decode()
    text = words(html)
    assert "Loads of the valley" in section(html, "used")
    assert "dirigía el robo" in text and "court papers" in text and "14 September 2015" in text and "Spanish" in text
    assert 'href="https://paper.example/a" rel="nofollow noopener noreferrer" hreflang="es"' in html
    assert "nseen" not in text


def test_the_list_cuts_a_long_claim_at_a_word_and_its_own_page_and_file_have_the_whole(client: Client) -> None:
    words = "He said what they had done. " * 300
    case = make_incident(claims=[{"about": make_actor("Persona Inventada"), "claim": f"{words}END"}])
    claim = case.allegations.get()
    add_claim(case, make_actor("Otra Persona"), "Ended by it.")
    ended = case.allegations.get(claim="Ended by it.")
    Defeat.objects.create(defeated=ended, by_allegation=claim, how="contradicts")
    listed = client.get("/allegations/").text
    [shown] = re.findall(r"<h2>.*?(He said[^<]*)</a></h2>", listed)
    assert 500 < len(shown) <= 600 and shown.endswith(("had…", "done.…", "said…", "what…", "they…", "He…"))
    assert "END" not in listed
    assert "END" in client.get(claim.get_absolute_url(), follow=True).text
    assert "END" in "".join(part.decode() for part in client.get("/allegations.csv"))
