"""The page on which a person is anonymised, while others work on the same texts."""

from typing import Any

import pytest
from django.test import Client

from incidents import workflow
from incidents.models import Actor, Anonymisation, Incident, OpenQuestion, PartyName
from incidents.workflow import identity
from tests.admin.test_told_to_readers import at_the_desk
from tests.factories import make_actor, make_incident, make_organization, make_source
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db
NAME, INSTEAD = "Anacleto Bustinzurdia Qolqepata", "a driver from Lima"


class Page:
    """The page of one editor, who looked at the proposals and has not submitted yet."""

    def __init__(self, who: Actor, account: str = "", described: str = INSTEAD) -> None:
        self.address = f"/admin/incidents/actor/{who.pk}/anonymise/"
        self.client: Client = at_the_desk(member("editor", account))
        self.answer: Any = self.client.post(self.address, {"description": described})
        self.given: dict[str, str] = self.shown() | {"reason": "Asked for."}

    def shown(self) -> dict[str, str]:
        """Every field as the page shows it."""
        form = self.answer.context["form"]
        return {name: form[name].value() or "" for name in form.fields}

    def submit(self, **words: str) -> int:
        """What is shown, with these words typed into it."""
        self.answer = self.client.post(self.address, self.given | words)
        return int(self.answer.status_code)

    def submit_described(self, instead: str, **words: str) -> int:
        """With another description, and what is proposed with it."""
        assert self.submit(description=instead, **words) == 200
        self.given = self.shown()
        return self.submit()


@pytest.fixture
def person() -> Actor:
    return make_actor(NAME)


@pytest.fixture
def case(person: Actor) -> Incident:
    source = make_source(title=f"{NAME} habla")
    return make_incident("The market", summary=f"{NAME} was there.", parties=[(person, "suspect")], sources=[source])


def rewritten(case: Incident, summary: str) -> str:
    """Another editor saves the case with that summary; gives back the field of it."""
    other = Incident.objects.get(pk=case.pk)
    other.summary = summary
    other.save()
    return f"incident-{case.pk}-summary"


def merged_into_another(person: Actor) -> Actor:
    """Somebody else, of another case, with whom the person turned out to be one."""
    kept = make_actor("Anacleto Bustinzurdia")
    make_incident("The harbour", parties=[(kept, "suspect")])
    identity.merge(kept, person, None, "One card.")
    return kept


def test_a_text_that_somebody_changed_after_the_preview_comes_back_as_it_is_now(person: Actor, case: Incident) -> None:
    page, source = Page(person), case.readings.get().source
    title = f"source-{source.pk}-title"
    field = rewritten(case, f"{NAME} was there. A new sentence.")
    assert page.submit(**{title: "My own words", field: "Words for the old one"}) == 200
    assert not Actor.objects.get(pk=person.pk).is_protected and not Anonymisation.objects.exists()
    assert Incident.objects.get(pk=case.pk).summary == f"{NAME} was there. A new sentence."
    text = page.answer.text
    assert "Nothing was saved. Somebody changed since you looked: “The market – incident: summary”." in text
    assert "You had written: Words for the old one" in text and f"Now: {NAME} was there. A new sentence." in text
    shown = page.shown()
    assert (shown[field], shown[title]) == (f"{INSTEAD} was there. A new sentence.", "My own words")
    page.given = shown
    assert page.submit() == 302
    assert Incident.objects.get(pk=case.pk).summary == f"{INSTEAD} was there. A new sentence."
    source.refresh_from_db()
    assert source.title == "My own words"


def test_a_text_that_changes_again_comes_back_again(person: Actor, case: Incident) -> None:
    page = Page(person)
    for words in ("A new sentence.", "A newer sentence."):
        field = rewritten(case, f"{NAME} was there. {words}")
        assert page.submit() == 200
        page.given = page.shown()
        assert page.given[field].endswith(words)
    assert page.submit() == 302


def test_a_page_that_does_not_say_what_it_showed_is_not_believed(person: Actor, case: Incident) -> None:
    page = Page(person)
    page.given = {name: value for name, value in page.given.items() if not name.endswith("-seen")}
    assert page.submit() == 200 and not Actor.objects.get(pk=person.pk).is_protected


def test_a_text_that_somebody_already_freed_of_the_name_stays_as_they_left_it(person: Actor, case: Incident) -> None:
    page = Page(person)
    rewritten(case, "Somebody was there.")
    assert page.submit() == 302
    assert Incident.objects.get(pk=case.pk).summary == "Somebody was there."


def test_words_typed_for_a_text_that_somebody_freed_of_the_name_are_shown_before_anything_is_saved(
    person: Actor, case: Incident
) -> None:
    page, source = Page(person), case.readings.get().source
    field = rewritten(case, "Somebody was there.")
    assert page.submit(**{field: "My own words", f"source-{source.pk}-title": "My own title"}) == 200
    assert not Actor.objects.get(pk=person.pk).is_protected
    assert "“The market – incident: summary” no longer names the person" in page.answer.text
    assert "It says now: Somebody was there. You had written: My own words" in page.answer.text
    page.given = page.shown()
    assert page.given[f"source-{source.pk}-title"] == "My own title" and page.submit() == 302


def test_a_text_that_is_gone_is_told_with_what_was_typed_for_it(person: Actor, case: Incident) -> None:
    question = OpenQuestion.objects.create(incident=case, text=f"Whether {NAME} knew.")
    page, field = Page(person), f"openquestion-{question.pk}-text"
    question.delete()
    assert page.submit(**{field: "My own words"}) == 200
    assert "“A text that is no longer there” no longer names the person" in page.answer.text
    assert "You had written: My own words" in page.answer.text


def test_of_two_who_anonymise_one_person_the_second_is_told_what_the_first_did(person: Actor, case: Incident) -> None:
    first, second = Page(person), Page(person, "second")
    field = f"incident-{case.pk}-summary"
    assert first.submit_described("A baker", **{field: "A baker was there."}) == 302
    assert second.submit(description="A driver", **{field: "My own words"}) == 200
    assert "who is now described as “A baker”" in second.answer.text
    assert "It says now: A baker was there. You had written: My own words" in second.answer.text
    assert Actor.objects.get(pk=person.pk).description == "A baker" and Anonymisation.objects.count() == 1
    second.given = second.shown()
    assert second.given["description"] == "A driver" and second.submit() == 302


def test_the_second_of_two_who_typed_nothing_is_told_too(person: Actor, case: Incident) -> None:
    first, second = Page(person), Page(person, "second")
    assert first.submit_described("A baker") == 302
    assert second.submit() == 200 and Actor.objects.get(pk=person.pk).description == "A baker"


@pytest.mark.parametrize("words", [f"A neighbour of {NAME}", f"A man of {NAME.split()[-1]}", "A haulier (A.B.Q.)"])
def test_a_description_that_tells_the_name_is_refused_before_its_words_are_proposed(
    person: Actor, case: Incident, words: str
) -> None:
    page = Page(person, described=words)
    assert "This holds the name, a word of it or its initials" in page.answer.text and page.shown().keys() == {
        "description"
    }


def test_another_description_is_proposed_for_every_text_that_was_left_as_proposed(
    person: Actor, case: Incident
) -> None:
    page, field = Page(person), f"incident-{case.pk}-summary"
    title = f"source-{case.readings.get().source_id}-title"
    assert page.submit(description="A baker", **{title: "My own title"}) == 200
    assert not Actor.objects.get(pk=person.pk).is_protected and "The description is another now" in page.answer.text
    shown = page.shown()
    assert (shown[field], shown[title]) == ("A baker was there.", "My own title")
    page.given = shown
    assert page.submit() == 302


@pytest.mark.parametrize(
    "typed", [NAME.split()[-1], "".join(word[0] for word in NAME.split()), "@bustinzurdia", "aqolqepata@example.org"]
)
def test_words_of_the_name_that_the_text_did_not_have_are_not_typed_into_it(
    person: Actor, case: Incident, typed: str
) -> None:
    page, field = Page(person), f"incident-{case.pk}-summary"
    assert page.submit(**{field: f"A driver ({typed}) was there."}) == 200
    assert "say in other words what names the person there" in page.answer.text
    assert not Actor.objects.get(pk=person.pk).is_protected


def test_what_somebody_changed_of_the_person_meanwhile_stays(person: Actor, case: Incident) -> None:
    stale, asked = Actor.objects.get(pk=person.pk), workflow.places_naming(person, INSTEAD)
    Actor.objects.filter(pk=person.pk).update(deceased=True)
    workflow.anonymise(stale, None, "Asked for.", INSTEAD, {place.text.key: place.proposed for place in asked})
    assert Actor.objects.get(pk=person.pk).deceased


def test_whoever_was_merged_after_the_preview_is_not_anonymised_and_what_was_typed_is_shown(
    person: Actor, case: Incident
) -> None:
    page, kept = Page(person), merged_into_another(person)
    field = f"incident-{case.pk}-summary"
    assert page.submit(**{field: "Words typed\r\nfor an hour."}) == 409
    assert "was merged with “Anacleto Bustinzurdia” while you had it open" in page.answer.text
    assert ">Words typed\r\nfor an hour.</textarea>" in page.answer.content.decode()
    assert "The market – incident: summary" in page.answer.text and ">Asked for.</textarea>" in page.answer.text
    assert f'href="/admin/incidents/actor/{kept.pk}/anonymise/"' in page.answer.text
    assert page.answer.text.count("<textarea") == 3, "and nothing that was only proposed"
    assert not Actor.objects.exclude(protection="").exists() and not Anonymisation.objects.exists()
    assert Incident.objects.get(pk=case.pk).summary == f"{NAME} was there."


def test_the_page_of_whoever_was_merged_leads_to_that_of_the_kept(person: Actor) -> None:
    kept = merged_into_another(person)
    client = at_the_desk(member("editor"))
    answer = client.get(f"/admin/incidents/actor/{person.pk}/anonymise/", follow=True)
    assert answer.redirect_chain == [(f"/admin/incidents/actor/{kept.pk}/anonymise/", 302)]
    assert f"This is where {person.public_id} leads" in answer.text


def test_a_merge_between_the_look_and_the_deed_is_seen_under_the_lock(person: Actor, case: Incident) -> None:
    stale = Actor.objects.get(pk=person.pk)
    merged_into_another(person)
    with pytest.raises(workflow.NotAllowed, match="was merged with “Anacleto Bustinzurdia”: anonymise that one"):
        workflow.anonymise(stale, None, "Asked for.", INSTEAD, {})
    assert not Actor.objects.exclude(protection="").exists()


def test_two_names_of_an_organization_that_would_be_one_are_refused_at_both_fields(person: Actor) -> None:
    clan = make_organization("Clan Anacleto Bustinzurdia")
    second = PartyName.objects.create(party=clan, name="Clan Bustinzurdia Qolqepata", kind="alias")
    make_incident("A case", parties=[(person, "suspect"), (clan, "other")])
    page, field = Page(person), f"partyname-{second.pk}-name"
    assert page.submit() == 200 and not Actor.objects.get(pk=person.pk).is_protected
    errors = page.answer.context["form"].errors
    assert set(errors) == {field, f"partyname-{clan.names.first().pk}-name"}
    assert "would be the same name" in errors[field][0]
    assert page.submit(**{field: "Clan of the market"}) == 302


def test_whoever_begins_is_told_how_somebody_else_has_described_the_person_meanwhile(
    person: Actor, case: Incident
) -> None:
    assert "without a name already" not in Page(person).answer.text
    workflow.anonymise(
        person,
        None,
        "Asked for.",
        "A baker",
        {p.text.key: p.proposed for p in workflow.places_naming(person, "A baker")},
    )
    assert "without a name already, as “A baker”" in Page(person, "second").answer.text
