"""The files of the lists: the rows of the list, all of them, in its order, harmless to open, at any length for the same work."""

import csv
import html
import io
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from incidents.answers import KEEPER, orders
from incidents.exchange.tables import TABLES
from incidents.exchange.tables.csv import harmless
from incidents.filters import QUESTIONS
from incidents.models import Incident, SpeechLink
from tests.factories import (
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
SORTED = [(name, sort) for name, question in QUESTIONS.items() for sort in question.sorts]


def text_of(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/csv; charset=utf-8")
    return b"".join(answer.streaming_content).decode()


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(client, address), newline="")))


def full_cases(number: int, first: int = 0) -> None:
    """Cases with every kind of row that a list has; some share a date, a name or a publisher."""
    gangs = [make_organization(f"Banda Inventada {first + n}", kind="criminal_group") for n in range(2)]
    for n in range(first, first + number):
        town = make_region(f"Aldea {n % 3}", f"city:aldea-{n}", "city")
        make_incident(
            f"Case {n % 4}",
            date=["2014-07", "2015", "", "2014-07-03"][n % 4],
            places=[(town, "location")],
            parties=[(make_actor(f"Ñusta Inventada {n % 3}"), "suspect"), (gangs[n % 2], "accused")],
            sources=[make_source(f"Diario {n % 3}", published_edtf=["", "2014-08"][n % 2])],
            claims=[{"about": gangs, "claim": f"Claim {n}", "steps": ["detained"] if n % 2 else []}],
        )


@pytest.mark.parametrize(("name", "sort"), SORTED)
def test_a_file_has_the_rows_of_its_list_in_the_order_of_the_list(
    name: str, sort: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "BLOCK", 2)  # so that a few rows are several runs
    full_cases(5)
    KEEPER.forget()
    question = QUESTIONS[name](QueryDict(f"sort={sort}"))
    listed = [row.public_id for row in question.page(200).rows]
    rows = rows_of(client, f"/{name}.csv?sort={sort}")
    assert len(listed) >= 2 and [row["id"] for row in rows] == listed
    assert list(rows[0]) == TABLES[name].names


def test_a_file_answers_the_question_of_the_list(client: Client) -> None:
    crime = make_offence("0601", "Invented trafficking")
    make_incident("Found", claims=[{"about": make_actor("Ana Inventada"), "offence": crime}], date="2016-02")
    make_incident("Another offence", date="2016-02")
    make_incident("Too early", claims=[{"about": make_actor("Zoe Inventada"), "offence": crime}], date="2011")
    assert [row["title"] for row in rows_of(client, "/incidents.csv?offence=0601&since=2015")] == ["Found"]
    assert rows_of(client, "/incidents.csv?offence=0601&since=2017") == []
    page = client.get("/incidents/?offence=0601&since=2015").content.decode()
    assert 'href="/incidents.csv?offence=0601&amp;since=2015"' in page and "this row as CSV" in page


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "query",
    [
        "banana=1",
        "sort=banana",
        "after=abc",
        "before=abc",
        "q=%ff",
        "q=-+!",
        "q=word%00",
        f"q={'word+' * 300}",
        "sort=name&sort=name",
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_in_words(name: str, query: str, client: Client) -> None:
    answer = client.get(f"/{name}.csv?{query}")
    assert answer.status_code == 400 and answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines()[1].startswith(f"{query.partition('=')[0]}: ")


def test_a_row_can_be_cited_by_itself(client: Client) -> None:
    full_cases(2)
    for name in TABLES:
        for row in rows_of(client, f"/{name}.csv")[:2]:
            assert client.get(row["address"].removeprefix("http://testserver"), follow=True).status_code == 200
            assert row["id"] and row["as_of"].startswith("20") and row["licence"] == "CC BY 4.0"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_a_formula(start: str, client: Client) -> None:
    word = f"{start}cmd|' /C calc'!A0"
    make_incident(
        word,
        summary=word,
        sources=[make_source(word, title=word)],
        claims=[{"about": make_actor(word), "claim": word, "offence_as_stated": word, "speaker": word}],
    )
    for name in ("incidents", "actors", "allegations", "sources"):
        rows = rows_of(client, f"/{name}.csv")
        assert any("calc" in cell for row in rows for cell in row.values()), name
        assert not [cell for row in rows for cell in row.values() if cell.startswith(start)], name
    assert harmless(["-1", -1, None, "a=b"]) == ["'-1", -1, None, "a=b"]


def test_quotes_commas_and_lines_come_back_as_they_were(client: Client) -> None:
    title = 'A "case", with\nlines; and ñ, 漢字, 🦎'
    make_incident(title)
    assert [row["title"] for row in rows_of(client, "/incidents.csv")] == [title]


def test_a_claim_is_told_as_a_claim_and_a_protected_speaker_by_role(client: Client) -> None:
    ana = make_actor("Ana Inventada")
    case = make_incident(claims=[{"about": ana, "steps": ["detained"]}], stage="draft")
    claim = case.allegations.get()
    link = claim.speech.get()
    link.protected, link.role_words, link.words = True, "an informant", "Secreto Inventado"
    link.save()
    SpeechLink.objects.create(
        allegation=claim, party=make_organization("Fiscalía Inventada"), lead_words="the", step=0, position=2
    )
    bring_to(case, "published")
    (row,) = rows_of(client, "/allegations.csv")
    assert row["note"] == "This is a claim, not a finding."
    assert row["said_by"] == "an informant; the Fiscalía Inventada"
    assert row["legal_standing"].startswith("Ana Inventada: ") and "convict" not in row[
        "legal_standing"
    ].lower().replace("not convicted", "")


def test_a_file_says_a_standing_as_its_list_says_it(client: Client) -> None:
    tried, free, gang = make_actor("Ana Inventada"), make_actor("Zoe Inventada"), make_organization("Banda Inventada")
    named, witness = make_actor("Eva Inventada"), make_actor("Ida Inventada")
    everybody = [(tried, "accused"), (gang, "suspect"), (named, "suspect"), (witness, "witness")]
    make_incident(
        "Both",
        parties=everybody,
        claims=[{"about": [tried, gang], "steps": ["detained"]}, {"about": [tried, gang], "claim": "Another thing."}],
    )
    make_incident("None", claims=[{"about": free}], parties=[(free, "suspect")])
    make_incident("Known", claims=[{"about": free, "steps": ["acquitted"]}])
    make_incident("Nobody")
    both = "Arrested, not convicted; no proceedings known over other claims"
    none = "No proceedings known over the claim"
    for name, called, said in (
        ("incidents", "title", {"Both": both, "None": none, "Known": "Acquitted", "Nobody": ""}),
        ("organizations", "name", {"Banda Inventada": both}),
        (
            "actors",
            "name",
            {
                "Ana Inventada": both,
                "Zoe Inventada": "Acquitted; no proceedings known over other claims",
                "Eva Inventada": "none derived, for no claim about them is recorded",
                "Ida Inventada": "",
            },
        ),
    ):
        assert {row[called]: row["legal_standing"] for row in rows_of(client, f"/{name}.csv")} == said
        page = html.unescape(re.sub(r" \(2\)|<[^>]+>", "", client.get(f"/{name}/").text))
        assert sorted(re.findall(r"Legal standing: (.+)", page)) == sorted(filter(None, said.values()))


def test_a_file_costs_as_many_statements_for_many_rows_as_for_few(client: Client) -> None:
    def statements(name: str) -> int:
        with statements_of_new_pages() as captured:
            text_of(client, f"/{name}.csv")
        return len(captured)

    full_cases(3)
    for name in TABLES:
        text_of(client, f"/{name}.csv")
    few = {name: statements(name) for name in TABLES}
    full_cases(5, first=3)
    for name in TABLES:
        text_of(client, f"/{name}.csv")
    assert {name: statements(name) for name in TABLES} == few and max(few.values()) <= 4


def test_a_piece_of_a_file_is_read_when_it_is_taken(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is withdrawn while somebody reads slowly is left out from there on."""
    monkeypatch.setattr(orders, "BLOCK", 2)
    full_cases(6)
    KEEPER.forget()
    answer: Any = client.get("/incidents.csv?sort=title")
    pieces = iter(answer.streaming_content)
    _names, first = next(pieces), next(pieces).decode()
    last = Incident.objects.order_by("-search_text", "-pk")[0]
    Incident.objects.filter(pk=last.pk).update(stage="withdrawn")
    rest = b"".join(pieces).decode()
    assert first.count("/incidents/") == 2 and last.public_id not in rest and rest.count("/incidents/") == 3


def test_who_only_asks_for_the_head_gets_no_rows(client: Client) -> None:
    make_incident()
    answer: Any = client.head("/incidents.csv")
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == b""
    assert "attachment" in answer["Content-Disposition"]
