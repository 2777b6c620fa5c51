"""Anonymising a person whose relatives, with words of the same name, are named openly in the same case."""

import pytest
from django.test import Client

from incidents import workflow
from incidents.models import Actor, AllegationParty, Incident, PartyName
from tests import factories as make
from tests.admin.test_anonymising import INSTEAD, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def basilisa() -> Actor:
    return make.make_actor("Basilisa Choquetarqui Yanawaman")


@pytest.fixture
def case(basilisa: Actor) -> Incident:
    brother = make.make_actor("Teodosio Choquetarqui Yanawaman")
    case = make.make_incident(
        "Search at the house of Mrs Choquetarqui",
        stage="draft",
        summary="It was searched: señora Choquetarqui. Choquetarqui denies it.",
        parties=[(basilisa, "suspect"), (brother, "suspect")],
    )
    claim = make.add_claim(case, basilisa, "Something was hidden there", steps=["charged"])
    AllegationParty.objects.filter(allegation=claim).update(reply_text="I, Choquetarqui, deny it")
    make.bring_to(case, "published")
    return case


def shown(who: Actor) -> dict[str, str]:
    """What is proposed for each text."""
    return {place.text.value: place.proposed for place in workflow.places_naming(who, INSTEAD)}


def test_texts_with_a_word_that_a_brother_has_too_are_shown_as_they_are_and_never_block(
    basilisa: Actor, case: Incident
) -> None:
    texts = [case.title, case.summary, "I, Choquetarqui, deny it"]
    assert shown(basilisa) == {text: text for text in texts}
    workflow.anonymise(basilisa, None, "Asked for.", INSTEAD, {})
    assert Incident.objects.get(pk=case.pk).title == case.title


def test_the_page_shows_them_at_the_end_and_says_whom_they_may_mean(basilisa: Actor, case: Incident) -> None:
    make.make_incident("Another", summary="Basilisa Choquetarqui was there.")
    page = Page(basilisa)
    assert "At the end, 3 texts have a word of the name" in page.answer.text
    assert page.answer.text.count("May name somebody else of the case, who is named openly") == 3
    assert page.answer.text.index("Basilisa Choquetarqui was there") < page.answer.text.index("deny it")
    title = f"incident-{case.pk}-title"
    assert page.submit(**{title: "Search at a house"}) == 302
    case.refresh_from_db()
    assert (case.title, case.summary) == (
        "Search at a house",
        "It was searched: señora Choquetarqui. Choquetarqui denies it.",
    )


@pytest.mark.parametrize(
    "words",
    ["Teodosio Choquetarqui Yanawaman", "Teodosio Choquetarqui", "T. Choquetarqui", "Choquetarqui Yanawaman, Teodosio"],
)
def test_a_text_that_calls_the_brother_by_a_name_of_his_own_is_not_shown(
    basilisa: Actor, case: Incident, words: str
) -> None:
    text = f"It was {words} who said so."
    Incident.objects.filter(pk=case.pk).update(summary=text)
    assert text not in shown(basilisa)


def test_small_letters_and_addresses_are_shown_too(basilisa: Actor, case: Incident) -> None:
    source = make.make_source(url="https://x.example.org/choquetarqui-house", title="the choquetarquis")
    reading = case.readings.create(source=source, position=9)
    proposed = shown(basilisa)
    assert reading.pk and proposed[source.url] == source.url and proposed[source.title] == source.title


def test_where_a_text_names_the_person_too_the_page_says_that_a_word_stays(basilisa: Actor, case: Incident) -> None:
    text = "It was señora Basilisa Choquetarqui. Choquetarqui denies it."
    Incident.objects.filter(pk=case.pk).update(summary=text)
    assert shown(basilisa)[text] == f"It was señora {INSTEAD}. Choquetarqui denies it."
    assert "stays in it: if it means the person, change it" in Page(basilisa).answer.text


def test_a_nickname_of_both_alone_in_a_text_is_shown(basilisa: Actor, case: Incident) -> None:
    for party in case.involvements.values_list("party", flat=True):
        PartyName.objects.create(party_id=party, name="Quimbi", kind="alias")
    Incident.objects.filter(pk=case.pk).update(summary="Quimbi was there.")
    assert shown(basilisa)["Quimbi was there."] == "Quimbi was there."


def of_the_band(basilisa: Actor, name: str, form: str = "organization") -> Incident:
    """A case with an organization, or a person, called so; she is called “B. Choquetarqui” too."""
    PartyName.objects.create(party=basilisa, name="B. Choquetarqui", kind="alias")
    other = make.make_actor(name) if form == "person" else make.make_organization(name)
    return make.make_incident("A case", parties=[(basilisa, "suspect"), (other, "mentioned")])


def test_an_organization_called_by_one_word_of_hers_is_proposed_as_it_is_and_may_stay(basilisa: Actor) -> None:
    name = "Band 921 of the Hill (Choquetarqui)"
    of_the_band(basilisa, name)
    [place] = workflow.places_naming(basilisa, INSTEAD)
    assert (place.proposed, place.asked, place.surely) == (name, True, False)
    workflow.anonymise(basilisa, None, "Asked for.", INSTEAD, {place.text.key: name})
    assert PartyName.objects.filter(name=name).exists()


def test_where_no_words_can_be_proposed_the_page_says_that_others_have_to_be_written(basilisa: Actor) -> None:
    of_the_band(basilisa, "Basilisa Choquetarqui Yanawaman Segunda", "person")
    [place] = workflow.places_naming(basilisa, INSTEAD)
    assert place.proposed == place.text.value and not place.accepts(place.proposed)
    page = Page(basilisa).answer.text
    assert "these cannot stay: write others" in page and "nothing is changed here" not in page


@pytest.mark.parametrize("words", ["Teodosio Choquetarqui Yanawaman", "Teodosio Choquetarqui", "T. Choquetarqui"])
def test_a_nickname_of_one_word_eats_nothing_of_the_brothers_name(basilisa: Actor, case: Incident, words: str) -> None:
    PartyName.objects.create(party=basilisa, name="B. Choquetarqui", kind="alias")
    Incident.objects.filter(pk=case.pk).update(summary=f"{words} denies it.")
    assert f"{words} denies it." not in shown(basilisa)


def test_the_past_leaves_the_brother_his_name(basilisa: Actor, case: Incident, client: Client) -> None:
    PartyName.objects.create(party=basilisa, name="B. Choquetarqui", kind="alias")
    proposed = {place.text.key: place.proposed for place in workflow.places_naming(basilisa, INSTEAD)}
    workflow.anonymise(basilisa, None, "Asked for.", INSTEAD, proposed)
    page = client.get(f"/incidents/{case.public_id}/as-published/{case.modified:%Y-%m-%d}/").text
    assert "Teodosio Choquetarqui Yanawaman" in page and "Teodosio [name withheld]" not in page
