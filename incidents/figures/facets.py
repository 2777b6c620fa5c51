"""What every other choice would give: the counts beside a list, with the address of each."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from incidents.answers import Answer
from incidents.filters import Question
from incidents.filters.asking import Asks, Codes, OneCode, code_of, name_of
from incidents.models import Offence, Organization, Region

SHOWN = 8  # values at first sight; the others are folded away


@dataclass(frozen=True)
class Choice:
    """One value, how many rows it gives, and the query that chooses it or, if it is chosen, leaves it."""

    label: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True)
class Group:
    """The values of one filter, most frequent first."""

    label: str
    first: list[Choice]
    further: list[Choice]


@dataclass(frozen=True)
class Year:
    """The rows that certainly are of one year."""

    year: int
    count: int
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
        named = _named(one, [value for value, _number in counted])
        chosen = {code for code, _label in one.named(self.question.value(name))}
        return [
            Choice(label, number, self.question.toggled(name, code), code in chosen)
            for value, number in sorted(counted, key=lambda count: -count[1])
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
        return max((year.count for year in self.years), default=0)


def _named(one: Asks, values: list[Any]) -> dict[Any, tuple[str, str]]:
    """Value → its code in an address and its public name."""
    named_by = {"regions": _regions, "offences": _offences, "organizations": _organizations}.get(
        getattr(one, "suggest", "")
    )
    if named_by is not None:
        return {row.pk: (code_of(row), name_of(row)) for row in named_by().numbered(values)} if values else {}
    if isinstance(one, (Codes, OneCode)):
        labels = dict(one.choices())
        return {value: (value, str(labels[value])) for value in values if value in labels}
    return {value: (value, str(value)) for value in values}


def _regions() -> Any:
    return Region.objects.published()


def _offences() -> Any:
    return Offence.objects.all()


def _organizations() -> Any:
    return Organization.objects.published().labelled()
