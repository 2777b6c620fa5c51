"""The shape of the house: sizes that keep modules, functions and templates readable."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE, FUNCTION, PARAMETERS, TEMPLATE = 320, 40, 6, 90


def sources() -> Iterator[Path]:
    for folder in ("incidents", "config"):
        yield from (p for p in (ROOT / folder).rglob("*.py") if "migrations" not in p.parts)


def test_modules_stay_readable_in_one_sitting() -> None:
    long = {str(p.relative_to(ROOT)): n for p in sources() if (n := len(p.read_text().splitlines())) > MODULE}
    assert long == {}


def test_functions_stay_small() -> None:
    long = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= FUNCTION:
                long[f"{path.relative_to(ROOT)}:{node.name}"] = node.end_lineno - node.lineno
            if isinstance(node, ast.FunctionDef) and len(node.args.args) > PARAMETERS:
                long[f"{path.relative_to(ROOT)}:{node.name} parameters"] = len(node.args.args)
    assert long == {}


def test_templates_stay_short() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in (ROOT / "templates").rglob("*.html")
        if (n := len(p.read_text().splitlines())) > TEMPLATE
    }
    assert long == {}


def test_every_package_says_what_belongs_there() -> None:
    packages = [p for p in (ROOT / "incidents").rglob("__init__.py") if "migrations" not in p.parts]
    silent = [str(p.relative_to(ROOT)) for p in packages if not ast.get_docstring(ast.parse(p.read_text()))]
    assert silent == []


def test_public_functions_and_classes_of_the_record_say_what_they_promise() -> None:
    silent = []
    for path in (ROOT / "incidents" / "models").glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{path.name}:{node.name}")
    assert silent == []
