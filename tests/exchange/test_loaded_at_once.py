"""Two commands that load cards at the same moment: one waits for the other, and every case is that of one card."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.exchange import cards
from tests.site import ROOT, Site, fresh_database

MANY = 40


@pytest.fixture
def site(tmp_path: Path) -> Any:
    engine = os.environ.get("DATABASE_URL") or "sqlite://"
    with fresh_database(engine, tmp_path, "reference data") as url:
        yield Site("", url, "editor", "unused")


def loaded_at_once(site: Site, *folders: Path) -> list[str]:
    """What each command said; all of them must end well."""
    commands = [
        subprocess.Popen(
            [sys.executable, "manage.py", "load_cases", str(folder)],
            cwd=ROOT,
            env=site.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for folder in folders
    ]
    said = [command.communicate(timeout=300)[0] for command in commands]
    assert [command.returncode for command in commands] == [0] * len(commands), said
    return said


def folder_of(tmp_path: Path, name: str, *made: cards.Card) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    for card in made:
        cards.write(folder, card, f"{card['id']}.yaml")
    return folder


def version(word: str) -> cards.Card:
    figures = [{"what": f"{word} {n}", "count": {"low": n, "high": n, "as_stated": None}} for n in range(1, MANY)]
    return cards.small(casualties=figures, unsure=[f"{word} {n}" for n in range(MANY)])


def test_a_case_loaded_twice_at_once_is_the_case_of_one_card(tmp_path: Path, site: Site) -> None:
    loaded_at_once(site, folder_of(tmp_path, "before", cards.small()))
    versions = [version("one"), version("other")]
    loaded_at_once(site, *(folder_of(tmp_path, card["unsure"][0], card) for card in versions))
    [card] = yaml.safe_load_all(site.manage("dump_cases"))
    assert cards.facts(card) in [cards.facts(one) for one in versions]


def test_cards_that_share_somebody_new_are_all_loaded(tmp_path: Path, site: Site) -> None:
    shared = [cards.person(f"p.shared_{n}", f"Persona Inventada {n}") for n in range(MANY)]
    each = [
        cards.small(id=f"{name}", persons=shared, memberships=[], relationships=[], allegations=[], legal_timeline=[])
        for name in ("903-first", "904-second")
    ]
    loaded_at_once(site, *(folder_of(tmp_path, card["id"], card) for card in each))
    dumped = list(yaml.safe_load_all(site.manage("dump_cases")))
    assert sorted(card["id"] for card in dumped) == ["903-first", "904-second"]
    assert all(len(card["persons"]) == MANY for card in dumped)
