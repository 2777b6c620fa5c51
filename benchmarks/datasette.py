"""Datasette on the same SQLite file: read-only, counts known beforehand, no limits in the way, two facets."""

import json
import statistics
import subprocess
import sys
import time
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote

from benchmarks.databases import KEPT, ROOT
from benchmarks.serving import crowd, free_port, running, wait_for

VERSION = "0.65.2"
HOME = KEPT / "datasette"


def installed() -> str:
    """Why Datasette cannot be measured, or nothing. Installed once, into an environment of its own."""
    if (HOME / "bin" / "datasette").exists():
        return ""
    KEPT.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", HOME], check=True, capture_output=True)
        subprocess.run([HOME / "bin/pip", "install", "-q", f"datasette=={VERSION}"], check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        return f"Datasette could not be installed: {error.stderr.decode()[-200:]}"
    return ""


def measure(file: str, region: str, offence: str) -> dict[str, Any]:
    """Milliseconds of its pages for the same filters, and its requests a second."""
    if reason := installed():
        return {"not measured": reason}
    name = file.rsplit("/", 1)[1].removesuffix(".sqlite3")
    counts = KEPT / f"{name}.counts.json"
    program, port = str(HOME / "bin" / "datasette"), free_port()
    subprocess.run([program, "inspect", file, "--inspect-file", str(counts)], check=True, cwd=ROOT)
    limits = ["sql_time_limit_ms 60000", "facet_time_limit_ms 60000", "facet_suggest_time_limit_ms 1"]
    settings = [part for limit in [*limits, "suggest_facets off"] for part in ("--setting", *limit.split())]
    command = [program, "-i", file, "--inspect-file", str(counts), "-p", str(port), *settings]
    table = f"/{name}/incidents_incident?_size=25&stage=published&_sort_desc=date_latest"
    inside = (
        f"id in (select incident_id from incidents_incidentplace p join incidents_region r on r.id = p.region_id "
        f"where r.path >= '{region}' and r.path < '{region}~')"
    )
    on = (
        f"id in (select a.incident_id from incidents_allegation a join incidents_allegationoffence ao on "
        f"ao.allegation_id = a.id join incidents_offence o on o.id = ao.offence_id "
        f"where o.path >= '{offence}' and o.path < '{offence}~')"
    )
    facets = "&_facet=kind&_facet=language"
    pages = {
        "datasette": table + facets,
        "datasette, three filters": f"{table}{facets}&_where={quote(inside)}&_where={quote(on)}&date_latest__gte=2015-01-01",
    }
    with running(command):
        wait_for(port, f"{table}&_nofacet=1")
        found: dict[str, Any] = {what: _page(port, address) for what, address in pages.items()}
        found["8 clients"] = crowd(port, list(pages.values()), 8)
    return found


def _page(port: int, address: str) -> float:
    took = []
    for _ in range(7):
        start = time.perf_counter()
        door = HTTPConnection("127.0.0.1", port, timeout=120)
        door.request("GET", address)
        answer = door.getresponse()
        body = answer.read()
        assert answer.status == 200, body[:300]
        took.append((time.perf_counter() - start) * 1000)
        if sum(took) > 20_000:
            break
    return round(statistics.median(took), 2)


if __name__ == "__main__":
    json.dump(measure(*sys.argv[1:]), sys.stdout)
