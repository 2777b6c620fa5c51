"""The short form of `make bench` at a tiny size: every goal is measured and told, and the comparison is fair."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.goals import goals, verdicts
from benchmarks.table import table

ROOT = Path(__file__).resolve().parent.parent
CASES = "200"
ELSEWHERE = {"Datasette", "django-import-export"}  # installed for a real run only


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("bench") / "kept"
    environment = os.environ | {
        "BENCH_HOME": str(home), "BENCH_OTHERS": "no", "BENCH_SECONDS": "0.2", "SIZE": CASES, "DATABASE_URL": "",
    }  # fmt: skip
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
    found = {(one.what, one.size): one for one in verdicts({"sqlite": {"10": small, "1000": large}})}
    assert found["list ÷ raw statement", 10].met is True and found["list ÷ raw statement", 1000].met is False
    assert found["growth: home", 10].met is None and found["growth: home", 1000].value == 1.5
    assert found["growth: admin list", 1000].met is False and found["growth: list", 1000].met is False
    assert found["CSV: memory above idle", 1000].met is None
    printed = table({"sqlite": {"10": small, "1000": large}})
    assert "MISSED" in printed and "met" in printed and "not measured" in printed
