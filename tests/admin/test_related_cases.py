"""Cases that name each other by their id are linked at the desk as they are by a card, and come back as they went."""

import io
import tempfile
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from incidents.models import Incident, RelatedIncident
from tests.admin.filled import add_row, filled, row_of
from tests.admin.test_incident_page import ADD, address, send
from tests.exchange.cards import dumped
from tests.factories import make_actor, make_incident
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def regions(reference_data: None) -> None:
    """Cards are loaded once there are regions."""


def entered(client: Client, *related: str, **fields: str) -> Incident:
    """A case entered on the page for a new one, with the ids of the cases that it names."""
    data = filled(client.get(ADD).text) | {"title": ["Entered by hand"]} | {name: [v] for name, v in fields.items()}
    for told in related:
        add_row(data, "related", target_key=told)
    send(client, ADD, data)
    return Incident.objects.latest("pk")


def related(case: Incident) -> list[tuple[str, str | None]]:
    return [(link.target_key, link.target and link.target.title) for link in case.related.all()]


def changed(client: Client, case: Incident, **values: Any) -> Any:
    """What the page answers when its one row of a related case is sent with these values."""
    data = filled(client.get(address(case)).text)
    row = row_of(data, "related", case.related.get().pk)
    return client.post(address(case), data | {f"{row}-{name}": [str(value)] for name, value in values.items()})


def comes_back(case: Incident) -> None:
    """What was dumped of the case is what the record has, for the command that checks it."""
    with tempfile.TemporaryDirectory() as folder:
        call_command("dump_cases", case.card_id, out=folder, stdout=io.StringIO())
        said = io.StringIO()
        call_command("load_cases", folder, check=True, stdout=said)
    assert f"{case.card_id}: unchanged (" in said.getvalue()


def test_a_case_named_by_its_id_is_linked_as_soon_as_the_page_is_saved(admin_client: Client) -> None:
    make_incident("Keyed", key="001-keyed")
    nameless = make_incident("Without a key")
    case = entered(admin_client, "001-keyed", nameless.public_id, "002-not-there-yet")
    assert related(case) == [
        ("001-keyed", "Keyed"),
        (nameless.public_id, "Without a key"),
        ("002-not-there-yet", None),
    ]
    comes_back(case)


def test_a_link_waits_for_the_case_that_is_entered_later(admin_client: Client) -> None:
    first = entered(admin_client, "002-later")
    assert related(first) == [("002-later", None)]
    later = entered(admin_client, key="002-later", title="Entered later")
    assert related(first) == [("002-later", "Entered later")]
    comes_back(first)
    comes_back(later)


def test_what_stayed_open_is_linked_by_the_next_save(admin_client: Client) -> None:
    case = make_incident(stage="draft")
    make_incident("Keyed", key="001-keyed")
    RelatedIncident.objects.create(incident=case, target_key="001-keyed")
    send(admin_client, address(case), filled(admin_client.get(address(case)).text))
    assert related(case) == [("001-keyed", "Keyed")]


def test_another_id_leads_to_another_case(admin_client: Client) -> None:
    make_incident("One", key="001-one")
    make_incident("Two", key="002-two")
    case = entered(admin_client, "001-one")
    assert changed(admin_client, case, target_key="002-two").status_code == 302
    assert related(case) == [("002-two", "Two")]
    assert changed(admin_client, case, target_key="003-none").status_code == 302
    assert related(case) == [("003-none", None)]


def test_a_case_chosen_from_the_list_is_told_by_its_own_id_and_comes_back(admin_client: Client) -> None:
    chosen = make_incident("Chosen", key="001-chosen")
    case = entered(admin_client, "999-z", key="900-case")
    assert changed(admin_client, case, target=chosen.pk).status_code == 302
    assert dumped("900-case")["related_cards"] == ["001-chosen"]
    comes_back(case)
    Incident.objects.filter(pk=chosen.pk).update(key="001-renamed")
    assert dumped("900-case")["related_cards"] == ["001-renamed"]
    comes_back(case)


def test_no_case_is_related_to_itself_or_twice_to_another(admin_client: Client) -> None:
    make_incident("Keyed", key="001-keyed")
    case = entered(admin_client, "001-keyed", key="900-case")
    answer = changed(admin_client, case, target_key="900-case")
    assert answer.status_code == 200 and "A case is not related to itself" in answer.text
    data = filled(admin_client.get(address(case)).text)
    add_row(data, "related", target_key="999-z", target=Incident.objects.get(key="001-keyed").pk)
    answer = admin_client.post(address(case), data)
    assert answer.status_code == 200 and "Another row here has the same" in answer.text
    data = filled(admin_client.get(ADD).text) | {"title": ["Of itself"], "key": ["901-itself"]}
    add_row(data, "related", target_key="901-itself")
    answer = admin_client.post(ADD, data)
    assert answer.status_code == 200 and "A case is not related to itself" in answer.text
    assert not Incident.objects.filter(key="901-itself").exists()


def test_an_id_tells_nobody_of_a_case_that_the_desk_does_not_open(admin_client: Client) -> None:
    witness = make_actor("Ana Inventada", protection="witness", description="a witness")
    make_incident("Seen from the pier", stage="draft", parties=[(witness, "witness")], key="001-hidden")
    contributor: User = member("contributor")
    client = Client()
    client.force_login(contributor)
    case = entered(client, "001-hidden")
    assert related(case) == [("001-hidden", None)]
    assert "Seen from the pier" not in client.get(address(case)).text
    send(admin_client, address(case), filled(admin_client.get(address(case)).text))
    assert related(case) == [("001-hidden", "Seen from the pier")]


def test_a_case_that_is_chosen_brings_its_id_and_one_of_the_two_is_needed(admin_client: Client) -> None:
    other, case = make_incident("The other", key="099-other"), make_incident("Mine", stage="draft")
    data = filled(admin_client.get(address(case)).text)
    add_row(data, "related", target=str(other.pk))
    send(admin_client, address(case), data)
    assert related(case) == [("099-other", "The other")]
    empty = changed(admin_client, case, **{"target": "", "target-words": "", "target_key": ""})
    assert empty.status_code == 200 and "Give the id of the other case, or choose it." in empty.text
