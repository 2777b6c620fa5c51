"""The admin's first page is the desk: what waits for whoever has logged in, and the list of everything below."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from incidents import workflow
from incidents.models import Incident, ReaderRequest, Source, Stage
from incidents.workflow import waiting
from tests.factories import make_actor, make_incident, make_source
from tests.workflow.newsroom import TOMORROW, case_at, member

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def desk(client: Client) -> dict[str, str]:
    """Heading → text of each section of the first page."""
    page = client.get("/admin/").text
    found = re.findall(
        r'<section class="module" aria-labelledby="desk-\d+">\s*<h2[^>]*>(.*?)</h2>(.*?)</section>', page, re.S
    )
    return dict(found)


def logged_in(role: str) -> tuple[Client, Any]:
    user, client = member(role), Client()
    client.force_login(user)
    return client, user


def test_a_contributor_sees_their_own_drafts_and_why_one_came_back() -> None:
    client, ana = logged_in("contributor")
    mine = case_at("draft", author=ana, title="A draft of Ana's")
    case_at("draft", title="Somebody else's draft")
    workflow.submit(mine, ana, "Ready.")
    assert "A draft of Ana" not in desk(client)["My drafts"]
    assert escape("A draft of Ana's") in desk(client)["My cases with others"]
    workflow.send_back(mine, None, "Who saw the lorry?")
    drafts = desk(client)["My drafts"]
    assert escape("A draft of Ana's") in drafts and "Who saw the lorry?" in drafts
    assert "Somebody else" not in drafts


@pytest.mark.parametrize(("role", "seen"), [("editor", "For the editors"), ("legal reviewer", "For the lawyer")])
def test_each_reviewer_sees_what_waits_for_them(role: str, seen: str) -> None:
    client, _user = logged_in(role)
    case_at("in_review", title="For the editors")
    case_at("legal_review", title="For the lawyer")
    section = desk(client)["Waiting for review"]
    assert [title for title in ("For the editors", "For the lawyer") if title in section] == [seen]


def test_the_sections_are_those_of_the_role() -> None:
    headings = {role: set(desk(logged_in(role)[0])) for role in ("nobody", "contributor", "legal reviewer", "editor")}
    assert headings["nobody"] == set()
    assert headings["contributor"] == {"My drafts", "My cases with others", "Sources that no case cites"}
    assert headings["legal reviewer"] == {"Withdrawal asked for", "Waiting for review", escape("Readers' requests")}
    assert len(headings["editor"]) == 9


def test_corrections_wait_until_another_editor_approved_them() -> None:
    client, _editor = logged_in("editor")
    case = make_incident("A corrected case")
    assert "A corrected case" not in desk(client)["Changed since it was approved"]
    case.summary = "Corrected."
    case.save()
    assert "A corrected case" in desk(client)["Changed since it was approved"]
    workflow.approve(case, None, "Read.")
    assert "A corrected case" not in desk(client)["Changed since it was approved"]


def test_embargoes_are_listed_first_to_end_first() -> None:
    later = case_at("in_review", title="Later")
    workflow.set_embargo(later, TOMORROW + DAY, None, "Agreed.")
    sooner = make_incident("Sooner", stage="embargoed")
    over = make_incident("Over")
    Incident.objects.filter(pk=over.pk).update(embargo_until=timezone.now() - DAY)
    gone = make_incident("Withdrawn", stage="embargoed")
    workflow.withdraw(gone, None, "Wrong.")
    assert list(waiting.embargoes_ending()) == [sooner, later]
    assert "Sooner" in desk(logged_in("editor")[0])["Embargoes ending"]


def test_open_proceedings_of_published_cases_are_checked_again_the_oldest_first(settings: Any) -> None:
    settings.RECHECK_DAYS = 100

    def proceeding(days: int | None, step: str = "charged", **fields: Any) -> Any:
        claim = {"about": make_actor("Persona Inventada"), "steps": [step]}
        found = make_incident(claims=[claim], **fields).proceedings.get()
        found.checked_on = timezone.now().date() - datetime.timedelta(days=days) if days else None
        found.save()
        return found

    old, _recent, older, never = (proceeding(days) for days in (101, 99, 300, None))
    proceeding(1000, stage="draft")
    assert list(waiting.to_recheck()) == [never, older, old]
    section = desk(logged_in("editor")[0])["Proceedings to check again"]
    assert section.count("<li>") == 3 and "never checked" in section and "last checked" in section


def test_readers_requests_wait_for_editors_and_nobody_else_sees_them() -> None:
    asked = ReaderRequest.objects.create(page="incident", about="abc", kind="correction", text="The date is wrong.")
    client, _editor = logged_in("editor")
    assert asked.receipt in desk(client)[escape("Readers' requests")]
    for role, refusal in (
        ("contributor", 403),
        ("legal reviewer", 302),
    ):  # who may answer removals has a list without it
        client, _user = logged_in(role)
        assert asked.receipt not in desk(client).get(escape("Readers' requests"), "")
        assert client.get(f"/admin/incidents/readerrequest/{asked.pk}/change/").status_code == refusal


def test_a_source_that_no_case_has_is_listed() -> None:
    make_incident(sources=[make_source("Diario Citado")])
    make_source("Diario Huérfano")
    section = desk(logged_in("contributor")[0])["Sources that no case cites"]
    assert "Diario Huérfano" in section and "Diario Citado" not in section
    assert [str(source) for source in waiting.orphan_sources()] == [
        str(Source.objects.get(publisher="Diario Huérfano"))
    ]


def test_a_published_case_with_warnings_is_listed_with_their_number() -> None:
    make_incident("A case without a copy")
    make_incident("A case without fault", sources=[make_source(url="")])
    section = desk(logged_in("editor")[0])["Warnings of published cases"]
    assert "A case without a copy" in section and "1 point to look at" in section
    assert "without fault" not in section


def test_the_usual_list_remains_below(admin_client: Client) -> None:
    page = admin_client.get("/admin/").text
    assert "/admin/incidents/incident/add/" in page and "/admin/auth/user/" in page
    assert page.index("Embargoes ending") < page.index("/admin/incidents/incident/add/")


def test_long_lists_are_cut_short_and_cost_no_more() -> None:
    client, editor = logged_in("editor")

    def cost(more: int) -> int:
        for _number in range(more):
            case_at("draft", author=editor)
            case_at("in_review")
            make_incident()
            make_source()
        with CaptureQueriesContext(connection) as captured:
            desk(client)
        return len(captured)

    assert cost(8) == cost(4)
    sections = desk(client)
    assert sections["My drafts"].count("<li>") == 8 and "All of them" in sections["My drafts"]
    answer = client.get(f"/admin/incidents/incident/?stage__exact=draft&author__id__exact={editor.pk}")
    assert answer.status_code == 200 and answer.context["cl"].result_count == 12
    assert Incident.objects.filter(stage=Stage.DRAFT).count() == 12


@pytest.mark.parametrize(
    ("waits", "index"),
    [
        (waiting.to_recheck, "proceeding_longest_unchecked"),
        (lambda: waiting.drafts_of(member("contributor")), "incident_of_author"),
    ],
)
def test_what_waits_is_found_by_an_index_of_its_own_at_any_size(waits: Callable[[], Any], index: str) -> None:
    rows = waits()[:9]
    if connection.vendor == "postgresql":  # as it would where reading or sorting all rows costs much
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
            )
    assert index in rows.explain()
