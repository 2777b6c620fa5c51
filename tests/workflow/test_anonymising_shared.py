"""Anonymising a person whose name stands in rows that several cases share, or that something else writes meanwhile."""

from typing import Any

import pytest
from django.db.models.signals import post_save
from django.test import Client

from incidents import workflow
from incidents.models import Actor, Incident, OpenQuestion, PartyName, Source, SpeechLink
from tests import factories as make

pytestmark = pytest.mark.django_db
NAME, INSTEAD = "Anacleto Bustinzurdia Qolqepata", "A driver from Lima"


@pytest.fixture
def person() -> Actor:
    return make.make_actor(NAME)


def shared_by_two_cases(person: Actor, **columns: str) -> Source:
    source = make.make_source(**columns)
    for number in (930, 931):
        make.make_incident(f"Case {number}", parties=[(person, "suspect")], sources=[source])
    return source


def proposals(person: Actor) -> dict[str, str]:
    return {place.text.key: place.proposed for place in workflow.places_naming(person, INSTEAD)}


@pytest.mark.parametrize(
    "columns",
    [
        {"title": "Bustinzurdia habla del mercado", "author": NAME},
        {"title": f"{NAME} habla", "author": "Bustinzurdia"},
        {"url": "https://x.example.org/anacleto-bustinzurdia-qolqepata", "title": "Bustinzurdia habla"},
        {"title": f"{NAME} habla", "publisher": f"Blog of {NAME}", "author": NAME, "kind_as_stated": "of Bustinzurdia"},
    ],
)
def test_every_text_of_a_source_that_two_cases_share_is_reworded(person: Actor, columns: dict[str, str]) -> None:
    source = shared_by_two_cases(person, **columns)
    asked = proposals(person)
    assert len(asked) == len(columns)
    workflow.anonymise(person, None, "Asked for.", INSTEAD, asked)
    source.refresh_from_db()
    assert {f"source-{source.pk}-{column}": getattr(source, column) for column in columns} == asked


def test_the_public_address_and_files_of_such_a_source_have_no_name(client: Client, person: Actor) -> None:
    source = shared_by_two_cases(person, title="Bustinzurdia habla del mercado", author=NAME)
    workflow.anonymise(person, None, "Asked for.", INSTEAD, proposals(person))
    answer = client.get(f"/sources/{source.public_id}/", follow=True)
    assert "bustinzurdia" not in f"{answer.redirect_chain}{answer.text}".lower()
    assert "bustinzurdia" not in client.get("/sources.csv").getvalue().decode().lower()


def test_texts_of_an_organization_that_two_cases_share_are_reworded(person: Actor) -> None:
    firm = make.make_organization(f"Transportes {NAME}", description="Of Bustinzurdia")
    for number in (930, 931):
        make.make_incident(f"Case {number}", parties=[(person, "suspect"), (firm, "other")])
    workflow.anonymise(person, None, "Asked for.", INSTEAD, proposals(person))
    firm.refresh_from_db()
    assert (firm.description, firm.names.get().name) == (f"Of {INSTEAD}", f"Transportes {INSTEAD}")


def test_a_link_of_speech_of_the_person_stays_cut_off_where_its_words_are_reworded(person: Actor) -> None:
    case = make.make_incident("A case", stage="draft", parties=[(person, "suspect")])
    claim = make.add_claim(case, person, "Something was said", steps=["charged"])
    link = SpeechLink.objects.create(allegation=claim, party=person, words=f"letter of {NAME}", position=2)
    workflow.anonymise(person, None, "Asked for.", INSTEAD, proposals(person))
    link.refresh_from_db()
    assert (link.words, link.protected) == (f"letter of {INSTEAD}", True)
    assert link.history.latest("history_id").protected


def test_where_something_writes_the_old_words_back_nothing_is_done(person: Actor) -> None:
    source = shared_by_two_cases(person, title="Bustinzurdia habla del mercado", author=NAME)

    def write_back(instance: Source, **kwargs: Any) -> None:
        Source.objects.filter(pk=instance.pk).update(title="Bustinzurdia habla del mercado")

    post_save.connect(write_back, sender=Source)
    try:
        with pytest.raises(workflow.NotAllowed, match="habla del mercado"):
            workflow.anonymise(person, None, "Asked for.", INSTEAD, proposals(person))
    finally:
        post_save.disconnect(write_back, sender=Source)
    assert not Actor.objects.get(pk=person.pk).is_protected
    assert Source.objects.get(pk=source.pk).author == NAME


def test_a_case_of_others_whose_initials_are_reworded_forgets_how_it_stood_before(person: Actor) -> None:
    make.make_incident("Hers", summary=f"{NAME} was there.")
    case = make.make_incident("Stalls sold", stage="draft")
    question = OpenQuestion.objects.create(incident=case, text="Bought of A. Bustinzurdia?")
    make.bring_to(case, "published")
    asked = proposals(person) | {f"openquestion-{question.pk}-text": "Bought of whom?"}
    changed = workflow.anonymise(person, None, "Asked for.", INSTEAD, asked)
    assert case in changed and Incident.objects.get(pk=case.pk).anonymisations.exists()


def test_two_names_of_an_organization_that_would_be_one_are_refused_by_both_names(person: Actor) -> None:
    clan = make.make_organization("Clan Anacleto Bustinzurdia")
    second = PartyName.objects.create(party=clan, name="Clan Bustinzurdia Qolqepata", kind="alias")
    make.make_incident("A case", parties=[(person, "suspect"), (clan, "other")])
    asked = proposals(person)
    both = "“Clan Anacleto Bustinzurdia” and “Clan Bustinzurdia Qolqepata” would be the same name, “Clan A driver"
    with pytest.raises(workflow.NotAllowed, match=both) as refusal:
        workflow.anonymise(person, None, "Asked for.", INSTEAD, asked)
    assert len(refusal.value.problems) == 1 and not Actor.objects.get(pk=person.pk).is_protected
    other = {f"partyname-{second.pk}-name": "Clan of the market"}
    workflow.anonymise(person, None, "Asked for.", INSTEAD, asked | other)
    assert {name.name for name in clan.names.all()} == {f"Clan {INSTEAD}", "Clan of the market"}


def test_a_name_of_an_organization_that_would_be_another_of_its_names_is_refused(person: Actor) -> None:
    clan = make.make_organization("Clan Anacleto Bustinzurdia")
    PartyName.objects.create(party=clan, name=f"Clan {INSTEAD}", kind="alias")
    make.make_incident("A case", parties=[(person, "suspect"), (clan, "other")])
    with pytest.raises(workflow.NotAllowed, match="would be the same name"):
        workflow.anonymise(person, None, "Asked for.", INSTEAD, proposals(person))


def test_e_mail_addresses_with_the_surname_are_proposed_away_where_it_is_nobody_elses_of_the_case() -> None:
    who, relative = make.make_actor("Anacleto Rufino Poccoriwa"), make.make_actor("Celsa Poccoriwa")
    addresses = {"author": "a.poccoriwa@example.org", "title": "see rpoccoriwa@example.org"}
    own = make.make_source(**addresses)
    make.make_incident(
        "Of one", parties=[(who, "suspect")], sources=[own], summary="By r.poccoriwa@example.org, again."
    )
    family = "By a.poccoriwa@example.org."
    make.make_incident("Of both", parties=[(who, "suspect"), (relative, "other")], summary=family)
    found = {place.text.value: place.proposed for place in workflow.places_naming(who, INSTEAD)}
    assert found == {
        "a.poccoriwa@example.org": INSTEAD,
        "see rpoccoriwa@example.org": f"see {INSTEAD}",
        "By r.poccoriwa@example.org, again.": f"By {INSTEAD}, again.",
        family: family,
    }
