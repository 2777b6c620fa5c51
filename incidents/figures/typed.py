"""What somebody may be looking for who is typing: the first rows of every kind that have the words, the last a beginning."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.answers import answer
from incidents.filters import QUESTIONS
from incidents.filters.asking import name_of
from incidents.filters.fields import shortened
from incidents.models import Actor, Allegation, Organization
from incidents.search.query import parse

FIRST = 3  # rows of each kind
SHORTEST = 3  # letters of a beginning


@dataclass(frozen=True)
class Typed:
    """A row: how it is called, of which kind it is, and its address."""

    label: str
    detail: str
    url: str


def everything(text: str) -> list[Typed]:
    """The first rows of every kind; nothing where the word that is being typed is still too short. Raises NotReady."""
    query = parse(text, typing=True)
    if not query or any(term.prefix and len(term.words[-1]) < SHORTEST for term in query.terms):
        return []
    return [one for name in QUESTIONS for one in _of_kind(name, str(query))]


def _of_kind(name: str, words: str) -> list[Typed]:
    asked = QueryDict(mutable=True)
    asked["q"] = words
    question = QUESTIONS[name](asked)
    asking = question.asking()
    asking.size, asking.known = FIRST - 1, None
    numbers = [abs(key[2]) for key in answer(asking).keys]
    model: Any = QUESTIONS[name]._meta.model
    rows: Any = model.objects.published().numbered(numbers)
    if model in (Actor, Organization):
        rows = rows.labelled()
    if model is Allegation:
        rows = rows.standing()  # what is defeated is never shown without what defeats it
    known = {row.pk: row for row in rows}
    kind = str(question.noun)
    return [
        Typed(_label(known[number]), kind, known[number].get_absolute_url()) for number in numbers if number in known
    ]


def _label(row: Any) -> str:
    if isinstance(row, Allegation):
        return _("claim: %(claim)s") % {"claim": shortened(row.claim)}
    return shortened(str(name_of(row)))
