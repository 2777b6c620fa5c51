"""Which of several dated rows came first, as far as their dates say it, and what came of a claim where they do not."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Any

from incidents.models.standing import BY_A_COURT, UNDOES, Finding, Outcome, StepFact, outcome

# Steps of which a later one takes the place of an earlier one.
_DECISIONS = frozenset(
    "plea_guilty convicted conviction_upheld acquitted acquittal_upheld annulled acquittal_annulled dismissed pardoned"
    " pardon_annulled retrial_ordered".split()
)
_FACT = attrgetter("kind", "final", "on_merits", "proceeding_id", "place", "date_earliest", "date_latest")
_CONVICTS = frozenset({"convicted", "sentenced", "conviction_upheld"})


def surely_before(one: Any, other: Any) -> bool:
    """Whether the last day that the one's date may mean lies before the first of the other's."""
    return bool(one.date_latest and other.date_earliest and one.date_latest < other.date_earliest)


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Dated rows as they followed each other: what surely came before comes before, and all else stays as it is listed. A
    month is not after its year because it is told more exactly, nor is what has no date later than what has one."""
    waiting, found = list(rows), []
    while waiting:
        ends = min((row.date_latest for row in waiting if row.date_latest), default=None)
        free = (row.date_earliest is None or ends is None or row.date_earliest <= ends for row in waiting)
        found.append(waiting.pop(next(place for place, is_free in enumerate(free) if is_free)))
    return found


def unsure(steps: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Of steps in order (with a `kind`): decisions that follow each other because they are listed so, and not because their
    dates say it, although it matters which was the last."""
    decisions = [step for step in steps if step.kind in _DECISIONS]
    return [
        (one, other) for one, other in pairwise(decisions) if one.kind != other.kind and not surely_before(one, other)
    ]


def facts_of(steps: Iterable[Any]) -> list[StepFact]:
    """What the rule of standing needs of steps of the record."""
    return [StepFact(*_FACT(step)) for step in steps]


def came_of(steps: Sequence[StepFact]) -> Outcome:
    """What came of a claim after the steps, given in order (`in_order`). Where a conviction stands only because the case
    lists it last, and what takes one back may have come after it, both stand side by side: doubt is the accused's."""
    listed = outcome(steps)
    if listed.status not in BY_A_COURT:
        return listed
    for place, step in enumerate(steps):
        later = range(place + 1, len(steps)) if step.kind in UNDOES else ()
        unsure = [one for one in later if steps[one].kind in _CONVICTS and not surely_before(step, steps[one])]
        if not unsure:
            continue
        order = [*range(place), *range(place + 1, unsure[-1] + 1), place, *range(unsure[-1] + 1, len(steps))]
        other = outcome([steps[one] for one in order])
        if other.status not in BY_A_COURT:
            moved = [Finding(finding.status, order[finding.step]) for finding in other.findings]
            both = dict.fromkeys((*listed.findings, *moved))
            return Outcome("opposed", tuple(both), other.custody, listed.measure)
    return listed
