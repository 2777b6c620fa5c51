"""Loading a file with every row checked, beside the time that the very same rows take bare: COPY (`executemany`) of text
that is ready made, and the commit. Both into tables with all their constraints, guards and indexes.

`python -m benchmarks.importing ROWS` writes into the database that it is given: use a copy.
"""

import csv
import json
import os
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.db import connection, connections

from incidents.exchange.bulk import doors
from incidents.exchange.events.loading import load_events
from incidents.exchange.events.mapping import read_mapping


def invented(path: Path, rows: int) -> None:
    """A file in the layout of the UCDP, of invented events."""
    columns = (
        "id side_a_new_id side_a side_b_new_id side_b dyad_name where_coordinates country adm_1 latitude longitude "
        "date_prec date_start date_end low best high source_original source_office source_headline source_date "
        "source_article"
    ).split()
    with path.open("w", newline="", encoding="utf-8") as text:
        lines = csv.writer(text)
        lines.writerow(columns)
        for number in range(rows):
            a, b, day = (
                number % 97,
                100 + number % 89,
                f"20{number % 20:02d}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            )
            lines.writerow([
                f"bench{number}", a, f"Banda {a}", b, f"Cartel {b}", f"Banda {a} - Cartel {b}", f"Tres Pozos {number % 500}",
                "Peru", "Cusco department", "-13.5", "-71.9", 1, day, day, 1, number % 5 + 1, 9, "police", "Diario Ejemplo",
                f"Invented headline {number}", day, "",
            ])  # fmt: skip


def main(rows: int) -> None:
    """Time inside the calls that hand ready text to the engine, beside the time of all: reading, checks, history too."""
    door = doors.PostgresDoor if connection.vendor == "postgresql" else doors.SqliteDoor
    low_level = "_send" if connection.vendor == "postgresql" else "_many"
    written: Any = getattr(door, low_level)
    bare = 0.0

    def timed(self: Any, statement: str, given: Any) -> None:
        nonlocal bare
        ready = given if isinstance(given, str) else list(given)
        began = perf_counter()
        written(self, statement, ready)
        bare += perf_counter() - began

    setattr(door, low_level, timed)
    real: Any = connections["default"]
    commit = real._commit

    def committed() -> None:
        """Foreign keys are checked here: a bare load pays for that too."""
        nonlocal bare
        began = perf_counter()
        commit()
        bare += perf_counter() - began

    real._commit = committed
    mapping = read_mapping("ucdp")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        invented(path, rows)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = perf_counter()
        for _tally in load_events(path, mapping, published=False):
            pass
        took = perf_counter() - began
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    found = {
        "rows": rows, "seconds": took, "bare, seconds": bare, "rows a second": round(rows / took),
        "memory, MB": round(grown / 1024, 1),
    }  # fmt: skip
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
