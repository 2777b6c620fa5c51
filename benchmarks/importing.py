"""Loading a file with every row checked, beside the same rows written bare: no reading, no checks, the text ready made.

Both run in a transaction that is undone, into tables with all their constraints, guards and indexes.
"""

import csv
import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from incidents.exchange.bulk import doors  # noqa: E402
from incidents.exchange.events.loading import load_events  # noqa: E402
from incidents.exchange.events.mapping import read_mapping  # noqa: E402

ROWS = 10_000


def invented(path: Path) -> None:
    """A file in the layout of the UCDP, of invented events."""
    columns = (
        "id side_a_new_id side_a side_b_new_id side_b dyad_name where_coordinates country adm_1 latitude longitude "
        "date_prec date_start date_end low best high source_original source_office source_headline source_date "
        "source_article"
    ).split()
    with path.open("w", newline="", encoding="utf-8") as text:
        lines = csv.writer(text)
        lines.writerow(columns)
        for number in range(ROWS):
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


def undone(work: Callable[[], Any]) -> float:
    """Seconds of the work with its deferred constraints checked; nothing of it stays."""
    with transaction.atomic():
        began = perf_counter()
        work()
        _check_now()
        took = perf_counter() - began
        transaction.set_rollback(True)
    return took


def _check_now() -> None:
    """PostgreSQL checks foreign keys at the end; SQLite counts them as it goes."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def main() -> None:
    door = doors.PostgresDoor if connection.vendor == "postgresql" else doors.SqliteDoor
    low_level = "_send" if connection.vendor == "postgresql" else "_many"
    bare: Any = getattr(door, low_level)
    written: list[tuple[Any, ...]] = []

    def noting(self: Any, statement: str, rows: Any) -> None:
        kept = rows if isinstance(rows, str) else list(rows)
        written.append((self, statement, kept))
        bare(self, statement, kept)

    mapping = read_mapping("ucdp")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        invented(path)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        took = undone(lambda: list(load_events(path, mapping, published=False)))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
        setattr(door, low_level, noting)
        undone(lambda: list(load_events(path, mapping, published=False)))
    plain = undone(lambda: [bare(*call) for call in written])
    found = {"rows": ROWS, "seconds": took, "bare, seconds": plain, "memory, MB": round(grown / 1024, 1)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
