"""Names that are never public, at the desk: told to those who see them and to nobody else, at every address."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents import workflow
from incidents.history import Past
from incidents.models import Actor, Incident, Involvement, NameUse, PartyName, RelatedIncident, Source
from incidents.models.record import change
from incidents.workflow import identity
from tests.admin.filled import add_row, filled
from tests.factories import add_claim, make_actor, make_incident, make_source
from tests.workflow.newsroom import ROLES, member

pytestmark = pytest.mark.django_db
NAME, ALIAS, TRACES = "Benzaita Xecreto Quispillo", "La Chapulinza", ("benzaita", "xecreto", "quispillo", "chapulinza")


@pytest.fixture
def people() -> dict[str, User]:
    return {role: member(role) for role in ROLES}


@pytest.fixture
def person(people: dict[str, User]) -> Actor:
    """Somebody protected in a draft and in a published case of an editor, who was named in earlier versions of both."""
    found = make_actor(NAME, description="A witness from the coast", key="p.benzaita-xecreto")
    PartyName.objects.create(party=found, name=ALIAS, kind="alias")
    for stage in ("draft", "published"):
        source = make_source(title="Seen at the harbour")
        case = make_incident(f"At the harbour, {stage}", stage="draft", parties=[(found, "witness")], sources=[source])
        Incident.objects.filter(pk=case.pk).update(author=people["editor"])
        NameUse.objects.create(involvement=case.involvements.get(), name=found.names.get(name=ALIAS))
        add_claim(case, found, "Drove a lorry.")
        with change("It was Benzaita."):
            case.refresh_from_db()
            case.summary = f"{NAME} saw it."
            case.save()
        if stage == "published":
            case.summary = "A witness saw it."
            case.save()
            workflow.publish(case)
    make_actor("Benzaita Xecreto Quispiyo")
    found.refresh_from_db()
    found.protection = "witness"
    found.save()
    case = Incident.objects.get(stage="draft")
    Source.objects.filter(readings__incident=case).update(title=f"What {NAME} saw")
    identity.tell_apart(found, make_actor("Benzaita Xecreto"), None, "Another card.")
    identity.merge(found, make_actor("Chapulinza Q.", protection="witness", description="The same"), None, "One card.")
    PartyName.objects.exclude(party=found).delete()
    return found


def desk(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def autocompletes() -> Iterator[str]:
    for model in apps.get_app_config("incidents").get_models():
        for field in model._meta.fields:
            if field.is_relation and field.related_model in admin.site._registry:
                for term in ("benzaita xecreto", "chapulinza", "witness", ""):
                    yield (
                        f"/admin/autocomplete/?term={term}&app_label=incidents&model_name={model._meta.model_name}"
                        f"&field_name={field.name}"
                    )


def addresses(person: Actor) -> Iterator[str]:
    """Every list of the desk asked for the name, every page of every row, and every page beside them."""
    for model in admin.site._registry:
        if model._meta.app_label != "incidents":
            continue
        base = f"/admin/incidents/{model._meta.model_name}/"
        yield from (base, f"{base}?q=benzaita", f"{base}?q=chapulinza", f"{base}?q=witness")
        for pk in model._default_manager.values_list("pk", flat=True):
            yield from (f"{base}{pk}/change/", f"{base}{pk}/history/", f"{base}{pk}/delete/", f"{base}{pk}/anonymise/")
    for case in Incident.objects.all():
        base = f"/admin/incidents/incident/{case.pk}/"
        yield from (f"{base}versions/", *(f"{base}stage/{verb}/" for verb in workflow.VERBS))
        for row in case.history.all():
            stamp = f"{row.history_date:%Y%m%dT%H%M%S%f}"
            yield from (f"{base}versions/{stamp}/", f"{base}versions/{stamp}/restore/")
    base = "/admin/incidents/party/"
    yield from (f"{base}likely/pairs/", f"{base}merges/", f"{base}told-apart/", f"{base}{person.pk}/merge/")
    yield from (f"{base}merges/{merge.pk}/" for merge in person.merges.all())
    for name in (NAME, ALIAS, "Benzaita Xecreto"):
        yield f"{base}likely/?kind=person&name={name}"
    yield from autocompletes()
    yield "/admin/"


def named_at(client: Client, person: Actor) -> list[str]:
    """The addresses whose answer names the person; the question itself, which stands in the box of a list, apart."""
    found = []
    for address in addresses(person):
        answer = client.get(address, follow=True)
        assert answer.status_code < 500, address
        asked = address.rpartition("?q=")[2].lower() if "?q=" in address else ""
        text = answer.content.decode().lower()
        for trace in TRACES:
            if trace in (text.replace(asked, "") if asked else text):
                found.append(address)
                break
    return found


def test_a_contributor_finds_the_name_of_somebody_protected_nowhere_at_the_desk(
    person: Actor, people: dict[str, User]
) -> None:
    assert named_at(desk(people["contributor"]), person) == []


def test_nor_in_the_versions_of_a_case_of_their_own(person: Actor, people: dict[str, User]) -> None:
    """Who involves somebody described, or links a case by its id, learns no name and no title by that."""
    secret = Incident.objects.get(stage="draft")
    own = make_incident("Of my own", stage="draft")
    Incident.objects.filter(pk=own.pk).update(author=people["contributor"])
    with change("Involved."):
        Involvement.objects.create(incident=own, party=person, role="witness")
        RelatedIncident.objects.create(incident=own, target=secret, target_key=secret.public_id)
    first, *_between, last = Past(own).versions
    base = f"/admin/incidents/incident/{own.pk}/versions/"
    pages = [
        base,
        f"{base}difference/?old={first.stamp}&new={last.stamp}",
        f"{base}{last.stamp}/",
        f"{base}{first.stamp}/restore/",
    ]
    for page in pages:
        for role, is_told in (("contributor", False), ("editor", True)):
            answer = desk(people[role]).get(page)
            text = answer.text.lower()
            assert answer.status_code == 200, page
            if page != base:
                assert any(trace in text for trace in TRACES) == (secret.title.lower() in text) == is_told, (page, role)


def test_whoever_sees_names_finds_it_so_that_the_walk_is_no_empty_promise(
    person: Actor, people: dict[str, User]
) -> None:
    seen = named_at(desk(people["editor"]), person)
    for part in ("/actor/", "/incident/", "/versions/", "likely/", "merges/", "autocomplete/", "/partyname/"):
        assert [address for address in seen if part in address], part


@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_a_person_tells_names_to_whom_the_roles_say(
    role: str, person: Actor, people: dict[str, User]
) -> None:
    page = desk(people[role]).get(f"/admin/incidents/actor/{person.pk}/change/")
    assert page.status_code == 200 and "A witness from the coast" in page.text
    assert (NAME in page.text) == (role != "contributor")


@pytest.mark.parametrize("role", ROLES)
def test_a_case_of_others_that_protects_somebody_opens_to_whom_the_roles_say(
    role: str, person: Actor, people: dict[str, User]
) -> None:
    client = desk(people[role])
    for case in Incident.objects.all():
        page = client.get(f"/admin/incidents/incident/{case.pk}/change/")
        assert page.status_code == (403 if role == "contributor" else 200)
        assert client.post(f"/admin/incidents/incident/{case.pk}/change/", {"title": "x"}).status_code in (200, 403)
        assert "At the harbour" in Incident.objects.get(pk=case.pk).title


def test_a_contributor_sees_the_names_of_those_who_are_only_in_cases_of_their_own(
    person: Actor, people: dict[str, User]
) -> None:
    with change(by=people["contributor"]):
        mine = make_actor("Muy Protegida Inventada", protection="minor", description="A child")
    case = make_incident("My own", stage="draft", parties=[(mine, "victim"), (person, "witness")])
    Incident.objects.filter(pk=case.pk).update(author=people["contributor"])
    client = desk(people["contributor"])
    page = client.get(f"/admin/incidents/incident/{case.pk}/change/").text
    assert "Muy Protegida Inventada" in page and not [trace for trace in TRACES if trace in page.lower()]
    assert "A witness from the coast" in page
    assert "Muy Protegida" in client.get(f"/admin/incidents/actor/{mine.pk}/change/").text
    make_incident("Of somebody else", stage="draft", parties=[(mine, "victim")])
    assert "Muy Protegida" not in client.get(f"/admin/incidents/incident/{case.pk}/change/").text


@pytest.mark.parametrize("by", ["editor", "nobody known"])
def test_who_was_entered_by_somebody_else_stays_hidden_in_a_case_of_ones_own(by: str, people: dict[str, User]) -> None:
    with change(by=people.get(by)):
        who = make_actor("Muy Protegida Inventada", protection="witness", description="A neighbour of the mill")
    make_incident("My own", stage="draft", author=people["contributor"], parties=[(who, "witness")])
    client, url = desk(people["contributor"]), f"/admin/incidents/actor/{who.pk}/change/"
    for page in (url, f"/admin/incidents/incident/{Incident.objects.get().pk}/change/", "/admin/incidents/actor/"):
        told = client.get(page).text
        assert "neighbour of the mill" in told and "Muy Protegida" not in told, page
    answer = client.post(url, {"protection": "", "description": "A neighbour of the mill", "form": "named"})
    assert answer.status_code == 403
    who.refresh_from_db()
    assert who.is_protected


def test_taking_somebody_protected_into_a_case_of_ones_own_shows_no_name_and_changes_none(
    person: Actor, people: dict[str, User]
) -> None:
    case = make_incident("My own", stage="draft", parties=[(person, "witness")])
    Incident.objects.filter(pk=case.pk).update(author=people["contributor"])
    client = desk(people["contributor"])
    url = f"/admin/incidents/incident/{case.pk}/change/"
    answer = client.post(url, filled(client.get(url).text) | {"title": ["Changed"]}, follow=True)
    assert Incident.objects.get(pk=case.pk).title == "Changed"
    assert not [trace for trace in TRACES if trace in answer.text.lower()]
    refused = client.post(f"/admin/incidents/actor/{person.pk}/change/", {"protection": "", "description": "x"})
    assert refused.status_code == 403
    person.refresh_from_db()
    assert person.protection == "witness" and person.names.filter(confidential=True).count() >= 2


@pytest.mark.parametrize("role", ROLES)
def test_a_name_is_changed_on_the_page_of_its_party_alone(role: str, person: Actor, people: dict[str, User]) -> None:
    client, one, own = desk(people[role]), make_actor("Berta Inventada"), make_actor("Carla Inventada")
    case = make_incident("Public", parties=[(one, "suspect")])
    make_incident("My own", stage="draft", author=people[role], parties=[(own, "suspect")])
    before = list(PartyName.history.values_list("pk", flat=True))
    for name in PartyName.objects.filter(party__in=[person, one, own]):
        for page in ("change", "delete"):
            address = f"/admin/incidents/partyname/{name.pk}/{page}/"
            forged = {"party": one.pk, "name": "Forged", "confidential": "", "is_primary": "", "post": "yes"}
            assert client.post(address, forged).status_code == 403
            if name.party_id == one.pk:
                assert client.get(address).url == f"/admin/incidents/actor/{one.pk}/change/"
    added = client.post("/admin/incidents/partyname/add/", {"party": one.pk, "name": "Forged", "kind": "alias"})
    removed = {"action": "delete_selected", "_selected_action": [one.names.get().pk], "post": "yes"}
    client.post("/admin/incidents/partyname/", removed)
    assert added.status_code == 403 and list(PartyName.history.values_list("pk", flat=True)) == before
    assert "Forged" not in client.get(case.get_absolute_url(), follow=True).text


def test_lists_cost_the_same_however_many_names_are_withheld(people: dict[str, User]) -> None:
    client = desk(people["contributor"])
    pages = ["actor/", "party/", "partyname/", "party/likely/?kind=person&name=Xecreto"]

    def statements() -> list[int]:
        found = []
        for address in pages:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/admin/incidents/{address}").status_code == 200
            found.append(len(captured))
        return found

    def some(numbers: range) -> None:
        for number in numbers:
            who = make_actor(f"Xecreto Quispillo {number}", protection="witness", description=f"testigo {number}")
            Actor.objects.filter(pk=who.pk).update(key=f"p.key-{number}")
            make_incident(f"Case {number}", stage="draft", parties=[(who, "witness")])

    some(range(3))
    statements()  # what is read once for the worker
    few = statements()
    some(range(3, 18))
    assert statements() == few


@pytest.mark.parametrize(("group", "column"), [("readings", "source"), ("related", "target")])
def test_no_field_takes_or_names_what_the_desk_does_not_open(
    group: str, column: str, person: Actor, people: dict[str, User]
) -> None:
    hidden = Incident.objects.get(stage="draft")
    row = hidden if column == "target" else Source.objects.get(readings__incident=hidden)
    mine = make_incident("My own", stage="draft", author=people["contributor"])
    url = f"/admin/incidents/incident/{mine.pk}/change/"

    def sent(role: str, pk: int) -> Any:
        client = desk(people[role])
        data = filled(client.get(url).text)
        add_row(data, group, **{column: pk} | ({"target_key": "999-z"} if column == "target" else {}))
        return client.post(url, data)

    refused, unknown = sent("contributor", row.pk), sent("contributor", 999_999)
    assert refused.status_code == unknown.status_code == 200 and str(row) not in refused.text
    assert refused.text.count("Select a valid choice") == unknown.text.count("Select a valid choice") > 0
    assert sent("editor", row.pk).status_code == 302, "whoever is shown it by the desk chooses it"
    client = desk(people["contributor"])
    answer = client.post(url, filled(client.get(url).text) | {"title": ["Changed"]})
    assert answer.status_code == 302, "what an editor has entered in the case stays"
