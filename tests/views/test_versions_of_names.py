"""How versions tell the name of a party whose entry has no name of its own: as the record had it then, if it was open, and
never as withheld where nobody withheld it."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from incidents import models as record
from incidents import workflow
from incidents.models.record import change
from tests.admin.cases import full_case
from tests.admin.filled import filled

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "Zulema Pacori Rondan", "Zulema Pacori Rondán"


def published(party: record.Party, name: str) -> record.PartyName:
    """A published case that names the party, as the record does; gives back the name."""
    case = full_case()
    with change("First."):
        row = record.PartyName.objects.create(party=party, name=name, is_primary=True)
        record.Involvement.objects.create(incident=case, party=party, role="witness", named_publicly=True)
        workflow.publish(case)
    return row


def words(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def versions(client: Any) -> str:
    case = record.Incident.objects.get()
    return words(client.get(reverse("incident_versions", args=[case.public_id])).text)


def editions(client: Any) -> list[str]:
    """What readers could read, newest first."""
    case = record.Incident.objects.get()
    page = client.get(reverse("incident_versions", args=[case.public_id])).text
    links = re.findall(rf'href="(/incidents/{case.public_id}/as-published/[^"]+)"', page)
    return [words(client.get(link).text) for link in links]


@pytest.mark.parametrize(
    ("page", "model", "given"),
    [("actor", record.Actor, {"form": "named"}), ("organization", record.Organization, {"kind": "company"})],
)
def test_a_corrected_name_is_told_as_such_and_not_as_withheld(
    client: Any, admin_client: Any, page: str, model: Any, given: dict[str, str]
) -> None:
    name = published(model.objects.create(**given), WRONG)
    where = reverse(f"admin:incidents_{page}_change", args=[name.party_id])
    data = filled(admin_client.get(where).text) | {"names-0-name": RIGHT}
    assert admin_client.post(where, data).status_code == 302
    assert f"{WRONG} → now: {RIGHT}" in versions(client)
    newer, older = editions(client)
    assert RIGHT in newer and WRONG in older and RIGHT not in older
    assert not any("withheld by us" in page for page in (versions(client), newer, older))


def test_an_open_name_that_was_replaced_by_another_is_not_told_as_withheld(client: Any) -> None:
    name = published(record.Organization.objects.create(kind="company"), WRONG)
    with change("Another name."):
        name.delete()
        record.PartyName.objects.create(party=name.party, name=RIGHT, is_primary=True)
    assert all("withheld by us" not in page for page in (versions(client), *editions(client)))


def test_a_name_is_told_as_withheld_where_it_is_protected_today_in_whatever_spelling(client: Any) -> None:
    person = record.Actor.objects.create(form="named")
    name = published(person, WRONG)
    with change("Corrected."):
        name.name = RIGHT
        name.save()
    with change("Protected."):
        part = person.involvements.get()
        part.protection, part.description = "witness", "A neighbour"
        part.save()
    pages = editions(client)
    assert len(pages) > 1 and all("withheld by us" in page for page in pages)
    assert not any(re.search("zulema|pacori|rond[aá]n", page, re.IGNORECASE) for page in (versions(client), *pages))


def test_words_that_were_confidential_when_a_version_was_read_stay_hidden_when_others_take_their_place(
    client: Any,
) -> None:
    person = record.Actor.objects.create(form="named", description="A neighbour")
    name = published(person, "La Vecina")
    record.NameUse.objects.create(involvement=person.involvements.get(), name=name, is_heading=True)
    with change("Hidden."):
        name.name, name.confidential = WRONG, True
        name.save()
    assert "Name withheld by us" in editions(client)[0]
    with change("Open."):
        name.name, name.confidential = "La Vecina", False
        name.save()
    pages = editions(client)
    assert "La Vecina" in pages[0]
    assert not any("Zulema" in page for page in (versions(client), *pages))
