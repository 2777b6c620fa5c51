"""Whether two names may be of one party, and which of many names are likely the same."""

from collections.abc import Callable, Iterable
from typing import Literal

from incidents.search.names.organizations import score_organizations
from incidents.search.names.persons import score_persons

Kind = Literal["person", "organization"]
KINDS: tuple[Kind, ...] = ("person", "organization")
THRESHOLDS: dict[Kind, float] = {"person": 0.75, "organization": 0.8}
_SCORERS: dict[Kind, Callable[[str, str], float]] = {"person": score_persons, "organization": score_organizations}


def score(a: str, b: str, kind: Kind) -> float:
    """How alike two names are, 0 to 1, the same in either direction."""
    return _SCORERS[kind](*sorted((a, b)))


def is_match(a: str, b: str, kind: Kind) -> bool:
    """Whether an editor should be asked if the two are one. A nickname is a name of its own: ask once for each."""
    return score(a, b, kind) >= THRESHOLDS[kind]


def likely_same(name: str, candidates: Iterable[str], kind: Kind = "person") -> list[tuple[str, float]]:
    """The candidates that match the name, the likest first, each with its score."""
    scored = ((candidate, score(name, candidate, kind)) for candidate in candidates)
    return sorted((pair for pair in scored if pair[1] >= THRESHOLDS[kind]), key=lambda pair: (-pair[1], pair[0]))
