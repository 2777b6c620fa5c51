"""A word of a note is hidden once its case has named somebody whole, in whatever text, and they are protected since."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from incidents import workflow
from incidents.models import Actor, Incident, IncidentPlace, Involvement, OpenQuestion, Step
from incidents.models.record import change
from tests.factories import make_actor, make_incident, make_organization, make_region
from tests.views.asked import statements_of_new_pages

pytestmark = pytest.mark.django_db
NAME = "Eufronio Kallimarka Onqoy"
NOTE = "Kallimarka was misnamed; kallimarka@example.org; E. Kallimarka."


def reworded(row: Any, column: str, words: str, instead: str) -> Callable[[], object]:
    """Has the row say these words; gives back what takes them away."""

    def taken_back() -> None:
        setattr(row, column, instead)
        row.save()

    setattr(row, column, words)
    row.save()
    return taken_back


def in_a_question(case: Incident) -> Callable[[], object]:
    return OpenQuestion.objects.create(incident=case, text=f"Whether {NAME} knew.").delete


def in_a_step(case: Incident) -> Callable[[], object]:
    return reworded(Step.objects.get(proceeding__incident=case), "words", f"{NAME} was heard", "Heard")


def in_the_words_of_a_role(case: Incident) -> Callable[[], object]:
    return reworded(case.involvements.get(), "role_as_stated", f"brother of {NAME}", "brother")


def in_a_source(case: Incident) -> Callable[[], object]:
    return reworded(case.readings.get().source, "title", f"{NAME} was there", "A note")


def in_the_name_of_a_place(case: Incident) -> Callable[[], object]:
    return IncidentPlace.objects.create(incident=case, name=f"house of {NAME}").delete


def in_the_name_of_an_organization(case: Incident) -> Callable[[], object]:
    clan = make_organization(f"Clan {NAME}")
    return Involvement.objects.create(incident=case, party=clan, role="other").delete


def in_the_name_of_a_region(case: Incident) -> Callable[[], object]:
    region = make_region(f"Lands of {NAME}", "XA-1", "zone", reference=False)
    return IncidentPlace.objects.create(incident=case, name="Somewhere", region=region).delete


EVERYWHERE = [
    in_a_question,
    in_a_step,
    in_the_words_of_a_role,
    in_a_source,
    in_the_name_of_a_place,
    in_the_name_of_an_organization,
    in_the_name_of_a_region,
]


def a_case(title: str = "A case") -> Incident:
    accused = make_actor("Rufo Inventado")
    return make_incident(title, parties=[(accused, "suspect")], claims=[{"about": accused, "steps": ["other"]}])


def somebody() -> Actor:
    who = make_actor(NAME)
    make_incident("Their own case", parties=[(who, "suspect")])
    return who


def protected(who: Actor) -> None:
    with change("Protected."):
        workflow.protection.hide(who, "A person from the coast")


@pytest.mark.parametrize("once", EVERYWHERE)
def test_a_word_of_a_note_is_hidden_whatever_text_of_the_case_once_had_the_whole_name(
    client: Client, once: Callable[[Incident], Callable[[], object]]
) -> None:
    who, case, other = somebody(), a_case(), a_case("Another case")
    with change("Told."):
        taken_back = once(case)
    for one in (case, other):
        workflow.corrections.record(one, "update", NOTE)
    with change("Told otherwise."):
        taken_back()
    pages = ("/corrections/", "/corrections/feed/", case.get_absolute_url())
    assert all("Kallimarka was misnamed" in client.get(page, follow=True).text for page in pages)
    protected(who)
    for page in pages:
        told = client.get(page, follow=True).text
        assert "[name withheld] was misnamed; [name withheld]; [name withheld]" in told, page
    kept = client.get(other.get_absolute_url(), follow=True).text
    assert "Kallimarka was misnamed; kallimarka@example.org" in kept, "one word says nothing of a stranger"


def test_many_cases_whose_notes_have_a_doubtful_word_are_asked_in_as_many_statements_as_one(client: Client) -> None:
    def cost() -> int:
        client.get("/corrections/")
        with statements_of_new_pages() as captured:
            assert client.get("/corrections/").status_code == 200
        return len(captured)

    protected(somebody())
    for number in range(3):
        case = a_case(f"Case {number}")
        with change("Told."):
            OpenQuestion.objects.create(incident=case, text="Who knew?")
        workflow.corrections.record(case, "update", "Kallimarka is a village.", None, ["Kallimarka"])
        if not number:
            few = cost()
    assert cost() == few
