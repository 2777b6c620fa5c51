"""A page of a shared record that was opened before somebody else saved it: nothing is put back unseen, no name above all."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from incidents import models as record
from incidents import workflow
from incidents.workflow import identity
from tests.admin.cases import organization, person
from tests.admin.filled import add_row, filled, row_of
from tests.admin.test_incident_page import errors, send
from tests.factories import make_actor, make_incident, make_source
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db
NAME, INSTEAD = "Benzaita Xecreto Quispillo", "A driver from the coast"
MARK = "desk-opened"


def page_of(row: Any) -> str:
    return reverse(f"admin:incidents_{row._meta.model_name}_change", args=[row.pk])


def opened(client: Client, row: Any) -> dict[str, list[str]]:
    return filled(client.get(page_of(row)).text)


def without_mark(data: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: values for name, values in data.items() if name != MARK}


@pytest.fixture
def other() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("other"))
    return client


@pytest.fixture
def who() -> record.Actor:
    return make_actor(NAME, description="A driver")


@pytest.fixture
def source(who: record.Actor) -> record.Source:
    """Read for a public case about the person, whose name is in its title."""
    source = make_source(title=f"{NAME}, arrested", author="A. Reporter")
    make_incident("A case", parties=[(who, "suspect")], sources=[source])
    return source


def anonymise(who: record.Actor) -> None:
    texts = {place.text.key: place.proposed for place in workflow.places_naming(who, INSTEAD)}
    workflow.anonymise(who, None, "Asked for.", INSTEAD, texts)


@pytest.mark.parametrize("carries_mark", [True, False])
def test_an_old_page_of_a_source_does_not_bring_a_name_back_that_was_taken_away(
    admin_client: Client, who: record.Actor, source: record.Source, carries_mark: bool
) -> None:
    data = opened(admin_client, source) | {"author": ["B. Reporter"]}
    anonymise(who)
    answer = admin_client.post(page_of(source), data if carries_mark else without_mark(data))
    assert answer.status_code == 200 and "nothing was saved yet" in errors(answer)
    again = filled(answer.text)
    assert (again["title"], again["author"]) == ([f"{INSTEAD}, arrested"], ["B. Reporter"])
    source.refresh_from_db()
    assert (source.title, source.author) == (f"{INSTEAD}, arrested", "A. Reporter")
    send(admin_client, page_of(source), again)
    source.refresh_from_db()
    assert (source.title, source.author) == (f"{INSTEAD}, arrested", "B. Reporter")


@pytest.mark.parametrize("carries_mark", [True, False])
def test_an_old_page_of_a_person_lifts_no_protection_and_makes_no_name_public(
    admin_client: Client, who: record.Actor, source: record.Source, carries_mark: bool
) -> None:
    data = opened(admin_client, who) | {"description": ["A driver of lorries"]}
    anonymise(who)
    answer = admin_client.post(page_of(who), data if carries_mark else without_mark(data))
    assert answer.status_code == 200 and "nothing was saved yet" in errors(answer)
    again = filled(answer.text)
    assert again["protection"] == ["private"] and again["names-0-confidential"] == ["on"]
    assert again["description"] == ["A driver of lorries"]
    send(admin_client, page_of(who), again)
    who.refresh_from_db()
    assert (who.protection, who.description) == ("private", "A driver of lorries")
    assert not record.PartyName.objects.published().exists()
    assert NAME not in Client().get(who.get_absolute_url()).text


def test_what_was_changed_meanwhile_is_told_in_words_at_the_top(
    admin_client: Client, who: record.Actor, source: record.Source
) -> None:
    data = opened(admin_client, who) | {"deceased": ["on"]}
    anonymise(who)
    answer = admin_client.post(page_of(who), data)
    told = answer.text.partition("What somebody else has changed")[2].partition("</section>\n    </section>")[0]
    for words in ("Protection", "private person", "Never public", INSTEAD):
        assert words in told, words


def test_of_two_editors_at_an_organization_the_second_overwrites_nothing_unseen(
    admin_client: Client, other: Client
) -> None:
    band = organization("Los Ejemplos")
    mine, theirs = (opened(client, band) for client in (admin_client, other))
    send(other, page_of(band), theirs | {"description": ["A band of the coast"]})
    answer = admin_client.post(page_of(band), mine | {"existence": ["unproven"]})
    assert answer.status_code == 200 and "Somebody else has saved this record" in errors(answer)
    assert record.Organization.objects.get().existence != "unproven"
    send(admin_client, page_of(band), filled(answer.text))
    band.refresh_from_db()
    assert (band.description, band.existence) == ("A band of the coast", "unproven")


def test_where_both_changed_a_field_the_second_decides_after_seeing_both(admin_client: Client, other: Client) -> None:
    band = organization("Los Ejemplos")
    mine, theirs = (opened(client, band) for client in (admin_client, other))
    send(other, page_of(band), theirs | {"description": ["Their words"]})
    answer = admin_client.post(page_of(band), mine | {"description": ["My words"]})
    assert "Their words" in answer.text and filled(answer.text)["description"] == ["My words"]
    send(admin_client, page_of(band), filled(answer.text))
    band.refresh_from_db()
    assert band.description == "My words"


def test_a_name_that_the_first_changed_added_or_removed_counts_as_change(admin_client: Client, other: Client) -> None:
    band = organization("Los Ejemplos")
    alias, gone = (record.PartyName.objects.create(party=band, name=name) for name in ("Los Otros", "Los Idos"))
    mine, theirs = (opened(client, band) for client in (admin_client, other))
    row = row_of(mine, "names", alias.pk)
    theirs |= {f"{row}-name": ["Los Otros de Ica"], f"{row_of(theirs, 'names', gone.pk)}-DELETE": ["on"]}
    add_row(theirs, "names", name="Los Nuevos", kind="name")
    send(other, page_of(band), theirs)
    answer = admin_client.post(page_of(band), mine | {f"{row}-kind": ["alias"]})
    again = filled(answer.text)
    assert all(words in answer.text for words in ("Los Otros de Ica", "Los Nuevos", "somebody has removed it"))
    assert (again[f"{row}-name"], again[f"{row}-kind"]) == (["Los Otros de Ica"], ["alias"])
    send(admin_client, page_of(band), again | {f"{row_of(mine, 'names', gone.pk)}-DELETE": ["on"]})
    names = {one.name: one.kind for one in band.names.all()}
    assert names == {"Los Ejemplos": "name", "Los Otros de Ica": "alias", "Los Nuevos": "name"}


def test_a_name_that_came_with_a_merge_is_told(admin_client: Client) -> None:
    kept, merged = person("Ana Inventada"), person("Ana Ynventada")
    data = opened(admin_client, kept)
    identity.merge(kept, merged, None, "One person.")
    answer = admin_client.post(page_of(kept), data | {"description": ["A pilot"]})
    assert answer.status_code == 200 and "Name “Ana Ynventada”" in answer.text


def test_a_page_that_came_back_for_another_reason_is_still_the_one_that_was_opened(
    admin_client: Client, other: Client
) -> None:
    band = organization("Los Ejemplos")
    mine, theirs = (opened(client, band) for client in (admin_client, other))
    send(other, page_of(band), theirs | {"description": ["Their words"]})
    back = admin_client.post(page_of(band), mine | {"desk-add": ["names"]})
    assert "Their words" in back.text, "told also where the page was sent for one more row"
    send(other, page_of(band), opened(other, band) | {"existence": ["unproven"]})
    wrong = filled(back.text) | {"key": ["x" * 201]}
    answer = admin_client.post(page_of(band), wrong)
    assert "Somebody else has saved this record" in errors(answer)
    assert filled(answer.text)["existence"] == ["unproven"]


def test_an_error_of_the_editors_own_does_not_make_an_old_page_new(admin_client: Client, other: Client) -> None:
    band = organization("Los Ejemplos")
    mine, theirs = (opened(client, band) for client in (admin_client, other))
    back = admin_client.post(page_of(band), mine | {"key": ["x" * 201]})
    send(other, page_of(band), theirs | {"description": ["Their words"]})
    answer = admin_client.post(page_of(band), filled(back.text) | {"key": ["o.x"]})
    assert answer.status_code == 200 and filled(answer.text)["description"] == ["Their words"]


def test_a_region_stays_where_the_first_put_it_and_keeps_its_other_names(admin_client: Client, other: Client) -> None:
    peru = record.Region.objects.add_root({"name": "Perú", "kind": "country"})
    chile = record.Region.objects.add_root({"name": "Chile", "kind": "country"})
    town = record.Region.objects.add_child(peru, {"name": "Mazuko", "kind": "city"})
    known = record.RegionName.objects.create(region=town, name="Masuko")
    mine, theirs = (opened(client, town) for client in (admin_client, other))
    row = row_of(mine, "names", known.pk)
    send(other, page_of(town), theirs | {"parent": [str(chile.pk)], f"{row}-name": ["Mazúco"]})
    answer = admin_client.post(page_of(town), mine | {"local_kind": ["pueblo"]})
    assert answer.status_code == 200 and "Lies in" in answer.text and "Mazúco" in answer.text
    send(admin_client, page_of(town), filled(answer.text))
    town = record.Region.objects.get(pk=town.pk)
    assert (record.Region.objects.get_parent(town), town.local_kind) == (chile, "pueblo")
    assert [name.name for name in town.names.all()] == ["Mazúco"]


def test_a_table_without_a_history_is_not_overwritten_unseen_either(admin_client: Client, other: Client) -> None:
    unit = record.Unit.objects.create(code="quintal", dimension="mass")
    mine, theirs = (opened(client, unit) for client in (admin_client, other))
    send(other, page_of(unit), theirs | {"name_en": ["quintal"]})
    answer = admin_client.post(page_of(unit), mine | {"name_es": ["quintal"]})
    assert answer.status_code == 200
    send(admin_client, page_of(unit), filled(answer.text))
    unit.refresh_from_db()
    assert (unit.name_en, unit.name_es) == ("quintal", "quintal")


def test_what_others_do_with_a_request_is_no_change_of_the_notes_on_it(admin_client: Client, other: Client) -> None:
    asked = record.ReaderRequest.objects.create(page="actor", about="bcdfghjk", kind="correction", text="Wrong.")
    mine, theirs = (opened(client, asked) for client in (admin_client, other))
    workflow.take(asked, User.objects.get(username="other"))
    send(other, page_of(asked), theirs | {"notes": ["Their note"]})
    answer = admin_client.post(page_of(asked), mine | {"notes": ["My note"]})
    assert answer.status_code == 200 and "Their note" in answer.text
    send(admin_client, page_of(asked), filled(answer.text))
    asked.refresh_from_db()
    assert (asked.notes, asked.state) == ("My note", "in_progress")


def test_ones_own_saves_in_a_row_and_a_page_sent_back_unchanged_meet_nobody(
    admin_client: Client, who: record.Actor, source: record.Source
) -> None:
    for row in (who, source, organization("Los Ejemplos")):
        for _ in range(2):
            send(admin_client, page_of(row), opened(admin_client, row))
        data = opened(admin_client, row)
        row.save()  # a row of history that says nothing new
        send(admin_client, page_of(row), data)


def test_a_mark_that_is_none_or_that_of_another_record_counts_as_none(admin_client: Client) -> None:
    one, two = person("Ana Inventada"), person("Berta Inventada")
    data = opened(admin_client, one)
    for mark in ("", "forged", "\x00:é", data[MARK][0] + "x", opened(admin_client, two)[MARK][0]):
        answer = admin_client.post(page_of(one), data | {MARK: [mark], "description": ["A pilot"]})
        assert answer.status_code == 200 and "does not say when it was opened" in errors(answer)
        assert "No fact differs" not in answer.text and filled(answer.text)["description"] == ["A pilot"]
    send(admin_client, page_of(one), filled(answer.text))
    one.refresh_from_db()
    assert one.description == "A pilot"


def test_a_page_in_a_window_of_its_own_is_compared_too_and_saved(admin_client: Client, other: Client) -> None:
    band = organization("Los Ejemplos")
    address = f"{page_of(band)}?_popup=1"
    data = filled(admin_client.get(address).text) | {"existence": ["unproven"]}
    send(other, page_of(band), opened(other, band) | {"description": ["Their words"]})
    answer = admin_client.post(address, data)
    assert "Somebody else has saved this record" in errors(answer)
    answer = admin_client.post(address, filled(answer.text))
    assert answer.status_code == 200 and "data-popup-response" in answer.text
    band.refresh_from_db()
    assert (band.description, band.existence) == ("Their words", "unproven")


@pytest.mark.parametrize("mark", ["its own", "its own, everything touched", "none", "forged", "of another case"])
@pytest.mark.parametrize("stage", ["draft", "published"])
def test_an_old_page_of_a_case_brings_no_word_of_it_back_in_any_row(
    admin_client: Client, who: record.Actor, stage: str, mark: str
) -> None:
    case = make_incident("A case", stage=stage, parties=[(who, "suspect")])
    question = record.OpenQuestion.objects.create(incident=case, text=f"Whether {NAME} knew.")
    data = opened(admin_client, case) | {"summary": ["My summary."]}
    anonymise(who)
    if mark == "none":
        data = without_mark(data)
    elif mark == "its own, everything touched":
        data["desk-touched"] = [json.dumps(list(data))]
    elif mark != "its own":
        other = opened(admin_client, make_incident("Another case", stage="draft"))
        data[MARK] = other[MARK] if mark == "of another case" else ["2100-01-01T00:00:00+00:00"]
    answer = admin_client.post(page_of(case), data)
    assert answer.status_code == 200 and "nothing was saved yet" in errors(answer)
    send(admin_client, page_of(case), filled(answer.text) | {"change_reason": ["Seen."]})
    question.refresh_from_db()
    case.refresh_from_db()
    assert question.text == f"Whether {INSTEAD} knew." and case.summary == "My summary."


def test_a_new_record_has_nothing_to_be_compared_with(admin_client: Client) -> None:
    data = filled(admin_client.get("/admin/incidents/source/add/").text)
    assert MARK not in data
    send(admin_client, "/admin/incidents/source/add/", data | {"publisher": ["Diario Ejemplo"]})


def test_whoever_sees_no_protected_names_gets_no_mark_that_holds_them_and_is_refused_as_before(
    who: record.Actor, source: record.Source
) -> None:
    client = Client()
    client.force_login(member("contributor"))
    anonymise(who)
    page = client.get(page_of(who))
    assert page.status_code == 200 and MARK not in filled(page.text) and "Quispillo" not in page.text
    answer = client.post(page_of(who), {"description": "Mine", "protection": ""})
    assert answer.status_code == 403 and "Quispillo" not in answer.text


def test_a_source_made_on_the_page_of_a_case_needs_no_mark(admin_client: Client) -> None:
    case = make_incident("A case", stage="draft")
    data = opened(admin_client, case)
    add_row(data, "readings", new_publisher="Diario Ejemplo", new_title="A headline")
    send(admin_client, page_of(case), data)
    assert case.readings.last().source.title == "A headline"
