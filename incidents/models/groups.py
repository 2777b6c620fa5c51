"""Larger groups of a case, and who is part of them."""

from collections.abc import Collection
from typing import Any

from django.db.models.functions import Coalesce

from incidents.models.incidents import Incident

_MOST = Coalesce("involvements__subset_of__count_high", "involvements__subset_of__count_best")
_LEAST = Coalesce("involvements__count_low", "involvements__count_best", 1)


def larger_groups(allegations: Collection[int]) -> dict[tuple[int, int], int]:
    """(claim, party) → the next larger group of the same case."""
    cases = Incident.objects.filter(allegations__in=allegations, involvements__subset_of__isnull=False).order_by()
    rows = cases.values_list("allegations", "involvements__party", "involvements__subset_of__party")
    return {(claim, party): whole for claim, party, whole in rows}


def known_parts(cases: Any) -> dict[int, dict[int, set[int]]]:
    """Case → group → its parts, for the groups of the cases (a QuerySet) whose parts are as many as the group is. Where
    nobody says how many it is, there may be others."""
    rows = cases.filter(involvements__subset_of__isnull=False).order_by()
    named = rows.values_list("pk", "involvements__subset_of__party", "involvements__party", _MOST, _LEAST)
    parts: dict[tuple[int, int], set[int]] = {}
    missing: dict[tuple[int, int], int | None] = {}
    for case, whole, part, most, least in named:
        parts.setdefault((case, whole), set()).add(part)
        left = missing.get((case, whole), most)
        missing[case, whole] = None if left is None else left - least
    found: dict[int, dict[int, set[int]]] = {}
    for (case, whole), left in missing.items():
        if left is not None and left <= 0:
            found.setdefault(case, {})[whole] = parts[case, whole]
    return found
