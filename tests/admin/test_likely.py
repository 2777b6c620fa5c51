"""Likely duplicates at the desk: found while one types, asked about before saving, listed; never merged by themselves."""

from typing import Any

import pytest
from django.test import Client

from incidents.models import Actor, Incident, LikelyPair, NotTheSame, Organization, PartyName, PartyNameKey
from incidents.workflow import identity
from tests.admin.filled import add_row, filled
from tests.factories import make_actor, make_incident, make_organization, make_region

pytestmark = pytest.mark.django_db
ADD = "/admin/incidents/actor/add/"
LIKELY = "/admin/incidents/party/likely/"


def typed(client: Client, name: str, kind: str = "person", **more: Any) -> list[str]:
    answer = client.get(LIKELY, {"name": name, "kind": kind, **more})
    assert answer.status_code == 200
    return [row["label"] for row in answer.json()["results"]]


@pytest.fixture
def known(admin_client: Client) -> Actor:
    return make_actor("Aurelio Quispe Huacac", description="A pilot")


def new_person(client: Client, name: str) -> dict[str, list[str]]:
    data = filled(client.get(ADD).text)
    add_row(data, "names", name=name, kind="name")
    return data


@pytest.mark.parametrize(
    "name",
    ["Aurelio Quispe Huacac", "AURELIO QUISPE WACAC", "Quizpe Huacac, Aurelio", "Aurelio Quispe", "A. Quispe Huacac"],
)
def test_somebody_known_is_found_however_the_name_is_written(admin_client: Client, known: Actor, name: str) -> None:
    assert typed(admin_client, name) == ["Aurelio Quispe Huacac"]


def test_a_brother_an_organization_and_oneself_are_not_found(admin_client: Client, known: Actor) -> None:
    assert typed(admin_client, "Ramiro Quispe Huacac") == []
    assert typed(admin_client, "Aurelio Quispe Huacac", kind="organization") == []
    assert typed(admin_client, "Aurelio Quispe Huacac", but=known.pk) == []


@pytest.mark.parametrize("bad", [{}, {"name": "x"}, {"name": "x", "kind": "god"}, {"name": "\x00", "kind": "person"}])
def test_a_question_that_is_none_is_refused(admin_client: Client, bad: dict[str, str]) -> None:
    assert admin_client.get(LIKELY, bad).status_code == 400
    assert typed(admin_client, "", "person") == [] and typed(admin_client, "⁂ ‮", "person", but="x" * 50) == []


def test_generic_words_weigh_little_and_aliases_count(admin_client: Client) -> None:
    band = make_organization("Los Invertebrados de Ejemplo")
    PartyName.objects.create(party=band, name="Cartel Ejemplar", kind="alias")
    make_organization("Cartel de Otra Cosa")
    assert typed(admin_client, "Clan Ejemplar", "organization") == ["Los Invertebrados de Ejemplo"]


def test_a_new_party_that_may_be_known_is_saved_only_with_the_reason_why_it_is_another(
    admin_client: Client, known: Actor
) -> None:
    data = new_person(admin_client, "Aurelio Quizpe Huacac") | {"description": ["Typed with care"]}
    asked = admin_client.post(ADD, data)
    assert asked.status_code == 200 and "Is it one of these?" in asked.text
    assert "A pilot" in asked.text and f"/admin/incidents/party/{known.pk}/change/" in asked.text
    assert "Typed with care" in asked.text and "Aurelio Quizpe Huacac" in asked.text
    assert Actor.objects.count() == 1
    again = filled(asked.text)
    assert admin_client.post(ADD, again).status_code == 200 and Actor.objects.count() == 1
    saved = admin_client.post(ADD, again | {"different_because": ["Born ten years apart."]})
    assert saved.status_code == 302
    new = Actor.objects.exclude(pk=known.pk).get()
    assert new.description == "Typed with care" and new.names.get().name == "Aurelio Quizpe Huacac"
    pair = NotTheSame.objects.get()
    assert ({pair.a_id, pair.b_id}, pair.reason) == ({known.pk, new.pk}, "Born ten years apart.")
    assert not LikelyPair.objects.exists()


def test_a_reason_given_for_one_is_no_reason_for_somebody_who_came_since(admin_client: Client, known: Actor) -> None:
    again = filled(admin_client.post(ADD, new_person(admin_client, "Aurelio Quizpe Huacac")).text)
    make_actor("Aurelio Kispe Huacac", description="Came since")
    answer = admin_client.post(ADD, again | {"different_because": ["Born ten years apart."]})
    assert answer.status_code == 200 and "Came since" in answer.text and "Born ten years apart." in answer.text


def test_whoever_is_new_is_saved_at_once(admin_client: Client, known: Actor) -> None:
    assert admin_client.post(ADD, new_person(admin_client, "Ramiro Distinto Inventado")).status_code == 302


def test_a_known_party_that_gets_an_alias_is_saved_and_the_likely_are_told(admin_client: Client, known: Actor) -> None:
    other = make_actor("Somebody Else")
    url = f"/admin/incidents/actor/{other.pk}/change/"
    data = filled(admin_client.get(url).text)
    add_row(data, "names", name="Aurelio Quizpe Huacac", kind="alias")
    answer = admin_client.post(url, data, follow=True)
    assert "may be the same as" in answer.text and other.names.count() == 2
    listed = admin_client.get("/admin/incidents/party/likely/pairs/").text
    low, high = sorted((known.pk, other.pk))
    assert f"/party/{low}/merge/{high}/" in listed and f"/party/{low}/apart/{high}/" in listed
    identity.tell_apart(known, other, None, "Two.")
    assert f"/merge/{high}/" not in admin_client.get("/admin/incidents/party/likely/pairs/").text


@pytest.mark.parametrize("asked", ["quizpe", "Wacac", "aurelio kispe", "QUISPE", "Aurelio Quispe Huakak", "el mudo"])
def test_searching_finds_accents_aliases_and_misspellings(admin_client: Client, known: Actor, asked: str) -> None:
    PartyName.objects.create(party=known, name="El Mudo", kind="alias")
    make_actor("Otra Persona")
    for name in ("actor", "party"):
        found = admin_client.get(f"/admin/incidents/{name}/", {"q": asked}).context["cl"].result_list
        assert [row.pk for row in found] == [known.pk]


def test_what_is_written_exactly_so_comes_first(admin_client: Client, known: Actor) -> None:
    exact = make_actor("Aurelio Kispe Wacac")
    found = admin_client.get("/admin/incidents/actor/", {"q": "Kispe"}).context["cl"].result_list
    assert [row.pk for row in found] == [exact.pk, known.pk]


def test_two_of_one_name_can_be_told_apart_where_one_is_chosen(admin_client: Client) -> None:
    peru = make_region("Invented Country", "XA", kind="country")
    one, other = make_actor("Juan Inventado Pérez", description="A judge"), make_actor("Juan Inventado Pérez")
    make_incident("A case", date="2014", places=[(peru, "location")], parties=[(other, "witness")])
    asked = {"app_label": "incidents", "model_name": "involvement", "field_name": "party", "term": "juan inventado"}
    rows = {row["id"]: row for row in admin_client.get("/admin/autocomplete/", asked).json()["results"]}
    assert rows[str(one.pk)]["text"] == rows[str(other.pk)]["text"] == "Juan Inventado Pérez"
    assert "A judge" in rows[str(one.pk)]["note"] and "in no case yet" in rows[str(one.pk)]["note"]
    for word in ("witness", "1 case", "2014", other.public_id):
        assert word in rows[str(other.pk)]["note"].lower()


def test_the_keys_of_a_name_follow_it(db: None) -> None:
    who = make_actor("Aurelio Quispe Huacac")
    name = who.names.get()
    name.name = "Otro Nombre Inventado"
    name.save()
    assert not PartyNameKey.objects.likely("Aurelio Quispe Huacac", "person")
    assert PartyNameKey.objects.likely("Otro Nombre Inventado", "person")[0].party == who.pk
    name.delete()
    assert not PartyNameKey.objects.exists()


def test_the_command_finds_what_was_written_past_the_desk(db: None, capsys: Any) -> None:
    from django.core.management import call_command

    make_actor("Aurelio Quispe Huacac")
    PartyName.objects.bulk_create([PartyName(party=make_actor(), name="Aurelio Quizpe Huacac", folded="x")])
    call_command("find_duplicates")
    assert "1 pairs" in capsys.readouterr().out and LikelyPair.objects.get().score > 0.9
    assert not Organization.objects.exists() and Actor.objects.not_merged().count() == 2


def test_a_party_made_on_the_page_of_a_case_that_may_be_known_is_asked_about_and_nothing_is_lost(
    admin_client: Client, known: Actor
) -> None:
    url = "/admin/incidents/incident/add/"
    data = filled(admin_client.get(url).text) | {"title": ["A new case"], "summary": ["Somebody says so."]}
    add_row(data, "involvements", party="new:person:Aurelio Quizpe Huacac")
    answer = admin_client.post(url, data)
    assert "may be known already" in answer.text and f"/admin/incidents/party/{known.pk}/change/" in answer.text
    assert Actor.objects.count() == 1 and not Incident.objects.exists()
    again = filled(answer.text)
    assert again["title"] == ["A new case"] and again["involvements-0-party"] == ["new:person:Aurelio Quizpe Huacac"]
    because = "different_because:person:Aurelio Quizpe Huacac"
    assert again[because] == [""] and again["likely_seen:person:Aurelio Quizpe Huacac"] == [str(known.pk)]
    assert admin_client.post(url, again | {because: [" "]}).status_code == 200
    admin_client.post(url, again | {because: ["Born ten years apart."]})
    new = Incident.objects.get().involvements.get().party
    assert NotTheSame.objects.between(new, known).get().reason == "Born ten years apart."
    assert not LikelyPair.objects.exists()


def test_two_that_one_page_makes_are_two_without_a_question(admin_client: Client) -> None:
    url = "/admin/incidents/incident/add/"
    data = filled(admin_client.get(url).text) | {"title": ["A new case"], "summary": ["Somebody says so."]}
    add_row(data, "involvements", party="new:person:Aurelio Quizpe Huacac")
    add_row(data, "involvements", party="new:person:Aurelio Quispe Wacac")
    assert admin_client.post(url, data).status_code == 302
    assert Actor.objects.count() == 2 and LikelyPair.objects.count() == 1
