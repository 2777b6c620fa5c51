"""Others write while a worker reads and compares: each of their changes is known once it is there, and none is a difference."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.site import ROOT, Site, fresh_database


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    engine = os.environ.get("DATABASE_URL") or "sqlite://"
    with fresh_database(engine, tmp_path_factory.mktemp("meanwhile"), "tables") as url:
        told = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
        program = [sys.executable, str(Path(__file__).with_name("meanwhile.py"))]
        environment = Site("", url, "editor", "unused").environment() | told
        done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout)


def test_whoever_saves_while_indexes_are_compared_makes_no_difference(seen: Any) -> None:
    found = seen["compared"]
    assert found["differences"] == []
    assert found["withdrawn"] > 3 and found["known"], "others saved, and what they saved is known afterwards"


@pytest.mark.postgresql
def test_a_transaction_that_stays_open_holds_up_nothing_but_its_own_notes(seen: Any) -> None:
    found = seen["open"]
    assert found["seen"] == [True, False] * 6 and found["hidden"] and found["known"]
    assert found["read again"] == 0


@pytest.mark.postgresql
def test_what_a_transaction_notes_is_known_in_it_also_after_others_that_began_later_have_ended(seen: Any) -> None:
    assert seen["own"] == {"theirs": True, "mine": True, "after": True}
