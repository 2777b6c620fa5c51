"""Which of several dated rows came first, as far as their dates say it."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from incidents.models.stepkinds import DEATH, DECISIONS, OF_GUILT

_ONE_JUDGMENT = {"sentenced": "convicted"}  # it does not matter which of the two is told first


def surely_before(one: Any, other: Any) -> bool:
    """Whether the last day that the one's date may mean lies before the first of the other's."""
    return bool(one.date_latest and other.date_earliest and one.date_latest < other.date_earliest)


def as_they_followed(rows: Iterable[Any]) -> list[Any]:
    """Dated rows as they followed each other: what surely came before comes before, and all else stays as it is listed. A
    month is not after its year because it is told more exactly, nor is what has no date later than what has one."""
    waiting, found = list(rows), []
    while waiting:
        ends = min((row.date_latest for row in waiting if row.date_latest), default=None)
        free = (row.date_earliest is None or ends is None or row.date_earliest <= ends for row in waiting)
        found.append(waiting.pop(next(place for place, is_free in enumerate(free) if is_free)))
    return found


def unsure(steps: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Of steps in order (with a `kind`): decisions that follow each other, or a death that a judgment follows, because they are
    listed so, and not because their dates say it, although it matters which was the last."""
    told = [step for step in steps if step.kind in DECISIONS | DEATH]
    decisions = [step for step in told if step.kind in DECISIONS]
    deaths = [(one, other) for one, other in pairwise(told) if one.kind in DEATH and other.kind in OF_GUILT]
    return [
        (one, other)
        for one, other in (*pairwise(decisions), *deaths)
        if _judgment(one) != _judgment(other) and not surely_before(one, other)
    ]


def _judgment(step: Any) -> str:
    return _ONE_JUDGMENT.get(step.kind, step.kind)
