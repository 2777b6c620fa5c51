"""A row that cases share is saved as safely as if each of them were looked through, and as quickly as if it had one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from incidents import workflow
from incidents.models import Actor, Allegation, Incident, Involvement, Party, PartyName, Source, SpeechLink
from incidents.models.record import change
from incidents.workflow import checks
from tests.factories import bring_to, make_actor, make_incident, make_organization, make_source

pytestmark = pytest.mark.django_db
HIDDEN = "Zulema María Pacori Rondán"


def hidden_person(name: str = HIDDEN) -> Actor:
    return make_actor(name, protection="witness", description="A neighbour")


def published(*people: Party, source: Source | None = None, summary: str = "Nothing of this happened.") -> Incident:
    sources = [source] if source else []
    return make_incident("A case", parties=[(one, "witness") for one in people], sources=sources, summary=summary)


def renamed(name: PartyName, words: str) -> Party:
    name.name = words
    name.save()
    return name.party


def refusal(check: Callable[[Any], None], what: Any) -> str:
    try:
        check(what)
    except workflow.NotPublishable as refused:
        return "\n".join(refused.problems)
    return ""


# Each makes cases and then a change to a row that they share, which it gives; then the words of the refusal, if it is one.


def source_with_name_of_a_stranger() -> Iterator[Any]:
    hidden_person()
    source = make_source()
    published(source=source)
    yield
    source.title = f"What {HIDDEN} saw"
    source.save()
    yield source, "protected"


def source_with_a_short_name_of_somebody_involved() -> Iterator[Any]:
    source = make_source()
    published(hidden_person(), source=source)
    yield
    source.title = "What Zulema Pacori saw"
    source.save()
    yield source, "Zulema Pacori"


def source_with_a_short_name_of_somebody_of_another_case() -> Iterator[Any]:
    source = make_source()
    published(hidden_person())
    published(source=source)
    yield
    source.title = "What Zulema Pacori saw"
    source.save()
    yield source, ""


def source_with_a_short_name_by_which_somebody_is_openly_called() -> Iterator[Any]:
    source = make_source()
    published(hidden_person(), make_actor("Zulema Pacori"), source=source)
    yield
    source.title = "What Zulema Pacori saw"
    source.save()
    yield source, ""


def source_with_a_name_written_together() -> Iterator[Any]:
    source = make_source()
    published(hidden_person(), source=source)
    yield
    source.url = "https://example.org/zulemapacori-speaks"
    source.save()
    yield source, "zulemapacori"


def source_with_a_name_of_one_word() -> Iterator[Any]:
    source = make_source()
    published(hidden_person("Z. Oxlajuyú"), source=source)
    yield
    source.title = "Oxlajuyú speaks"
    source.save()
    yield source, "Oxlajuyú"


def source_with_a_name_that_only_sounds_so() -> Iterator[Any]:
    source = make_source()
    published(hidden_person("Tupac Huacac"), source=source)
    yield
    source.title = "Tupaq Wacac speaks"
    source.save()
    yield source, "Tupaq Wacac"


def source_with_a_comma() -> Iterator[Any]:
    source = make_source(title="A title")
    published(hidden_person(), make_actor("Rufino Umeres"), source=source)
    yield
    source.title = "A, title"
    source.save()
    yield source, ""


def person_described_by_a_protected_name() -> Iterator[Any]:
    person = make_actor("Rufino Umeres")
    published(person, hidden_person())
    yield
    person.description = "Brother of Zulema Pacori"
    person.save()
    yield person, "Zulema Pacori"


def organization_called_after_somebody_protected() -> Iterator[Any]:
    body = make_organization("Banda Inventada")
    published(body, hidden_person())
    yield
    PartyName.objects.create(party=body, name=f"Amigos de {HIDDEN}")
    yield body, "protected"


def open_name_that_excused_a_text_is_gone() -> Iterator[Any]:
    person = make_actor("Zulema Pacori")
    published(person, hidden_person(), summary="Zulema Pacori spoke.")
    yield
    yield renamed(person.names.get(), "Rufino Umeres"), "Zulema Pacori"


def open_name_that_excused_nothing_is_gone() -> Iterator[Any]:
    person = make_actor("Zulema Umeres")
    published(person, hidden_person(), summary="Zulema Umeres spoke.")
    yield
    yield renamed(person.names.get(), "Rufino Umeres"), ""


def alias_that_is_never_public_stands_in_a_text() -> Iterator[Any]:
    person = make_actor("Rufino Umeres")
    published(person, summary="They call him El Oxlajuyú.")
    yield
    PartyName.objects.create(party=person, name="El Oxlajuyú", confidential=True)
    yield person, "Oxlajuyú"


def person_protected_who_is_named_in_a_text() -> Iterator[Any]:
    person = make_actor(HIDDEN, description="A neighbour")
    published(person, summary="Zulema Pacori spoke.")
    yield
    person.protection = "witness"
    person.save()
    yield person, "Zulema Pacori"


def person_protected_who_is_named_in_another_case() -> Iterator[Any]:
    person = make_actor(HIDDEN, description="A neighbour")
    published(person)
    published(summary=f"{HIDDEN} spoke.")
    yield
    person.protection = "witness"
    person.save()
    yield person, "protected"


def person_known_to_be_alive_and_asked_by_nobody() -> Iterator[Any]:
    person = make_actor("Rufino Umeres", deceased=True)
    make_incident(parties=[(person, "suspect")], claims=[{"about": person}])
    SpeechLink.objects.all().delete()
    yield
    person.deceased = False
    person.save()
    yield person, "say who makes this claim"
    SpeechLink.objects.create(allegation=Allegation.objects.get(), words="a prosecutor")  # nobody keeps it so


def person_who_gets_a_name_that_no_source_has() -> Iterator[Any]:
    person = make_actor(description="A pilot")
    case = make_incident(stage="draft", parties=[(person, "suspect")])
    bring_to(case, "published")
    Involvement.objects.update(named_publicly=False)
    yield
    PartyName.objects.create(party=person, name="Rufino Umeres")
    yield person, "no public source names them"


SCENES = [
    source_with_name_of_a_stranger,
    source_with_a_short_name_of_somebody_involved,
    source_with_a_short_name_of_somebody_of_another_case,
    source_with_a_short_name_by_which_somebody_is_openly_called,
    source_with_a_name_written_together,
    source_with_a_name_of_one_word,
    source_with_a_name_that_only_sounds_so,
    source_with_a_comma,
    person_described_by_a_protected_name,
    organization_called_after_somebody_protected,
    open_name_that_excused_a_text_is_gone,
    open_name_that_excused_nothing_is_gone,
    alias_that_is_never_public_stands_in_a_text,
    person_protected_who_is_named_in_a_text,
    person_protected_who_is_named_in_another_case,
    person_known_to_be_alive_and_asked_by_nobody,
    person_who_gets_a_name_that_no_source_has,
]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_the_quick_check_says_what_looking_through_all_cases_says(scene: Callable[[], Iterator[Any]]) -> None:
    steps = scene()
    next(steps)
    with change("Changed."):
        row, said = next(steps)
        row.refresh_from_db()
        quick = refusal(workflow.stay_publishable_with, row)
        every = refusal(workflow.stay_publishable, Incident.objects.all())
    assert quick == every
    assert said in quick and bool(quick) == bool(said)
    next(steps, None)


def test_a_change_that_is_not_told_when_it_was_made_is_looked_for_in_all_cases() -> None:
    source = make_source()
    case = published(source=source)
    Incident.objects.filter(pk=case.pk).update(summary="")
    assert "summary is empty" in refusal(workflow.stay_publishable_with, source)


def test_a_comma_in_the_title_of_a_source_looks_through_no_case(monkeypatch: pytest.MonkeyPatch) -> None:
    source, seen = make_source(title="A title"), []
    monkeypatch.setattr(checks, "problems", lambda incident: seen.append(incident) or ())

    def cost() -> int:
        with transaction.atomic(), change("A comma."):
            source.title += ","
            source.save()
            with CaptureQueriesContext(connection) as captured:
                workflow.stay_publishable_with(source)
        return len(captured)

    published(hidden_person("Benita Quispe Mamani"), source=source)
    few = cost()
    for number in range(6):
        published(hidden_person(f"Benita Quispe {'ABCDEF'[number]}mamani"), source=source)
    assert cost() == few and seen == []


def test_the_name_of_a_party_of_many_cases_is_corrected_without_looking_through_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body, seen = make_organization("Vanda Inventada"), []
    for number in range(4):
        published(body, hidden_person(f"Benita Quispe {'ABCD'[number]}mamani"))
    monkeypatch.setattr(checks, "problems", lambda incident: seen.append(incident) or ())
    with change("A letter."):
        workflow.stay_publishable_with(renamed(body.names.get(), "Banda Inventada"))
    assert seen == []


def test_of_very_many_cases_that_would_lack_something_the_first_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_TOLD", 2)
    hidden_person()
    source = make_source()
    for _number in range(4):
        published(source=source)
    with change("A name."):
        source.title = HIDDEN
        source.save()
        said = refusal(workflow.stay_publishable_with, source)
    assert said.count("who is protected") == 2 and "no further ones were looked at" in said


def test_names_of_the_protected_are_read_once_for_all_cases() -> None:
    source = make_source()
    hidden_person()
    for _number in range(3):
        published(source=source)
    with CaptureQueriesContext(connection) as captured:
        workflow.stay_publishable(Incident.objects.all())
    asked = [query["sql"] for query in captured.captured_queries if '"protection" >' in query["sql"]]
    assert len(asked) == 1
