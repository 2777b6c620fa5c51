"""One box over everything: exact totals of each kind, why each row was found, and never an error, whatever is typed."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.filters import QUESTIONS
from tests.factories import HIDDEN_STAGES, make_actor, make_incident, make_organization, make_region, make_source
from tests.views.asked import statements_of_new_pages

pytestmark = pytest.mark.django_db


def world(number: int = 1) -> None:
    for n in range(number):
        person = make_actor(f"Ángel Ñandú {n}")
        make_incident(
            f"Gold {n}",
            parties=[(person, "suspect"), (make_organization(f"Banda Ñandú {n}"), "other")],
            sources=[make_source("Diario Ñandú", title=f"Title {n}")],
            claims=[{"about": person, "claim": f"Carried ñandú feathers {n}."}],
        )


def test_every_kind_is_counted_and_the_words_are_marked(client: Client) -> None:
    world(4)
    page = client.get(reverse("search"), {"q": "nandu"})
    totals = {kind["name"]: kind["total"] for kind in page.context["kinds"]}
    assert totals == {name: client.get(reverse(name), {"q": "nandu"}).context["total"] for name in QUESTIONS}
    assert {name for name, total in totals.items() if total == 4} == set(QUESTIONS) - {"regions"}
    text = page.content.decode()
    assert "<mark>Ñandú</mark>" in text and "<mark>ñandú</mark> feathers" in text
    assert 'href="/actors/?q=nandu"' in text


def test_lists_say_why_their_rows_were_found(client: Client) -> None:
    world()
    assert "Ángel <mark>Ñandú</mark>" in client.get("/actors/?q=%C3%91and%C3%BA").content.decode()
    assert "<mark>" not in client.get("/actors/").content.decode()


def test_a_line_of_the_search_says_what_the_line_of_the_list_says(client: Client) -> None:
    region = make_region("Valle Inventado", "XA-1")
    who = make_actor("Ana Inventada")
    make_incident(
        "Zorzal lorry stopped",
        places=[(region, "origin")],
        parties=[(who, "suspect")],
        claims=[{"about": who, "steps": ["charged"], "offence_as_stated": "invented smuggling"}],
    )
    for address in ("/search/?q=zorzal", "/incidents/?q=zorzal"):
        page = client.get(address).text
        for words in ("Valle Inventado (origin)", "invented smuggling", "Charged, not convicted", "1 source"):
            assert words in page, (address, words)


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    def queries() -> int:
        with statements_of_new_pages() as captured:
            assert client.get(reverse("search"), {"q": "nandu"}).status_code == 200
        return len(captured)

    world(3)
    client.get(reverse("search"), {"q": "nandu"})
    few = queries()
    world(9)
    client.get(reverse("search"), {"q": "nandu"})
    assert queries() == few <= 60


@pytest.mark.parametrize(
    "words", ['"', "\x00", "a" * 10_240, "😀" * 50, "‮abc", "OR -", "NEAR(a b)", "a* -b OR", "<script>"]
)
def test_whatever_is_typed_is_answered(client: Client, words: str) -> None:
    world()
    for address in ("/search/", *(f"/{name}/" for name in QUESTIONS)):
        answer = client.get(address, {"q": words})
        assert answer.status_code == 200, address
        assert "<script>" not in answer.content.decode().replace('<script src="', "")


@pytest.mark.parametrize("stage", HIDDEN_STAGES)
def test_hidden_words_are_found_nowhere(client: Client, stage: str) -> None:
    world()
    make_incident("Zyxgold", stage=stage, parties=[(make_actor("Zyxperson"), "suspect")])
    page = client.get(reverse("search"), {"q": "zyx*"})
    assert [kind["total"] for kind in page.context["kinds"]] == [0] * len(QUESTIONS)
    assert client.get("/suggest/everything/?q=zyxg").json() == {"results": []}


def test_what_is_typed_finds_all_kinds_by_the_beginning_of_the_last_word(client: Client) -> None:
    world()
    found = client.get("/suggest/everything/?q=angel+nan").json()["results"]
    assert [(one["label"], one["detail"]) for one in found] == [("Ángel Ñandú 0", "Actors")]
    assert client.get(found[0]["url"], follow=True).status_code == 200
    found = client.get("/suggest/everything/?q=nan").json()["results"]
    assert [one["detail"] for one in found] == ["Incidents", "Actors", "Organizations", "Allegations", "Sources"]
    assert client.get("/suggest/everything/?q=na").json() == {"results": []}
