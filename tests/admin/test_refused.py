"""Whoever is not let in is told why, and whoever did something is told what was done."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from incidents.models import Actor, AllegationParty, ReaderRequest
from tests.factories import make_actor, make_incident
from tests.workflow.newsroom import case_at, member

pytestmark = pytest.mark.django_db
ADD = "/admin/incidents/incident/add/"


def logged_in(role: str, name: str = "", **more: Any) -> Client:
    client = Client(**more)
    client.force_login(member(role, name) if name else member(role))
    return client


def title(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.text.partition("<title>")[2].partition("</title>")[0]).strip()


@pytest.mark.parametrize("ask", ["get", "post"])
def test_whoever_is_sent_to_log_in_is_told_that_the_work_is_kept(ask: str) -> None:
    answer = getattr(Client(), ask)(ADD, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/admin/login/")
    assert "your log-in has ended" in answer.text and "kept in this browser" in answer.text


def test_whoever_opens_the_desk_has_lost_nothing_and_is_told_nothing_of_it() -> None:
    assert "has ended" not in Client().get("/admin/", follow=True).text


def test_a_form_without_any_cookie_says_log_in_and_leads_there_and_back() -> None:
    answer = Client(enforce_csrf_checks=True).post(ADD, {"title": "Lost?"})
    assert answer.status_code == 403 and title(answer).startswith("Your log-in has ended")
    assert "kept in this browser" in answer.text and "token" not in answer.text
    assert f'href="/admin/login/?next={ADD.replace("/", "%2F")}"' in answer.text


def test_a_form_that_is_only_old_and_the_form_to_log_in_with_say_so() -> None:
    editor = logged_in("editor", enforce_csrf_checks=True)
    for client, address in ((editor, ADD), (Client(enforce_csrf_checks=True), "/admin/login/")):
        answer = client.post(address, {})
        assert answer.status_code == 403 and title(answer).startswith("This form has expired")


@pytest.fixture
def who() -> Actor:
    return make_actor("Persona Inventada")


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("incidents/actor/{0}/anonymise/", "Anonymise"),
        ("incidents/party/{0}/merge/", "Merge with another"),
        ("incidents/party/merges/", "See names that are never public"),
        ("incidents/readerrequest/", "see readers' requests"),
        ("auth/user/", "see users"),
        ("auth/user/1/change/", "see users"),
        ("auth/user/add/", "add users"),
        ("incidents/offence/add/", "add offences"),
    ],
)
def test_an_account_that_is_logged_in_is_told_which_right_it_lacks(who: Actor, address: str, right: str) -> None:
    answer = logged_in("contributor").get(f"/admin/{address.format(who.pk)}")
    assert answer.status_code == 403
    assert f"Your account may not do this: “{right}”." in unescape(answer.text)
    assert "log in" not in answer.text


def test_approving_says_that_the_changes_are_approved() -> None:
    case = case_at("published", member("contributor", "ana"))
    editor = logged_in("editor", "ben")
    case.title = "Changed since"
    case.save()
    answer = editor.post(f"/admin/incidents/incident/{case.pk}/stage/approve/", {"reason": "Right."}, follow=True)
    assert "The changes are approved" in answer.text and "is now: published" in answer.text


def asked() -> ReaderRequest:
    who = make_actor("Aurelia Inventada")
    case = make_incident("A lorry", parties=[(who, "suspect")], claims=[{"about": who}])
    return ReaderRequest.objects.create(kind="reply", page="incident", about=case.public_id, text="Not so.")


def test_what_was_done_with_a_request_is_said_and_nobody_is_offered_what_is_theirs(admin_client: Client) -> None:
    request = asked()
    page = f"/admin/incidents/readerrequest/{request.pk}"
    assert "Take it" in admin_client.get(f"{page}/change/").text
    taken = admin_client.post(f"{page}/do/take/", follow=True)
    assert "You look after this request now." in taken.text and "Take it" not in taken.text
    assert "Take it" in logged_in("editor", "ben").get(f"{page}/change/").text, "somebody else may take it over"
    link = AllegationParty.objects.get()
    replied = admin_client.post(f"{page}/do/accept_reply/", {"link": link.pk, "text": "Not so."}, follow=True)
    assert "The reply stands beside the claim now" in replied.text
    assert ReaderRequest.objects.get().state == "accepted"


def test_an_answer_is_said_to_be_sent_by_the_editor(admin_client: Client) -> None:
    page = f"/admin/incidents/readerrequest/{asked().pk}/do/answer/"
    answer = admin_client.post(page, {"accepted": "no", "text": "We looked."}, follow=True)
    assert "Send the reader the answer yourself" in answer.text
