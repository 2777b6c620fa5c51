"""What citations of a card may name: its sources, by address or by short name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incidents.exchange.casebook.report import Problem, at


@dataclass(frozen=True)
class Cited:
    """What a citation of the card may name: addresses, and short names of sources."""

    addresses: frozenset[Any]
    refs: frozenset[Any]

    @classmethod
    def of(cls, card: dict[str, Any]) -> "Cited":
        sources = card.get("sources") or []
        return cls(frozenset(s.get("url") for s in sources), frozenset(s.get("ref") for s in sources) - {None, ""})

    def problem(self, citation: dict[str, Any]) -> str:
        if citation.get("source"):
            return "" if citation["source"] in self.refs else "no source of this card has this ref"
        if citation.get("url"):
            return "" if citation["url"] in self.addresses else "not among the sources of this card"
        return "a citation names its source: by url, or by the ref of a source"


def citation_problems(value: Any, known: Cited, path: str) -> Iterator[Problem]:
    """Every `source_url`, and every citation, names one of the card's sources."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from citation_problems(item, known, at(path, number))
    if isinstance(value, dict):
        for key, item in value.items():
            here = at(path, key)
            if key in {"citations", "measurement_citations"}:
                for number, citation in enumerate(item or []):
                    if reason := known.problem(citation):
                        yield Problem(at(here, number, "source" if citation.get("source") else "url"), reason)
            elif key == "source_url" and item and item not in known.addresses:
                yield Problem(here, "not among the sources of this card")
            else:
                yield from citation_problems(item, known, here)
