"""Datasette on the same SQLite file: read-only, counts known beforehand, no limits in the way, two facets."""

import re
import statistics
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
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


def measure(file: str, questions: dict[str, list[str]], seconds: float) -> dict[str, Any]:
    """Milliseconds of its page for each question (conditions of SQL over the table `i`), and its requests a second."""
    if reason := installed():
        return {"not measured": reason}
    name = Path(file).stem
    counts = KEPT / f"{name}.counts.json"
    program, port = str(HOME / "bin" / "datasette"), free_port()
    if not counts.exists():
        subprocess.run([program, "inspect", file, "--inspect-file", str(counts)], check=True, cwd=ROOT)
    limits = ["sql_time_limit_ms 60000", "facet_time_limit_ms 60000", "facet_suggest_time_limit_ms 1"]
    settings = [part for limit in [*limits, "suggest_facets off"] for part in ("--setting", *limit.split())]
    command = [program, "-i", file, "--inspect-file", str(counts), "-p", str(port), *settings]
    table = f"/{name}/incidents_incident?_size=25&stage=published&_sort_desc=date_latest"
    pages = {what: f"{table}&_facet=kind&_facet=language{_where(sql)}" for what, sql in questions.items()}
    with running(command):
        wait_for(port, f"{table}&_nofacet=1")
        found: dict[str, Any] = {what: _page(port, address) for what, address in pages.items()}
        found["8 clients"] = crowd(port, [pages[""], pages["three filters"]], 8, seconds)
    return found


def _where(conditions: list[str]) -> str:
    """The same conditions, of a table that has its own name there."""
    named = (re.sub(r"\bi\.", "incidents_incident.", sql) for sql in conditions)
    return "".join(f"&_where={quote(sql)}" for sql in named)


def _page(port: int, address: str) -> float:
    took = []
    for _ in range(7):
        start = time.perf_counter()
        door = HTTPConnection("127.0.0.1", port, timeout=120)
        door.request("GET", address)
        answer = door.getresponse()
        body = answer.read()
        assert answer.status == 200, re.sub(rb"<[^>]*>|\s+", b" ", body)[:2000]
        took.append((time.perf_counter() - start) * 1000)
        if sum(took) > 10_000:
            break
    return round(statistics.median(took), 2)
