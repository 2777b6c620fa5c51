"""Rows as a card wants them, met with the rows that are there: what agrees is left alone, the rest is changed in place.

Public ids and history survive a reload because a row is found again by what it says (or, failing that, by its place in
the list) and only the columns that differ are written.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from incidents.models import IncidentDate, Proceeding, ProceedingAllegation, Step, StepParty

REASON = "casebook"
# Their own save and delete derive something at every row; the loader derives it once per card.
_DERIVING: tuple[type[Any], ...] = (IncidentDate, Proceeding, Step, StepParty, ProceedingAllegation)


@dataclass(frozen=True)
class Proposal:
    """A value that the card does not state: stored with its mark, and given up where an editor has decided."""

    column: str
    value: Any
    mark: str
    marked: bool = True


@dataclass
class Wanted:
    """One row as the card wants it: by what it is found again, what it says, and what is only proposed."""

    identity: Hashable
    values: dict[str, Any]
    proposals: list[Proposal] = field(default_factory=list)
    group: Hashable = None  # among which rows its place in the order counts


@dataclass
class Writer:
    """Writes rows with the reason kept in their history, and counts the changes."""

    changes: int = 0

    def save(self, row: Any) -> None:
        row._change_reason = REASON
        if isinstance(row, _DERIVING):
            plain: Any = super(type(row), row)
            plain.save()
        else:
            row.save()
        self.changes += 1

    def delete(self, row: Any) -> None:
        row._change_reason = REASON
        if isinstance(row, _DERIVING):
            plain: Any = super(type(row), row)
            plain.delete()
        else:
            row.delete()
        self.changes += 1

    def apply(self, row: Any, values: dict[str, Any]) -> Any:
        """Sets what differs and saves if anything does, or if the row is new."""
        changed = {column: value for column, value in values.items() if getattr(row, column, None) != value}
        for column, value in changed.items():
            setattr(row, column, value)
        if changed or row.pk is None:
            self.save(row)
        return row

    def sync(
        self, new: Any, existing: Iterable[Any], wanted: Sequence[Wanted], by_place: bool = True, once: str = ""
    ) -> list[Any]:
        """Makes the rows equal to what is wanted and returns them in that order; rows not wanted are deleted.

        `new()` makes an empty row; `identity(row)` of each existing row is its `identity` attribute. `once` names a
        column that is true on one row only.
        """
        rows = list(existing)
        found = _matched(rows, wanted, by_place)
        kept = {id(row) for row in found if row is not None}
        for row in rows:
            if id(row) not in kept:
                self.delete(row)
        if in_order(found, [want.group for want in wanted]):
            for want in wanted:
                want.values.pop("position", None)
        plans = [(row or new(), self._values(row, want)) for row, want in zip(found, wanted, strict=True)]
        for row, values in sorted(plans, key=lambda plan: bool(once and plan[1].get(once))):
            self.apply(row, values)
        return [row for row, _values in plans]

    def _values(self, row: Any, want: Wanted) -> dict[str, Any]:
        values = dict(want.values)
        for proposal in want.proposals:
            if row is None or not decided_by_editor(row, proposal):
                values[proposal.column], values[proposal.mark] = proposal.value, proposal.marked
        return values


def _matched(rows: list[Any], wanted: Sequence[Wanted], by_place: bool) -> list[Any]:
    """For each wanted row the existing one: the one that says the same, else the one at the same place."""
    free: dict[Hashable, list[Any]] = {}
    for row in rows:
        free.setdefault(row.identity, []).append(row)
    found = [free[want.identity].pop(0) if free.get(want.identity) else None for want in wanted]
    if by_place:
        left = {row.position: row for same in free.values() for row in same}
        for number, want in enumerate(wanted):
            if found[number] is None:
                found[number] = left.pop(want.values.get("position", number), None)
    return found


def in_order(rows: Sequence[Any], groups: Sequence[Hashable]) -> bool:
    """Whether the rows are all there and stand, within each group, in this order already: their numbers may stay."""
    last: dict[Hashable, tuple[int, int]] = {}
    for row, group in zip(rows, groups, strict=True):
        if row is None or row.pk is None or (row.position, row.pk) < last.get(group, (-1, 0)):
            return False
        last[group] = (row.position, row.pk)
    return True


def identified(rows: Iterable[Any], *columns: str) -> list[Any]:
    """The rows, each with the values of the columns as its `identity`."""
    found = list(rows)
    for row in found:
        row.identity = tuple(getattr(row, column) for column in columns)
    return found


def decided_by_editor(row: Any, proposal: Proposal) -> bool:
    """Whether an editor, not a card, has settled the value that the proposal is about."""
    agrees = (getattr(row, proposal.column), getattr(row, proposal.mark)) == (proposal.value, proposal.marked)
    return not agrees and settled_by_editor(row, proposal.mark)


def settled_by_editor(row: Any, mark: str) -> bool:
    """Whether the mark of a proposal is off, and the row of history that took it off was not written by a card."""
    if getattr(row, mark):
        return False
    reason: str | None = REASON
    for past in row.history.order_by("-history_id").values(mark, "history_change_reason"):
        if past[mark]:
            break
        reason = past["history_change_reason"]
    return reason != REASON
