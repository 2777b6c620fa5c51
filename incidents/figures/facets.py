"""What every other choice would give: the counts beside a list, with the address of each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from threading import Lock
from typing import Any, NamedTuple

from django.utils.translation import get_language

from incidents.answers import Answer
from incidents.filters import Question
from incidents.filters.asking import Asks, Codes, OneCode, code_of, name_of
from incidents.models import Offence, Organization, Region

SHOWN = 8  # values at first sight; the others are folded away


class Choice(NamedTuple):
    """One value, how many rows it gives, and the query that chooses it or, if it is chosen, leaves it."""

    label: str
    number: int
    query: str
    chosen: bool


@dataclass(frozen=True)
class Group:
    """The values of one filter, most frequent first."""

    label: str
    first: list[Choice]
    further: list[Choice]


class Year(NamedTuple):
    """The rows that certainly are of one year."""

    year: int
    number: int
    query: str


class Facets:
    """All counts beside the answer to one question."""

    def __init__(self, question: Question, answer: Answer) -> None:
        self.question, self.answer = question, answer

    @cached_property
    def groups(self) -> list[Group]:
        """One group for each filter that has more than nothing to offer."""
        groups = []
        for name in self.question.facets:
            choices = self._choices(name, self.question.filters[name])
            if choices:
                groups.append(Group(str(self.question.filters[name].label), choices[:SHOWN], choices[SHOWN:]))
        return groups

    def _choices(self, name: str, one: Asks) -> list[Choice]:
        counted = [count for count in self.answer.facets[name] if count[0] != ""]
        named = _named(one, [value for value, _number in counted], self.answer.version)
        chosen = {code for code, _label in one.named(self.question.value(name))}
        toggled = self.question.toggling(name)
        return [
            Choice(label, number, toggled(code), code in chosen)
            for value, number in sorted(counted, key=itemgetter(1), reverse=True)
            if value in named
            for code, label in [named[value]]
        ]

    @cached_property
    def years(self) -> list[Year]:
        """By year, those rows whose date lies in one year for certain."""
        return [
            Year(year, number, self.question.in_period(f"{year:04}"))
            for year, number in sorted(self.answer.facets.get("year", ()))
        ]

    @property
    def fullest(self) -> int:
        return max((year.number for year in self.years), default=0)


def _named(one: Asks, values: list[Any], version: str) -> dict[Any, tuple[str, str]]:
    """Value → its code in an address and its public name."""
    kind = getattr(one, "suggest", "")
    if kind in _ROWS:
        return _NAMES.of(kind, values, version)
    if isinstance(one, (Codes, OneCode)):
        labels = dict(one.choices())
        return {value: (value, str(labels[value])) for value in values if value in labels}
    return {value: (value, str(value)) for value in values}


_ROWS: dict[str, Callable[[], Any]] = {
    "regions": lambda: Region.objects.published(),
    "offences": lambda: Offence.objects.all(),
    "organizations": lambda: Organization.objects.published().labelled(),
}


class _Names:
    """Codes and names that were looked up since the record changed last: every page beside which they stand needs them."""

    def __init__(self) -> None:
        self._version = ""
        self._held: dict[tuple[str, str], dict[int, tuple[str, str] | None]] = {}
        self._lock = Lock()

    def of(self, kind: str, numbers: list[int], version: str) -> dict[int, tuple[str, str]]:
        """Number of a row → its code and its public name, in the reader's language; only of rows that are public."""
        with self._lock:
            if version != self._version:
                self._version, self._held = version, {}
            held = self._held.setdefault((kind, get_language() or ""), {})
            unknown = [number for number in numbers if number not in held]
        if unknown:
            found = {row.pk: (code_of(row), name_of(row)) for row in _ROWS[kind]().numbered(unknown)}
            held.update({number: found.get(number) for number in unknown})
        return {number: name for number in numbers if (name := held[number]) is not None}


_NAMES = _Names()
