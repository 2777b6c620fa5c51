"""Numbered citations: which source of its case, by number, supports a stated fact."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from incidents.figures.addresses import address
from incidents.models import FACTS, Citation, Incident, IncidentSource

_NAMES = {model: name for name, model in FACTS.items()}


@dataclass(frozen=True)
class Mark:
    """One number beside a statement: `last` closes a range, `proposed` says that we found the source ourselves."""

    number: int
    href: str
    title: str
    last: int = 0
    proposed: bool = False


class Notes:
    """The citations of some incidents, by fact. Two queries, however many facts there are."""

    def __init__(self, readings: Iterable[Any], citations: Iterable[Any], here: Incident | None = None) -> None:
        self._here = here
        self._numbers: dict[int, int] = {}
        self._readings: dict[int, list[Any]] = defaultdict(list)
        for reading in readings:
            self._readings[reading.incident_id].append(reading)
            self._numbers[reading.pk] = len(self._readings[reading.incident_id])
        self._by_fact: dict[tuple[str, int | None], list[Citation]] = defaultdict(list)
        for citation in citations:
            self._by_fact[_fact_of(citation)].append(citation)

    @classmethod
    def of_case(cls, incident: Incident) -> "Notes":
        """Everything that one incident cites; its marks point down the same page."""
        return cls(_readings([incident.pk]), Citation.objects.published().filter(incident=incident), here=incident)

    @classmethod
    def of_facts(cls, facts: Iterable[Any], incidents: Iterable[Incident]) -> "Notes":
        """What supports facts of several incidents; the marks point to the incidents' own pages."""
        wanted: dict[str, list[int]] = defaultdict(list)
        for fact in facts:
            wanted[_NAMES[type(fact)]].append(fact.pk)
        supporting = Q(pk__in=[])
        for name, ids in wanted.items():
            supporting |= Q(**{f"{name}__in": ids})
        cases = {incident.pk for incident in incidents}
        # By case first: one table has an index for each kind of fact, and no engine likes to use fourteen at once.
        citations = Citation.objects.published().filter(supporting, incident__in=cases)
        return cls(_readings(cases), citations)

    def marks(self, fact: Any, incident: Incident | None = None, instead: Any = None) -> list[Mark]:
        """The fact's own citations; without any, those of the fact that it belongs to, else the case's sources."""
        page = incident or self._here
        if page is None:
            return []
        return self._own(page, fact) or (self._own(page, instead) if instead else []) or self.range(page)

    def _own(self, page: Incident, fact: Any) -> list[Mark]:
        found: dict[int, Mark] = {}
        for citation in self._by_fact.get((_NAMES.get(type(fact), ""), getattr(fact, "pk", None)), []):
            mark = self._mark(page, citation)
            if mark and (mark.number not in found or found[mark.number].proposed):
                found[mark.number] = mark
        return [found[number] for number in sorted(found)]

    def cited(self, *facts: Any) -> set[int]:
        """The keys of the sources, as read for the case, that are cited for one of the facts."""
        named = [(_NAMES.get(type(fact), ""), fact.pk) for fact in facts]
        return {citation.reading_id for fact in named for citation in self._by_fact.get(fact, [])}

    def range(self, incident: Incident) -> list[Mark]:
        """The case's sources as a whole; letters that only brought a reply support nothing else."""
        readings = self._readings.get(incident.pk, [])
        wanted = [number for number, reading in enumerate(readings, 1) if not reading.is_letter]
        spans: list[list[int]] = []
        for number in wanted:
            if spans and spans[-1][-1] == number - 1:
                spans[-1].append(number)
            else:
                spans.append([number])
        return [self._span(incident, span[0], span[-1]) for span in spans]

    def _span(self, incident: Incident, first: int, last: int) -> Mark:
        publisher = self._readings[incident.pk][first - 1].source.publisher
        return Mark(first, self._href(incident, first), publisher, last)

    def _mark(self, incident: Incident, citation: Citation) -> Mark | None:
        number = self._numbers.get(citation.reading_id)
        if number is None:
            return None
        source = self._readings[incident.pk][number - 1].source
        title = ", ".join(part for part in (source.publisher, citation.page, citation.as_stated) if part)
        return Mark(number, self._href(incident, number), title, proposed=citation.proposed)

    def _href(self, incident: Incident, number: int) -> str:
        return f"{'' if incident == self._here else address(incident)}#source-{number}"


def _readings(incidents: Iterable[int]) -> Any:
    rows = IncidentSource.objects.published().filter(incident__in=list(incidents)).with_letters()
    return rows.select_related("source").order_by("incident", "position", "pk")


def _fact_of(citation: Citation) -> tuple[str, int | None]:
    """The fact's name and key; an empty name stands for the summary."""
    for name in FACTS:
        key = getattr(citation, f"{name}_id")
        if key:
            return name, key
    return "", None
