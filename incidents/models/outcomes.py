"""What came of a claim, where the dates of the decisions may not say which came last."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from incidents.models.ordering import surely_before
from incidents.models.standing import BY_A_COURT, UNDOES, Finding, Outcome, StepFact, outcome

_FACT = attrgetter("kind", "final", "on_merits", "proceeding_id", "place", "date_earliest", "date_latest")
_CONVICTS = frozenset({"convicted", "sentenced", "conviction_upheld"})


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
