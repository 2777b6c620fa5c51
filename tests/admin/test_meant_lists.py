"""A list that has nothing with the words as they are written shows what is meant, and says so; never to whom it may not be told."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.admin import meant
from incidents.models import Involvement, PartyName
from tests.factories import make_actor, make_incident, make_organization, make_source
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db
SAID = "as it is written. Looked for instead:"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor"))
    return client


def shown(client: Client, name: str, asked: str, **more: str) -> str:
    return client.get(f"/admin/incidents/{name}/", {"q": asked, **more}).text


@pytest.mark.parametrize("asked", ["Lorri", "bridje lorry", "Marmolite"])
def test_cases_are_found_by_the_words_that_are_meant(desk: Client, asked: str) -> None:
    make_incident("A lorry at the bridge", summary="With marmolita and nothing else.")
    make_incident("A boat")
    page = shown(desk, "incident", asked)
    assert ">A lorry at the bridge</a>" in page and ">A boat</a>" not in page
    assert f"Nothing here has “{asked}” {SAID} the words “" in page


@pytest.mark.parametrize("asked", ["a lorry with marmolitta", "marrmolita", "Marmoltia lorry"])
def test_cases_that_are_not_public_are_found_by_words_that_they_alone_have(desk: Client, asked: str) -> None:
    make_incident("A lorry at the bridge", stage="draft", summary="With marmolita and nothing else.")
    make_incident("A boat", stage="draft")
    page = shown(desk, "incident", asked)
    assert ">A lorry at the bridge</a>" in page and ">A boat</a>" not in page
    assert f"Nothing here has “{asked}” {SAID} the words “" in page


def test_the_words_of_a_case_that_somebody_may_not_open_are_not_said_to_them(client: Client) -> None:
    child = make_actor("Benita Secreta")
    child.names.update(confidential=True)
    draft = make_incident("A lorry", stage="draft", summary="With marmolita.")
    Involvement.objects.create(incident=draft, party=child, role="witness", description="a neighbour")
    client.force_login(User.objects.create_superuser("editor"))
    assert ">A lorry</a>" in shown(client, "incident", "marmolitta")
    client.force_login(member("contributor"))
    page = shown(client, "incident", "marmolitta")
    assert "marmolita" not in page and SAID not in page and "0 results" in page


@pytest.mark.parametrize("stage", ["draft", "published"])
@pytest.mark.parametrize("asked", ["Inventori Wacac", "Wiliam Inventori", "Huacak"])
def test_cases_and_claims_are_found_by_names_that_sound_alike(desk: Client, stage: str, asked: str) -> None:
    william = make_actor("Wílliam Inventori Huacac")
    claims = [{"about": william, "claim": "Drove the lorry"}]
    make_incident("A lorry", stage=stage, parties=[(william, "suspect")], claims=claims)
    make_incident("A boat", stage=stage, claims=[{"about": make_actor("Ana Otra"), "claim": "Rowed"}])
    cases, found = shown(desk, "incident", asked), shown(desk, "allegation", asked)
    assert ">A lorry</a>" in cases and ">A boat</a>" not in cases
    assert "Drove the lorry" in found and "Rowed" not in found
    for page in (cases, found):
        assert SAID in page and "whoever is called nearly so: Wílliam Inventori Huacac" in page


@pytest.mark.parametrize("stage", ["draft", "published"])
def test_cases_are_found_by_a_misspelled_alias_of_an_organization(desk: Client, stage: str) -> None:
    company = make_organization("Constructora Ynventada")
    PartyName.objects.create(party=company, name="Oderlecht", kind="alias")
    make_incident("A bribe", stage=stage, parties=[(company, "suspect")])
    assert ">A bribe</a>" in shown(desk, "incident", "Hoderlecht")


def test_sources_and_proceedings_are_found_by_the_words_that_are_meant(desk: Client) -> None:
    claims = [{"about": make_actor("Ana Ynvento"), "steps": ["detained"]}]
    make_incident("A lorry", sources=[make_source("Ejemplar Crime")], claims=claims)
    make_source("Diario Otro")
    page = shown(desk, "source", "Ejempalr Crime")
    assert ">Ejemplar Crime</a>" in page and "Diario Otro" not in page
    assert f"{SAID} the words “ejemplar crime”" in page
    assert ">A lorry</a>" in shown(desk, "proceeding", "Lorri")


def test_what_is_found_as_written_stands_alone_and_nothing_is_said(desk: Client) -> None:
    make_incident("A lorry")
    make_incident("A lorri")
    page = shown(desk, "incident", "lorri")
    assert ">A lorri</a>" in page and ">A lorry</a>" not in page and SAID not in page
    nothing = shown(desk, "incident", "zzzzzzzz")
    assert "0 results" in nothing and SAID not in nothing
    assert SAID not in shown(desk, "incident", "")


def test_what_is_meant_is_filtered_as_the_list_is(desk: Client) -> None:
    make_incident("A lorry")
    make_incident("A lorry too", stage="draft")
    page = shown(desk, "incident", "lorri", stage__exact="draft")
    assert ">A lorry too</a>" in page and ">A lorry</a>" not in page


def test_protected_names_are_not_found_by_how_they_sound(client: Client) -> None:
    child, other = make_actor("Benita Secreta"), make_actor("Ana Ynvento")
    child.protection = "minor"
    child.save()
    child.names.update(confidential=True)
    claims = [{"about": other, "claim": "Drove"}]
    draft = make_incident("A lorry", stage="draft", parties=[(other, "suspect")], claims=claims)
    Involvement.objects.create(incident=draft, party=child, role="witness", description="a neighbour")
    client.force_login(User.objects.create_superuser("editor"))
    assert ">A lorry</a>" in shown(client, "incident", "Benitta Sekreta")
    client.force_login(member("contributor"))
    for name in ("incident", "allegation"):
        page = shown(client, name, "Benitta Sekreta")
        assert "Secreta" not in page and SAID not in page and "0 results" in page


def test_the_case_of_somebody_protected_is_not_found_by_others_in_it(client: Client) -> None:
    child, other = make_actor("Benita Secreta"), make_actor("Ana Ynvento")
    child.names.update(confidential=True)
    draft = make_incident("A lorry", stage="draft", parties=[(other, "suspect")])
    Involvement.objects.create(incident=draft, party=child, role="witness", description="a neighbour")
    client.force_login(User.objects.create_superuser("editor"))
    assert ">A lorry</a>" in shown(client, "incident", "Anna Invento")
    client.force_login(member("contributor"))
    page = shown(client, "incident", "Anna Invento")
    assert ">A lorry</a>" not in page and SAID not in page


def test_no_more_rows_about_those_called_alike_than_can_be_looked_at(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meant, "ABOUT_ALIKE", 2)
    ana = make_actor("Ana Ynvento")
    for number in range(4):
        make_incident(f"Case {number}", stage="draft", parties=[(ana, "suspect")])
    assert "2 results" in shown(desk, "incident", "Anna Invento")


@pytest.mark.parametrize("name", ["incident", "allegation", "source", "proceeding"])
def test_the_table_is_read_through_for_the_words_as_written_and_once(desk: Client, name: str) -> None:
    make_incident(
        "A lorry",
        sources=[make_source("Lorry Times")],
        claims=[{"about": make_actor("Ana Lorry"), "steps": ["detained"]}],
    )
    with CaptureQueriesContext(connection) as captured:
        assert SAID in shown(desk, name, "lorri")
    through = [one["sql"] for one in captured if " LIKE " in one["sql"] and f'FROM "incidents_{name}"' in one["sql"]]
    of_all = [sql for sql in through if "embargo_until" not in sql]  # the others look through what is not public
    assert len(of_all) == 1 and "lorri" in of_all[0].lower()


def test_lists_of_choices_offer_only_what_has_the_words(desk: Client) -> None:
    make_incident("A lorry", sources=[make_source("Ejemplar Crime")])
    asked = {"app_label": "incidents", "model_name": "incidentsource", "field_name": "source"}
    for term, number in {"Ejemplar": 1, "Ejempalr": 0}.items():
        assert len(desk.get("/admin/autocomplete/", {**asked, "term": term}).json()["results"]) == number
