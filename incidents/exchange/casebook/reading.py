"""YAML files into plain documents, safely: no aliases, no tags, no dates made up, nothing too large or too deep."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from incidents.exchange.casebook.report import CardError, refuse

LARGEST = 5 * 1024 * 1024
DEEPEST = 20
SUFFIXES = {".yaml", ".yml"}

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PARSER: Any = getattr(yaml, "CLoader", yaml.SafeLoader)


class CardLoader(_BASE):
    """Knows texts, numbers, true, false and null. A date stays the text that it is; a key stands once."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _value in node.value:
            if key_node.id != "scalar":
                raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key_node.start_mark)
            if key_node.value in seen:
                problem = f"the key “{key_node.value}” stands twice in the same place"
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$", list("-+0123456789.")),
):
    CardLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def files_of(path: Path) -> list[Path]:
    """The card files that a path stands for: itself, or those of the folder by name. A path that is not there: an error."""
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
    if path.is_file():
        return [path]
    raise refuse("", "there is no such file or folder")


def documents(file: Path) -> Iterator[Any]:
    """The documents of a file, one after the other; raises CardError where the file cannot be read to its end."""
    text = _text(file)
    try:
        _inspect(text)
        found = [document for document in yaml.load_all(text, Loader=CardLoader) if document is not None]
    except yaml.YAMLError as error:
        raise refuse(_place(error), f"not readable as YAML: {_reason(error)}") from None
    except (RecursionError, ValueError, OverflowError) as error:
        raise refuse("", f"not readable as YAML: {error}") from None
    if not found:
        raise refuse("", "the file holds no card")
    yield from found


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise refuse("", f"cannot be read: {error.strerror}") from None
    if len(raw) > LARGEST:
        raise refuse("", f"larger than {LARGEST // 1024 // 1024} MB; a card is never that large")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(f"byte {error.start}", "not UTF-8; save the file in that encoding") from None


def _inspect(text: str) -> None:
    """Refuses aliases (a few lines of them can stand for billions), tags, and nesting deeper than any card."""
    depth = 0
    for event in yaml.parse(text, Loader=_PARSER):
        if isinstance(event, yaml.AliasEvent):
            raise _refused(event, "aliases (*name) are not allowed in a card")
        if getattr(event, "tag", None) not in (None, "!"):
            raise _refused(event, "tags (!name) are not allowed in a card")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _refused(event, f"nested deeper than {DEEPEST} levels")


def _refused(event: yaml.Event, reason: str) -> CardError:
    return refuse(_line(event.start_mark), reason)


def _line(mark: Any) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""


def _place(error: yaml.YAMLError) -> str:
    return _line(getattr(error, "problem_mark", None))


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).split("\n")[0]
