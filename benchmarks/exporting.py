"""The file of the list of incidents, beside the same cells in one COPY, or from one bare cursor through `csv.writer`.

`python -m benchmarks.exporting` prints JSON. Both write at most `MOST` rows, into nothing.
"""

import csv
import json
import os
import sys
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from incidents.exchange.tables import TABLES, Edition
from incidents.exchange.tables.csv import lines
from incidents.filters import IncidentQuestion
from incidents.models import Incident

MOST = 100_000
EDITION = Edition("https://bench.example.org", timezone.now())


class Nothing:
    """Takes whatever is written."""

    written = 0

    def write(self, text: Any) -> int:
        self.written += len(text)
        return len(text)


def ours() -> tuple[int, float, int]:
    """Rows, seconds and bytes of the file; it is begun for all rows and read as far as `MOST`."""
    question = IncidentQuestion(QueryDict(), whole=True)
    rows, size, took = -1, 0, 0.0  # the first is that of the names
    pieces = lines(TABLES["incidents"], question, EDITION)
    while rows < MOST:
        began = perf_counter()
        piece = next(pieces, b"")
        took += perf_counter() - began
        if not piece:
            break
        size += len(piece)
        rows += sum(1 for _row in csv.reader(StringIO(piece.decode(), newline="")))
    return rows, took, size


def bare(rows: int) -> tuple[float, int]:
    """Seconds and bytes of the same cells of as many rows."""
    cells = [column.value(EDITION) for column in TABLES["incidents"].columns]
    statement, values = Incident.objects.published().order_by().values_list(*cells)[:rows].query.sql_with_params()
    nothing, began = Nothing(), perf_counter()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            whole = cursor.mogrify(statement, values).decode()
            cursor.copy_expert(f"COPY ({whole}) TO STDOUT WITH CSV", nothing)
        else:
            cursor.execute(statement, values)
            csv.writer(nothing).writerows(iter(cursor.fetchone, None))
    return perf_counter() - began, nothing.written


def memory(kind: str) -> float:
    """Megabytes of this process: VmRSS now, VmHWM at most so far."""
    text = Path("/proc/self/status").read_text()
    return int(text.split(f"{kind}:")[1].split()[0]) / 1024


def main() -> None:
    IncidentQuestion().answer()  # warm: the index is in memory, as in a worker
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    idle = memory("VmRSS")
    rows, seconds, size = ours()
    grown = memory("VmHWM") - idle
    plain, plain_size = bare(rows)
    found = {
        "rows": rows,
        "seconds": seconds,
        "bytes": size,
        "bare, seconds": plain,
        "bare, bytes": plain_size,
        "memory, MB": round(grown, 1),
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
