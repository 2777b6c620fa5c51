"""Whoever is hidden at the desk is hidden everywhere at once, or nothing is saved; and a draft makes no name public."""

from typing import Any

import pytest
from django.test import Client

from incidents import workflow
from incidents.models import Actor, Incident, Involvement, NameUse, PartyName
from incidents.models.record import change
from tests.admin.filled import add_row, filled, row_of
from tests.factories import make_actor, make_incident
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db
NAME = "Benzaita Xecreto Quispillo"


def desk(role: str) -> Any:
    client = Client()
    client.force_login(member(role))
    return client


def page_of(case: Incident) -> str:
    return f"/admin/incidents/incident/{case.pk}/change/"


def named_in_passing() -> Incident:
    """A published case whose text names somebody whom it does not involve."""
    return make_incident("In passing", summary=f"They say that {NAME} was at the harbour.")


def test_nobody_is_protected_on_their_page_while_a_published_text_anywhere_names_them() -> None:
    who, case, client = make_actor(NAME), named_in_passing(), desk("editor")
    address = f"/admin/incidents/actor/{who.pk}/change/"
    data = filled(client.get(address).text) | {"protection": ["witness"], "description": ["A witness"]}
    answer = client.post(address, data)
    assert answer.status_code == 200 and "In passing" in answer.text and "who is protected" in answer.text
    assert not Actor.objects.get(pk=who.pk).is_protected
    workflow.withdraw(case, None, "First this.")
    assert client.post(address, data).status_code == 302


def test_a_protected_person_gets_no_further_name_that_stands_in_a_published_text() -> None:
    who, client = make_actor("Otra Persona Inventada", protection="witness", description="A witness"), desk("editor")
    named_in_passing()
    address = f"/admin/incidents/actor/{who.pk}/change/"
    data = filled(client.get(address).text)
    add_row(data, "names", name=NAME)
    assert "In passing" in client.post(address, data).text
    assert not PartyName.objects.filter(name=NAME).exists()


@pytest.mark.parametrize("involved", [True, False])
def test_a_draft_protects_nobody_whom_a_published_text_names(involved: bool) -> None:
    who, client = make_actor(NAME), desk("editor")
    case = make_incident(f"{NAME} in the title", parties=[(who, "suspect")]) if involved else named_in_passing()
    draft = make_incident("A draft", stage="draft", parties=[(who, "victim")])
    data = filled(client.get(page_of(draft)).text)
    row = row_of(data, "involvements", draft.involvements.get().pk)
    answer = client.post(page_of(draft), data | {f"{row}-protection": ["victim"], f"{row}-description": ["A witness"]})
    assert answer.status_code == 200 and case.title in answer.text
    assert not Actor.objects.get(pk=who.pk).is_protected


def test_a_contributor_protects_only_whoever_is_in_no_case_of_others() -> None:
    writer = member("contributor")
    client = Client()
    client.force_login(writer)
    known, own = make_actor("Ana Conocida Inventada"), make_actor("Berta Propia Inventada")
    public = make_incident(parties=[(known, "suspect")])
    draft = make_incident("Mine", stage="draft", author=writer, parties=[(known, "victim"), (own, "victim")])
    for who, refused in ((known, True), (own, False)):
        data = filled(client.get(page_of(draft)).text)
        row = row_of(data, "involvements", draft.involvements.get(party=who).pk)
        answer = client.post(page_of(draft), data | {f"{row}-protection": ["victim"], f"{row}-description": ["One"]})
        assert (answer.status_code == 200 and "ask an editor to protect them" in answer.text) == refused
        assert Actor.objects.get(pk=who.pk).is_protected == (not refused)
    assert "Ana Conocida Inventada" in client.get(public.get_absolute_url(), follow=True).text


def test_the_refusal_calls_the_person_by_the_name_that_is_public_and_never_by_a_hidden_one() -> None:
    writer, known = member("contributor"), make_actor("Ana Conocida Inventada")
    known.names.update(is_primary=False)
    PartyName.objects.create(party=known, name="Xenaida Oculta", is_primary=True, confidential=True)
    make_incident(parties=[(known, "suspect")])
    draft = make_incident("Mine", stage="draft", author=writer, parties=[(known, "victim")])
    client = Client()
    client.force_login(writer)
    data = filled(client.get(page_of(draft)).text)
    row = row_of(data, "involvements", draft.involvements.get().pk)
    answer = client.post(page_of(draft), data | {f"{row}-protection": ["victim"], f"{row}-description": ["One"]})
    assert "“Ana Conocida Inventada” is part of cases that are not yours" in answer.text
    assert "Xenaida Oculta" not in answer.text


def with_a_name_of_its_own(client: Any, who: Actor) -> tuple[Incident, PartyName]:
    """A draft that calls somebody whom readers know by a name that nobody else has used."""
    draft = make_incident("A draft", stage="draft", parties=[(who, "suspect")])
    data = filled(client.get(page_of(draft)).text)
    row = row_of(data, "involvements", draft.involvements.get(party=who).pk)
    add_row(data, f"{row}-names_used", name="new:name:La Chapulinza")
    assert client.post(page_of(draft), data).status_code == 302
    return draft, who.names.get(name="La Chapulinza")


@pytest.mark.parametrize("how", ["the name", "the party", "the case"])
def test_a_name_that_only_a_draft_gave_goes_with_it_and_is_never_public(how: str) -> None:
    who, client = make_actor("Ana Conocida Inventada"), desk("administrator")
    public = make_incident(parties=[(who, "suspect")])
    draft, name = with_a_name_of_its_own(client, who)
    data = filled(client.get(page_of(draft)).text)
    row = row_of(data, "involvements", draft.involvements.get(party=who).pk)
    used = row_of(data, f"{row}-names_used", NameUse.objects.get(name=name).pk)
    if how == "the case":
        assert client.post(page_of(draft).replace("/change/", "/delete/"), {"post": "yes"}).status_code == 302
    else:
        gone = used if how == "the name" else row
        assert client.post(page_of(draft), data | {f"{gone}-DELETE": ["on"]}).status_code == 302
    assert not PartyName.objects.filter(pk=name.pk).exists()
    for address in (who.get_absolute_url(), public.get_absolute_url()):
        assert "Chapulinza" not in client.get(address, follow=True).text


def test_a_name_that_went_with_its_use_comes_back_when_the_version_is_restored() -> None:
    who, client, editor = make_actor("Ana Conocida Inventada"), desk("administrator"), member("editor")
    draft, name = with_a_name_of_its_own(client, who)
    then = NameUse.history.get(name_id=name.pk).history_date
    data = filled(client.get(page_of(draft)).text)
    row = row_of(data, "involvements", draft.involvements.get().pk)
    used = row_of(data, f"{row}-names_used", NameUse.objects.get(name=name).pk)
    assert client.post(page_of(draft), data | {f"{used}-DELETE": ["on"]}).status_code == 302
    workflow.restore(draft, then, editor, "It was right.")
    assert NameUse.objects.get(involvement__incident=draft).name_id == name.pk
    assert who.names.get(pk=name.pk).name == "La Chapulinza"


def test_names_of_the_partys_own_record_and_of_cases_that_readers_saw_stay() -> None:
    who, client = make_actor("Ana Conocida Inventada"), desk("administrator")
    with change("On the page of the party."):
        own = PartyName.objects.create(party=who, name="Anita Inventada", kind="alias")
    draft, name = with_a_name_of_its_own(client, who)
    part = Involvement.objects.get(incident=draft)
    with change("The draft uses it too."):
        NameUse.objects.create(involvement=part, name=own)
    Incident.objects.filter(pk=draft.pk).update(first_published="2020-01-01T00:00Z")
    data = filled(client.get(page_of(draft)).text)
    row = row_of(data, "involvements", part.pk)
    assert client.post(page_of(draft), data | {f"{row}-DELETE": ["on"]}).status_code == 302
    assert set(who.names.values_list("pk", flat=True)) >= {own.pk, name.pk}


def once_named(title: str) -> Incident:
    """A published case that never involved somebody, whose earlier version and note for readers name them."""
    case = named_in_passing()
    with change("A title."):
        case.title = title
        case.save()
    workflow.corrections.record(case, "correction", f"{NAME.upper()} was not at the harbour; xecreto@example.org was.")
    with change("Taken out."):
        case.summary = "They say that somebody was at the harbour."
        case.save()
    return case


@pytest.mark.parametrize("spelled", [NAME, "Quispillo-Xecreto, Benzaita", "BENZAÏTA XECRETO QUISPILLO"])
def test_who_is_protected_is_masked_in_the_past_of_cases_that_never_involved_them(spelled: str, client: Client) -> None:
    case, who = once_named("The harbour"), make_actor(spelled)
    addresses = [f"/incidents/{case.public_id}/versions/", "/corrections/", "/corrections/feed/"]
    steps = client.get(addresses[0]).context["page"].steps
    addresses += [f"/incidents/{case.public_id}/as-published/{step.edition.when}/" for step in steps]
    assert all("uispillo" in client.get(address).text.lower() for address in (addresses[1], addresses[-1]))
    Actor.objects.protect(who.pk, "witness")
    for address in addresses:
        told = client.get(address).text.lower()
        assert not any(word in told for word in ("quispillo", "benzaita", "xecreto")), address
    assert "[name withheld] was not at the harbour; [name withheld] was." in client.get("/corrections/").text


def test_who_shares_the_name_of_somebody_protected_stays_named_in_the_past() -> None:
    namesake = make_actor(NAME)
    case = make_incident("The harbour", parties=[(namesake, "suspect")], summary=f"{NAME} was there.")
    make_actor(f"{NAME} Otra", protection="witness", description="A witness")
    hidden = make_actor("Quispillo Xecreto Benzaita")
    Actor.objects.protect(hidden.pk, "witness")
    assert (
        f"{NAME} was there." in Client().get(f"/incidents/{case.public_id}/as-published/{case.modified:%Y-%m-%d}/").text
    )


def test_whoever_does_not_see_names_opens_no_past_that_has_them() -> None:
    case, who = once_named("The harbour"), make_actor(NAME)
    address = f"/admin/incidents/incident/{case.pk}/versions/"
    contributor, editor = desk("contributor"), desk("editor")
    assert contributor.get(address).status_code == 200
    Actor.objects.protect(who.pk, "witness")
    for page in (address, f"{address}1/", f"{address}difference/?old=1&new=2"):
        assert contributor.get(page).status_code == 403 and editor.get(page).status_code == 200
