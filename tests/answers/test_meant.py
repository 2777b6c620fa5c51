"""“Did you mean” proposes words that public rows have now, the nearest first; what is hidden is never a hint."""

import html
import re
from collections import Counter
from urllib.parse import parse_qs

import pytest
from django.core.management import call_command
from django.test import Client

from incidents import workflow
from incidents.answers import meant
from incidents.answers.words.held import Words
from incidents.models import Actor
from incidents.search.query import parse
from tests.factories import HIDDEN_STAGES, make_actor, make_incident

pytestmark = pytest.mark.django_db


def proposed(text: str) -> str:
    return str(meant(parse(text)) or "")


@pytest.fixture(params=["put away", "not put away"])
def kept(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "put away")


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("narcotrafico", ""),
        ("narcotrafcio", "narcotrafico"),
        ("marcotrafico", "narcotrafico"),
        ("narcotraficx ñandu", "narcotrafico nandu"),
        ("narcotr", ""),
        ("orp", "oro"),
        ("oxx", ""),
        ('"el narcotrafigo" -oro', '"el narcotrafico" -oro'),
        ("zzzzzzzz", ""),
    ],
)
def test_near_words_are_proposed(typed: str, other: str, kept: bool) -> None:
    make_incident("El narcotráfico, oro, Ñandú")
    if kept:
        call_command("rebuild_derived", verbosity=0)
    assert proposed(typed) == other


def test_the_nearest_come_first_and_then_the_most_frequent(kept: bool) -> None:
    for title in ("Bandazo", "Bandaxy", "Bandaxy", "Bandaxyz"):
        make_incident(title)
    if kept:
        call_command("rebuild_derived", verbosity=0)
    assert proposed("bandaxo") == "bandaxy"


@pytest.mark.parametrize("stage", HIDDEN_STAGES)
def test_hidden_words_are_no_hint(stage: str, kept: bool) -> None:
    make_incident("Zyxwvutsr", stage=stage, parties=[(make_actor("Zyxwvutsq"), "suspect")])
    if kept:
        call_command("rebuild_derived", verbosity=0)
    assert proposed("zyxwvutsx") == ""


def test_a_word_that_is_public_no_longer_is_no_hint(client: Client) -> None:
    actor = make_actor("Zyxwvutsq")
    incident = make_incident("Zyxwvutsr", parties=[(actor, "suspect")])
    call_command("rebuild_derived", verbosity=0)
    assert proposed("zyxwvutsx") == "zyxwvutsq"
    assert "zyxwvutsq" in client.get("/search/?q=zyxwvutsx").content.decode()
    assert "zyxwvutsq" in client.get("/actors/?q=zyxwvutsx").content.decode()
    Actor.objects.protect(actor.pk, "witness")
    assert proposed("zyxwvutsx") == "zyxwvutsr"
    workflow.withdraw(incident, None, "Invented.")
    assert proposed("zyxwvutsx") == ""


def test_a_word_that_becomes_public_while_words_are_counted_is_a_hint_too(monkeypatch: pytest.MonkeyPatch) -> None:
    count = Words.gather

    def meanwhile(words: Words) -> Counter[str]:
        counted = count(words)
        make_incident("Zyxwvutsr")
        return counted

    monkeypatch.setattr(Words, "gather", meanwhile)
    call_command("rebuild_derived", verbosity=0)
    assert proposed("zyxwvutsx") == "zyxwvutsr"


def test_other_words_are_proposed_for_the_whole_question_and_not_for_a_wider_one(client: Client) -> None:
    make_incident("Zyxwvutsr", date="2015")
    asked = "sort=oldest&q=zyxwvutsx&since=2014&reading=certain"
    page = client.get(f"/incidents/?{asked}").text
    (link,) = re.findall(r'Did you mean: <a href="\?([^"]+)">zyxwvutsr</a>', page)
    given = parse_qs(html.unescape(link))
    assert given == parse_qs(asked) | {"q": ["zyxwvutsr"]}
    assert "Zyxwvutsr" in client.get(f"/incidents/?{html.unescape(link)}").text
    (link,) = re.findall(r'Did you mean: <a href="\?([^"]+)">', client.get('/search/?q="zyxwvutsx"').text)
    assert parse_qs(html.unescape(link)) == {"q": ["zyxwvutsr"]}
