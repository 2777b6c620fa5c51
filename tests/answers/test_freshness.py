"""Whatever changes the record, by whatever door, the next answer knows it; and the indexes equal the record."""

import datetime
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from incidents import workflow
from incidents.answers import KEEPER, log, traces
from incidents.filters import QUESTIONS
from incidents.models import (
    AllegationParty,
    Change,
    Incident,
    IncidentPlace,
    IncidentSource,
    Involvement,
    Offence,
    Organization,
    PartyName,
    Region,
    RegionOverlap,
    Seizure,
    Source,
)
from tests.factories import (
    add_claim,
    add_membership,
    make_actor,
    make_incident,
    make_organization,
    make_region,
    make_source,
)

pytestmark = pytest.mark.django_db
LISTS = list(QUESTIONS)


def totals() -> dict[str, int]:
    return {name: question(QueryDict()).answer()[0].total for name, question in QUESTIONS.items()}


@pytest.fixture
def case(land: SimpleNamespace, crimes: SimpleNamespace) -> SimpleNamespace:
    ana, gang = make_actor("Ana Invento"), make_organization("Banda Uno", kind="police")
    source = make_source("Diario Uno")
    incident = make_incident(
        places=[(land.town, "location")],
        parties=[(ana, "suspect"), (gang, "other")],
        sources=[source],
        claims=[{"about": ana, "offence": crimes.trafficking}],
        seizures=["drugs"],
    )
    other = make_incident("Another case", date="2019", places=[(land.south, "transit")], parties=[(gang, "witness")])
    draft = make_incident("A draft", stage="draft", parties=[(make_actor("Berta Ficción"), "suspect")])
    totals()  # every index is in memory before anything changes
    return SimpleNamespace(**vars(land), ana=ana, gang=gang, source=source, incident=incident, other=other, draft=draft)


def raw(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


CHANGES: dict[str, Callable[[Any], Any]] = {
    "a new organization": lambda case: make_incident(
        parties=[(make_organization("Corte Nueva", kind="court"), "other")]
    ),
    "publishing": lambda case: workflow.publish(case.draft),
    "withdrawing": lambda case: workflow.withdraw(case.other, None, "Invented."),
    "raw SQL on a case": lambda case: raw("UPDATE incidents_incident SET kind = 'series', date_latest = NULL"),
    "a place taken away": lambda case: IncidentPlace.objects.filter(incident=case.incident).delete(),
    "places added in bulk": lambda case: IncidentPlace.objects.bulk_create(
        IncidentPlace(incident=case.other, name="Villa", region=case.town, role="origin") for _ in range(3)
    ),
    "a part given to somebody else": lambda case: Involvement.objects.filter(party=case.gang).update(
        party=case.draft_party
    ),
    "a part taken away": lambda case: raw(
        "DELETE FROM incidents_involvement WHERE party_id = %s AND role = 'witness'", case.gang.pk
    ),
    "another kind of organization": lambda case: Organization.objects.filter(pk=case.gang.pk).update(kind="court"),
    "a new name": lambda case: PartyName.objects.filter(party=case.ana).update(name="Zoe", folded="zoe"),
    "another status": lambda case: AllegationParty.objects.update(legal_status="detained"),
    "goods taken away": lambda case: Seizure.objects.all().delete(),
    "another publisher": lambda case: Source.objects.filter(pk=case.source.pk).update(publisher="Otro", language="pt"),
    "a source added": lambda case: IncidentSource.objects.create(incident=case.other, source=make_source("Nuevo")),
    "a membership": lambda case: add_membership(case.incident, case.ana, case.gang),
    "an embargo": lambda case: Incident.objects.filter(pk=case.other.pk).update(
        embargo_until=timezone.now() + datetime.timedelta(days=1)
    ),
    "a moved region": lambda case: Region.objects.move(
        Region.objects.get(pk=case.town.pk), Region.objects.get(pk=case.south.pk), "sorted-child"
    ),
    "a new region": lambda case: make_region("Nueva", "XA-NUE", parent=case.country),
    "another overlap": lambda case: RegionOverlap.objects.all().delete(),
    "an offence under another": lambda case: Offence.objects.filter(code="0601").update(path="07/0601/"),
    "the log emptied by hand": lambda case: (raw("DELETE FROM incidents_change"), workflow.publish(case.draft)),
    "a case withdrawn and its facts deleted": lambda case: withdraw_and_empty(case.other),
}


def withdraw_and_empty(incident: Incident) -> None:
    workflow.withdraw(incident, None, "Invented.")
    incident.citations.all().delete()
    for rows in (incident.readings, incident.places, incident.involvements, incident.dates):
        rows.all().delete()


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_known_at_the_next_answer(case: SimpleNamespace, change: str) -> None:
    case.draft_party = case.draft.involvements.get().party
    CHANGES[change](case)
    assert KEEPER.differences() == []
    for name, question in QUESTIONS.items():
        asked = question(QueryDict())
        assert asked.answer()[0].total == asked.qs.count(), name


def test_a_worker_that_looks_after_every_change_never_reads_everything_again(
    case: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = KEEPER.reads
    workflow.publish(case.draft)
    assert totals()["incidents"] == 3
    workflow.withdraw(case.draft, None, "Invented.")
    assert totals()["incidents"] == 2
    assert KEEPER.reads == before


def test_an_embargo_that_ends_is_known_without_any_change(
    case: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = timezone.now() + datetime.timedelta(hours=1)
    Incident.objects.filter(pk=case.other.pk).update(embargo_until=soon)
    add_claim(case.other, case.ana)  # by facts alone, without a part of her own in the case
    add_membership(case.other, case.ana, case.gang)
    assert totals()["incidents"] == 1
    monkeypatch.setattr(timezone, "now", lambda: soon + datetime.timedelta(seconds=1))
    assert totals() == {name: question(QueryDict()).qs.count() for name, question in QUESTIONS.items()}
    assert totals()["incidents"] == 2
    assert KEEPER.differences() == []


def test_what_is_rolled_back_was_never_known(case: SimpleNamespace) -> None:
    class Undone(Exception):
        pass

    before = totals()
    with pytest.raises(Undone), transaction.atomic():
        workflow.publish(case.draft)
        assert totals()["incidents"] == before["incidents"] + 1
        raise Undone
    assert totals() == before
    assert KEEPER.differences() == []


def test_drafts_leave_no_trace_in_the_log(case: SimpleNamespace) -> None:
    before = Change.objects.count()
    make_incident("Another draft", stage="draft", places=[(case.town, "location")], seizures=["drugs"])
    assert Change.objects.count() == before


def test_triggers_can_be_away_while_tables_are_filled(case: SimpleNamespace) -> None:
    traces.remove(connection)
    Incident.objects.filter(pk=case.other.pk).update(kind="series")
    traces.install(connection)
    assert QUESTIONS["incidents"](QueryDict("kind=series")).answer()[0].total == 1
    assert KEEPER.differences() == []


@pytest.mark.parametrize("door", ["an answer", "a page", "a page again"])
def test_a_broken_reading_leaves_nothing_half_known(
    case: SimpleNamespace, client: Client, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from incidents.answers.incidents import IncidentIndex

    workflow.publish(case.draft)
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(IncidentIndex, "_read_claims", lambda *_: (_ for _ in ()).throw(RuntimeError("broken")))
        totals() if door == "an answer" else client.get("/incidents/")
    if door == "a page again":
        assert "A draft" in client.get("/incidents/").text
    assert totals()["incidents"] == 3
    assert KEEPER.differences() == []


@pytest.mark.postgresql
def test_notes_of_a_transaction_that_are_read_already_are_no_reason_to_read_everything_again(
    case: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    totals()
    monkeypatch.setattr(log, "MOST", 5)
    before = KEEPER.reads
    for number in range(12):
        Incident.objects.filter(pk=case.other.pk).update(kind=["event", "series"][number % 2])
        assert totals()["incidents"] == 2
    assert KEEPER.reads == before
