"""Larger groups of a case, and who is part of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Coalesce

_MOST = Coalesce("involvements__subset_of__count_high", "involvements__subset_of__count_best")
_LEAST = Coalesce("involvements__count_low", "involvements__count_best", 1)


@dataclass(frozen=True)
class Groups:
    """The groups of one case, by their parties."""

    larger: dict[int, int] = field(default_factory=dict)  # party → the next larger group
    parts: dict[int, set[int]] = field(default_factory=dict)  # group → its parts
    whole: frozenset[int] = frozenset()  # the groups whose parts are as many as the group is

    def of(self, party: int) -> list[int]:
        """The party, and the larger and larger groups that it is part of."""
        found = [party]
        while (larger := self.larger.get(found[-1])) and larger not in found:
            found.append(larger)
        return found


def groups_of(cases: Any) -> dict[int, Groups]:
    """Case → its groups, for those of the cases (a QuerySet) that have any. Where nobody says how many a group is, there may
    be others in it."""
    rows = cases.filter(involvements__subset_of__isnull=False).order_by()
    named = rows.values_list("pk", "involvements__subset_of__party", "involvements__party", _MOST, _LEAST)
    found: dict[int, list[tuple[int, int, int | None, int]]] = {}
    for case, whole, part, most, least in named:
        found.setdefault(case, []).append((whole, part, most, least))
    return {case: _groups(rows) for case, rows in found.items()}


def _groups(rows: Iterable[tuple[int, int, int | None, int]]) -> Groups:
    larger: dict[int, int] = {}
    parts: dict[int, set[int]] = {}
    missing: dict[int, int | None] = {}
    for whole, part, most, least in rows:
        larger[part] = whole
        parts.setdefault(whole, set()).add(part)
        left = missing.get(whole, most)
        missing[whole] = None if left is None else left - least
    return Groups(larger, parts, frozenset(whole for whole, left in missing.items() if left is not None and left <= 0))
