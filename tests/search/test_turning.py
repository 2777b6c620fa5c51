"""No text that is cut or echoed leaves a mark open that turns the direction of what stands after it."""

import html
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from incidents.filters.fields import shortened
from incidents.search.marking import marked
from incidents.search.query import parse
from incidents.search.turning import cut, cut_at_word, unturned
from tests.factories import make_actor, make_incident

TEMPLATES = Path(__file__).parents[2] / "templates"
TURNED = f"Sold \u202e{'word ' * 60}\u202c, he says."


@pytest.mark.parametrize(
    ("text", "longest", "told"),
    [
        ("plain", 5, "plain"),
        ("plainer", 5, "plai…"),
        ("a \u202eb\u202c", 5, "a \u202eb\u202c"),
        ("a \u202eb\u202c c", 5, "a b…"),
        ("a \u202eb", 9, "a b"),
    ],
)
def test_a_text_that_is_cut_keeps_a_mark_only_with_its_end(text: str, longest: int, told: str) -> None:
    assert cut(text, longest) == told


def test_a_value_in_a_message_leaves_no_mark_open() -> None:
    assert shortened(TURNED) == unturned(shortened(TURNED)) and len(shortened("x" * 99)) == 60


def test_a_passage_leaves_no_mark_open_and_keeps_what_is_whole() -> None:
    said = "".join(one.text for one in marked(TURNED, parse("sold")))
    assert said.startswith("Sold word") and said.endswith(" …") and "\u202e" not in said
    assert "".join(one.text for one in marked("Sold \u202eso\u202c.", parse("sold"))) == "Sold \u202eso\u202c."


def open_in(page: str) -> list[str]:
    """The texts and values of the page in which a mark is open."""
    parts = re.findall(r"<title>[^<]+|content=\"[^\"]*\"|value=\"[^\"]*\"|<textarea[^<]+|>[^<]+", page)
    return [part for part in map(html.unescape, parts) if unturned(part) != part]


@pytest.mark.django_db
def test_titles_and_descriptions_that_are_cut_leave_no_mark_open(client: Client) -> None:
    case = make_incident("A case", summary=TURNED, claims=[{"about": make_actor("Ana Inventada"), "claim": TURNED}])
    for row in (case, case.allegations.get()):
        page = client.get(row.get_absolute_url(), follow=True).text
        assert "\u202e" in page.split("<body>")[1], "where it is whole it stays as it was written"
        assert open_in(page) == []
    assert open_in(client.get("/search/?q=sold").text) == open_in(client.get("/allegations/?q=sold").text) == []
    assert not open_in(client.get("/suggest/everything/?q=sold").text)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["\u202e", "\u202eSold", f"{'x' * 195}\u2067{'y' * 9}\u2069"])
def test_what_a_reader_types_is_echoed_without_an_open_mark(client: Client, typed: str) -> None:
    case = make_incident("A case")
    for address in ("/incidents/", "/actors/", "/search/"):
        for name in ("q", "since", "region", typed):
            answer = client.get(f"{address}?{quote(name)}={quote(typed)}")
            assert open_in(answer.text) == [], name
    sent = client.post(reverse("request", args=["incident", case.public_id]), {"kind": "correction", "text": typed[:5]})
    assert sent.status_code == 400 and open_in(sent.text) == []


@pytest.mark.django_db
def test_what_an_editor_types_is_echoed_without_an_open_mark(admin_client: Client) -> None:
    who = make_actor("Ana Inventada")
    for address in ("/admin/incidents/actor/", f"/admin/incidents/party/{who.pk}/merge/"):
        assert open_in(admin_client.get(f"{address}?q=%E2%80%AEana").text) == []
    add = "/admin/incidents/incident/add/"
    answer = admin_client.post(add, {"title": "\u202eA title", "summary": "\u202eA summary"})
    assert "A title" in answer.text and open_in(answer.text) == []


def test_every_text_that_a_template_cuts_loses_its_open_marks() -> None:
    cuts = [
        cut for page in TEMPLATES.rglob("*.html") for cut in re.findall(r"\|truncate\w+:\d+[^ }]*", page.read_text())
    ]
    assert cuts and [cut for cut in cuts if not cut.endswith("|unturned")] == []


def test_a_text_is_cut_at_a_word_where_there_is_one() -> None:
    assert cut_at_word("one two three", 13) == "one two three"
    assert cut_at_word("one two, three", 12) == "one two…"
    assert cut_at_word("abcdefghijkl", 6) == "abcde…" and cut_at_word("a bcdefghijkl", 6) == "a bcd…"
    assert cut_at_word("one two \u202ethree four", 16) == "one two three…"
