"""The pages of the lists: what they show, what they never show, and what they cost."""

import html
import itertools
import re
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client

from incidents.models import Incident
from incidents.views.remembered import PAGES
from tests.factories import (
    HIDDEN_STAGES,
    add_membership,
    bring_to,
    make_actor,
    make_incident,
    make_offence,
    make_organization,
    make_region,
    make_source,
)
from tests.views.asked import statements_of_new_pages

pytestmark = pytest.mark.django_db
LISTS = ["incidents", "actors", "organizations", "regions", "allegations", "sources"]
SUGGESTIONS = ["regions", "actors", "organizations", "offences", "publishers"]
MARK = "Zyxmark"
_numbers = itertools.count()


def full_case(word: str, stage: str = "published", **fields: Any) -> Incident:
    """A case with every kind of row that a list shows, all of them called by the word."""
    country = make_region("País", f"own:{next(_numbers)}", "country", reference=False)
    actor = make_actor(f"{word} Persona", description=f"{word} described")
    gang = make_organization(f"{word} Banda", description=f"{word} described", country=country)
    town = make_region(f"{word} Aldea", f"city:{word.lower()}-{actor.pk}", "city", reference=False)
    incident = make_incident(
        f"{word} case",
        stage="draft",
        summary=f"{word} summary",
        places=[(town, "transit")],
        parties=[(actor, "suspect"), (gang, "other")],
        sources=[make_source(f"{word} Diario", title=f"{word} title", author=f"{word} Autora")],
        claims=[{"about": [actor, gang], "claim": f"{word} claim", "steps": ["detained"]}],
        seizures=["drugs"],
        **fields,
    )
    add_membership(incident, actor, gang, role=f"{word} role")
    bring_to(incident, stage)
    return incident


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_what_is_published(client: Client, name: str) -> None:
    full_case(MARK)
    answer = client.get(f"/{name}/?q={MARK}")
    assert answer.status_code == 200
    assert MARK in re.sub(r"(?s)<form.*?</form>|<h1>.*?</h1>|<ul class=.chips.*?</ul>", "", answer.content.decode())


@pytest.mark.parametrize("stage", HIDDEN_STAGES)
@pytest.mark.parametrize("as_editor", [False, True])
def test_nothing_hidden_is_in_any_list_count_or_suggestion(client: Client, stage: str, as_editor: bool) -> None:
    if as_editor:
        client.force_login(User.objects.create_superuser("editor"))
    full_case(MARK, stage)
    full_case("Visible")
    for name in LISTS:
        page = client.get(f"/{name}/").content.decode()
        assert MARK.lower() not in page.lower(), name
        numbers = re.findall(r'class="count">\s*(\d+)', page)
        assert numbers == ["1"], name
        assert "Nothing public answers" in client.get(f"/{name}/?q={MARK}").content.decode()
    assert MARK not in client.get("/").content.decode()
    for what in SUGGESTIONS:
        assert client.get(f"/suggest/{what}/?q={MARK}").json() == {"results": []}


def test_a_protected_name_is_in_no_list_and_no_suggestion(client: Client) -> None:
    witness = make_actor(f"{MARK} Testiga", description="A witness", protection="witness")
    make_incident(parties=[(witness, "witness")], claims=[{"about": witness}])
    for address in [*(f"/{name}/" for name in LISTS), "/", "/actors/?sort=incidents", f"/suggest/actors/?q={MARK}"]:
        assert MARK not in client.get(address).content.decode(), address
    assert "A witness" in client.get("/actors/").content.decode()
    assert "Nothing public answers" in client.get(f"/actors/?q={MARK}").content.decode()


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(client: Client, land: SimpleNamespace) -> None:
    questions = [f"/{name}/?{query}" for name in LISTS for query in ("", "sort=", "q=word")]

    def ask(address: str) -> int:
        client.get(address.split("?")[0])  # whoever comes first after a change pays for reading it
        with statements_of_new_pages() as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    full_case("word")
    full_case("word")
    few = {address: ask(address) for address in questions}
    for _number in range(10):
        full_case("word")
    assert {address: ask(address) for address in questions} == few
    # Three of them ask whether anything has changed, three name what is counted; words are looked up and shown in their
    # passages.
    assert {address: number for address, number in few.items() if number > (18 if "q=" in address else 14)} == {}


@pytest.mark.parametrize("name", LISTS)
def test_headings_are_in_order_and_the_question_is_the_heading(client: Client, name: str) -> None:
    full_case("word")
    page = client.get(f"/{name}/?q=word").content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert re.search(r"<h1>\w+: “word”</h1>", page)
    assert re.search(r"<title>\w+: “word” ·", page)
    assert 'aria-current="page"' in page


def test_a_line_says_when_where_what_is_claimed_and_what_came_of_it(client: Client) -> None:
    bribery = make_offence("0703", "Corruption")
    ana = make_actor("Ana Invento")
    town = make_region("Villa Falsa", "city:falsa", "city")
    make_incident(
        "Officials met",
        date="2014-07",
        places=[(town, "transit")],
        claims=[{"about": ana, "offence": bribery, "steps": ["detained"]}, {"about": ana, "steps": ["detained"]}],
    )
    page = client.get("/incidents/").content.decode()
    for said in ("Officials met", "July 2014", "Villa Falsa (transit)", "Corruption", "1 source", "1 incident"):
        assert said in page
    assert "Arrested, not convicted (2)" in page


def test_what_is_only_perhaps_in_the_region_is_marked(client: Client, land: SimpleNamespace) -> None:
    make_incident(places=[(land.zone, "location")])
    assert "may include" in client.get("/incidents/?region=XA-ALT").content.decode()
    assert "may include" not in client.get("/incidents/").content.decode()


def test_next_and_previous_walk_the_list(client: Client) -> None:
    for year in range(1980, 2010):
        make_incident(f"Case of {year}", date=str(year))
    first = client.get("/incidents/?q=case").content.decode()
    following = _link(first, "next")
    assert "Case of 1985" in first and "Case of 1984" not in first and 'rel="prev"' not in first
    second = client.get(f"/incidents/{following}").content.decode()
    assert "Case of 1984" in second and "Case of 1980" in second and 'rel="next"' not in second
    again = client.get(f"/incidents/{_link(second, 'prev')}").content.decode()
    assert "Case of 2009" in again and "Case of 1984" not in again and 'rel="prev"' not in again


def _link(page: str, rel: str) -> str:
    found = re.search(rf'href="([^"]+)" rel="{rel}"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_markup_in_what_was_typed_is_shown_as_text(client: Client) -> None:
    page = client.get("/incidents/?q=<script>x&since=<b>&<i>=1").content.decode()
    assert "<script>x" not in page and "<b>" not in page and "<i>" not in page


def test_suggestions_are_twenty_at_most_and_refuse_what_they_cannot_read(client: Client) -> None:
    parent = make_region("Ejemplia", "XA", "country")
    for number in range(25):
        make_region(f"Aldea {number}", f"city:{number}", "city", parent=parent)
    assert len(client.get("/suggest/regions/?q=aldea").json()["results"]) == 20
    assert client.get("/suggest/regions/?q=").json() == client.get("/suggest/regions/").json() == {"results": []}
    for query in ("q=a&q=b", "x=1", "q=%00", "q=a%ff", "q=" + "a" * 10_240):
        assert client.get(f"/suggest/regions/?{query}").status_code == 400
    assert client.get("/suggest/sources/?q=a").status_code == 404


def line_of(client: Client, address: str, name: str) -> str:
    """What the list says of the row with that name."""
    page = html.unescape(client.get(address).text)
    return next(line for line in page.split("<li")[1:] if f">{name}<" in line)


def test_a_role_never_stands_in_a_list_without_what_came_of_the_claims(client: Client) -> None:
    acquitted, held, accused = (make_actor(f"Persona {which} Inventada") for which in ("Una", "Dos", "Tres"))
    body, witness = make_organization("Empresa Inventada"), make_actor("Persona Testigo Inventada")
    make_incident(
        parties=[
            (acquitted, "convicted"),
            (held, "suspect"),
            (body, "convicted"),
            (witness, "witness"),
            (accused, "accused"),
        ],
        claims=[
            {"about": [acquitted, body], "steps": ["charged", "convicted", "acquitted"]},
            {"about": held, "steps": ["detained"]},
            {"about": held, "claim": "Another thing."},
        ],
    )
    for row, address in ((acquitted, "/actors/"), (body, "/organizations/")):
        line = line_of(client, address, row.names.get().name)
        assert "convicted in the sources' words" in line and "Legal standing:</span> Acquitted</p>" in line
    line = line_of(client, "/actors/", held.names.get().name)
    assert "Legal standing:</span> Arrested, not convicted; no proceedings known over other claims</p>" in line
    assert "none derived, for no claim about them is recorded" in line_of(client, "/actors/", accused.names.get().name)
    assert "Legal standing" not in line_of(client, "/actors/", witness.names.get().name)


def test_the_standing_in_a_list_is_that_of_today(client: Client) -> None:
    who, body = make_actor("Persona Inventada"), make_organization("Empresa Inventada")
    case = make_incident(
        parties=[(who, "convicted"), (body, "suspect")], claims=[{"about": [who, body], "steps": ["convicted"]}]
    )
    for address, row in (("/actors/", who), ("/organizations/", body)):
        assert "Convicted, finality not known</p>" in line_of(client, address, row.names.get().name)
    step = case.proceedings.get().steps.get()
    step.kind = "acquitted"
    step.save()
    for address, row in (("/actors/", who), ("/organizations/", body)):
        assert "Acquitted</p>" in line_of(client, address, row.names.get().name)


def test_the_people_of_a_case_are_listed_with_what_came_of_its_claims(client: Client) -> None:
    who = make_actor("Persona Inventada")
    case = make_incident(parties=[(who, "convicted")], claims=[{"about": who, "steps": ["convicted", "acquitted"]}])
    make_incident(parties=[(who, "suspect")], claims=[{"about": who, "steps": ["charged"]}])
    page = html.unescape(client.get(case.get_absolute_url(), follow=True).text)
    people = page.split('id="people"')[1].split("</section>")[0]
    assert "convicted in the sources' words" in people and "Legal standing: Acquitted<" in people
    assert "Charged" not in people


def test_no_template_is_used_for_each_incident_or_each_value_beside_the_list(client: Client) -> None:
    full_case("Uno")
    client.get("/incidents/")  # parts that are kept are rendered now
    full_case("Otro")
    few = client.get("/incidents/").templates
    for word in ("Dos", "Tres", "Cuatro"):
        full_case(word)
    many = client.get("/incidents/")
    assert many.content.decode().count("<h2>") == 5
    assert len(many.templates) == len(few)


def test_what_looks_like_html_is_text_in_lines_and_beside_the_list(client: Client) -> None:
    full_case("<b>&\"'Signo")
    page = re.sub(r"(?s)<form.*?</form>", "", client.get("/incidents/").content.decode())
    assert "<b>" not in page
    assert page.count(html.escape("<b>&\"'Signo")) >= 4  # title, place, organization, publisher


def test_no_statement_is_composed_for_each_line(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    composed, compose = [], SQLCompiler.as_sql

    def noting(self: Any, *given: Any, **more: Any) -> Any:
        composed.append(1)
        return compose(self, *given, **more)

    monkeypatch.setattr(SQLCompiler, "as_sql", noting)
    full_case("Primera palabra")
    client.get("/incidents/?q=palabra")
    numbers = []
    for name in ("Otra", "Tercera", "Cuarta"):
        full_case(f"{name} palabra")
        client.get("/incidents/?q=palabra")
        PAGES.forget()
        composed.clear()
        assert client.get("/incidents/?q=palabra").content.count(b'class="why"') == len(numbers) + 2
        numbers.append(len(composed))
    assert len(set(numbers)) == 1 and numbers[0] <= 8
