"""An editor cannot withdraw a case, and asks for it: whoever can is told, and answers."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from incidents import workflow
from incidents.models import Incident, Stage
from incidents.workflow import waiting
from tests.factories import make_incident
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Incident:
    return make_incident("A case in doubt")


def at_the_desk(role: str, name: str) -> Client:
    client = Client()
    client.force_login(member(role, name))
    return client


def asked(case: Incident) -> list[Any]:
    return [request.incident for request in waiting.withdrawals_asked()]


def test_the_page_says_who_can_and_the_request_reaches_them(case: Incident) -> None:
    editor, lawyer = at_the_desk("editor", "ana"), at_the_desk("legal reviewer", "lucia")
    page = editor.get(f"/admin/incidents/incident/{case.pk}/change/").text
    assert "withdrawn only by lucia" in page and "stage/ask_withdrawal/" in page and "stage/withdraw/" not in page
    answer = editor.post(f"/admin/incidents/incident/{case.pk}/stage/ask_withdrawal/", {"reason": "The source lied."})
    assert answer.status_code == 302
    assert "Noted with your reason" in editor.get(f"/admin/incidents/incident/{case.pk}/change/").text
    front = lawyer.get("/admin/").text
    assert "Withdrawal asked for" in front and "A case in doubt" in front and "ana: The source lied." in front
    for client in (editor, lawyer):
        page = client.get(f"/admin/incidents/incident/{case.pk}/change/").text
        assert "Withdrawal was asked for" in page and "stage/ask_withdrawal/" not in page
    lawyer.post(f"/admin/incidents/incident/{case.pk}/stage/withdraw/", {"reason": "So it did."})
    assert Incident.objects.get().stage == Stage.WITHDRAWN and not asked(case)


def test_it_is_asked_once_until_it_is_answered(case: Incident) -> None:
    workflow.ask_withdrawal(case, None, "A doubt.")
    with pytest.raises(workflow.NotAllowed, match="A doubt"):
        workflow.ask_withdrawal(case, None, "Another doubt.")
    workflow.keep_published(case, None, "The doubt is answered.")
    assert not asked(case)
    with pytest.raises(workflow.NotAllowed, match="Nobody has asked"):
        workflow.keep_published(case, None, "Again.")
    workflow.ask_withdrawal(case, None, "Another doubt.")
    assert asked(case) == [case]


def test_a_case_withdrawn_and_published_again_starts_anew(case: Incident) -> None:
    workflow.ask_withdrawal(case, None, "A doubt.")
    workflow.withdraw(case, None, "Right.")
    workflow.publish(case)
    assert not asked(case) and workflow.withdrawal_asked(case) is None


def test_readers_learn_nothing_of_it(case: Incident, client: Client) -> None:
    address = case.get_absolute_url()
    before = client.get(address).text
    modified = case.modified
    workflow.ask_withdrawal(case, None, "A doubt, zqxv.")
    workflow.keep_published(case, None, "None, zqxv.")
    case.refresh_from_db()
    assert case.modified == modified and client.get(address).text == before
    assert "zqxv" not in client.get("/corrections/").text


def test_where_nobody_can_the_page_says_whom_to_ask(case: Incident) -> None:
    page = at_the_desk("editor", "ana").get(f"/admin/incidents/incident/{case.pk}/change/").text
    assert "withdrawn only by nobody yet: an administrator has to give" in page


def test_who_only_reads_a_case_decides_on_it_as_it_was_read(client: Client) -> None:
    case = make_incident("A case in doubt")
    client.force_login(member("legal reviewer"))
    page = client.get(f"/admin/incidents/incident/{case.pk}/change/").text
    (link,) = re.findall(r'href="([^"]*/stage/withdraw/[^"]*)"', page)
    case.summary = "Told anew."
    case.save()
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', client.get(html.unescape(link)).text)
    answer = client.post(
        f"/admin/incidents/incident/{case.pk}/stage/withdraw/", {"reason": "It was so.", "seen": html.unescape(seen)}
    )
    assert answer.status_code == 200 and "changed since this page was opened" in answer.text
    case.refresh_from_db()
    assert case.stage == "published"
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', answer.text)
    client.post(
        f"/admin/incidents/incident/{case.pk}/stage/withdraw/", {"reason": "It was so.", "seen": html.unescape(seen)}
    )
    case.refresh_from_db()
    assert case.stage == "withdrawn"


def test_readers_who_were_told_of_a_withdrawal_are_told_that_the_case_is_public_again(client: Client) -> None:
    case = make_incident("A case in doubt")
    workflow.withdraw(case, None, "A doubt.")
    workflow.publish(case)
    for address in ("/corrections/", case.get_absolute_url()):
        assert "The record was withdrawn, and is public again." in client.get(address, follow=True).text
    assert [row.kind for row in case.corrections.order_by("pk")] == ["retraction", "update"]
    other = make_incident("Never withdrawn", stage="draft")
    workflow.publish(other)
    assert not other.corrections.exists()
