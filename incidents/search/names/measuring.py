"""How well the rules judge labelled pairs, beside plain rapidfuzz on folded names."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from incidents.search.folding import fold
from incidents.search.names.matching import THRESHOLDS, Kind, is_match, score

FLOORS: dict[str, Callable[[str, str], float]] = {
    "ratio": fuzz.ratio,
    "token_sort_ratio": fuzz.token_sort_ratio,
    "token_set_ratio": fuzz.token_set_ratio,
    "WRatio": fuzz.WRatio,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, and whether they are one party according to whoever labelled them."""

    schema: str
    one: str
    other: str
    same: bool
    category: str = ""

    @property
    def kind(self) -> Kind:
        return "person" if self.schema.casefold() == "person" else "organization"

    @property
    def alike(self) -> float:
        return score(self.one, self.other, self.kind)

    @property
    def judged_right(self) -> bool:
        return is_match(self.one, self.other, self.kind) == self.same


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was right and wrong at one threshold."""

    threshold: float
    found: int
    wrongly: int
    missed: int

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrongly) if self.found + self.wrongly else 0.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.found / (2 * self.found + self.wrongly + self.missed) if self.found else 0.0


def judge(scored: Iterable[tuple[float, bool]], threshold: float) -> Judgement:
    """Scores with their labels, judged at a threshold."""
    counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for alike, same in scored:
        counts[alike >= threshold, same] += 1
    return Judgement(threshold, counts[True, True], counts[True, False], counts[False, True])


def ours(pairs: Sequence[Pair], kind: Kind) -> Judgement:
    """The rules at the threshold that the site uses."""
    return judge([(pair.alike, pair.same) for pair in pairs], THRESHOLDS[kind])


def floor(pairs: Sequence[Pair]) -> tuple[str, Judgement]:
    """The best that a plain scorer of rapidfuzz reaches on these very pairs, its threshold chosen in hindsight."""
    reached = []
    for name, scorer in FLOORS.items():
        scored = [(scorer(fold(pair.one), fold(pair.other)) / 100, pair.same) for pair in pairs]
        best = max((judge(scored, step / 100) for step in range(101)), key=lambda judged: judged.f1)
        reached.append((name, best))
    return max(reached, key=lambda named: named[1].f1)
