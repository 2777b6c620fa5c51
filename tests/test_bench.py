"""The short form of `make bench` at a tiny size: every goal is measured and told, and the comparison is fair."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from benchmarks import serving, timing
from benchmarks.databases import MAKES, mark
from benchmarks.goals import goals, verdicts
from benchmarks.table import table
from tests.site import fresh_database

ROOT = Path(__file__).resolve().parent.parent
CASES = "200"
ELSEWHERE = {"Datasette", "django-import-export"}  # installed for a real run only


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("bench") / "kept"
    home.mkdir()
    with fresh_database(
        "sqlite://", home, "reference data"
    ) as url:  # as a run leaves it that is stopped before the cases
        Path(url.removeprefix("sqlite:///")).rename(home / f"{CASES}-{mark(*MAKES)}.sqlite3")
    environment = os.environ | {
        "BENCH_HOME": str(home),
        "BENCH_OTHERS": "no",
        "BENCH_SECONDS": "0.2",
        "SIZE": CASES,
        "DATABASE_URL": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    found: dict[str, Any] = json.loads((home.parent / "bench.json").read_text())
    return found | {"printed": done.stdout, "told": done.stderr}


@pytest.mark.sqlite
def test_every_goal_stands_in_the_table_and_in_the_file_with_its_figure(measured: dict[str, Any]) -> None:
    said = {goal["what"]: goal for goal in measured["goals"]}
    for goal in goals():
        if not goal.applies("sqlite"):
            continue
        assert f"\n{goal.what} " in measured["printed"], goal.what
        if not goal.grows and not any(name in goal.what for name in ELSEWHERE):
            assert said[goal.what]["value"] is not None, goal.what
    assert "[" in measured["told"] and "min] " in measured["told"]


@pytest.mark.sqlite
def test_all_that_are_compared_give_the_same_rows(measured: dict[str, Any]) -> None:
    """The bench itself stops where a raw statement, our list and the stock list differ."""
    rows = measured["results"]["sqlite"][CASES]["rows of the first page, the same for all"]
    assert set(rows) == {"", "region", "offence", "organization", "status", "since", "three filters"}
    assert all(rows.values())


def test_a_goal_says_whether_it_is_met_and_growth_needs_two_sizes() -> None:
    small = {"milliseconds": {"list": 2.0, "raw": 1.0, "home": 1.0, "admin list": 10.0}}
    large = {"milliseconds": {"list": 13.0, "raw": 1.0, "home": 1.5, "admin list": 13.0}}
    measured = {"sqlite": {"1000000": small, "2000000": large}}
    found = {(one.what, one.size): one for one in verdicts(measured)}
    assert found["list ÷ raw statement", 1_000_000].met is True
    assert found["list ÷ raw statement", 2_000_000].met is False
    assert found["growth: home", 1_000_000].met is None and found["growth: home", 2_000_000].value == 1.5
    assert found["growth: admin list", 2_000_000].met is False and found["growth: list", 2_000_000].met is False
    assert found["CSV: memory above idle", 2_000_000].met is None
    printed = table(measured)
    assert "MISSED" in printed and "met" in printed and "not measured" in printed


def test_below_a_million_no_goal_is_met_or_missed_that_is_stated_for_a_million() -> None:
    slow = {
        "milliseconds": {"list": 99.0, "raw": 1.0},
        "statements": {"list": {"slowest": 1, "number": 9, "offset": 0, "count": 0}},
    }
    for sizes in (["10000"], ["10000", "100000"]):
        short = {engine: dict.fromkeys(sizes, slow) for engine in ("sqlite", "postgresql")}
        lines = table(short).splitlines()
        assert not [line for line in lines if line.endswith(("met", "MISSED"))]
        told = [line for line in lines if line.startswith(("list ÷ raw statement", "pages with OFFSET"))]
        assert len(told) == 4 and all(line.endswith("stated for 1,000,000") for line in told)
        assert [one for one in verdicts(short) if one.met is not None] == []
    whole = table({"sqlite": {"10000": slow, "1000000": slow}})
    assert [line.split()[-1] for line in whole.splitlines() if line.startswith("list ÷ raw statement")] == ["MISSED"]


def test_what_is_measured_at_the_smallest_size_is_judged_there() -> None:
    small = {"import": {"bare, seconds": 6.0, "seconds": 10.0}, "stock import": {"rows a second": 1.0}}

    def line(sizes: dict[str, Any]) -> list[str]:
        (found,) = [line for line in table({"sqlite": sizes}).splitlines() if line.startswith("checked import")]
        return found.removeprefix("checked import ÷ bare COPY").split()

    assert line({"10000": small, "1000000": {}}) == ["0.6×", "–", "≥", "0.5×", "met", "at", "10,000"]
    assert line({"10000": small}) == ["0.6×", "≥", "0.5×", "met"]
    assert line({"200": small}) == ["0.6×", "≥", "0.5×", "stated", "for", "10,000"]
    found = verdicts({"sqlite": {"10000": small, "1000000": {}}})
    assert [one.met for one in found if one.what == "checked import ÷ bare COPY"] == [True, None]


@pytest.mark.parametrize(
    ("seconds", "goes", "result"),
    [(0.01, 1 + 75, 10.0), (1.0, 1 + 3, 1000.0), (6.0, 1 + 1, 6000.0), (19.0, 1 + 1, 19000.0), (21.0, 1, None)],
)
def test_each_go_has_its_own_time_and_a_slow_one_is_a_result(
    seconds: float, goes: int, result: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, gone = [0.0], []

    @contextmanager
    def stopped_after(most: float) -> Iterator[Callable[[], None]]:
        began = [clock[0]]

        def look() -> None:
            if clock[0] - began[0] > most:
                raise DatabaseError("interrupted")
            began[0] = clock[0]

        yield look
        look()

    def what() -> None:
        gone.append(1)
        clock[0] += seconds

    monkeypatch.setattr(timing, "stopped_after", stopped_after)
    monkeypatch.setattr(timing, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(timing, "ENOUGH", 0.745)
    assert (timing.milliseconds(what), len(gone)) == (result, goes)


@pytest.mark.django_db
def test_a_statement_that_takes_too_long_is_stopped() -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"
    with pytest.raises(DatabaseError), transaction.atomic(), timing.stopped_after(0.3), connection.cursor() as cursor:
        cursor.execute(endless)


def test_answers_that_failed_are_no_answers() -> None:
    class Failing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(500)

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Failing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        found = serving.crowd(server.server_port, ["/"], 2, 0.2)
        server.shutdown()
    assert found["requests a second"] == 0 and found["99th percentile, ms"] is None
    assert found["failed"]


def test_readers_are_not_measured_beside_an_editor_who_has_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def running(command: list[str], **environment: str) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(pid=os.getpid(), poll=lambda: 1 if serving.EDITOR in command else None)

    monkeypatch.setattr(serving, "running", running)
    monkeypatch.setattr(serving, "wait_for", lambda *_: 0.0)
    monkeypatch.setattr(serving, "crowd", lambda *_: {})
    with pytest.raises(AssertionError, match="has stopped"):
        serving.measure("sqlite://", [], 0.1)
