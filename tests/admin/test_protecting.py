"""Protecting somebody on their own page: the description tells nobody who they are, and words that are left are told."""

from typing import Any

import pytest
from django.test import Client

from incidents.models import Actor
from tests.admin.filled import filled
from tests.factories import make_actor, make_incident

pytestmark = pytest.mark.django_db
NAME = "Edelmira Churata Ponze"


def send(client: Client, actor: Actor, **fields: str) -> Any:
    address = f"/admin/incidents/actor/{actor.pk}/change/"
    data = filled(client.get(address).text) | {name: [value] for name, value in fields.items()}
    return client.post(address, data, follow=True)


@pytest.mark.parametrize(
    "description", ["Churata, a teacher", "the churata girl", "a teacher (E.C.P.)", "echurata@x.org"]
)
def test_the_description_of_somebody_protected_holds_no_word_of_the_name(
    admin_client: Client, description: str
) -> None:
    actor = make_actor(NAME)
    answer = send(admin_client, actor, protection="witness", description=description)
    assert "Readers see the description at once" in answer.text
    actor.refresh_from_db()
    assert (actor.protection, actor.description) == ("", "")
    send(admin_client, actor, protection="witness", description="A teacher")
    actor.refresh_from_db()
    assert (actor.protection, actor.description) == ("witness", "A teacher")
    answer = send(admin_client, actor, description=description)
    assert "Readers see the description at once" in answer.text
    assert Actor.objects.get(pk=actor.pk).description == "A teacher"


def test_words_that_may_still_name_somebody_are_told_to_whoever_protects_them(admin_client: Client) -> None:
    actor = make_actor(NAME)
    case = make_incident("A fire", summary="Mrs Churata wept. echurata@x.org wrote.", parties=[(actor, "witness")])
    answer = send(admin_client, actor, protection="witness", description="A teacher")
    assert (
        f"“{case.title}” is published and says “Churata”, “echurata@x.org”. If that is whom you protect" in answer.text
    )
    assert "is published and says" not in send(admin_client, actor, description="A neighbour").text
