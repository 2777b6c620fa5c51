"""Whether something can still be decided in a proceeding, as far as its steps say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from incidents.models.standing import StepFact, derive
from incidents.models.stepkinds import DEATH

# Nothing is expected to follow: neither an appeal nor a decision.
_CLOSED = frozenset(
    "convicted_died convicted_final pardoned_not_final pardoned acquitted annulled dismissed closed_not_on_merits closed_by_death"
    " sanctioned cleared_administratively".split()
)
T = TypeVar("T", bound=Any)  # a step of the record, or what the rule of standing needs of it
Named = Sequence[tuple[T, Collection[int]]]  # steps, each with the parties that it names
Told = Sequence[tuple[int, T, Collection[int]]]  # steps of a case, also with the proceeding of each


def is_open(steps: Iterable[StepFact]) -> bool:
    """Whether something can still be decided about a party after the steps. Nobody is tried after death."""
    facts = list(steps)
    return not any(step.kind in DEATH for step in facts) and derive(facts) not in _CLOSED


def deciding(told: Told[T], proceedings: Collection[int]) -> Named[T]:
    """Of the steps of a case those of these proceedings, with whom they name, and the deaths that others tell: whoever is
    dead is so in all of them."""
    return [(step, named) for at, step, named in told if at in proceedings or step.kind in DEATH]


def is_open_for_anybody(proceeding: int, told: Told[StepFact], groups: Mapping[int, Collection[int]]) -> bool:
    """Whether the proceeding is open for anybody. `told`: all steps of its case, in order. `groups`: those of which all
    parts are known (see `groups.known_parts`), with their parts.

    A step that names nobody may concern anybody: what it opens is open, and it closes nothing for those who are named. A
    group is left out once something was decided about each of its parts after the last step that names the group itself.
    """
    own = [(step, named) for at, step, named in told if at == proceeding]
    everybody = {party for _step, named in own for party in named}
    if not everybody:
        return is_open(step for step, _named in own)
    theirs = deciding(told, {proceeding})
    return any(not _is_over(who, theirs, groups) for who in everybody)


def _is_over(party: int, told: Named[StepFact], groups: Mapping[int, Collection[int]], since: int = 0) -> bool:
    """Whether nothing is open for the party by steps after that place, or for any part of the group that it is."""
    last = max((place for place, (_step, named) in enumerate(told, 1) if party in named), default=0)
    if last > since and not _is_open_by_its_own(party, told):
        return True
    others = {whole: parts for whole, parts in groups.items() if whole != party}
    parts = groups.get(party, ())
    return bool(parts) and all(_is_over(part, told, others, max(since, last)) for part in parts)


def _is_open_by_its_own(party: int, told: Named[StepFact]) -> bool:
    named = [step for step, parties in told if party in parties]
    perhaps = [step for step, parties in told if not parties or party in parties]
    return is_open(named) or is_open(perhaps)
