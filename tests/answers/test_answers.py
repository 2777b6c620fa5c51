"""Answers from the indexes are those of plain loops over the record, hidden rows and inexact dates included."""

import datetime
import random
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.filters import QUESTIONS
from tests.answers import reference
from tests.factories import HIDDEN_STAGES, make_actor, make_incident, make_organization, make_source

pytestmark = pytest.mark.django_db
DATES = ["2014", "2014-07", "2014-07-03", "2013/2015", "../2013", "2015/..", "", "2012~", "2015-02-28"]
DAYS = [datetime.date(2012, 1, 1), datetime.date(2014, 7, 3), datetime.date(2014, 12, 31), datetime.date(2015, 2, 28)]
ROLES = ["location", "transit", "origin"]


@pytest.fixture
def world(land: SimpleNamespace, crimes: SimpleNamespace) -> SimpleNamespace:
    """Thirty cases, a third of them hidden, drawn from few values, so that they meet."""
    draw = random.Random(7)
    people = [make_actor(f"Persona {n}") for n in range(3)]
    bodies = [make_organization(f"Banda {n}", kind=kind) for n, kind in enumerate(["police", "police", "court"])]
    sources = [make_source(f"Diario {n}", language=tongue) for n, tongue in enumerate(["es", "en", "es"])]
    regions = [land.country, land.north, land.south, land.town, land.zone]
    offences = [crimes.drugs, crimes.trafficking, crimes.bribery]
    for number in range(30):
        parties = draw.sample([*people, *bodies], draw.randint(0, 3))
        make_incident(
            f"Case {number}",
            stage=draw.choice([*["published"] * 10, *HIDDEN_STAGES]),
            date=draw.choice(DATES),
            places=[(draw.choice(regions), draw.choice(ROLES)) for _ in range(draw.randint(0, 2))],
            parties=[(party, "suspect") for party in parties],
            sources=draw.sample(sources, draw.randint(1, 2)),
            claims=[
                {"about": party, "offence": draw.choice(offences), "steps": draw.choice([[], ["detained"]])}
                for party in parties[:2]
            ],
            seizures=draw.sample(["drugs", "cash"], draw.randint(0, 2)),
            kind=draw.choice(["event", "event", "series"]),
        )
    return SimpleNamespace(people=people, bodies=bodies, regions=regions, offences=offences)


def some(values: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


def questions(world: SimpleNamespace) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "region": some(world.regions),
            "place_role": some(ROLES),
            "offence": some(world.offences),
            "actor": some([person.public_id for person in world.people]),
            "organization": some([body.public_id for body in world.bodies]),
            "organization_kind": some(["police", "court", "media"]),
            "status": some(["detained", "none_known"]),
            "seizure": some(["drugs", "cash", "weapons"]),
            "publisher": some(["Diario 0", "Diario 1"]),
            "language": some(["es", "en"]),
            "kind": st.sampled_from(["", "event", "series"]),
            "since": st.sampled_from([None, None, *DAYS]),
            "until": st.sampled_from([None, None, *DAYS]),
            "match": st.sampled_from(["any", "all"]),
            "reading": st.sampled_from(["possible", "certain"]),
        }
    ).map(fewer)


def fewer(asked: dict[str, Any]) -> dict[str, Any]:
    """At most three filters at once: with all of them hardly anything is ever found."""
    given_ = [name for name, value in asked.items() if value and name not in ("match", "reading")]
    kept = set(random.Random(str(sorted(map(str, asked.values())))).sample(given_, min(3, len(given_))))
    return {name: value for name, value in asked.items() if name in kept or name in ("match", "reading")}


def as_query(asked: dict[str, Any]) -> str:
    query = QueryDict(mutable=True)
    for name, value in asked.items():
        for one in value if isinstance(value, list) else [value]:
            query.appendlist(name, str(getattr(one, "code", one)))
    return query.urlencode()


def test_totals_rows_facets_and_pages_are_those_of_plain_loops(world: SimpleNamespace, public_tree: None) -> None:
    known = reference.facts()

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(questions(world))
    def check(asked: dict[str, Any]) -> None:
        if asked.get("since") and asked.get("until") and asked["since"] > asked["until"]:
            asked = {name: value for name, value in asked.items() if name != "until"}
        question = QUESTIONS["incidents"](QueryDict(as_query(asked)))
        assert not question.errors
        found, page = question.answer(size=200, facets=True)
        expected = reference.answer(asked, known)
        assert [row.pk for row in page.rows] == [row.pk for row in expected] and found.total == len(expected)
        assert set(question.qs) == set(expected)
        for name in ("seizure", "status", "language", "publisher", "organization_kind", "kind"):
            assert dict(found.facets[name]) == reference.counts(asked, name, known), name
        for region, number in found.facets["region"]:
            (row,) = [one for one in world.regions if one.pk == region]
            assert number == len(reference.answer({**asked, "region": [row]}, known))
        for year, number in found.facets["year"]:
            days = {"since": datetime.date(year, 1, 1), "until": datetime.date(year, 12, 31), "reading": "certain"}
            assert number == len(reference.answer({**asked, **days}, known))

    check()


@pytest.fixture
def public_tree(world: SimpleNamespace) -> None:
    """Every party and source of the world is public, so that each can be asked for."""
    parties = [(party, "witness") for party in (*world.people, *world.bodies)]
    make_incident("All of them", parties=parties, sources=[make_source("Diario 0"), make_source("Diario 1")])
