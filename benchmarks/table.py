"""The one table: every goal with what came out at each size, its limit, and whether it is met where the largest size is one for
which the limit is stated; below it the times."""

from typing import Any

from benchmarks.goals import Result, Verdict, verdicts

WIDE, CELL = 40, 13


def table(results: dict[str, dict[str, Result]]) -> str:
    """Lines for a terminal."""
    lines: list[str] = []
    said = list(verdicts(results))
    for engine, by_size in results.items():
        sizes = sorted(by_size, key=int)
        lines += ["", _line(engine, [f"{int(size):,}" for size in sizes], "goal")]
        rows: dict[str, list[Verdict]] = {}
        for verdict in said:
            if verdict.engine == engine:
                rows.setdefault(verdict.what, []).append(verdict)
        lines += [_goal(what, found) for what, found in rows.items()]
        lines += _times(by_size, sizes)
        lines += _served(by_size, sizes)
        lines += _troubles(by_size[sizes[-1]])
    return "\n".join(lines)


def _line(what: str, cells: list[str], last: str = "") -> str:
    return f"{what:<{WIDE}}" + "".join(f"{cell:>{CELL}}" for cell in cells) + f"   {last}"


def _goal(what: str, found: list[Verdict]) -> str:
    """What counts is the largest size; of what is measured at the smallest alone, that one."""
    cells = ["–" if one.value is None else f"{one.value:,.1f}{one.unit}" for one in found]
    last = found[0 if found[0].once else -1]
    if last.most is None and last.least is None:
        return _line(what, cells)
    limit = f"≤ {last.most:g}" if last.most is not None else f"≥ {last.least:g}"
    unjudged = "not measured" if last.value is None else f"stated for {last.stated_for:,}"
    word = {True: "met", False: "MISSED", None: unjudged}[last.met]
    where = f" at {last.size:,}" if last.once and last.met is not None and len(found) > 1 else ""
    return _line(what, cells, f"{limit}{last.unit}  {word}{where}")


def _times(by_size: dict[str, Result], sizes: list[str]) -> list[str]:
    lines = ["", _line("milliseconds", [""] * len(sizes), "growth")]
    for page in by_size[sizes[0]].get("milliseconds", {}):
        took = [by_size[size].get("milliseconds", {}).get(page) for size in sizes]
        cells = ["> 20 s" if value is None else f"{value:,.2f}" for value in took]
        grown = f"{took[-1] / took[0]:.1f}×" if len(took) > 1 and took[0] and took[-1] else ""
        lines.append(_line(page, cells, grown))
    return lines


def _served(by_size: dict[str, Result], sizes: list[str]) -> list[str]:
    lines = [""]
    for what, first in by_size[sizes[0]].get("served", {}).items():
        values = [by_size[size].get("served", {}).get(what) for size in sizes]
        for part in first if isinstance(first, dict) else [""]:
            cells = [_number(value.get(part) if isinstance(value, dict) else value) for value in values]
            lines.append(_line(f"{what}: {part}" if part else what, cells))
    return lines


def _number(value: Any) -> str:
    return f"{value:,.1f}" if isinstance(value, (int, float)) else "–"


def _troubles(result: Result) -> list[str]:
    """Statements that take long at the largest size, and what could not be measured."""
    lines = []
    for page, noted in result.get("statements", {}).items():
        if noted["slowest"] > 10 or noted["offset"]:
            lines.append(f"  {page}: slowest statement {noted['slowest']} ms{', OFFSET' * noted['offset']}")
    for part, found in result.items():
        if isinstance(found, dict) and "not measured" in found:
            lines.append(f"  not measured: {part}: {found['not measured']}")
    return lines
