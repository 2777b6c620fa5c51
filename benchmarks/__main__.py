"""`make bench [SIZE=100000]`: both engines, one run, one table, and var/bench.json.

Without SIZE: 10,000, 100,000 and 1,000,000 cases, with the growth between them. Databases are kept under var/bench and
used again as long as what makes them has not changed.
"""

import json
import os
import platform
import subprocess
import sys
from typing import Any

from benchmarks import datasette, serving
from benchmarks.databases import ROOT, postgresql, sqlite
from benchmarks.table import table

SIZES = (10_000, 100_000, 1_000_000)


def inside(url: str, module: str) -> dict[str, Any]:
    """What one process measures (see `benchmarks.inside` and `benchmarks.importing`)."""
    environment = os.environ | {"DATABASE_URL": url, "EXPEDIENTE_DEMO": "1"}
    command = [sys.executable, "-m", f"benchmarks.{module}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def one(engine: str, size: int, server: str) -> dict[str, Any]:
    print(f"── {engine}, {size:,} cases", flush=True)
    url, seconds = sqlite(size) if engine == "sqlite" else postgresql(server, size)
    found = inside(url, "inside")
    found["import"] = inside(url, "importing")
    found["seconds to fill"] = seconds
    found["served"] = serving.measure(url, ["/incidents/", f"/incidents/?{found['three']}", "/incidents/?since=2015"])
    if engine == "sqlite":
        found["datasette"] = datasette.measure(url.removeprefix("sqlite:///"), *found["paths"])
    return found


def main() -> None:
    asked = os.environ.get("SIZE", "")
    sizes = [int(asked)] if asked else list(SIZES)
    engines = ["sqlite"]
    if server := os.environ.get("DATABASE_URL", ""):
        engines.append("postgresql")
    else:
        print("PostgreSQL is not installed: measured on SQLite alone.")
    found: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": sys.version.split()[0],
    }
    found["results"] = {engine: {str(size): one(engine, size, server) for size in sizes} for engine in engines}
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var" / "bench.json").write_text(json.dumps(found, indent=1))
    text = table(found["results"])
    print(text)
    print("Everything that was measured: var/bench.json")


if __name__ == "__main__":
    main()
