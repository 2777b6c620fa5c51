"""Lists of the desk count no further than one can leaf through, say so, and sort by nothing that has no index."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.admin import lists
from incidents.models import Incident, Involvement
from tests.factories import make_actor, make_incident
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db
LISTS = ["incident", "actor", "organization", "party", "partyname", "source", "allegation", "proceeding", "region"]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor"))
    return client


def test_more_than_one_can_leaf_through_is_said_and_not_counted(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST", 3)
    for number in range(3):
        make_incident(f"Case {number}", stage="draft")
    assert "3 incidents" in desk.get("/admin/incidents/incident/").content.decode()
    make_incident("Fourth case", stage="draft")
    page = desk.get("/admin/incidents/incident/").content.decode()
    assert "More than 3 incidents; the first 3 can be leafed through." in page
    found = desk.get("/admin/incidents/incident/?q=case").content.decode()
    assert "more than 3 results" in found
    assert "1 result" in desk.get("/admin/incidents/incident/?q=fourth").content.decode()


def test_cases_are_found_by_their_words_their_claims_and_their_people_whatever_their_stage(desk: Client) -> None:
    ana = make_actor("Ána Ynvento")
    case = make_incident("A lorry at the bridge", claims=[{"about": ana, "claim": "Drove the lorry"}])
    case.involvements.get(party=ana).names_used.create(name=ana.names.get(), is_heading=True)
    make_incident("Another lorry", stage="draft")
    make_incident("A boat")
    for asked, found in {
        "lorry": {"A lorry at the bridge", "Another lorry"},
        "ynvento": {"A lorry at the bridge"},
        "ana lorr": {"A lorry at the bridge"},
        "drove": {"A lorry at the bridge"},
        "boa": {"A boat"},
        "idge": {"A lorry at the bridge"},  # letters inside a word, where no word begins so
        "nobody": set(),
    }.items():
        page = desk.get("/admin/incidents/incident/", {"q": asked}).content.decode()
        listed = {title for title in ("A lorry at the bridge", "Another lorry", "A boat") if f">{title}</a>" in page}
        assert listed == found, asked


@pytest.mark.parametrize("others", [False, True])
def test_a_draft_is_found_by_its_people_its_claims_and_what_it_says_of_them(client: Client, others: bool) -> None:
    ana = make_actor("Ána Ynvento")
    claims = [{"about": ana, "claim": "Threatened drivers"}]
    draft = make_incident("A lorry", stage="draft", claims=claims, parties=[(ana, "suspect")])
    draft.involvements.update(description="a customs officer", search_text="a customs officer")
    child = make_actor("Benita Secreta")
    child.protection = "minor"
    child.save()
    child.names.update(confidential=True)
    Involvement.objects.create(incident=draft, party=child, role="witness", description="a neighbour")
    if others:
        make_incident("Ynvento, threatened, customs, secreta", stage="published")
    client.force_login(User.objects.create_superuser("editor"))
    for asked in ("ynvento", "Ana Threat", "customs", "secreta", "lorry ynvento"):
        assert ">A lorry</a>" in client.get("/admin/incidents/incident/", {"q": asked}).text, asked
    client.force_login(member("contributor"))
    assert ">A lorry</a>" not in client.get("/admin/incidents/incident/", {"q": "secreta"}).text


def test_an_embargoed_case_is_found_among_public_ones(desk: Client) -> None:
    make_incident("A public lorry")
    embargoed = make_incident("An embargoed lorry")
    Incident.objects.filter(pk=embargoed.pk).update(embargo_until=timezone.now() + timedelta(days=1))
    page = desk.get("/admin/incidents/incident/?q=lorry").content.decode()
    assert "A public lorry" in page and "An embargoed lorry" in page


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_counted_whole_and_no_value_looked_up_in_the_table(desk: Client, name: str) -> None:
    make_incident(claims=[{"about": make_actor("Ana Invento"), "steps": ["detained"]}])
    desk.get(f"/admin/incidents/{name}/")
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(f"/admin/incidents/{name}/").status_code == 200
    for query in captured.captured_queries:
        assert "SELECT DISTINCT" not in query["sql"]
        assert "COUNT(*)" not in query["sql"] or "LIMIT 1001" in query["sql"]


def test_claims_are_filtered_by_standing_and_reply(desk: Client) -> None:
    make_incident(claims=[{"about": make_actor("Ana Invento"), "claim": "Detained claim", "steps": ["detained"]}])
    make_incident(claims=[{"about": make_actor("Eva Invento"), "claim": "Other claim", "reply": "declined"}])
    for query, found in {"status=detained": "Detained claim", "reply=declined": "Other claim"}.items():
        page = desk.get(f"/admin/incidents/allegation/?{query}").content.decode()
        assert found in page and len({claim for claim in ("Detained claim", "Other claim") if claim in page}) == 1
