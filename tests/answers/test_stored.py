"""What is put away serves workers that start, is never believed blindly, and can be made and checked by command."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from incidents import workflow
from incidents.answers import KEEPER, Keeper, index, store, traces
from incidents.filters import QUESTIONS
from incidents.models import Change, Incident, Organization, StoredIndex
from tests.factories import make_actor, make_incident, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Incident:
    """A draft beside two public cases, and the indexes put away without it."""
    gang = make_organization("Banda Uno", kind="police")
    for number in range(2):
        make_incident(f"Case {number}", parties=[(gang, "other"), (make_actor(f"Persona {number}"), "suspect")])
    draft = make_incident("Draft", stage="draft", parties=[(gang, "other")])
    call_command("rebuild_derived", verbosity=0)
    return draft


def total(keeper: Keeper, name: str = "incidents") -> int:
    with keeper.reading(name) as index:
        return len(index.rows)


def test_a_worker_that_starts_reads_no_list_and_knows_what_came_since(draft: Incident) -> None:
    workflow.publish(draft)
    starting = Keeper()
    assert {name: total(starting, name) for name in QUESTIONS} == {
        name: question(QueryDict()).qs.count() for name, question in QUESTIONS.items()
    }
    assert starting.reads == 0
    assert starting.differences() == []


def test_lists_of_any_length_are_read_with_few_parameters(draft: Incident, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "LISTED", 1)
    with CaptureQueriesContext(connection) as captured:
        call_command("rebuild_derived", verbosity=0)
    assert any("json_each" in query["sql"] or "unnest" in query["sql"] for query in captured.captured_queries)
    long = Keeper(from_store=False)
    for name in QUESTIONS:
        total(long, name)
    monkeypatch.undo()
    assert long.differences() == []


def test_what_changed_kind_meanwhile_is_known(draft: Incident) -> None:
    Organization.objects.update(kind="court")
    starting = Keeper()
    with starting.reading("incidents") as index:
        assert set(index.facets["organization_kind"]) == {"court"}
    assert starting.reads == 0


def test_the_check_agrees_and_finds_what_was_tampered_with(draft: Incident, capsys: Any) -> None:
    call_command("check_derived")
    assert "equal the record" in capsys.readouterr().out
    traces.remove(connection)
    Incident.objects.filter(stage="published").update(kind="series")
    with pytest.raises(CommandError, match="trace_incident_update") as refused:
        call_command("check_derived")
    assert "incidents: kind: series" in str(refused.value)


@pytest.mark.parametrize("damage", ["DELETE FROM incidents_storedindex", "DELETE FROM incidents_change"])
def test_emptied_by_hand_it_is_read_anew(draft: Incident, damage: str) -> None:
    workflow.publish(draft)
    with connection.cursor() as cursor:
        cursor.execute(damage)
    starting = Keeper()
    assert total(starting) == 3 and starting.reads == 1
    assert QUESTIONS["incidents"](QueryDict()).answer()[0].total == 3
    assert KEEPER.differences() == []


@pytest.mark.parametrize("name", ["incidents/facet/kind", "incidents/rows/", store.HEAD])
def test_damaged_it_is_not_believed(draft: Incident, name: str) -> None:
    stored = StoredIndex.objects.get(name=name)
    stored.data = bytes(stored.data)[:-1] + b"x"
    stored.save()
    starting = Keeper()
    assert total(starting) == 2 and starting.reads == 1


def test_stopped_half_way_it_changes_nothing(draft: Incident, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(StoredIndex.objects.values_list("name", flat=True))
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(store, "asdict", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        call_command("rebuild_derived", verbosity=0)
    assert list(StoredIndex.objects.values_list("name", flat=True)) == before
    call_command("check_derived", verbosity=0)


def test_the_log_is_shortened_and_workers_that_were_behind_begin_anew(draft: Incident) -> None:
    behind = Keeper()
    assert total(behind) == 2
    workflow.publish(draft)
    assert Change.objects.count() > 1
    call_command("rebuild_derived", verbosity=0)
    if connection.vendor == "sqlite":
        assert Change.objects.count() == 2  # its end, and the sum of all that went before
    assert total(behind) == 3 and behind.differences() == []
