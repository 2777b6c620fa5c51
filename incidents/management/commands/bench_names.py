"""`manage.py bench_names FILE.csv`: how well names are matched, measured on labelled pairs."""

import csv
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.search.names import KINDS, THRESHOLDS
from incidents.search.names.measuring import FLOORS, Pair, floor, ours

COLUMNS = ("schema", "name1", "name2", "is_match")
BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def read_pairs(path: Path) -> list[Pair]:
    """The labelled pairs of a file; whatever cannot be read is an error that names the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if missing := [column for column in COLUMNS if column not in (rows.fieldnames or ())]:
                raise CommandError(f"{path}: no column {', '.join(missing)}.")
            pairs = [_pair(path, rows.line_num, row) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if not pairs:
        raise CommandError(f"{path}: no pairs.")
    return pairs


def _pair(path: Path, line: int, row: dict[str, str | None]) -> Pair:
    values = {column: (row.get(column) or "").strip() for column in (*COLUMNS, "category")}
    if empty := [column for column in COLUMNS if not values[column]]:
        raise CommandError(f"{path}, line {line}: {', '.join(empty)} is empty.")
    same = BOOLEANS.get(values["is_match"].lower())
    if same is None:
        raise CommandError(f"{path}, line {line}: is_match is “{values['is_match']}”, neither true nor false.")
    return Pair(values["schema"], values["name1"], values["name2"], same, values["category"])


class Command(BaseCommand):
    help = (
        "Measures name matching on labelled pairs: a CSV file with the columns schema (Person, or anything else for "
        "an organization), name1, name2, is_match (true or false) and, if there is one, category."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv", help="labelled pairs")
        parser.add_argument("--errors", action="store_true", help="list every pair that is judged wrongly")

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = read_pairs(options["file"])
        self._speed(pairs)
        self._tables(pairs)
        self._categories(pairs)
        if options["errors"]:
            self._errors(pairs)

    def _speed(self, pairs: list[Pair]) -> None:
        names = [(pair, other) for pair in pairs[:200] for other in pairs[:200]]
        start = perf_counter()
        for pair, other in names:
            _ = Pair(pair.schema, pair.one, other.other, same=False).alike
        self.stdout.write(f"{len(pairs)} pairs; {len(names) / (perf_counter() - start):,.0f} comparisons a second\n\n")

    def _tables(self, pairs: list[Pair]) -> None:
        self.stdout.write(f"{'':<19}{'pairs':>6}{'threshold':>11}{'precision':>11}{'recall':>8}{'F1':>7}   floor")
        for kind in KINDS:
            of_kind = [pair for pair in pairs if pair.kind == kind]
            schemas = sorted({pair.schema for pair in of_kind})
            for schema in schemas:
                self._row(schema, [pair for pair in of_kind if pair.schema == schema])
            if len(schemas) > 1:
                self._row(f"every {kind}"[:18], of_kind)
        self.stdout.write(
            f"Floor: plain rapidfuzz on folded names, the best of {', '.join(FLOORS)}, each at the threshold that "
            "suits these very pairs best. F1 is 0 where no pair is one party.\n\n"
        )

    def _row(self, label: str, pairs: list[Pair]) -> None:
        judged = ours(pairs, pairs[0].kind)
        scorer, plain = floor(pairs)
        self.stdout.write(
            f"{label[:18]:<19}{len(pairs):>6}{judged.threshold:>11.2f}{judged.precision:>11.3f}{judged.recall:>8.3f}"
            f"{judged.f1:>7.3f}   {plain.f1:.3f} ({scorer} ≥ {plain.threshold:.2f})"
        )

    def _categories(self, pairs: list[Pair]) -> None:
        grouped: dict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            grouped[pair.category or "(no category)"].append(pair)
        self.stdout.write(f"{'category':<32}{'pairs':>6}{'missed':>8}{'wrongly one':>13}")
        for category, group in sorted(grouped.items()):
            wrong = [pair for pair in group if not pair.judged_right]
            missed = sum(pair.same for pair in wrong)
            self.stdout.write(f"{category[:31]:<32}{len(group):>6}{missed:>8}{len(wrong) - missed:>13}")

    def _errors(self, pairs: list[Pair]) -> None:
        self.stdout.write("\njudged wrongly (score, threshold):")
        for pair in pairs:
            if not pair.judged_right:
                said = "missed" if pair.same else "wrongly one"
                bounds = f"{pair.alike:.2f}, {THRESHOLDS[pair.kind]:.2f}"
                self.stdout.write(f"{said:<12} {pair.schema:<13} ({bounds}) {pair.one} | {pair.other}")
