"""Every goal: how it is read from what was measured, and its limit on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Result = dict[str, Any]
Value = float | None
PAGES = (
    "list", "list, region", "list, offence", "list, organization", "list, status", "list, since", "list, three filters",
    "deep page", "words, rare", "words, frequent", "words, phrase", "home", "incident", "actor, many incidents",
    "actor, few incidents", "organization", "country", "village", "allegation", "source", "actors", "organizations",
    "regions", "allegations", "sources", "suggest an actor", "suggest a region",
    "suggest anything",
)  # fmt: skip
STATED_FOR = 1_000_000  # cases: what the limits are stated for …
ONCE_STATED_FOR = 10_000  # … and those of what is measured at the smallest size alone, with 100,000 rows of its own
FILTERS = ("region", "offence", "organization", "status", "since", "three filters")


@dataclass(frozen=True)
class Goal:
    """At most (`most`) or at least (`least`) so much, for one engine; neither: only told."""

    what: str
    read: Callable[[Result, Result], Value]  # from what was measured at this size, and at the smallest
    most: dict[str, float] | float | None = None
    least: dict[str, float] | float | None = None
    unit: str = "×"
    grows: bool = False  # a comparison of sizes
    once: bool = False  # measured, and judged, at the smallest size alone

    def limit(self, engine: str) -> tuple[float | None, float | None]:
        return _for(self.most, engine), _for(self.least, engine)

    def applies(self, engine: str) -> bool:
        given = self.most if self.most is not None else self.least
        return not isinstance(given, dict) or engine in given


def _for(limit: dict[str, float] | float | None, engine: str) -> float | None:
    return limit.get(engine) if isinstance(limit, dict) else limit


def ratio(above: str, below: str) -> Callable[[Result, Result], Value]:
    """How many times as long the one took as the other."""

    def read(result: Result, smallest: Result) -> Value:
        took = result.get("milliseconds", {})
        return over(took.get(above), took.get(below))

    return read


def over(above: Value, below: Value) -> Value:
    return above / below if above is not None and below else None


def growth(page: str) -> Callable[[Result, Result], Value]:
    def read(result: Result, smallest: Result) -> Value:
        if result is smallest:
            return None
        return over(result.get("milliseconds", {}).get(page), smallest.get("milliseconds", {}).get(page))

    return read


def datasette(question: str) -> Callable[[Result, Result], Value]:
    def read(result: Result, smallest: Result) -> Value:
        ours = result.get("milliseconds", {}).get(f"list, {question}" if question else "list")
        return over(result.get("datasette", {}).get(question), ours)

    return read


def part(name: str, above: str, below: str = "") -> Callable[[Result, Result], Value]:
    """One figure of a part, or one over another."""

    def read(result: Result, smallest: Result) -> Value:
        found = result.get(name, {})
        return over(found.get(above), found.get(below)) if below else found.get(above)

    return read


def requests(result: Result, smallest: Result) -> Value:
    ours = result.get("served", {}).get("8 clients", {}).get("requests a second")
    return over(ours, result.get("datasette", {}).get("8 clients", {}).get("requests a second"))


def imported(result: Result, smallest: Result) -> Value:
    stock = result.get("stock import", {}).get("rows a second")
    return over(result.get("import", {}).get("rows a second"), stock)


def pages(what: str, kind: Callable[[Any], float]) -> Callable[[Result, Result], Value]:
    """The largest value of something over all public pages."""

    def read(result: Result, smallest: Result) -> Value:
        noted = result.get("statements", {})
        return max((kind(one[what]) for one in noted.values()), default=None)

    return read


def goals() -> Iterator[Goal]:
    yield Goal("list ÷ raw statement", ratio("list", "raw"), {"sqlite": 12, "postgresql": 5})
    yield Goal(
        "list, three filters ÷ raw",
        ratio("list, three filters", "raw, three filters"),
        {"sqlite": 20, "postgresql": 6},
    )
    yield Goal("list again ÷ raw statement", ratio("list again", "raw"))
    yield Goal("list again, three filters ÷ raw", ratio("list again, three filters", "raw, three filters"))
    yield Goal("stock list ÷ list again", ratio("stock", "list again"))
    yield Goal("stock list ÷ list", ratio("stock", "list"), least={"sqlite": 300, "postgresql": 150})
    yield Goal("stock ÷ list, three filters", ratio("stock, three filters", "list, three filters"))
    for name in ("", *FILTERS):
        yield Goal(f"Datasette ÷ list{', ' * bool(name)}{name}", datasette(name), least={"sqlite": 5})
    yield Goal("requests a second ÷ Datasette's", requests, least={"sqlite": 20})
    yield Goal("304 ÷ constant view", ratio("304", "constant"), 1.5)
    yield Goal("deep page ÷ first page", ratio("deep page", "list"), 2)
    yield Goal("search-as-you-type ÷ raw prefix", ratio("suggest an actor", "raw prefix"), 10)
    yield Goal("actor of many ÷ of few incidents", ratio("actor, many incidents", "actor, few incidents"), 2)
    yield Goal("page of a country ÷ of a village", ratio("country", "village"), 2)
    yield Goal("saving ÷ stock tables", ratio("save", "save, stock tables"), 3)
    yield Goal("slowest statement of a page", pages("slowest", float), 10, unit=" ms")
    yield Goal("statements of a page, at most", pages("number", float), unit="")
    yield Goal("pages with OFFSET", offset, 0, unit="")
    yield Goal("pages with an exact count", counts, {"postgresql": 0}, unit="")
    yield Goal("CSV ÷ COPY (or bare cursor)", part("export", "bare, seconds", "seconds"), least=0.8)
    yield Goal("CSV: memory above idle", part("export", "memory, MB"), 32, unit=" MB")
    yield Goal("checked import ÷ bare COPY", part("import", "bare, seconds", "seconds"), least=0.5, once=True)
    yield Goal("import ÷ django-import-export", imported, least=40, once=True)
    yield Goal("import: memory", part("import", "memory, MB"), unit=" MB", once=True)
    yield Goal("growth: admin list", growth("admin list"), 1.2, grows=True)
    for page in PAGES:
        yield Goal(f"growth: {page}", growth(page), 2, grows=True)


def offset(result: Result, smallest: Result) -> Value:
    return _pages_with(result, "offset")


def counts(result: Result, smallest: Result) -> Value:
    return _pages_with(result, "count")


def _pages_with(result: Result, what: str) -> Value:
    noted = result.get("statements")
    return float(sum(bool(one[what]) for one in noted.values())) if noted else None


@dataclass(frozen=True)
class Verdict:
    """What came out for one goal, one engine and one size."""

    what: str
    engine: str
    size: int
    value: Value
    most: Value
    least: Value
    unit: str
    once: bool = False

    @property
    def stated_for(self) -> int:
        """From how many cases on the limit is one."""
        return ONCE_STATED_FOR if self.once else STATED_FOR

    @property
    def met(self) -> bool | None:
        """None where there is nothing to be met, nothing was measured, or the limit is stated for more cases."""
        if self.value is None or (self.most is None and self.least is None) or self.size < self.stated_for:
            return None
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)


def verdicts(results: dict[str, dict[str, Result]]) -> Iterator[Verdict]:
    """Every goal at every size of every engine."""
    for engine, by_size in results.items():
        sizes = sorted(by_size, key=int)
        for goal in goals():
            if not goal.applies(engine):
                continue
            for size in sizes:
                value = goal.read(by_size[size], by_size[sizes[0]])
                yield Verdict(goal.what, engine, int(size), value, *goal.limit(engine), goal.unit, goal.once)
