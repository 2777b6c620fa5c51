"""The corrections page and its feed name whom each case names, and nobody whom it does not."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents import workflow
from incidents.figures.addresses import address
from incidents.figures.told.masking import Mask
from incidents.models import Actor, Correction, Incident, Involvement, PartyName
from incidents.models.record import change
from incidents.workflow import identity
from tests.factories import make_actor, make_incident
from tests.views.asked import statements_of_new_pages

pytestmark = pytest.mark.django_db
WITHHELD = "[name withheld]"


def entries(client: Client) -> list[str]:
    """What the page and the feed say, each read anew."""
    return [client.get("/corrections/").text, client.get("/corrections/feed/").text]


def case_that_hides(name: str, note: str, title: str = "The first") -> Incident:
    """A published case with a note that names somebody who is protected since."""
    person = make_actor(name)
    case = make_incident(title, parties=[(person, "witness")])
    workflow.corrections.record(case, "update", note)
    with change("Protected."):
        part = person.involvements.get()
        part.protection, part.description = "witness", "A neighbour"
        part.save()
    return case


def case_that_names(name: str, title: str = "The second") -> Incident:
    case = make_incident(title, parties=[(make_actor(name), "suspect")])
    workflow.corrections.record(case, "update", f"{name} was heard.")
    return case


def test_two_open_names_together_uncover_no_third() -> None:
    mask = Mask(["Zulema María Pacori Rondán"], ["Zulema Inventada Umeres", "Rufino Pacori Oxlaj"])
    assert mask("Zulema Pacori said so.") == f"{WITHHELD} said so."
    assert mask("Rufino Pacori said so.") == "Rufino Pacori said so."
    assert mask.hides("https://example.org/zulema-pacori")


def test_an_old_version_hides_a_shortened_name_whose_words_two_others_share(client: Client) -> None:
    hidden = make_actor("Zulema María Pacori Rondán")
    others = [make_actor(name) for name in ("Zulema Inventada Umeres", "Rufino Pacori Oxlaj")]
    case = make_incident(
        "A case", summary="Zulema Pacori spoke.", parties=[(one, "witness") for one in (hidden, *others)]
    )
    with change("Told otherwise."):
        case.summary = "A neighbour spoke."
        case.save()
    with change("Protected."):
        part = hidden.involvements.get()
        part.protection, part.description = "witness", "A neighbour"
        part.save()
    page = client.get(reverse("incident_versions", args=[case.public_id])).text
    links = re.findall(rf'href="(/incidents/{case.public_id}/as-published/[^"]+)"', page)
    pages = [page, *(client.get(link).text for link in links)]
    assert any(f"{WITHHELD} spoke." in text for text in pages)
    assert not any("Zulema Pacori" in text for text in pages)


@pytest.mark.parametrize("order", [1, -1])
def test_a_note_is_masked_by_its_own_case_and_by_no_other(client: Client, order: int) -> None:
    makers = [
        lambda: case_that_hides("Ana Oxlaj", "Oxlaj’s statement was added."),
        lambda: case_that_names("Rufino Oxlaj"),
    ]
    for make in makers[::order]:
        make()
    for text in entries(client):
        assert "Oxlaj’s statement" not in text and f"{WITHHELD}’s statement was added." in text
        assert "Rufino Oxlaj was heard." in text


def test_what_one_case_hides_is_no_name_in_another(client: Client) -> None:
    case_that_hides("Flores Oxlaj", "Flores spoke.")
    other = make_incident("The second", parties=[(make_actor("Rufino Umeres"), "suspect")])
    workflow.corrections.record(other, "update", "The market Las Flores was meant.")
    for text in entries(client):
        assert "Flores spoke" not in text
        assert "The market Las Flores was meant." in text


def test_whoever_is_openly_named_stays_so_when_one_of_the_names_is_never_public(client: Client) -> None:
    person = make_actor("Rufino Oxlaj")
    case = make_incident("Rufino Oxlaj resigned", parties=[(person, "suspect")])
    workflow.corrections.record(case, "update", "Rufino Oxlaj was asked. He is not El Cuñado.")
    PartyName.objects.create(party=person, name="El Cuñado", confidential=True)
    for text in [*entries(client), client.get(case.get_absolute_url(), follow=True).text]:
        assert "Rufino Oxlaj resigned" in text and "Rufino Oxlaj was asked." in text
        assert "Cuñado" not in text and WITHHELD in text


def test_an_entry_of_many_cases_costs_no_more_statements(client: Client) -> None:
    def cost() -> int:
        client.get("/corrections/")
        with statements_of_new_pages() as captured:
            assert client.get("/corrections/").status_code == 200
        return len(captured)

    case_that_hides("Ana Oxlaj", "Oxlaj spoke.")
    few = cost()
    for number in range(8):
        case_that_hides(f"Ana Oxlaj{'abcdefgh'[number]}", "Somebody spoke.", f"Case {number}")
    assert cost() == few


def two(*names: str) -> list[Actor]:
    people = [make_actor(name) for name in names]
    for person in people:
        make_incident(parties=[(person, "suspect")])
    return people


def labelled(party: Actor) -> Any:
    return Actor.objects.labelled().get(pk=party.pk)


def test_a_merge_of_whoever_was_merged_later_is_told_by_the_name_kept_last(client: Client) -> None:
    first, second, third, last = two("Aurelio Quizpe", "A. Quispe", "Aurelio Quispe", "Aurelio Quispe Inventado")
    for kept, merged in ((second, first), (third, second)):
        identity.merge(kept, merged, None, "One card.")
    before = client.get("/corrections/feed/").text
    identity.merge(last, third, None, "One card.")
    for text in entries(client):
        assert "Not named" not in text and text.count(f'{address(labelled(last))}"') >= 3
    after = client.get("/corrections/feed/").text
    ids = [set(re.findall(r"<id>([^<]+)</id>", text)) for text in (before, after)]
    assert ids[0] < ids[1], "an entry is the same entry whoever was kept last"


def test_a_merge_leads_on_only_as_far_as_readers_may_know(client: Client) -> None:
    first, second, third = two("Aurelio Quizpe", "A. Quispe", "Aurelio Inventado")
    identity.merge(second, first, None, "One card.")
    Involvement.objects.filter(party=third).update(description="A pilot")
    with change("Protected."):
        part = third.involvements.get()
        part.protection = "witness"
        part.save()
    identity.merge(Actor.objects.get(pk=third.pk), second, None, "One card.")
    assert Correction.objects.get().merge.merged == first.party_ptr
    for text in entries(client):
        assert "A pilot" not in text and third.public_id not in text
