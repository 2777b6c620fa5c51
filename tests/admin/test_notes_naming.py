"""Words of a note for readers by which somebody protected is called: asked about first, for an entry is never changed."""

from typing import Any

import pytest
from django.test import Client

from incidents import workflow
from incidents.history import Past
from incidents.models import Correction, Incident
from incidents.models.record import change
from tests.admin.filled import filled
from tests.factories import make_actor, make_incident

pytestmark = pytest.mark.django_db
NAME = "Ñusta Qhawaymi Wallpawara"
SHORT = ["Ñusta Qhawaymi", "nusta.wallpawara", "Qhawaymi Wallpawara"]


def page_of(case: Incident) -> str:
    return f"/admin/incidents/incident/{case.pk}/change/"


def with_note(client: Client, case: Incident, note: str) -> dict[str, Any]:
    """The page of the case, filled in with such a note."""
    given = {"change_reason": ["Asked."], "correction_kind": ["update"], "correction_note": [note]}
    return filled(client.get(page_of(case)).text) | given


def stranger() -> Incident:
    """A published case that does not involve her."""
    make_actor(NAME, protection="victim", description="A girl")
    return make_incident("The harbour")


def involving() -> Incident:
    """A published case that involves her."""
    return make_incident("Her case", parties=[(make_actor(NAME, protection="victim", description="A girl"), "victim")])


@pytest.mark.parametrize("words", SHORT)
def test_a_short_name_of_a_stranger_in_a_note_is_public_only_once_another_is_said_to_be_meant(
    admin_client: Client, words: str
) -> None:
    case = stranger()
    data = with_note(admin_client, case, f"It was {words} who was misnamed.") | {"summary": ["Told anew."]}
    answer = admin_client.post(page_of(case), data)
    assert answer.status_code == 200 and f"The text says “{words}”" in answer.text
    assert not Correction.objects.exists() and Incident.objects.get().summary != "Told anew."
    (meant,) = answer.context["namesakes"]
    assert [row.label for row in meant.rows] == ["Note for readers"]
    data = filled(answer.text) | {"desk-namesake": [words]}
    assert admin_client.post(page_of(case), data).status_code == 302
    assert Correction.objects.get().note == f"It was {words} who was misnamed."


@pytest.mark.parametrize(
    "words", ["Qhawaymi", "wallpawara", "Ñ. Wallpawara", "wallpawara7@example.org", "nq.wallpawara@example.org"]
)
def test_one_word_of_somebody_whom_the_case_involves_is_asked_about_in_a_note(admin_client: Client, words: str) -> None:
    case = involving()
    answer = admin_client.post(page_of(case), with_note(admin_client, case, f"Write to {words} today."))
    assert answer.status_code == 200 and not Correction.objects.exists()
    asked = [one.words for one in answer.context["namesakes"]]
    assert asked
    data = filled(answer.text) | {"desk-namesake": asked}
    assert admin_client.post(page_of(case), data).status_code == 302 and Correction.objects.exists()


def test_a_word_that_the_case_has_already_is_asked_about_in_a_note_all_the_same(admin_client: Client) -> None:
    case = involving()
    with change("Told otherwise."):
        case.summary = "Wallpawara is a village."
        case.save()
    answer = admin_client.post(page_of(case), with_note(admin_client, case, "Wallpawara was misnamed."))
    assert answer.status_code == 200 and [one.words for one in answer.context["namesakes"]] == ["Wallpawara"]
    assert not Correction.objects.exists()
    note = with_note(admin_client, case, "The lorry was blue.")
    assert admin_client.post(page_of(case), note).status_code == 302, "what only the case says is no question"


def test_every_door_asks_about_a_note(admin_client: Client) -> None:
    case = stranger()
    with pytest.raises(workflow.PerhapsProtected, match="The text says “Ñusta Qhawaymi”"):
        workflow.corrections.record(case, "update", "Ñusta Qhawaymi was misnamed.")
    assert not Correction.objects.exists()
    assert workflow.corrections.record(case, "update", "Ñusta Qhawaymi was misnamed.", None, ["Ñusta Qhawaymi"])


def test_a_note_with_a_restored_version_is_asked_about(admin_client: Client) -> None:
    case = stranger()
    with change("Told anew."):
        case.title = "Another title"
        case.save()
    page = f"/admin/incidents/incident/{case.pk}/versions/{Past(case).versions[-2].stamp}/restore/"
    data = filled(admin_client.get(page).text) | {"reason": "As it was.", "correction_kind": "correction"}
    answer = admin_client.post(page, data | {"correction_note": "Ñusta Qhawaymi was misnamed."})
    assert answer.status_code == 200 and 'name="desk-namesake" value="Ñusta Qhawaymi"' in answer.text
    assert Incident.objects.get().title == "Another title" and not Correction.objects.exists()
    data = filled(answer.text) | {"desk-namesake": ["Ñusta Qhawaymi"]}
    assert admin_client.post(page, data).status_code == 302
    assert Incident.objects.get().title == "The harbour" and Correction.objects.exists()
