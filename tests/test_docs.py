"""Documents that cannot rot: what they say about the code is compared with the code."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db.models import CASCADE

from incidents.exchange.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent


def script(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def record() -> list[Any]:
    models = apps.get_app_config("incidents").get_models()
    return [model for model in models if not model.__name__.startswith("Historical")]


def test_the_data_model_describes_every_table_and_field_as_it_is() -> None:
    written = script("describe_record")
    assert written.DOCUMENT.read_text() == written.document(), "run python scripts/describe_record.py"
    for model in record():
        assert f"### {model.__name__}\n" in written.tables()


@pytest.mark.parametrize("model", record(), ids=lambda model: model.__name__)
def test_every_field_that_an_editor_sees_says_what_it_is_for(model: Any) -> None:
    silent = [
        field.name
        for field in model._meta.get_fields()
        if not (field.many_to_one and field.remote_field.on_delete is CASCADE)  # the row that it is a part of
        and field.name not in {"path", "depth", "numchild"}  # kept by the tree
        if not field.auto_created
        and field.concrete
        and field.editable
        and not field.primary_key
        and not field.help_text
    ]
    assert silent == []


@pytest.mark.parametrize("model", record(), ids=lambda model: model.__name__)
def test_every_table_says_in_a_sentence_what_it_holds(model: Any) -> None:
    assert model.__doc__ and not model.__doc__.startswith(f"{model.__name__}(")


def test_the_readme_names_every_command_of_ours() -> None:
    text = (ROOT / "README.md").read_text() + (ROOT / "docs" / "casebook.md").read_text()
    ours = {name for name, app in get_commands().items() if app == "incidents"}
    assert {name for name in ours if f"`{name}" not in text} == set()


def test_every_column_of_the_files_is_described_as_it_is() -> None:
    written = script("describe_files")
    assert written.DOCUMENT.read_text() == written.document(), "run python scripts/describe_files.py"
    assert all(column.says for table in TABLES.values() for column in table.columns)


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_tree_of_the_architecture_is_the_tree() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    folders = {p.name for p in (ROOT / "incidents").iterdir() if p.is_dir() and not p.name.startswith("__")}
    assert {name for name in folders if f"{name}/" not in text} == set()


def test_the_architecture_names_every_file_with_tests_that_run_on_one_engine_only() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text().split("\n## Two engines\n")[1].split("\n## ")[0]
    named = set(re.findall(r"^\| `([\w/]+\.py)`", text, re.MULTILINE))
    tests = {path.relative_to(ROOT / "tests").as_posix(): path.read_text() for path in (ROOT / "tests").rglob("*.py")}
    assert named == {name for name, code in tests.items() if re.search(r"\bmark\.once\b", code)}
    assert set(re.findall(r"`([\w/]+\.py)`", text)) - {"tests/conftest.py"} <= set(tests)
