"""What an organization is called that only cases have which the desk does not open may name whom they protect: whoever does
not see protected names is told of it nowhere, and whoever does everywhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.models import Incident, Involvement, Organization, PartyName
from tests.admin.filled import add_row, filled
from tests.factories import make_actor, make_incident, make_organization
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db
NAME, KEY = "Banda de Ñusta Qhawaymi Wallpawara", "o.banda-wallpawara"
TRACES = ("qhawaymi", "wallpawara")
PLACES = [
    "organization/",
    "organization/?q=Banda",
    "organization/?q=wallpa",
    "party/",
    "party/?q=Banda",
    "partyname/",
    "partyname/?q=Banda",
    "party/likely/?kind=organization&name=Banda de Nusta Qhawaymi Walpawara",
]


@pytest.fixture
def people() -> dict[str, User]:
    return {role: member(role) for role in ("contributor", "editor")}


@pytest.fixture
def child() -> Any:
    return make_actor("Ñusta Qhawaymi Wallpawara", protection="minor", description="A child")


@pytest.fixture
def band(people: dict[str, User], child: Any) -> Organization:
    """Of a draft of the editor that involves the child."""
    found = make_organization(NAME, key=KEY, kind="criminal_group")
    PartyName.objects.create(party=found, name="Los de Wallpawara", kind="alias")
    make_incident("Hers", stage="draft", author=people["editor"], parties=[(found, "other"), (child, "victim")])
    return found


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def addresses(band: Organization) -> Iterator[str]:
    yield from PLACES
    for model, pk in (("organization", band.pk), ("party", band.pk), ("partyname", band.names.all()[0].pk)):
        yield from (f"{model}/{pk}/{page}/" for page in ("change", "history", "delete"))
    yield from (
        "party/likely/pairs/",
        "party/merges/",
        "party/told-apart/",
        f"party/{band.pk}/merge/",
        "incident/?q=banda",
        "../",
    )


def autocompletes() -> Iterator[str]:
    for model, field in (("involvement", "party"), ("nameuse", "name"), ("membership", "organization")):
        for term in ("Banda", "wallpawara", ""):
            yield f"/admin/autocomplete/?term={term}&app_label=incidents&model_name={model}&field_name={field}"


def told_at(client: Client, band: Organization) -> list[str]:
    """The addresses that tell the name, but for the question itself."""
    found = []
    for address in [*(f"/admin/incidents/{one}" for one in addresses(band)), *autocompletes()]:
        text = client.get(address, follow=True).content.decode().lower().replace('value="wallpa"', "")
        if any(trace in text or trace.encode("unicode_escape").decode() in text for trace in TRACES):
            found.append(address)
    return found


def test_who_does_not_see_protected_names_is_told_of_it_nowhere(people: dict[str, User], band: Organization) -> None:
    assert told_at(desk(people["contributor"]), band) == []


def test_who_does_is_told_of_it_everywhere(people: dict[str, User], band: Organization) -> None:
    told = told_at(desk(people["editor"]), band)
    assert set(told) >= {f"/admin/incidents/{one}" for one in PLACES}
    assert sum("autocomplete" in address for address in told) >= 6


@pytest.mark.parametrize("how", ["published", "of their own", "of others, protecting nobody", "none"])
def test_it_is_told_once_a_case_has_it_that_readers_or_they_may_open(
    how: str, people: dict[str, User], child: Any
) -> None:
    """What it is called is no secret of another case then."""
    band = make_organization("Banda Inventada")
    cases: dict[str, dict[str, Any]] = {
        "published": {"parties": [(band, "other"), (child, "victim")]},
        "of their own": {"stage": "draft", "author": people["contributor"], "parties": [(band, "other")]},
        "of others, protecting nobody": {"stage": "draft", "author": people["editor"], "parties": [(band, "other")]},
    }
    if how in cases:
        make_incident("Hers", stage="draft", author=people["editor"], parties=[(band, "other"), (child, "victim")])
        make_incident("Another", **cases[how])
    client = desk(people["contributor"])
    for address in ("organization/", "organization/?q=banda", "partyname/?q=banda"):
        assert "Banda Inventada" in client.get(f"/admin/incidents/{address}").text, address
    assert client.get(f"/admin/incidents/organization/{band.pk}/change/").status_code == 200


def test_nobody_takes_it_into_a_case_of_their_own_by_its_number(people: dict[str, User], band: Organization) -> None:
    mine = make_incident("My own", stage="draft", author=people["contributor"])
    url = f"/admin/incidents/incident/{mine.pk}/change/"

    def sent(role: str, pk: int) -> Any:
        client = desk(people[role])
        data = filled(client.get(url).text)
        add_row(data, "involvements", party=pk, role="mentioned")
        return client.post(url, data)

    refused, unknown = sent("contributor", band.pk), sent("contributor", 999_999)
    assert refused.status_code == unknown.status_code == 200
    assert not any(trace in refused.text.lower() for trace in TRACES)
    assert refused.text.count("Select a valid choice") == unknown.text.count("Select a valid choice") > 0
    assert not Involvement.objects.filter(incident=mine, party=band.pk).exists()
    assert sent("editor", band.pk).status_code == 302
    told = desk(people["contributor"]).get(url).text
    assert "Banda de" in told, "what an editor has entered in the case is part of it"


def test_lists_cost_the_same_however_many_organizations_are_kept_back(
    people: dict[str, User], band: Organization, child: Any
) -> None:
    client = desk(people["contributor"])

    def statements() -> list[int]:
        found = []
        for address in ("organization/", "party/", "partyname/", "organization/?q=banda"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/admin/incidents/{address}").status_code == 200
            found.append(len(captured))
        return found

    def some(numbers: range) -> None:
        for number in numbers:
            hidden, told = make_organization(f"Banda Oculta {number}"), make_organization(f"Banda Abierta {number}")
            make_incident(
                "Hers", stage="draft", author=people["editor"], parties=[(hidden, "other"), (child, "victim")]
            )
            make_incident("Public", parties=[(told, "other")])

    some(range(3))
    statements()  # what is read once for the worker and after each change
    few = statements()
    some(range(3, 12))
    statements()
    assert statements() == few
    assert Incident.objects.published().count() == 12
