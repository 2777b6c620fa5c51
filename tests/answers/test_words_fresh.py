"""Whatever changes the words of the record, by whatever door, the next answer knows it; what is missing is said."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents import workflow
from incidents.answers import KEEPER, Keeper, NotReady, traces
from incidents.answers.words import filling, held, looking
from incidents.filters import QUESTIONS
from incidents.models import Actor, Allegation, Incident, Involvement, NameUse, PartyName, Source
from incidents.search.query import Term
from incidents.workflow import identity
from tests.answers.test_words import answers, asked_of, texts
from tests.factories import add_claim, bring_to, make_actor, make_incident, make_organization, make_source

pytestmark = pytest.mark.django_db
WORDS = ("oro", "plata", "cobre", "bronce", "nuevo*", '"oro fino"', "-plata")


def raw(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def used(part: Involvement, name: str) -> None:
    NameUse.objects.create(involvement=part, name=PartyName.objects.create(party=part.party, name=name))


def involved(incident: Incident, name: str) -> Actor:
    actor = make_actor(name)
    Involvement.objects.create(incident=incident, party=actor, named_publicly=True)
    return actor


def found() -> dict[str, Any]:
    return {f"{name} {word}": answers(name, word) for name in QUESTIONS for word in WORDS}


def expected() -> dict[str, Any]:
    known = texts()

    def rows(name: str, word: str) -> set[int]:
        plain = word.strip('-"*')
        held = {
            pk
            for pk, own in known[name].items()
            if any(f" {plain}{'' if word.endswith('*') else ' '}" in f" {text} " for text in own)
        }
        return set(known[name]) - held if word.startswith("-") else held

    return {f"{name} {word}": (rows(name, word), len(rows(name, word))) for name in QUESTIONS for word in WORDS}


@pytest.fixture
def case() -> SimpleNamespace:
    ana, gang = make_actor("Oro Cobre", description="plata"), make_organization("Banda Plata")
    source = make_source("Diario Oro")
    incident = make_incident(
        "Oro fino",
        parties=[(ana, "suspect"), (gang, "other")],
        sources=[source],
        claims=[{"about": ana, "claim": "Plata."}],
    )
    part = incident.involvements.get(party=ana)
    used(part, "Bronce Uno")
    other = make_incident("Plata", parties=[(gang, "witness")])
    draft = make_incident("Oro draft", stage="draft", parties=[(make_actor("Cobre Draft"), "suspect")])
    return SimpleNamespace(ana=ana, gang=gang, source=source, incident=incident, part=part, other=other, draft=draft)


CHANGES: dict[str, Callable[[Any], Any]] = {
    "publishing": lambda case: workflow.publish(case.draft),
    "withdrawing": lambda case: workflow.withdraw(case.incident, None, "Invented."),
    "raw SQL on a case": lambda case: raw("UPDATE incidents_incident SET search_text = 'nuevo cobre'"),
    "raw SQL on a stage": lambda case: raw("UPDATE incidents_incident SET stage = 'withdrawn'"),
    "a claim": lambda case: add_claim(case.other, case.gang, "Nuevo oro fino."),
    "a claim taken away": lambda case: Allegation.objects.all().delete(),
    "a part taken away": lambda case: case.part.delete(),
    "a part told otherwise": lambda case: Involvement.objects.filter(pk=case.part.pk).update(search_text="nuevos"),
    "a part of somebody else": lambda case: (
        case.part.names_used.all().delete(),
        Involvement.objects.filter(pk=case.part.pk).update(party=make_actor("Nuevo", description="nueva")),
    ),
    "a name": lambda case: PartyName.objects.create(party=case.gang, name="Oro Fino"),
    "a name spelled otherwise": lambda case: PartyName.objects.update(folded="nuevo oro"),
    "a name taken away": lambda case: PartyName.objects.filter(party=case.ana, uses=None).delete(),
    "a name that a draft begins to use": lambda case: NameUse.objects.create(
        involvement=Involvement.objects.create(incident=case.draft, party=case.ana), name=case.ana.names.first()
    ),
    "a name used no more": lambda case: NameUse.objects.all().delete(),
    "a name given to another part": lambda case: NameUse.objects.update(
        involvement=case.other.involvements.get(), name=case.gang.names.get()
    ),
    "a description": lambda case: raw("UPDATE incidents_party SET search_text = 'nuevo oro fino'"),
    "protection": lambda case: Actor.objects.protect(case.ana.pk, "witness"),
    "raw protection": lambda case: raw("UPDATE incidents_actor SET protection = 'minor'"),
    "an embargo": lambda case: Incident.objects.update(embargo_until=timezone.now() + timedelta(days=1)),
    "a source": lambda case: Source.objects.filter(pk=case.source.pk).update(search_text="nuevo"),
    "a merge": lambda case: identity.merge(case.ana, involved(case.other, "Nuevo Oro"), None, "The same."),
    "a case in bulk": lambda case: Allegation.objects.bulk_create(
        Allegation(incident=case.other, claim="x", search_text="nuevo oro fino") for _ in range(3)
    ),
}


@pytest.mark.parametrize("few", [3000, -1], ids=["rare words", "frequent words"])
@pytest.mark.parametrize("name", CHANGES)
def test_the_next_answer_knows(case: Any, name: str, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "FEW", few)
    assert found() == expected()
    before = expected()
    CHANGES[name](case)
    assert expected() != before, "the change changes nothing"
    assert found() == expected()
    assert list(filling.differences()) == []


def test_an_embargo_that_ends_makes_words_known(case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_to(case.draft, "embargoed")
    assert found() == expected()
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert found() == expected()
    assert case.draft.pk in answers("incidents", "oro")[0]


def test_frequent_words_are_put_away_and_known_by_a_worker_that_starts(
    case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "FREQUENT", 1)
    call_command("rebuild_derived", verbosity=0)
    workflow.publish(case.draft)
    monkeypatch.setattr(looking, "owners", lambda term: pytest.fail(f"{term} was read anew"))
    starting = Keeper()
    with starting.reading("incidents") as index:
        assert case.draft.pk in index.words.rows(Term(("oro",))).of["incident"]


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM incidents_passage",
        "DELETE FROM incidents_passage WHERE what = 'incident'",
        "TRUNCATE incidents_passage",
    ],
)
def test_passages_deleted_by_hand_are_missed_and_made_anew(case: Any, client: Client, deed: str) -> None:
    if "TRUNCATE" in deed and connection.vendor == "sqlite":
        deed = "DELETE FROM incidents_passage WHERE id > 0"
    raw(deed)
    KEEPER.forget()
    with pytest.raises(NotReady):
        answers("incidents", "oro")
    answer = client.get("/incidents/?q=oro")
    assert answer.status_code == 503 and "made anew" in answer.content.decode()
    assert client.get("/incidents/").status_code == 200
    with pytest.raises(CommandError, match="not whole"):
        call_command("check_derived")
    call_command("rebuild_derived", verbosity=0)
    call_command("check_derived")
    assert found() == expected()


def test_a_rebuilding_that_is_stopped_leaves_what_was_right(case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settle, calls = filling._settle, []

    def stopped(*given: Any) -> int:
        calls.append(given)
        if len(calls) > 2:
            raise KeyboardInterrupt
        return settle(*given)

    monkeypatch.setattr(filling, "_settle", stopped)
    with pytest.raises(KeyboardInterrupt):
        call_command("rebuild_derived", verbosity=0)
    assert found() == expected()


def test_what_differs_from_the_record_is_named_and_mended(case: Any) -> None:
    raw("UPDATE incidents_passage SET text = ' falso ' WHERE what = 'involvement'")
    assert any(line.startswith("passage of involvement") for line in filling.differences())
    assert filling.fill() > 0
    assert list(filling.differences()) == [] and found() == expected()


def test_embargoed_and_hidden_cases_have_no_words_for_readers(case: Any) -> None:
    for stage in ("draft", "in_review", "legal_review", "embargoed", "withdrawn"):
        make_incident("Zinc", stage=stage, parties=[(case.gang, "other"), (case.ana, "other")])
    Involvement.objects.filter(incident__title="Zinc").update(search_text="zinc")
    for name in QUESTIONS:
        assert QUESTIONS[name](asked_of("zinc")).answer()[0].total == 0


@pytest.mark.postgresql
def test_a_save_that_publishes_nothing_and_takes_nothing_away_leaves_what_hangs_on_the_case_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'passage_incident_update'")
        (work,) = cursor.fetchone()
    always = re.sub(r"IF EXISTS .*? THEN .*?; END IF", "", work)
    assert "'incident' AS what" in always
    assert not re.search(r"'(involvement|allegation|party|source|region)' AS what", always)
    assert all(f"'{kind}' AS what" in work for kind in ("involvement", "allegation", "party", "source", "region"))


def test_words_that_were_put_away_go_too_where_everything_may_have_changed_while_they_were_taken_out(
    case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "FREQUENT", 1)
    behind = Keeper()
    with behind.reading("incidents"):
        pass
    traces.note_everything(connection)
    call_command("rebuild_derived", verbosity=0)
    take_out = Keeper._take_out

    def meanwhile(keeper: Keeper, *given: Any) -> None:
        take_out(keeper, *given)
        raw("UPDATE incidents_incident SET search_text = 'nuevo cobre'")
        traces.note_everything(connection)

    monkeypatch.setattr(Keeper, "_take_out", meanwhile)
    with behind.reading("incidents") as index:
        assert index.words.rows(Term(("nuevo",))).of["incident"]
        assert index.words.rows(Term(("oro",))) == held._read(Term(("oro",)), ())


def test_however_many_passages_have_a_word_few_are_held_at_once(case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, add = [], looking.Rows.add

    def noted(rows: looking.Rows, owners: Any, embargoed: Any) -> None:
        sizes.append(len(owners))
        add(rows, owners, embargoed)

    whole = held._read(Term(("o",), prefix=True), ())
    monkeypatch.setattr(looking, "BATCH", 2)
    monkeypatch.setattr(looking.Rows, "add", noted)
    with CaptureQueriesContext(connection) as captured:
        assert held._read(Term(("o",), prefix=True), ()) == whole
    assert len(sizes) > 1 and max(sizes) == 2
    assert len(captured) == 1
    if connection.vendor == "postgresql":  # whose driver else fetches all at once
        assert " CURSOR " in captured.captured_queries[0]["sql"]


def test_terms_of_many_rows_are_forgotten_sooner_but_never_the_last(case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "LARGE", 0)
    words = held.Words()
    for word in ("oro", "plata", "cobre"):
        assert len(words.rows(Term((word,)))) > 0
        assert list(words._held) == [Term((word,))]
