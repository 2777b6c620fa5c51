"""What cannot be read is refused by every question, with the parameter and the reason, and never widens an answer."""

import base64
from types import SimpleNamespace

import pytest
from django.test import Client

from incidents.filters import QUESTIONS, Refused
from tests.factories import HIDDEN_STAGES, make_actor, make_incident, make_organization, make_region, make_source
from tests.filters.asking import question

pytestmark = pytest.mark.django_db
LONG = "a" * 10_240


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("banana=1", "banana"),
        ("banana=", "banana"),
        ("Q=x", "Q"),
        ("q=a&q=b", "q"),
        ("q=word%ff", "q"),
        ("sort=banana", "sort"),
        ("sort=", ""),
        ("sort=%00", "sort"),
        (f"sort={LONG}", "sort"),
        ("after=banana", "after"),
        ("before=%F0%9F%8D%8C", "before"),
        (f"after={LONG}", "after"),
        ("after=WyJuZXdlc3QiLCJ4IiwxXQ", "after"),
        ("after=a&before=b", "before"),
        ("page=2", "page"),
    ],
)
def test_every_list_refuses_it_visibly(client: Client, name: str, query: str, parameter: str) -> None:
    asked = question(name, query)
    assert list(asked.errors) == ([parameter] if parameter else [])
    answer = client.get(f"/{name}/?{query}")
    assert answer.status_code == (400 if parameter else 200)
    if parameter:
        assert f"<code>{parameter}</code>" in answer.content.decode()
        assert len(answer.content) < 60_000
        with pytest.raises(Refused):
            _rows = asked.qs


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("%00", "no letter or digit"),
        ("!!!", "no letter or digit"),
        ('"', "no letter or digit"),
        ("-+-+OR", "no letter or digit"),
        ("%E2%80%AE", "no letter or digit"),
        ("%F0%9F%8D%8C", ""),
        (LONG, "too many"),
        ("w+" * 400, ""),
        ("'+OR+1=1;--", ""),
        ('"a+AND+NEAR(b,+2)+*+^c:d', ""),
    ],
)
def test_no_words_are_refused_and_what_cannot_be_read_of_them_is_said(
    client: Client, name: str, words: str, said: str
) -> None:
    answer = client.get(f"/{name}/?q={words}")
    assert answer.status_code == 200
    assert said in answer.content.decode()
    if said.startswith("no letter"):
        assert answer.context["total"] == 0


@pytest.mark.parametrize(
    "query",
    [
        "region=XX-XXX",
        "region=%00",
        f"region={LONG}",
        "region=..",
        "place_role=here",
        "since=banana",
        "since=2014-13",
        "since=../2014",
        "until=2014/..",
        "since=2014&since=2015",
        "since=2015&until=2014",
        "since=2014%00",
        f"until={LONG}",
        "reading=maybe",
        "match=some",
        "offence=9999",
        "actor=zzzzzzzz",
        "organization=zzzzzzzz",
        "organization_kind=mob",
        "status=guilty",
        "seizure=unicorns",
        "publisher=Nobody",
        "language=xx",
        "kind=event&kind=series",
        "kind=habit",
        "&".join(f"region=XA{number}" for number in range(30)),
    ],
)
def test_incidents_refuse_it(client: Client, query: str) -> None:
    name = query.split("=")[0]
    expected = "until" if "until" in query else name
    assert list(question("incidents", query).errors) == [expected]
    answer = client.get(f"/incidents/?{query}")
    assert answer.status_code == 400
    assert f"<code>{expected}</code>" in answer.content.decode()


def test_the_form_keeps_what_was_typed(client: Client) -> None:
    page = client.get("/incidents/?q=drugs&since=banana&region=Nowhere&kind=series").content.decode()
    for kept in ('value="drugs"', 'value="banana"', 'value="Nowhere"', '<option value="series" selected>'):
        assert kept in page


def test_an_ambiguous_name_lists_the_candidates() -> None:
    country = make_region("Doble", "XB", "country")
    make_region("Doble", "XB-DOB", parent=country)
    (message,) = question("incidents", "region=doble").errors["region"]
    assert "Doble (country, XB): XB" in message and "XB-DOB" in message


def test_a_word_that_is_only_said_of_somebody_names_nobody() -> None:
    one = make_organization("Banda Inventada", description="Formed in 2014 by deserters.")
    make_incident(parties=[(one, "other")])
    assert not question("incidents", "organization=inventada").errors
    (message,) = question("incidents", "organization=2014").errors["organization"]
    assert "“2014” is nobody's name here" in message and one.public_id in message


def test_a_small_place_is_told_from_its_namesakes(client: Client) -> None:
    above = make_region("Doble", "XB-DOB")
    make_region("Doble", "0801", "province", parent=above)
    assert question("incidents", "region=XB-DOB").sentence() == "Incidents: in Doble"
    assert question("incidents", "region=0801").sentence() == "Incidents: in Doble (province)"


@pytest.mark.parametrize("stage", HIDDEN_STAGES)
def test_what_is_hidden_is_refused_as_what_does_not_exist(stage: str) -> None:
    actor, organization = make_actor("Secreta Persona"), make_organization("Banda Secreta")
    region = make_region("Aldea Secreta", "city:secreta", "city", reference=False)
    source = make_source("Gaceta Secreta")
    hidden = make_incident(
        stage=stage,
        sources=[source],
        places=[(region, "location")],
        parties=[(actor, "suspect"), (organization, "other")],
    )
    for name, value in [
        ("actor", actor.public_id),
        ("actor", "Secreta Persona"),
        ("organization", organization.public_id),
        ("region", "city:secreta"),
        ("region", region.public_id),
        ("region", "Aldea Secreta"),
        ("publisher", "Gaceta Secreta"),
    ]:
        (message,) = question("incidents", f"{name}={value}").errors[name]
        assert message == f"“{value}” is not known here."
    assert question("allegations", f"incident={hidden.public_id}").errors


def test_a_protected_name_finds_nobody(land: SimpleNamespace) -> None:
    witness = make_actor("Testiga Oculta", protection="witness")
    make_incident(parties=[(witness, "witness")])
    assert question("incidents", "actor=testiga+oculta").errors
    assert not question("incidents", f"actor={witness.public_id}").errors


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("updated", '"9999-12-31T23:59:59-23:00"'),
        ("updated", '"2014-07-03T00:00:00"'),
        ("newest", '"2014"'),
        ("newest", "1e400"),
        ("title", '"\\ud800"'),
        ("title", '"\\u0000"'),
        ("title", "[[[]]]"),
    ],
)
def test_a_forged_cursor_is_refused(client: Client, sort: str, value: str) -> None:
    make_incident()
    forged = base64.urlsafe_b64encode(f'["{sort}",{value},1]'.encode()).decode().rstrip("=")
    assert client.get(f"/incidents/?sort={sort}&after={forged}").status_code == 400
