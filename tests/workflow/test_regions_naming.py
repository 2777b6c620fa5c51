"""What the desk calls a region is a text of every case that uses it: protected names stand in none, and anonymising finds all."""

import re
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents import workflow
from incidents.models import (
    Actor,
    Incident,
    IncidentPlace,
    Involvement,
    Proceeding,
    Region,
    RegionName,
    RegionOverlap,
    Route,
    RouteStop,
    Step,
)
from incidents.models.record import change
from tests.factories import make_actor, make_incident, make_organization, make_region

pytestmark = pytest.mark.django_db
NAME, INSTEAD = "Teobaldo Inkarroca Zumaeta", "a mechanic"
TRACES = ("teobaldo", "inkarroca", "zumaeta")


def own(name: str, parent: Region | None = None, **fields: str) -> Region:
    """A region that the desk made."""
    return make_region(name, f"own:{Region.objects.count()}", "facility", parent, reference=False, **fields)


def of_the_gazetteer(name: str, code: str = "XA-1") -> Region:
    return make_region(name, code)


def protect(actor: Actor) -> None:
    """As the page of the person does."""
    with transaction.atomic(), change("Protected."):
        actor.protection = "witness"
        actor.save()
        workflow.stay_publishable_with(actor)


def anonymise(person: Actor) -> None:
    places = workflow.places_naming(person, INSTEAD)
    workflow.anonymise(person, None, "Asked for.", INSTEAD, {one.text.key: one.proposed for one in places})


def placed(case: Incident, region: Region) -> None:
    IncidentPlace.objects.create(incident=case, name="Somewhere", region=region)


def in_the_country(case: Incident, region: Region) -> None:
    IncidentPlace.objects.create(incident=case, name="Somewhere", country=region)


def passed_through(case: Incident, region: Region) -> None:
    RouteStop.objects.create(route=Route.objects.create(incident=case), role="to", name="Somewhere", region=region)


def judged_in(case: Incident, region: Region) -> None:
    Proceeding.objects.create(incident=case, name="A proceeding", jurisdiction=region)


def a_step_in(case: Incident, region: Region) -> None:
    proceeding = Proceeding.objects.create(incident=case, name="A proceeding")
    Step.objects.create(proceeding=proceeding, kind="other", words="A step", jurisdiction=region)


def somebody_from(case: Incident, region: Region) -> None:
    who = make_actor("Rufo Wamaní")
    Involvement.objects.create(incident=case, party=who, role="mentioned", named_publicly=True, country=region)


def a_body_of(case: Incident, region: Region) -> None:
    body = make_organization("Banda Inventada", country=region)
    Involvement.objects.create(incident=case, party=body, role="mentioned", named_publicly=True)


def placed_below(case: Incident, region: Region) -> None:
    placed(case, own("Pozo", Region.objects.get(pk=region.pk)))


WAYS = [
    placed,
    in_the_country,
    passed_through,
    judged_in,
    a_step_in,
    somebody_from,
    a_body_of,
    placed_below,
]


@pytest.mark.parametrize("way", WAYS)
def test_no_case_is_published_that_uses_a_region_called_after_somebody_protected(
    way: Callable[[Incident, Region], None],
) -> None:
    make_actor(NAME, protection="minor", description="A child")
    case = make_incident(stage="draft")
    way(case, own(f"Fundo {NAME}"))
    with pytest.raises(workflow.NotPublishable, match="of the region “Fundo Teobaldo") as refusal:
        workflow.publish(case)
    assert len(refusal.value.problems) == 1 and refusal.value.lacking[0].model is Region


@pytest.mark.parametrize("way", WAYS)
def test_nobody_is_protected_while_a_published_case_uses_a_region_called_after_them(
    way: Callable[[Incident, Region], None],
) -> None:
    person = make_actor(NAME, description="A mechanic")
    case = make_incident()
    way(case, own(f"Fundo {NAME}"))
    with pytest.raises(workflow.NotPublishable, match="region “Fundo Teobaldo"):
        protect(person)


@pytest.mark.parametrize("way", WAYS)
def test_anonymising_lists_the_region_and_calls_it_otherwise(
    client: Client, way: Callable[[Incident, Region], None]
) -> None:
    person = make_actor(NAME)
    region = own(f"Taller de {NAME}")
    case = make_incident()
    way(case, region)
    anonymise(person)
    region.refresh_from_db()
    assert (region.name, region.search_text) == (f"Taller de {INSTEAD}", f"taller de {INSTEAD}")
    text = client.get(f"/incidents/{case.public_id}/", follow=True).text.lower()
    assert not any(trace in text for trace in TRACES)
    assert case.anonymisations.exists(), "what was public before is told to nobody"


def test_every_text_of_a_region_is_reworded_and_no_public_address_has_the_name(client: Client) -> None:
    person = make_actor(NAME)
    region = make_region(
        f"Taller de {NAME}",
        "own:taller-teobaldo-inkarroca-zumaeta",
        "facility",
        name_en=f"Workshop of {NAME}",
        local_kind=f"workshop of {NAME}",
        reference=False,
    )
    RegionName.objects.create(region=region, name=f"Garaje de {NAME}")
    RegionOverlap.objects.create(
        zone=region, region=own("Patio"), relation="contains", source_words=f"Says {NAME}", date_as_stated="2014"
    )
    make_incident("At the workshop", places=[(region, "location")], parties=[(person, "witness")])
    IncidentPlace.objects.update(name="A workshop")
    anonymise(person)
    region.refresh_from_db()
    assert (region.name, region.name_en, region.local_kind, region.code) == (
        f"Taller de {INSTEAD}",
        f"Workshop of {INSTEAD}",
        f"workshop of {INSTEAD}",
        None,
    )
    assert region.names.get().name == f"Garaje de {INSTEAD}"
    assert region.search_text.endswith(f"garaje de {INSTEAD}"), "it is found by what it is called now"
    assert region.overlaps.get().source_words == f"Says {INSTEAD}"
    for address in (f"/regions/{region.public_id}/", "/regions/", "/regions.csv", "/incidents/", "/incidents.csv"):
        answer = client.get(address, follow=True)
        told = answer.getvalue().decode() if answer.streaming else answer.text
        assert not any(trace in f"{answer.redirect_chain}{told}".lower() for trace in TRACES), address


def test_a_second_name_of_a_region_is_found_although_the_first_says_nothing(client: Client) -> None:
    person = make_actor(NAME)
    region = own("Taller del puente")
    RegionName.objects.create(region=region, name=f"Taller de {NAME}")
    make_incident(places=[(region, "location")], parties=[(person, "witness")])
    (place,) = workflow.places_naming(person, INSTEAD)
    assert place.text.value == f"Taller de {NAME}" and workflow.text_at(place.text.key) == (place.case, place.text)
    assert "inkarroca" in client.get(f"/regions/{region.code}/", follow=True).text.lower()
    anonymise(person)
    assert "inkarroca" not in client.get(f"/regions/{region.code}/", follow=True).text.lower()


def test_two_names_of_a_region_that_would_be_one_are_refused() -> None:
    person = make_actor(NAME)
    region = own("Taller del puente")
    for words in (f"Taller {NAME}", "Taller T. Inkarroca Zumaeta"):
        RegionName.objects.create(region=region, name=words)
    make_incident(places=[(region, "location")], parties=[(person, "witness")])
    with pytest.raises(workflow.NotAllowed, match="would be the same name"):
        anonymise(person)
    assert not Actor.objects.get(pk=person.pk).is_protected


def test_the_region_stands_in_the_order_of_names_after_it_is_called_otherwise() -> None:
    person = make_actor(NAME)
    above = of_the_gazetteer("Alto Ejemplo")
    region, beside = own(f"Taller de {NAME}", above), own("Plaza", above)
    make_incident(places=[(region, "location")], parties=[(person, "witness")])
    IncidentPlace.objects.update(name="A workshop")
    (place,) = workflow.places_naming(person, INSTEAD)
    workflow.anonymise(person, None, "Asked for.", INSTEAD, {place.text.key: "Arco"})
    assert [one.pk for one in Region.objects.filter(depth=2)] == [region.pk, beside.pk]


def test_a_word_of_the_name_in_what_a_region_is_called_is_asked_about() -> None:
    person = make_actor(NAME, protection="minor", description="A child")
    case = make_incident(stage="draft", places=[(own("Fundo Inkarroca"), "location")], parties=[(person, "witness")])
    IncidentPlace.objects.update(name="A farm")
    (told,) = [str(one) for one in workflow.checklist(case) if "somebody protected is called so" in str(one)]
    assert "region “Fundo Inkarroca”" in told and list(workflow.namesakes_in(case)) == ["Inkarroca"]


def test_what_the_gazetteer_says_is_no_text_of_a_case() -> None:
    """Districts are called after people of whom some have namesakes; nobody at the desk wrote that."""
    region = of_the_gazetteer(f"Distrito {NAME}")
    RegionName.objects.bulk_create([RegionName(region=region, name=NAME, reference=True)])
    make_incident(places=[(region, "location")])
    IncidentPlace.objects.update(name="A district")
    person = make_actor(NAME, description="A mechanic")
    protect(person)
    assert workflow.places_naming(person, INSTEAD) == []


def test_but_what_the_desk_adds_to_a_region_of_the_gazetteer_is_one() -> None:
    region = of_the_gazetteer("Alto Ejemplo")
    person = make_actor(NAME)
    RegionName.objects.create(region=region, name=f"Tierra de {NAME}")
    make_incident(places=[(region, "location")])
    (place,) = workflow.places_naming(person, INSTEAD)
    assert place.text.value == f"Tierra de {NAME}"


def test_nobody_is_protected_while_a_region_is_called_after_them_that_readers_see_without_a_case() -> None:
    """Of the gazetteer, around one of it, or covered by a zone."""
    district = of_the_gazetteer("Alto Ejemplo")
    person = make_actor(NAME, description="A mechanic")
    name = RegionName.objects.create(region=district, name=f"Tierra de {NAME}")
    with pytest.raises(workflow.NotPublishable, match="“Alto Ejemplo” is a region of which readers are told"):
        protect(Actor.objects.get(pk=person.pk))
    with pytest.raises(workflow.NotAllowed, match="“Alto Ejemplo” is a region of which readers are told"):
        anonymise(Actor.objects.get(pk=person.pk))
    name.delete()
    covered = own(f"Fundo {NAME}")
    RegionOverlap.objects.create(zone=district, region=covered, relation="contains")
    with pytest.raises(workflow.NotPublishable, match="“Fundo Teobaldo"):
        protect(Actor.objects.get(pk=person.pk))
    RegionOverlap.objects.all().delete()
    protect(Actor.objects.get(pk=person.pk))


def test_earlier_editions_hide_a_word_of_the_name_in_what_the_desk_calls_a_region(client: Client) -> None:
    person, case = make_actor(NAME), make_incident(stage="draft")
    with change("First."):
        Involvement.objects.create(incident=case, party=person, role="witness", named_publicly=True)
        placed(case, own("Fundo Inkarroca"))
        placed(case, of_the_gazetteer("Valle de Zumaeta"))
        workflow.publish(case)
    with change("Second."):
        case.summary = "Something else of this happened."
        case.save()
    protect(person)
    page = client.get(f"/incidents/{case.public_id}/versions/", follow=True).text
    texts = [client.get(link).text for link in re.findall(r'href="(/incidents/[^"]+/as-published/[^"]+)"', page)]
    assert texts and all("Fundo [name withheld]" in text and "Valle de Zumaeta" in text for text in texts)
    assert not any("Inkarroca" in text for text in texts)


def test_the_record_is_asked_as_often_however_many_regions_a_case_uses() -> None:
    def cost(case: Incident) -> int:
        with CaptureQueriesContext(connection) as asked:
            list(workflow.problems(case))
        return len(asked)

    few, many = make_incident(stage="draft"), make_incident(stage="draft")
    placed(few, own("Pozo"))
    for number in range(20):
        placed(many, own(f"Pozo {number}"))
        placed(many, of_the_gazetteer(f"Valle {number}", f"XA-{number}"))
    assert cost(many) == cost(few)
