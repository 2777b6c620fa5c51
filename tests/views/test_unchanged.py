"""A page that the reader's browser has already is not sent again, and never kept a moment too long."""

import datetime
import re
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents import workflow
from incidents.answers import KEEPER, traces
from incidents.models import (
    Correction,
    Incident,
    PartyName,
    SpeechLink,
)
from incidents.models.record import Fact
from incidents.views.remembered import Remembered
from tests.factories import make_actor, make_incident
from tests.views import detail_rows as rows
from tests.views.asked import statements_of_new_pages
from tests.views.every_page import add_the_rest, pages

pytestmark = pytest.mark.django_db
# Tables that pages read and whose changes are noted by something else, or cannot be seen.
ELSEWHERE = {
    "incidents_change": "the log itself",
    "incidents_storedindex": "made from the record",
    "incidents_partynamekey": "kept together with each name",
    "incidents_mergedrow": "written once, together with its merge",
    "incidents_stagechange": "written together with its case; not shown",
}


def touch(model: Any) -> None:
    """Writes every row of the table as it is, by raw SQL."""
    column = next(field.column for field in model._meta.local_concrete_fields if not field.primary_key)
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{model._meta.db_table}" SET "{column}" = "{column}"')


def tables_read(addresses: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for one in addresses:
        KEEPER.forget()
        with statements_of_new_pages() as captured:
            assert Client().get(one).status_code == 200
        for query in captured.captured_queries:
            found |= set(re.findall(r'(?:FROM|JOIN) "(incidents_\w+)"', query["sql"]))
    return {table for table in found if "historical" not in table}


def noted() -> list[Any]:
    tables = {trace.table for trace in traces.TRACES}
    return [model for model in apps.get_app_config("incidents").get_models() if model._meta.db_table in tables]


def tag_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.headers["ETag"])


def status(client: Client, address: str, tag: str) -> int:
    return client.get(address, headers={"if-none-match": tag}).status_code


def test_what_is_unchanged_costs_one_statement_and_no_page(client: Client) -> None:
    for name, one in pages().items():
        tag = tag_of(client, one)
        with statements_of_new_pages() as captured:
            answer = client.get(one, headers={"if-none-match": tag})
        assert answer.status_code == 304 and not answer.content and len(captured) == 1, name
    assert status(client, "/incidents/?q=other", tag_of(client, "/incidents/")) == 200


def test_every_table_that_a_page_reads_notes_its_changes() -> None:
    unnoticed = tables_read(pages().values()) - {model._meta.db_table for model in noted()}
    assert unnoticed <= set(ELSEWHERE)


def test_a_change_makes_every_page_new(client: Client) -> None:
    addresses = pages()
    tags = {name: tag_of(client, one) for name, one in addresses.items()}
    touch(SpeechLink)
    assert [name for name, one in addresses.items() if status(client, one, tags[name]) != 200] == []


def test_a_change_in_any_table_that_pages_read_is_a_change() -> None:
    incident = rows.full_case()
    add_the_rest(incident)
    for model in noted():
        assert model._default_manager.exists(), model
        before = KEEPER.version()
        if model is Correction:  # never edited
            Correction.objects.create(incident=incident, kind="update", note="Invented, too.")
        else:
            touch(model)
        assert KEEPER.version() != before, model


def test_what_nobody_can_read_is_no_change() -> None:
    rows.full_case()
    for incident in Incident.objects.published():
        workflow.withdraw(incident, None, "Invented.")
    before = KEEPER.version()
    hanging = [model for model in noted() if issubclass(model, Fact)]
    assert len(hanging) > 20
    for model in hanging:
        touch(model)
        assert KEEPER.version() == before, model


def test_a_star_does_not_stand_for_a_page_that_does_not_exist(client: Client) -> None:
    assert status(client, "/incidents/bbbbbbbb/", "*") == 404


def test_every_change_that_readers_see_makes_it_new_and_drafts_do_not(client: Client) -> None:
    ana = make_actor("Ana Invento")
    incident = make_incident(parties=[(ana, "suspect")])
    tag = tag_of(client, "/incidents/")
    draft = make_incident("Draft", stage="draft")
    assert status(client, "/incidents/", tag) == 304
    for change in (
        lambda: workflow.publish(draft),
        lambda: Incident.objects.filter(pk=incident.pk).update(title="Another title"),
        lambda: PartyName.objects.filter(party=ana).update(name="Zoe"),
        lambda: workflow.withdraw(draft, None, "Invented."),
    ):
        change()
        assert status(client, "/incidents/", tag) == 200
        tag = tag_of(client, "/incidents/")


def test_what_goes_on_elsewhere_on_the_server_does_not_make_it_new(client: Client) -> None:
    make_incident()
    elsewhere = connection.copy()
    with elsewhere.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("CREATE TEMPORARY TABLE elsewhere (number integer)")  # takes a number among the transactions
        tag = tag_of(client, "/incidents/")
        cursor.execute("ROLLBACK")
    elsewhere.close()
    assert status(client, "/incidents/", tag) == 304


def test_putting_the_indexes_away_does_not_make_it_new(client: Client) -> None:
    for number in range(3):
        make_incident(f"Case {number}")
    tag = tag_of(client, "/incidents/")
    for _again in range(2):
        call_command("rebuild_derived", verbosity=0)
        assert status(client, "/incidents/", tag) == 304
        KEEPER.forget()  # as a worker that starts
        assert status(client, "/incidents/", tag) == 304


def test_an_embargo_that_ends_makes_it_new(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = make_incident()
    soon = timezone.now() + datetime.timedelta(seconds=30)
    Incident.objects.filter(pk=incident.pk).update(embargo_until=soon)
    tag = tag_of(client, "/incidents/")
    monkeypatch.setattr(timezone, "now", lambda: soon + datetime.timedelta(seconds=1))
    assert status(client, "/incidents/", tag) == 200


def test_whoever_has_a_session_is_always_answered_in_full(client: Client) -> None:
    addresses = pages()
    tags = {one: tag_of(client, one) for one in addresses.values()}
    client.force_login(User.objects.create_superuser("editor"))
    for one, tag in tags.items():
        assert status(client, one, tag) == 200, one
        assert "ETag" not in client.get(one).headers


def test_a_refused_question_has_no_tag(client: Client) -> None:
    assert "ETag" not in client.get("/incidents/?banana=1").headers


def test_a_page_is_made_once_for_each_state_of_the_record(client: Client) -> None:
    make_incident("As it was")
    first = client.get("/incidents/")
    with CaptureQueriesContext(connection) as captured:
        again = client.get("/incidents/")
    assert again.content == first.content and again.headers["ETag"] == first.headers["ETag"] and len(captured) == 1
    Incident.objects.update(title="As it is now")
    assert "As it is now" in client.get("/incidents/").content.decode()
    assert "As it was" not in client.get("/incidents/").content.decode()


def test_a_page_that_was_kept_is_not_given_under_another_name_or_to_whoever_has_a_session(
    client: Client, django_user_model: Any
) -> None:
    make_incident()
    assert "http://testserver/incidents/" in client.get("/incidents/").content.decode()
    secure = client.get("/incidents/", secure=True).content.decode()
    assert "https://testserver/incidents/" in secure and "http://testserver/" not in secure
    client.force_login(django_user_model.objects.create_user("invented"))
    with CaptureQueriesContext(connection) as captured:
        client.get("/incidents/")
    assert len(captured) > 5


def test_no_more_pages_are_kept_than_there_is_room_for() -> None:
    kept = Remembered(most=1000)
    for number in range(20):
        kept.keep(str(number), HttpResponse(b"x" * 100))
    assert [number for number in range(20) if kept.get(str(number))] == list(range(10, 20))
    kept.keep("too large", HttpResponse(b"x" * 200))
    kept.keep("missing", HttpResponse(b"x", status=404))
    assert kept.get("too large") is None and kept.get("missing") is None


def test_of_many_who_ask_at_once_for_the_same_page_one_makes_it() -> None:
    kept, made, begun = Remembered(), [], Barrier(5)

    def make() -> HttpResponse:
        time.sleep(0.05)
        made.append(1)
        return HttpResponse(b"made")

    def ask(_reader: int) -> bytes:
        begun.wait()
        return kept.or_made("page", make).content

    with ThreadPoolExecutor(5) as readers:
        assert list(readers.map(ask, range(5))) == [b"made"] * 5
    assert len(made) == 1


def test_the_log_of_changes_is_read_once_for_a_page_and_again_for_the_next(client: Client) -> None:
    make_incident("Before")
    client.get("/suggest/everything/?q=bef")
    with statements_of_new_pages() as captured:
        client.get("/suggest/everything/?q=bef")
        make_incident("Before too")
        assert len(client.get("/suggest/everything/?q=bef").json()["results"]) >= 2
    looks = [one for one in captured if 'FROM "incidents_change"' in one["sql"] and "SELECT" in one["sql"][:6]]
    assert len(looks) == 2


def test_what_changes_while_a_page_is_made_is_known_to_the_next_and_to_whoever_begins_anew() -> None:
    with KEEPER.as_it_is() as before:
        make_incident("New")
        assert KEEPER.version() == before
        KEEPER.forget()  # as after an error
        assert KEEPER.version() != before
    with KEEPER.as_it_is() as now:
        make_incident("Newer")
    assert KEEPER.version() not in (before, now)
