"""Names of the protected that a text spells otherwise, writes together or hides: refused and looked for all the same."""

import pytest

from incidents import workflow
from incidents.models import Actor, Incident, PartyName, PartyNameKey
from incidents.models.record import change
from tests import factories as make

pytestmark = pytest.mark.django_db


def protected(name: str) -> Actor:
    return make.make_actor(name, protection="minor", description="A child")


def asked(case: Incident) -> list[str]:
    """The words that the checklist of the case asks about."""
    return list(workflow.namesakes_in(case))


SPELLED = [
    ("Marta Quispe", "Martha Quispe"),
    ("Ana Quispe", "Anna Quispe"),
    ("Sofia Quispe", "Sophia Quispe"),
    ("Ana Huallpa", "Ana Hualpa"),
    ("Ana Huallpa", "Ana Wallpa"),
    ("Zoraida Huacac", "Soraida Huacac"),
    ("Zoraida Huacac", "Soraida Wacac"),
    ("Zoraida Huacac Inventada", "Soraida Wacac Inventada"),
    ("Ana Huallpa", "anna-wallpa"),
    ("Zoraida Huacac", "soraidawacac"),
    ("Luis Huanca", "luishuanka"),
    ("Ana Anna Quispe", "Quispe Anna Ana"),
    ("Ana Quispe", "Ana Quis\u2060pe"),
    ("Ana Quispe", "Ana Quisp\u0435"),
    ("Ana Quispe", "Ana \uff31uispe"),
    ("Ana Quispe", "Ana Qu%C3%ADspe"),
]


@pytest.mark.parametrize("name,words", SPELLED)
def test_whoever_a_published_case_of_others_names_is_not_protected_silently(name: str, words: str) -> None:
    case = make.make_incident("Of others", summary=f"It was {words} who said so.")
    who = make.make_actor(name)
    assert case.title in " ".join(workflow.published_texts_naming(who))
    with pytest.raises(workflow.NotPublishable), change("A minor."):
        who.protection = "minor"
        who.save()
        workflow.stay_publishable(Incident.objects.none())


def test_whoever_is_openly_called_nearly_so_keeps_their_name() -> None:
    protected("Luis Huanca")
    namesake = make.make_actor("Luiz Wanka")
    case = make.make_incident(stage="draft", parties=[(namesake, "mentioned")])
    workflow.publish(case)
    assert workflow.published_texts_naming(Actor.objects.get(names__name="Luis Huanca")) == []
    the_same = make.make_incident(stage="draft", parties=[(make.make_actor("Huanca, Luis"), "mentioned")])
    with pytest.raises(workflow.NotPublishable, match="who is protected"):
        workflow.publish(the_same)


@pytest.mark.parametrize("name,words", SPELLED)
def test_no_case_of_others_is_published_with_the_name_and_no_note_tells_it(name: str, words: str) -> None:
    case, draft = make.make_incident(), make.make_incident(stage="draft", summary=f"It was {words} who said so.")
    protected(name)
    with pytest.raises(workflow.NotPublishable, match="who is protected"):
        workflow.publish(draft)
    with pytest.raises(workflow.NotAllowed, match="who is protected"):
        workflow.corrections.record(case, "correction", f"It was {words}.")
    assert workflow.hidden_in([f"It was {words}."]) == {name}


def test_a_short_form_in_another_spelling_warns_in_cases_of_others() -> None:
    protected("Zoraida Huacac Inventada")
    case = make.make_incident("A case", summary="They met Soraida Wacac there.")
    assert asked(case) == ["Soraida Wacac"]


@pytest.mark.parametrize("words", ["Soraida Quispe", "Zoraida was seen, and Huaca was not", "the wacacs"])
def test_other_names_are_not_refused(words: str) -> None:
    protected("Zoraida Huacac")
    case = make.make_incident(stage="draft", summary=f"It was {words}.")
    assert workflow.publish(case) and not asked(case) and not workflow.hidden_in([f"It was {words}."])


@pytest.mark.parametrize(
    "name,words", [("Don Ramiro", "don Ramiro"), ("Luis Luiz", "Luiz Luis"), ("Don Luis Luiz", "Luis, Don Luiz")]
)
def test_names_with_the_key_of_one_word_are_found_in_the_past_too(name: str, words: str) -> None:
    protected(name)
    case = make.make_incident(stage="draft", summary=f"They met {words} there.")
    assert workflow.hidden_in([case.summary]) == {name} and not workflow.hidden_in(["Ramiro and Luis"])
    with pytest.raises(workflow.NotPublishable):
        workflow.publish(case)


@pytest.mark.parametrize("words", [["zoraidahuacac", "sordabk"], ["sordabk", "zoraidahuacac"]])
def test_a_name_written_together_is_found_whatever_stands_beside_it(words: list[str]) -> None:
    protected("Zoraida Huacac")
    assert PartyNameKey.objects.hidden_in(words) == ["Zoraida Huacac"]


def test_words_that_sound_otherwise_where_they_meet_are_looked_for_together() -> None:
    case = make.make_incident("Of others", summary="See luisuanca.example.org for that.")
    assert case.title in " ".join(workflow.published_texts_naming(make.make_actor("Luis Huanca")))


def test_anonymising_finds_every_spelling_in_cases_of_others() -> None:
    who = make.make_actor("Ana Sofia Huallpa")
    source = make.make_source(url="https://x.example.org/anna-sophia-detenida")
    make.make_incident("One", sources=[source])
    make.make_incident("Two", summary="Bought of A. Wallpa.")
    make.make_incident("Three", summary="Bought of annasophia, and of anahualpa.")
    make.make_incident("Four", summary="Bought of A. Walla, Sophia and Hannah.")
    found = {place.text.value: place.proposed for place in workflow.places_naming(who, "a driver")}
    assert found == {
        source.url: "",
        "Bought of A. Wallpa.": "Bought of A. Wallpa.",
        "Bought of annasophia, and of anahualpa.": "Bought of a driver, and of a driver.",
    }


def test_a_name_of_one_word_twice_is_looked_for_too() -> None:
    case = make.make_incident("Of others", summary="It was Lupe Lupe.")
    who = make.make_actor("Lupe Lupe")
    assert case.title in " ".join(workflow.published_texts_naming(who))
    assert [place.text.value for place in workflow.places_naming(who, "a driver")] == [case.summary]


def test_initials_alone_are_asked_about_in_cases_that_name_the_person_and_in_no_others() -> None:
    who = make.make_actor("Benita María Secreta")
    make.make_incident("Of others", summary="Benita said that B.M.S. was there.")
    named = make.make_incident("Hers", summary="Benita María Secreta came.")
    question = named.open_questions.create(text="Was it B.M.S.?")
    found = {place.text.value for place in workflow.places_naming(who, "a driver")}
    assert found == {named.summary, question.text}


@pytest.mark.parametrize("words", ["Paz", "PAZ", "A. Paz", "Ana P.", "ANA"])
def test_a_word_of_three_letters_is_asked_about_in_a_case_of_the_person(words: str) -> None:
    case = make.make_incident(
        "A case", summary=f"It was {words} who saw it.", parties=[(protected("Ana Paz"), "witness")]
    )
    assert words in asked(case)


@pytest.mark.parametrize("words", ["in paz", "San Juan", "The house", "a paz. A. Mamani", "Pas", "info@paz.example"])
def test_small_letters_and_words_of_every_name_are_not(words: str) -> None:
    who = protected("Ana Paz San Martín")
    PartyName.objects.create(party=who, name="The Paz Boss", kind="alias", confidential=True)
    case = make.make_incident("A case", summary=f"It was {words}", parties=[(who, "witness")])
    assert asked(case) == []
