"""What came of a claim for one party, and whether a proceeding is open, as far as the steps of their case say."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from incidents.models.groups import Groups
from incidents.models.outcomes import came_of
from incidents.models.standing import OPEN, Course, StepFact, counting, derive
from incidents.models.stepkinds import DEATH, DECISIONS, OF_GUILT

# Nothing is expected to follow: neither an appeal nor a decision.
_CLOSED = frozenset(
    "convicted_died convicted_final pardoned_not_final pardoned acquitted annulled dismissed closed_not_on_merits closed_by_death"
    " sanctioned cleared_administratively".split()
)
_DECIDED = DECISIONS | DEATH


class Said(NamedTuple):
    """A step: as it is in the record, what the rule of standing needs of it, and the parties that it names."""

    step: Any
    fact: StepFact
    named: Collection[int]


def deciding(told: Iterable[Said], proceedings: Collection[int]) -> list[Said]:
    """Of the steps of a case those of these proceedings, and the deaths that others tell: whoever is dead is so in all."""
    return [one for one in told if one.fact.proceeding in proceedings or one.fact.kind in DEATH]


def course_of(party: int, told: Sequence[Said], groups: Groups) -> Course:
    """What came of a claim for the party after the steps that deal with it, given in order.

    A step concerns a party if it names the party, or a larger group that the party is part of, as far as that counts (see
    `standing.counting`). One that names nobody concerns nobody in particular. What was last said of a group holds no
    more once something was decided about one of its parts; nor of one of its parts once it was decided about the group.
    """
    whole = groups.of(party)
    theirs = [one for one in told if not {*whole}.isdisjoint(one.named)]
    counts = counting([(one.fact, party in one.named) for one in theirs])
    mine = [one for one, is_theirs in zip(theirs, counts, strict=True) if is_theirs]
    came = came_of([one.fact for one in mine])
    if came.status not in _CLOSED and _is_decided_in_part(party, told, groups):
        status = "decided_by_name" if _is_settled_by_parts(party, told, groups) else "decided_in_part"
        came = replace(came, status=status, findings=(), custody="")
    elif came.status in OPEN and any(
        one.fact.kind in OF_GUILT and one not in mine for one in theirs[_last(party, theirs) :]
    ):
        came = replace(came, status="group_decided", findings=())
    return Course([one.step for one in mine], came)


def is_open(steps: Iterable[StepFact]) -> bool:
    """Whether something can still be decided about a party after the steps. Nobody is tried after death."""
    facts = list(steps)
    return not any(step.kind in DEATH for step in facts) and derive(facts) not in _CLOSED


def is_open_for_anybody(proceeding: int, told: Sequence[Said], groups: Groups) -> bool:
    """Whether the proceeding is open for anybody. `told`: all steps of its case, in order.

    A step that names nobody may concern anybody: what it opens is open, and it closes nothing for those who are named. A
    group is left out once something was decided about each of its parts after the last step that names the group itself.
    """
    own = [one for one in told if one.fact.proceeding == proceeding]
    everybody = {party for one in own for party in one.named}
    if not everybody:
        return is_open(one.fact for one in own)
    theirs = deciding(told, {proceeding})
    return any(not _is_over(who, theirs, groups) for who in everybody)


def _is_over(party: int, told: Sequence[Said], groups: Groups, since: int = 0) -> bool:
    """Whether nothing is open for the party by steps after that place, or for any part of the group that it is."""
    last = _last(party, told)
    if last > since and not _is_open_by_its_own(party, told):
        return True
    return _is_settled_by_parts(party, told, groups, max(since, last))


def _is_settled_by_parts(party: int, told: Sequence[Said], groups: Groups, since: int = 0) -> bool:
    """Whether all parts of the group that it is are known, and nothing is open for any of them after that place."""
    parts = groups.parts.get(party, set()) if party in groups.whole else set()
    inside = replace(groups, whole=groups.whole - {party})
    since = max(since, _last(party, told))
    return bool(parts) and all(_is_over(part, told, inside, since) for part in parts)


def _is_decided_in_part(party: int, told: Sequence[Said], groups: Groups) -> bool:
    """Whether something was decided about somebody of the group that it is, after the last step that names the group."""
    since = told[_last(party, told) :]
    return any(one.fact.kind in _DECIDED and party in groups.of(who)[1:] for one in since for who in one.named)


def _last(party: int, told: Sequence[Said]) -> int:
    return max((place for place, one in enumerate(told, 1) if party in one.named), default=0)


def _is_open_by_its_own(party: int, told: Sequence[Said]) -> bool:
    named = [one.fact for one in told if party in one.named]
    perhaps = [one.fact for one in told if not one.named or party in one.named]
    return is_open(named) or is_open(perhaps)
