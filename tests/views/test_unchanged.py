"""A list that the reader's browser has already is not sent again, and never kept a moment too long."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents import workflow
from incidents.answers import KEEPER
from incidents.models import Incident, PartyName
from tests.factories import make_actor, make_incident

pytestmark = pytest.mark.django_db
LISTS = ["incidents", "actors", "organizations", "regions", "allegations", "sources"]


def tag_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.headers["ETag"])


def status(client: Client, address: str, tag: str) -> int:
    return client.get(address, headers={"if-none-match": tag}).status_code


@pytest.mark.parametrize("name", LISTS)
def test_what_is_unchanged_costs_one_statement_and_no_page(client: Client, name: str) -> None:
    make_incident()
    tag = tag_of(client, f"/{name}/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/{name}/", headers={"if-none-match": tag})
    assert answer.status_code == 304 and not answer.content and len(captured) == 1
    assert status(client, f"/{name}/?q=other", tag) == 200


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
    tag = tag_of(client, "/incidents/")
    client.force_login(User.objects.create_superuser("editor"))
    assert status(client, "/incidents/", tag) == 200
    assert "ETag" not in client.get("/incidents/").headers


def test_a_refused_question_has_no_tag(client: Client) -> None:
    assert "ETag" not in client.get("/incidents/?banana=1").headers
