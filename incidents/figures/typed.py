"""What somebody may be looking for who is typing: the first rows of every kind that have the words, the last a beginning."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from incidents.answers import Asking, answer
from incidents.filters import QUESTIONS, Question
from incidents.filters.asking import name_of
from incidents.filters.fields import shortened
from incidents.models import Actor, Allegation, Composed, Incident, Organization, Region, Source
from incidents.search.query import Query, parse

FIRST = 3  # rows of each kind
SHORTEST = 3  # letters of a beginning


@dataclass(frozen=True)
class Typed:
    """A row: how it is called, of which kind it is, and its address."""

    label: str
    detail: str
    url: str


_PUBLIC = {
    "incidents": Composed(lambda numbers, now: Incident.objects.published(now).filter(pk__in=numbers)),
    "actors": Composed(lambda numbers, now: Actor.objects.published(now).labelled(now).filter(pk__in=numbers)),
    "organizations": Composed(
        lambda numbers, now: Organization.objects.published(now).labelled(now).filter(pk__in=numbers)
    ),
    "regions": Composed(lambda numbers, now: Region.objects.published(now).filter(pk__in=numbers)),
    # What is defeated is never shown without what defeats it.
    "allegations": Composed(lambda numbers, now: Allegation.objects.published(now).standing().filter(pk__in=numbers)),
    "sources": Composed(lambda numbers, now: Source.objects.published(now).filter(pk__in=numbers)),
}


def everything(text: str) -> list[Typed]:
    """The first rows of every kind; nothing where the word that is being typed is still too short. Raises NotReady."""
    query = parse(text, typing=True)
    if not query or any(term.prefix and len(term.words[-1]) < SHORTEST for term in query.terms):
        return []
    return [one for name, question in QUESTIONS.items() for one in _of_kind(name, question, query)]


def _of_kind(name: str, question: type[Question], query: Query) -> list[Typed]:
    first = next(iter(question.sorts))  # as the list begins
    asking = Asking(name, {"q": lambda index: index.matching(query)}, first, size=FIRST - 1)
    numbers = [abs(key[2]) for key in answer(asking).keys]
    known = {row.pk: row for row in _PUBLIC[name].of(numbers)}
    kind = str(question.noun)
    return [
        Typed(_label(known[number]), kind, known[number].get_absolute_url()) for number in numbers if number in known
    ]


def _label(row: Any) -> str:
    if isinstance(row, Allegation):
        return _("claim: %(claim)s") % {"claim": shortened(row.claim)}
    return shortened(str(name_of(row)))
