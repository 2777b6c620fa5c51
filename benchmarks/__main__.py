"""`make bench [SIZE="10000 100000"]`: both engines, one run, one table, and var/bench.json.

Without SIZE: 10,000, 100,000 and 1,000,000 cases, with the growth between them. Databases are kept under var/bench and
used again (see `benchmarks.databases`), so that a run that was stopped begins again where filling them was.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks import datasette, serving
from benchmarks.databases import KEPT, ROOT, kept, mark, scratch
from benchmarks.goals import verdicts
from benchmarks.table import table

SIZES = (10_000, 100_000, 1_000_000)
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))  # that each number of clients reads
OTHERS = os.environ.get("BENCH_OTHERS", "yes") != "no"  # programs that are installed for the comparison
_BEGAN = time.monotonic()


def say(what: str) -> None:
    print(f"[{(time.monotonic() - _BEGAN) / 60:5.1f} min] {what}", file=sys.stderr, flush=True)


def inside(url: str, module: str, *arguments: str) -> dict[str, Any]:
    """What one process of its own measures and prints as JSON."""
    environment = os.environ | {"DATABASE_URL": url, "EXPEDIENTE_DEMO": "1"}
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def attempt(what: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What the work found; a part that fails is told, and the others are measured all the same."""
    say(what)
    try:
        return work()
    except (subprocess.CalledProcessError, OSError, AssertionError, ValueError) as error:
        return {"not measured": str(error) or type(error).__name__}


def one(engine: str, size: int, server: str, first: bool) -> dict[str, Any]:
    """Everything of one engine at one size. What does not depend on the size is measured at the `first`."""
    say(f"{engine}, {size:,} cases: the database")
    database = kept(engine, size, server)
    url = database.ready()
    found = attempt("pages, one after the other", lambda: inside(url, "inside"))
    found["seconds to fill"], found["taken over"] = database.seconds, database.taken
    questions = found.get("questions", {})
    addresses = ["/incidents/", f"/incidents/?{questions.get('three filters', '')}", "/incidents/?since=2015"]
    found["served"] = attempt("many readers at once", lambda: serving.measure(url, addresses, SECONDS))
    found["export"] = attempt("the file of the list", lambda: inside(url, "exporting"))
    if engine == "sqlite" and "sql" in found and OTHERS:
        file = url.removeprefix("sqlite:///")
        found["datasette"] = attempt("Datasette", lambda: datasette.measure(file, found["sql"], SECONDS))
    if first:
        with scratch(url) as copy:
            rows = str(min(100_000, 10 * size))
            found["import"] = attempt(f"importing {rows} rows", lambda: inside(copy, "importing", rows))
            if OTHERS:
                few = str(min(500, size))
                found["stock import"] = attempt(
                    f"{few} rows by django-import-export", lambda: inside(copy, "stock_import", few)
                )
    return found


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = (
        "benchmarks.settings"  # whatever the shell says: every process below inherits it
    )
    sizes = [int(size) for size in os.environ.get("SIZE", "").split()] or list(SIZES)
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        print("PostgreSQL is not installed: measured on SQLite alone.")
    found: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": sys.version.split()[0],
        "load before": os.getloadavg()[0],
        "site": mark("incidents", "templates", "config"),
        "results": {},
    }
    for engine in ["sqlite", *(["postgresql"] if server else [])]:
        found["results"][engine] = {}
        for size in sorted(sizes):
            found["results"][engine][str(size)] = one(engine, size, server, size == min(sizes))
            _keep(found)  # what is measured so far stays, whatever comes
    print(table(found["results"]))
    print("\nEverything that was measured: var/bench.json")
    parts = [part for by_size in found["results"].values() for result in by_size.values() for part in result.values()]
    return int(any(isinstance(part, dict) and "not measured" in part for part in parts))


def _keep(found: dict[str, Any]) -> None:
    found["goals"] = [vars(verdict) | {"met": verdict.met} for verdict in verdicts(found["results"])]
    (KEPT.parent / "bench.json").write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    sys.exit(main())
