"""Merging, undoing and saving at the same moment, in threads with connections of their own: nothing is half done."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.site import ROOT, Site, fresh_database

CLEAR = ("merged into", "was merged", "deadlock", "locked", "undone already", "no longer")


@pytest.fixture(scope="module")
def raced(tmp_path_factory: pytest.TempPathFactory) -> Any:
    engine = os.environ.get("DATABASE_URL") or "sqlite://"
    with fresh_database(engine, tmp_path_factory.mktemp("races"), "tables") as url:
        site = Site("", url, "editor", "unused")
        told = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
        program = [sys.executable, str(Path(__file__).with_name("racing.py"))]
        done = subprocess.run(program, cwd=ROOT, env=site.environment() | told, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout)


def refusals(said: list[str]) -> list[str]:
    return [word for word in said if word != "done"]


def test_of_two_merges_of_the_same_two_one_is_done_and_the_other_told_why(raced: Any) -> None:
    found = raced["both_ways"]
    assert found["said"].count("done") == 1 and found["merges"] == 1 and found["parts"] == 1
    assert all(any(word in text for word in CLEAR) for text in refusals(found["said"]))


def test_what_is_saved_during_a_merge_is_moved_with_it_or_refused_and_nothing_is_left_behind(raced: Any) -> None:
    found = raced["saved_meanwhile"]
    assert found["lost"] == 0 and found["parts"] and found["edited"], found
    assert all(any(word in text for word in CLEAR) for text in refusals(found["said"])), found


def test_of_two_undoings_one_is_done_and_an_edit_meanwhile_is_kept_or_refused(raced: Any) -> None:
    found = raced["undone_twice"]
    assert found["edited"] and found["owner"] == ("done" in found["said"][:2]), found
    assert found["said"][:2].count("done") <= 1
    assert all(any(word in text for word in CLEAR) for text in refusals(found["said"])), found


def test_whole_rows_read_before_an_undoing_never_point_back_however_they_are_saved(raced: Any) -> None:
    found = raced["saved_whole_from_before"]
    assert found["owners"] and found["is_merged"] and found["written"], found
    assert all(any(word in text for word in CLEAR) for text in refusals(found["said"])), found


def test_a_sentence_that_comes_while_a_person_is_anonymised_is_never_lost(raced: Any) -> None:
    found = raced["changed_while_anonymised"]
    who = "a driver" if found["code"] == [302] else "Anacleto Septimo Inventado"
    assert found["said"] == ["done", "done"] and found["summary"] == f"{who} was there. A new sentence.", found


def test_a_case_that_is_edited_and_withdrawn_while_a_reply_is_published_stays_so(raced: Any) -> None:
    found = raced["withdrawn_while_a_reply_is_published"]
    assert found["said"][1] == "done" and found["case"] == ["withdrawn", "Told anew."], found


def test_a_request_that_is_sent_twice_at_once_is_one(raced: Any) -> None:
    found = raced["withdrawn_while_a_reply_is_published"]
    assert found["twice"] == ["done", "done"] and found["requests"] == 1, found


@pytest.mark.parametrize("page", ["incident", "organization"])
def test_of_two_pages_sent_together_one_is_saved_and_the_other_shown_what_changed(raced: Any, page: str) -> None:
    found = raced["pages_at_once"][page]
    assert found["codes"] == [200, 302] and found["kept"], found


def test_a_page_that_one_sends_twice_at_the_same_moment_is_saved_once_and_answered_twice(raced: Any) -> None:
    found = raced["clicked_twice"]
    assert found["codes"] == [302] * 6 and found["made"] == [1, 1, 1], found
