"""Somebody new on the page of a case who may be known: where they stand is said, and no answer is lost before the save."""

from typing import Any

import pytest

from incidents.models import Actor, Incident, NotTheSame
from tests.admin.filled import add_row, filled
from tests.factories import make_actor, make_organization

pytestmark = pytest.mark.django_db
ADD = "/admin/incidents/incident/add/"
NELIDA, CASIMIRO = "new:person:Nelida Ccori", "new:person:Casimiro Huarcaya"
BECAUSE = "different_because:person:Nelida Ccori"


@pytest.fixture
def known(admin_client: Any) -> tuple[Actor, Actor]:
    return make_actor("Nélida Ccori"), make_actor("Casimiro Huarcalla")


@pytest.fixture
def data(admin_client: Any, known: Any) -> dict[str, list[str]]:
    """A case in which both are involved and a claim is about both."""
    data = filled(admin_client.get(ADD).text) | {"title": ["A new case"], "summary": ["Somebody says so."]}
    claim = add_row(data, "allegations", claim="Took part.")
    for who in (NELIDA, CASIMIRO):
        add_row(data, "involvements", party=who)
        add_row(data, f"{claim}-parties", party=who)
    return data


def test_a_question_names_every_row_that_holds_the_new_one_and_its_section_is_open(
    admin_client: Any, data: Any
) -> None:
    answer = admin_client.post(ADD, data)
    asked = answer.context["asked"]
    assert [one.words for one in asked] == ["Nelida Ccori", "Casimiro Huarcaya"]
    assert [(row.label, row.anchor) for row in asked[1].rows] == [
        ("Involvement 2, Party", "id_involvements-1-party_text"),
        ("Allegation 1, party of the claim 2, Party", "id_allegations-0-parties-1-party_text"),
    ]
    assert 'href="#id_allegations-0-parties-1-party_text"' in answer.text
    for group in ("involvements", "allegations"):
        beginning = answer.text.partition(f'id="{group}-group"')[2].partition("rows-here")[0]
        assert "<details" not in beginning, f"{group} is folded"


def test_a_reason_survives_while_somebody_else_is_still_asked_about(
    admin_client: Any, data: Any, known: tuple[Actor, Actor]
) -> None:
    data = filled(admin_client.post(ADD, data).text) | {BECAUSE: ["Another village."]}
    data["involvements-1-party"] = [str(known[1].pk)]
    answer = admin_client.post(ADD, data)
    assert not Incident.objects.exists()
    assert [row.label for row in answer.context["asked"][0].rows] == ["Allegation 1, party of the claim 2, Party"]
    data = filled(answer.text)
    assert data[BECAUSE] == ["Another village."]
    data["allegations-0-parties-1-party"] = [str(known[1].pk)]
    assert admin_client.post(ADD, data).status_code == 302
    pair = NotTheSame.objects.get()
    assert pair.reason == "Another village." and known[0].pk in {pair.a_id, pair.b_id}
    assert Actor.objects.count() == 3


def test_a_reason_survives_a_save_that_fails_for_something_else_and_a_new_row(admin_client: Any, data: Any) -> None:
    answered = filled(admin_client.post(ADD, data).text) | {BECAUSE: ["Another village."]}
    for wrong in ({"title": [""]}, {"desk-add": ["dates"]}):
        again = filled(admin_client.post(ADD, answered | wrong).text)
        assert again[BECAUSE] == ["Another village."]
        assert again["likely_seen:person:Nelida Ccori"] == answered["likely_seen:person:Nelida Ccori"]


def test_a_question_about_somebody_who_stands_nowhere_any_more_goes(admin_client: Any, data: Any) -> None:
    data = filled(admin_client.post(ADD, data).text) | {"title": [""]}
    for name in [name for name, values in data.items() if values == [NELIDA]]:
        data[name] = ["new:person:Somebody Entirely Different"]
    assert BECAUSE not in filled(admin_client.post(ADD, data).text)


def test_a_question_that_a_browser_made_up_tells_no_name(admin_client: Any, data: Any, known: Any) -> None:
    forged = data | {"title": [""], "likely_seen:person:Nelida Ccori": ["x,²,99999999999999999999,0"]}
    assert "Nélida Ccori" not in admin_client.post(ADD, forged).text


def test_the_reason_on_the_page_of_a_person_survives_another_error(admin_client: Any, known: Any) -> None:
    url = "/admin/incidents/actor/add/"
    data = filled(admin_client.get(url).text)
    name = add_row(data, "names", name="Nelida Ccori", kind="name")
    data = filled(admin_client.post(url, data).text) | {"different_because": ["Another village."]}
    again = filled(admin_client.post(url, data | {f"{name}-name": [""], f"{name}-language": ["??"]}).text)
    assert again["different_because"] == ["Another village."] and again["likely_seen"] == data["likely_seen"]


def test_a_question_about_a_new_organization_brings_no_other_complaint(admin_client: Any) -> None:
    make_organization("Servicio Nacional de Aduana Inventada")
    data = filled(admin_client.get(ADD).text) | {"title": ["A new case"], "summary": ["Somebody says so."]}
    new = "new:organization:Servicio Nacional de Aduanas Inventada"
    add_row(data, "involvements", party=new, made_kind="police")
    answer = admin_client.post(ADD, data)
    assert [one.words for one in answer.context["asked"]] == ["Servicio Nacional de Aduanas Inventada"]
    assert not [
        one for shown in answer.context["inline_admin_formsets"] for one in shown.formset.errors if "made_kind" in one
    ]
