"""The first page, the pages that explain, and the pages for what could not be answered."""

import re

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import get_resolver

from incidents import wording
from incidents.models import Incident
from incidents.views import errors
from tests.factories import make_actor, make_incident
from tests.views import every_page

pytestmark = pytest.mark.django_db


def test_the_first_page_says_what_this_is_and_what_is_new(client: Client) -> None:
    make_incident("Boats in the invented bay")
    page = client.get("/").content.decode()
    assert "Boats in the invented bay" in page
    assert 'action="/incidents/"' in page and 'name="q"' in page


def test_every_legal_status_is_explained_with_its_reason_under_its_anchor(client: Client) -> None:
    page = client.get("/legal-standing/").content.decode()
    assert page.index(str(wording.PRESUMPTION)[:40]) < page.index('id="status-')
    for status in wording.STATUSES:
        section = page[page.index(f'id="status-{status.code}"') :]
        assert str(status.label) in section and str(status.definition)[:30] in section


def test_the_method_page_has_its_headings_in_order(client: Client) -> None:
    page = client.get("/method/").content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1 and set(levels[1:]) == {2}


def test_a_withdrawn_record_is_gone_a_draft_is_unknown(client: Client) -> None:
    actor = make_actor("Secreta Persona")
    gone = make_incident("Once public", stage="withdrawn", parties=[(actor, "suspect")])
    answer = client.get(f"/incidents/{gone.public_id}/", follow=True)
    assert answer.status_code == 410
    assert "withdrawn" in answer.content.decode() and "Once public" not in answer.content.decode()
    assert client.get(f"/actors/{actor.public_id}/", follow=True).status_code == 410
    for stage in ("draft", "in_review", "embargoed"):
        hidden = make_incident(stage=stage)
        assert client.get(f"/incidents/{hidden.public_id}/", follow=True).status_code == 404
    assert client.get("/incidents/%00/").status_code == 404


def test_an_unknown_address_has_a_page_in_the_look_of_the_site(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert 'class="masthead"' in answer.content.decode()


def test_every_error_has_its_page() -> None:
    request = RequestFactory().get("/")
    for view, status in (
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.page_not_found, 404),
        (errors.server_error, 500),
    ):
        answer = view(request, ValueError("<b>inside</b>"))
        assert answer.status_code == status
        assert "<h1>" in answer.content.decode() and "inside" not in answer.content.decode()


def test_the_page_of_a_failure_needs_no_context_and_no_address() -> None:
    page = engines["django"].get_template("500.html").template
    assert "{% url" not in page.source and "extends" not in page.source


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", ["/", "/incidents/", "/method/", "/suggest/regions/"])
def test_public_pages_are_only_read(method, address):
    browser = Client(enforce_csrf_checks=True)
    assert getattr(browser, method)(address).status_code == 405


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_the_site_s_own_words():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403 and "Nothing was saved" in answer.text


LONG = "b" * 10_240


@pytest.mark.parametrize("query", ["banana=1", "banana=", "%00=1", "q=a&q=b&Q=c", f"{LONG}=1", f"after={LONG}"])
def test_a_page_that_is_no_list_refuses_what_it_does_not_read(client: Client, query: str) -> None:
    addresses = [*every_page.pages().values(), "/method/", "/legal-standing/", "/search/"]
    incident = Incident.objects.published().first()
    assert incident is not None
    addresses += [
        f"/incidents/{incident.public_id}/versions/",
        f"/requests/incident/{incident.public_id}/",
    ]
    assert {client.get(address).status_code for address in addresses} == {200}
    for address in (*addresses, f"/incidents/{incident.public_id}/as-published/2026-05-03/"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400, address
        assert len(answer.content) < 60_000
        if query.startswith("banana") and answer.headers["Content-Type"].startswith("text/html"):
            assert "<code>banana</code>: There is no such parameter here." in answer.content.decode(), address


def test_a_page_that_is_refused_for_its_parameters_is_linked_without_them(client: Client) -> None:
    incident = make_incident("Boats in the invented bay")
    address = f"/incidents/{incident.public_id}/"
    page = client.get(f"{address}?utm_source=letter").content.decode()
    assert f'href="{address}"' in page and "Boats in" not in page
    assert client.get("/search/?q=boats&q=bay").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["%ff%fe", "%ED%A0%80"])
def test_the_search_over_everything_refuses_what_the_lists_refuse(client: Client, words: str) -> None:
    answer = client.get(f"/search/?q={words}")
    assert answer.status_code == 400 and "holds a character that no text has" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/", "/incidents/"])
def test_a_mark_that_turns_the_direction_of_text_turns_no_page_round(client: Client, address: str) -> None:
    page = client.get(f"{address}?q=%E2%80%AEabc").content.decode()
    assert "abc" in page and "\u202eabc" not in page.replace('value="\u202eabc"', "")


def test_nothing_is_served_but_the_desk_and_the_public_pages(client: Client) -> None:
    assert {str(one.pattern) for one in get_resolver().url_patterns} == {"admin/autocomplete/", "admin/", ""}
    for address in ("/_nested_admin/server-data.js", "/i18n/setlang/"):
        assert client.get(address).status_code == client.post(address).status_code == 404, address
