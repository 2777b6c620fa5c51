"""What came of a claim, where the dates of the decisions may not say which came last."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from incidents.models.ordering import surely_before
from incidents.models.standing import BY_A_COURT, PARDONED, Finding, Outcome, StepFact, outcome
from incidents.models.stepkinds import OF_GUILT, TAKING_BACK

_FACT = attrgetter("kind", "final", "on_merits", "proceeding_id", "place", "date_earliest", "date_latest")
_UNDECIDED = frozenset({"pleaded_guilty", "charged", "on_trial"})


def fact_of(step: Any) -> StepFact:
    """What the rule of standing needs of a step of the record."""
    return StepFact(*_FACT(step))


def came_of(steps: Sequence[StepFact]) -> Outcome:
    """What came of a claim after the steps, given in order (`as_they_followed`). Where it weighs on the accused only because the case
    lists a conviction or a plea after what takes it back, and that may have come later, both outcomes stand side by side,
    and a pardon counts: doubt is the accused's."""
    listed = outcome(steps)
    weight = _weight(listed)
    others = [_in_this_order(steps, order) for order in _as_well(steps)] if weight else []
    if other := min((one for one in others if _weight(one) < weight), key=_weight, default=None):
        both = dict.fromkeys((*listed.findings, *other.findings))
        return Outcome("opposed", tuple(both), other.custody, listed.measure)
    return next((one for one in others if one.status in PARDONED), listed)


def _weight(came: Outcome) -> int:
    return 2 if came.status in BY_A_COURT else int(came.status in _UNDECIDED)


def _as_well(steps: Sequence[StepFact]) -> Iterator[list[int]]:
    """Other orders that the dates allow: each decision that takes another back, after the last of those that may be earlier."""
    for place, step in enumerate(steps):
        later = range(place + 1, len(steps)) if step.kind in TAKING_BACK else ()
        unsure = [one for one in later if steps[one].kind in OF_GUILT and not surely_before(step, steps[one])]
        if unsure:
            yield [*range(place), *range(place + 1, unsure[-1] + 1), place, *range(unsure[-1] + 1, len(steps))]


def _in_this_order(steps: Sequence[StepFact], order: list[int]) -> Outcome:
    found = outcome([steps[one] for one in order])
    findings = tuple(Finding(finding.status, order[finding.step]) for finding in found.findings)
    return replace(found, findings=findings)
