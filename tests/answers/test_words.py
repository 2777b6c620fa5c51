"""Words, phrases, beginnings and what must be absent: the answer of every list is that of plain loops over the record."""

import random
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from incidents.filters import QUESTIONS
from incidents.models import (
    Actor,
    Incident,
    NameUse,
    Organization,
    PartyName,
    Region,
    Source,
)
from incidents.search import fold
from tests.factories import HIDDEN_STAGES, make_actor, make_incident, make_organization, make_region, make_source

pytestmark = pytest.mark.django_db

WORDS = ["oro", "Ñandú", "ángel", "de", "río", "orofino"]
Part = tuple[str, list[str], bool]  # how it is asked, the words, whether it is to be absent
Choices = list[list[Part]]


def words(draw: random.Random) -> str:
    return " ".join(draw.choice(WORDS) for _ in range(draw.randint(1, 4)))


@pytest.fixture
def world() -> SimpleNamespace:
    """Cases of few words, some of them hidden, with parties whom several share."""
    draw = random.Random(11)
    people = [make_actor(words(draw), description=words(draw)) for _ in range(4)]
    bodies = [make_organization(words(draw)) for _ in range(3)]
    sources = [make_source(words(draw), title=words(draw)) for _ in range(4)]
    make_region(words(draw), "XA-1")
    for _ in range(16):
        parties = draw.sample([*people, *bodies], draw.randint(0, 3))
        incident = make_incident(
            words(draw),
            stage="draft",
            summary=words(draw),
            sources=draw.sample(sources, draw.randint(1, 2)),
            claims=[{"about": party, "claim": words(draw)} for party in parties[:1]],
            parties=[(party, "suspect") for party in parties],
        )
        for part in incident.involvements.all():
            part.description = words(draw)
            part.save()
            if draw.random() < 0.7:
                name, _made = PartyName.objects.get_or_create(party=part.party, name=words(draw))
                NameUse.objects.create(involvement=part, name=name)
        bring(incident, draw.choice([*["published"] * 6, *HIDDEN_STAGES]))
    Actor.objects.protect(people[0].pk, "witness")
    return SimpleNamespace(people=people, bodies=bodies)


def bring(incident: Incident, stage: str) -> None:
    from tests.factories import bring_to

    bring_to(incident, stage)


def public(incident: Incident) -> bool:
    return incident.stage == "published" and (not incident.embargo_until or incident.embargo_until <= timezone.now())


def texts() -> dict[str, dict[int, list[str]]]:
    """List → number of a public row → its folded texts, read row by row."""
    found: dict[str, dict[int, list[str]]] = {name: {} for name in QUESTIONS}
    for row in Incident.objects.all():
        if public(row):
            found["incidents"][row.pk] = own = [row.search_text]
            for claim in row.allegations.all():
                own.append(claim.search_text)
                found["allegations"][claim.pk] = own[-1:]
            for part in row.involvements.all():
                own += [part.search_text, *(u.name.folded for u in part.names_used.all() if not u.name.confidential)]
    for name, model in (("actors", Actor), ("organizations", Organization)):
        for party in model.objects.all():
            parts = [part for part in party.involvements.all() if public(part.incident)]
            if parts:
                names = [one for one in party.names.all() if not one.confidential and is_public(one)]
                own = [party.search_text, *(part.search_text for part in parts), *(one.folded for one in names)]
                found[name][party.pk] = own
    for source in Source.objects.all():
        if any(public(reading.incident) for reading in source.readings.all()):
            found["sources"][source.pk] = [source.search_text]
    for region in Region.objects.all():
        found["regions"][region.pk] = region.search_text.split(" | ")
    return found


def is_public(name: PartyName) -> bool:
    uses = list(name.uses.all())
    return not uses or any(public(use.involvement.incident) for use in uses)


def meets(asked: Choices, own: list[str]) -> bool:
    return all(any(stands(how, some, own) is not absent for how, some, absent in choice) for choice in asked)


def stands(how: str, some: list[str], own: list[str]) -> bool:
    wanted = [fold(word) for word in some]
    for text in own:
        there = text.split()
        for start in range(len(there) - len(wanted) + 1):
            here = there[start : start + len(wanted)]
            if here == wanted or (how == "prefix" and here[:-1] == wanted[:-1] and here[-1].startswith(wanted[-1])):
                return True
    return False


def typed(asked: Choices) -> str:
    def one(part: Part) -> str:
        how, some, absent = part
        text = f'"{" ".join(some)}"' if len(some) > 1 else some[0]
        return ("-" if absent else "") + text + ("*" if how == "prefix" else "")

    return " ".join(" OR ".join(map(one, choice)) for choice in asked)


PARTS = st.tuples(
    st.sampled_from(["word", "word", "prefix"]),
    st.lists(st.sampled_from([*WORDS, "or", "nada"]), min_size=1, max_size=2),
    st.sampled_from([False, False, True]),
)


def asked_of(text: str) -> QueryDict:
    return QueryDict(urlencode({"q": text}))


def answers(name: str, text: str) -> tuple[set[int], int]:
    question = QUESTIONS[name](asked_of(text))
    answer, page = question.answer(size=1000)
    return {row.pk for row in page.rows}, answer.total


def test_every_list_answers_as_plain_loops_do(world: SimpleNamespace) -> None:
    known = texts()

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(st.lists(st.lists(PARTS, min_size=1, max_size=2), min_size=1, max_size=3))
    def check(asked: Choices) -> None:
        for name in QUESTIONS:
            expected = {pk for pk, own in known[name].items() if meets(asked, own)}
            assert answers(name, typed(asked)) == (expected, len(expected)), (name, typed(asked))
            question = QUESTIONS[name](asked_of(typed(asked)))
            assert {row.pk for row in question.qs} == expected, (name, "in words of the QuerySet")

    check()
