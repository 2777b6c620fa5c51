"""Whoever speaks in a case takes part in it: one word of their hidden name is asked about, hidden and found there."""

from typing import Any

import pytest
from django.test import Client

from incidents import workflow
from incidents.models import Actor, Correction, Incident, SpeechLink
from incidents.models.record import change
from tests.admin.filled import filled
from tests.factories import make_actor, make_incident, make_source

pytestmark = pytest.mark.django_db
NAME = "Anselmo Wanakuri Bejarta"
TOLD = "Wanakuri told the police; A. Wanakuri did; awanakuri@example.org; A.W.B. too."
ASKED = ["Wanakuri", "A. Wanakuri", "A.W.B.", "awanakuri@example.org"]


def speaker(case: Incident, **fields: Any) -> Actor:
    """Whom the case tells by their role alone."""
    who = make_actor(NAME, **fields)
    SpeechLink.objects.create(
        allegation=case.allegations.get(), party=who, step=1, protected=True, role_words="an informant"
    )
    assert not case.involvements.filter(party=who.pk).exists()
    return who


def a_case(stage: str = "published", **fields: Any) -> Incident:
    accused = make_actor("Rufo Inventado")
    return make_incident("A load", stage, parties=[(accused, "suspect")], claims=[{"about": accused}], **fields)


def hidden(case: Incident) -> Actor:
    return speaker(case, protection="witness", description="A clerk")


def test_the_checklist_tells_each_word_by_which_a_speaker_is_called() -> None:
    case = a_case("draft", summary=TOLD)
    hidden(case)
    assert list(workflow.namesakes_in(case)) == ASKED


def test_a_short_name_of_a_speaker_is_refused_in_the_case() -> None:
    case = a_case("draft", summary="Anselmo Wanakuri told the police.")
    hidden(case)
    with pytest.raises(workflow.NotPublishable, match="the text names “Anselmo Wanakuri”"):
        workflow.publish(case)


def test_a_word_of_the_name_of_a_speaker_is_asked_about_in_a_published_case_and_in_a_note(admin_client: Client) -> None:
    case = a_case()
    hidden(case)
    page = f"/admin/incidents/incident/{case.pk}/change/"
    data = filled(admin_client.get(page).text) | {"change_reason": ["Asked."]}
    answer = admin_client.post(page, data | {"title": ["The clerk Wanakuri"]})
    assert answer.status_code == 200 and [one.words for one in answer.context["namesakes"]] == ["Wanakuri"]
    with pytest.raises(workflow.PerhapsProtected, match="The text says “Wanakuri”"):
        workflow.corrections.record(case, "update", "Wanakuri was misquoted.")
    with pytest.raises(workflow.NotAllowed, match="names “Anselmo Wanakuri”"):
        workflow.corrections.record(case, "update", "Anselmo Wanakuri was misquoted.")
    assert not Correction.objects.exists() and Incident.objects.get().title == "A load"


def test_a_note_hides_the_words_of_whoever_speaks_in_the_case_and_is_protected_since(client: Client) -> None:
    case = a_case()
    who = speaker(case)
    workflow.corrections.record(case, "update", TOLD)
    pages = ("/corrections/", "/corrections/feed/", case.get_absolute_url())
    assert all("Wanakuri" in client.get(page, follow=True).text for page in pages), "nobody is protected yet"
    with change("Protected."):
        who.protection, who.description = "witness", "A clerk"
        who.save()
    with change("The speaker is gone."):
        case.allegations.get().speech.filter(party=who.pk).delete()
    for page in pages:
        told = client.get(page, follow=True).text
        assert "[name withheld] told the police" in told
        assert not any(word in told for word in ("Wanakuri", "wanakuri", "A.W.B")), page


def test_whoever_is_anonymised_is_found_by_one_word_where_they_speak() -> None:
    case = a_case("draft", summary=TOLD)
    who = hidden(case)
    (place,) = [one for one in workflow.places_naming(who, "A clerk") if one.text.row == case]
    assert "anakuri" not in place.proposed and place.text.column == "summary"
    case.summary = "Wanakuri told the police."
    case.save()
    (place,) = workflow.places_naming(who, "A clerk")
    assert place.proposed == "A clerk told the police."
    make_incident("Another case", summary="The village of Wanakuri.")
    assert workflow.places_naming(who, "A clerk") == [place], "one word says nothing elsewhere"


def test_words_left_of_a_speaker_are_told_once_they_are_protected() -> None:
    case = a_case(summary="Wanakuri told the police.")
    assert workflow.words_left(hidden(case)) == [(case, ["Wanakuri"])]


def test_a_source_that_comes_to_call_a_speaker_by_a_short_name_is_refused() -> None:
    source = make_source(title="A note")
    case = a_case(sources=[source])
    hidden(case)
    with pytest.raises(workflow.NotPublishable, match="Anselmo Wanakuri"), change("Called otherwise."):
        source.title = "What Anselmo Wanakuri saw"
        source.save()
        workflow.stay_publishable_with(source)


def test_the_card_of_a_speaker_who_is_protected_is_refused_while_the_case_has_a_short_name() -> None:
    case = a_case(summary="Anselmo Wanakuri told the police.")
    who = speaker(case)
    with pytest.raises(workflow.NotPublishable, match="Anselmo Wanakuri"), change("Protected."):
        who.protection, who.description = "witness", "A clerk"
        who.save()
        workflow.stay_publishable_with(who)
