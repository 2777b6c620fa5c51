"""Publishing a case with its card: what stands in the way is told with its place in the card."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from incidents import workflow
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.dump_values import key_of
from incidents.exchange.casebook.report import CardError, Problem, at
from incidents.models import Allegation, AllegationParty, Incident, Involvement

PUBLISHED_BECAUSE = "Published with its card of the casebook."
# What may be missing in an entry of a card, by the column or relation in which the record misses it.
_MISSING = {"speech": "made_by", "reply_status": "replies", "named_publicly": "named_publicly"}


def publish(context: Context) -> None:
    """Publishes the case of the card. Raises CardError with everything that it lacks."""
    try:
        workflow.publish(context.incident, reason=PUBLISHED_BECAUSE)
    except workflow.NotPublishable as error:
        told = zip(error.problems, error.lacking, strict=True)
        raise CardError([Problem(_path(context, one), f"not published: {words}") for words, one in told]) from None
    context.writer.changes += 1


def stay_published(context: Context, said_before: Counter[str]) -> None:
    """Raises CardError where the published case of the card, as it is now, lacks what publishing demands; and, where it was
    anonymised, for words by which somebody protected is called and which it did not say so often before (`said_before`)."""
    lacking = [(_path(context, one), str(one)) for one in workflow.problems(context.incident)]
    if context.incident.anonymisations.exists():
        new = workflow.namesakes_in(context.incident) - said_before
        lacking += [(_place_of(context, words), workflow.may_name_somebody(words)) for words in new]
    if lacking:
        raise CardError([Problem(path, f"the case is published: {words}") for path, words in lacking])


def _path(context: Context, problem: workflow.Problem) -> str:
    """Where in the card the problem is; an empty text where the card does not say what the record has."""
    row = problem.model._default_manager.filter(pk=problem.pk).first()
    if row is None:
        return ""
    if isinstance(row, Incident) and problem.name in context.card:
        return problem.name
    if isinstance(row, Incident) or problem.name not in _MISSING:
        return _place_of(context, getattr(row, problem.name))
    place = _place_of(context, _known_by(row))
    return at(place.rpartition(".")[0], _MISSING[problem.name]) if place else ""


def _known_by(row: Any) -> str:
    """The text of the card by which the entry of a claim, or of a party, is found."""
    match row:
        case Allegation():
            return row.claim
        case AllegationParty():
            return row.allegation.claim
        case Involvement():
            return key_of(row.party)
    raise AssertionError(f"nothing can be missing in {row}")


def _place_of(context: Context, words: str) -> str:
    """The path of the text in the card, else of one that has the words in it."""
    told = list(_texts(context.card, ""))
    places = [path for path, text in told if text == words] + [path for path, text in told if words in text]
    return places[0] if places else ""


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, at(path, number))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, at(path, key))
