"""Reading the reference files: rows as they stand, nothing decided."""

import csv
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data" / "reference"

FileRow = dict[str, str]


def rows(name: str) -> list[FileRow]:
    """The rows of a CSV file of the reference folder."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(name: str) -> Any:
    """A JSON file of the reference folder."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def several(cell: str) -> tuple[str, ...]:
    """The parts of a cell that lists several names."""
    return tuple(part for part in cell.split("|") if part)
