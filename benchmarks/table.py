"""The one table: every goal, what came out on each engine at each size, and whether it is met."""

from collections.abc import Callable
from typing import Any

Result = dict[str, Any]


def ratio(above: str, below: str) -> Callable[[Result], float | None]:
    """How many times as long the one took as the other."""

    def read(result: Result) -> float | None:
        took = result["milliseconds"]
        if took.get(above) is None or not took.get(below):
            return None
        return float(took[above] / took[below])

    return read


def _datasette(page: str, ours: str) -> Callable[[Result], float | None]:
    def read(result: Result) -> float | None:
        other, own = result.get("datasette", {}).get(page), result["milliseconds"].get(ours)
        return float(other / own) if other and own else None

    return read


def _rate(result: Result) -> float | None:
    other = result.get("datasette", {}).get("8 clients")
    return result["served"]["8 clients"]["requests a second"] / other["requests a second"] if other else None


def _import(result: Result) -> float | None:
    loaded = result.get("import")
    return loaded["bare, seconds"] / loaded["seconds"] if loaded else None


# What, how it is read, and its goal on SQLite and on PostgreSQL: at most (+) or at least (-) so many times.
GOALS: tuple[tuple[str, Callable[[Result], float | None], float | None, float | None], ...] = (
    ("list ÷ raw statement", ratio("list", "raw"), 12, 5),
    ("list, three filters ÷ raw", ratio("list, three filters", "raw, three filters"), 20, 6),
    ("deep page ÷ first page", ratio("deep page", "list"), 2, 2),
    ("stock list ÷ list", ratio("stock", "list"), -300, -150),
    ("stock ÷ ours, three filters", ratio("stock, three filters", "list, three filters"), None, None),
    ("Datasette ÷ list", _datasette("datasette", "list"), -5, None),
    ("Datasette ÷ ours, three filters", _datasette("datasette, three filters", "list, three filters"), -5, None),
    ("requests a second ÷ Datasette's", _rate, -20, None),
    ("304 ÷ constant view", ratio("304", "constant"), 1.5, 1.5),
    ("suggest ÷ raw prefix", ratio("suggest an actor", "raw prefix"), 10, 10),
    ("save ÷ stock tables", ratio("save", "save, stock tables"), 3, 3),
    ("bare COPY ÷ checked import", _import, -0.5, -0.5),
    ("actor with many ÷ few incidents", ratio("actor, many incidents", "actor, few incidents"), 2, 2),
    ("country ÷ village", ratio("country", "village"), 2, 2),
)
GROWING = (
    "constant", "raw", "raw, three filters", "stock", "stock, three filters", "save", "save, stock tables",
    "list", "list, three filters", "deep page", "home", "incident", "actor, many incidents", "actor, few incidents",
    "country", "village", "suggest an actor", "suggest a region", "actors", "organizations", "regions", "allegations",
    "sources", "admin list",
)  # fmt: skip


def table(results: dict[str, dict[str, Result]]) -> str:
    """Lines for a terminal."""
    lines: list[str] = []
    for engine, by_size in results.items():
        sizes = sorted(by_size, key=int)
        lines += ["", f"{engine:<36}" + "".join(f"{int(size):>13,}" for size in sizes) + f"{'goal':>10}"]
        for what, read, *goals in GOALS:
            goal = goals[engine == "postgresql"]
            cells = "".join(_cell(read(by_size[size]), goal) for size in sizes)
            lines.append(f"{what:<36}{cells}{_goal(goal):>10}")
        lines += _growth(by_size, sizes)
        lines += _served(by_size, sizes)
        lines += _statements(by_size[sizes[-1]])
    return "\n".join(lines)


def _cell(value: float | None, goal: float | None) -> str:
    if value is None:
        return f"{'–':>13}"
    missed = goal is not None and (value > goal if goal > 0 else value < -goal)
    return f"{value:>11.1f}{'✗' if missed else '×'} "


def _goal(goal: float | None) -> str:
    if goal is None:
        return ""
    return f"≤ {goal:g}×" if goal > 0 else f"≥ {-goal:g}×"


def _growth(by_size: dict[str, Result], sizes: list[str]) -> list[str]:
    lines = [f"{'milliseconds':<36}" + " " * 13 * len(sizes) + f"{'growth':>10}"]
    for page in GROWING:
        took = [by_size[size]["milliseconds"].get(page) for size in sizes]
        cells = "".join(f"{value:>12.1f} " if value is not None else f"{'> 20 s':>13}" for value in took)
        grown = f"{took[-1] / took[0]:.1f}×" if len(took) > 1 and took[0] and took[-1] else ""
        lines.append(f"{page:<36}{cells}{grown:>10}")
    return lines


def _served(by_size: dict[str, Result], sizes: list[str]) -> list[str]:
    lines = []
    for what in by_size[sizes[0]]["served"]:
        values = [by_size[size]["served"][what] for size in sizes]
        if isinstance(values[0], dict):
            for part in values[0]:
                lines.append(f"{f'{what}: {part}':<36}" + "".join(f"{value[part]:>12.1f} " for value in values))
        else:
            lines.append(f"{what:<36}" + "".join(f"{value:>12.1f} " for value in values))
    return lines


def _statements(result: Result) -> list[str]:
    slow = {page: noted for page, noted in result["statements"].items() if noted["slowest"] > 10 or noted["offset"]}
    return [
        f"statements over 10 ms or with OFFSET at the largest size: {len(slow)} of {len(result['statements'])} pages",
        *(f"  {page}: {noted['slowest']} ms{', OFFSET' if noted['offset'] else ''}" for page, noted in slow.items()),
    ]
