"""YAML files into plain documents, safely: no aliases, no tags, no dates made up, nothing too large or too deep."""

import math
import re
import stat
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from incidents.exchange.casebook.report import CardError, refuse

LARGEST = 5 * 1024 * 1024
DEEPEST = 20
MOST = 100_000
SUFFIXES = {".yaml", ".yml"}
# What no YAML may hold as it is; written as an escape, it is found in the text where it stands.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
# More digits than any column keeps; Python itself refuses to read some thousands of them.
_MOST_DIGITS = 40
# YAML keeps `---` at the start of a line for this one purpose, whatever is open before it; directives may precede it.
_NEXT_DOCUMENT = re.compile(r"^(?:%[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n){0,9}){0,9}---(?=\s|\Z)", re.MULTILINE)

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


class LongNumber(int):
    """Stands for a whole number with more digits than anybody can keep; says so where it is shown."""

    digits: int

    def __str__(self) -> str:
        return f"a number of {self.digits} digits"


class RoundedNumber(float):
    """Stands near a number with more digits than can be read exactly; shows what was written."""

    written: str

    def __str__(self) -> str:
        return self.written if len(self.written) <= _MOST_DIGITS else f"a number of {len(self.written)} digits"


def _whole_number(_loader: CardLoader, node: Any) -> int:
    digits = len(node.value.lstrip("+-"))
    if digits <= _MOST_DIGITS:
        return int(node.value)
    number = LongNumber(-(10**_MOST_DIGITS) if node.value.startswith("-") else 10**_MOST_DIGITS)
    number.digits = digits
    return number


def _number(_loader: CardLoader, node: Any) -> float:
    near = float(node.value)
    if math.isfinite(near) and not _is_exactly(near, node.value):
        near = RoundedNumber(near)
        near.written = node.value
    return near


def _is_exactly(near: float, written: str) -> bool:
    """Whether the number, written as short as it can be, is the one that was written."""
    try:
        return Decimal(repr(near)) == Decimal(written)
    except InvalidOperation:  # an exponent beyond anything
        return False


CardLoader.add_constructor("tag:yaml.org,2002:int", _whole_number)
CardLoader.add_constructor("tag:yaml.org,2002:float", _number)

for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$", list("-+0123456789.")),
):
    CardLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def files_of(path: Path) -> tuple[list[Path], list[tuple[Path, CardError]]]:
    """The card files that a path stands for, and what cannot be one of them: itself, or those of the folder by name."""
    try:
        if not path.is_dir():
            return _told_apart([path])
        entries = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in SUFFIXES)
    except OSError as error:
        return [], [(path, refuse("", f"cannot be read: {error.strerror}"))]
    if not entries:
        return [], [(path, refuse("", "the folder holds no card (no file *.yaml or *.yml)"))]
    return _told_apart(entries)


def _told_apart(entries: list[Path]) -> tuple[list[Path], list[tuple[Path, CardError]]]:
    """Regular files, or links to them, and all the rest: opening a pipe or a device could last for ever."""
    wrong = [(entry, refuse("", reason)) for entry in entries if (reason := _no_file(entry))]
    others = {entry for entry, _error in wrong}
    return [entry for entry in entries if entry not in others], wrong


def _no_file(entry: Path) -> str:
    """Why this is not a file that can be read, or an empty string."""
    try:
        mode = entry.stat().st_mode
    except FileNotFoundError:
        return "a link to nothing" if entry.is_symlink() else "there is no such file or folder"
    except (OSError, ValueError) as error:
        return f"cannot be read: {getattr(error, 'strerror', None) or error}"
    if stat.S_ISDIR(mode):
        return "a folder, not a file"
    return "" if stat.S_ISREG(mode) else "not a file but a pipe, a device or the like"


def documents(file: Path) -> Iterator[Any]:
    """The documents of a file, one after the other; in the place of one that cannot be read, the CardError that says why.

    Raises CardError where nothing of the file can be read.
    """
    text = _text(file)
    found = False
    for line, part in _parts(text):
        for document in _documents_of(part, line):
            found = True
            yield document
    if not found:
        raise refuse("", "the file holds no card")


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """(line at which it begins, text) of every document; what comes before the first `---` is one too."""
    starts = [0, *(match.start() for match in _NEXT_DOCUMENT.finditer(text) if match.start()), len(text)]
    line = 0
    for start, end in pairwise(starts):
        part = text[start:end]
        yield line, part
        line += part.count("\n")


def _documents_of(text: str, line: int) -> list[Any]:
    """The documents of a part of a file, or the one reason why it cannot be read."""
    try:
        if control := _CONTROL.search(text):
            before = text[: control.start()].split("\n")
            place = f"line {line + len(before)}, column {len(before[-1]) + 1}"
            raise refuse(place, f"a control character (U+{ord(control[0]):04X}) is not allowed in a card")
        _inspect(text, line)
        return [document for document in yaml.load_all(text, Loader=CardLoader) if document is not None]
    except CardError as error:
        return [error]
    except yaml.YAMLError as error:
        return [refuse(_place(error, line), f"not readable as YAML: {_reason(error)}")]
    except (RecursionError, ValueError, OverflowError) as error:
        return [refuse("", f"not readable as YAML: {error}")]


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


def _inspect(text: str, line: int) -> None:
    """Refuses aliases (a few lines of them can stand for billions), tags, and nesting or lists beyond any card."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_PARSER)):
        if number > MOST:
            raise _refused(event, line, f"more than {MOST:,} keys and values; a card is never that long")
        if isinstance(event, yaml.AliasEvent):
            raise _refused(event, line, "aliases (*name) are not allowed in a card")
        if getattr(event, "tag", None) not in (None, "!"):
            raise _refused(event, line, "tags (!name) are not allowed in a card")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _refused(event, line, f"nested deeper than {DEEPEST} levels")


def _refused(event: yaml.Event, line: int, reason: str) -> CardError:
    return refuse(_line(event.start_mark, line), reason)


def _line(mark: Any, before: int) -> str:
    return f"line {before + mark.line + 1}, column {mark.column + 1}" if mark else ""


def _place(error: yaml.YAMLError, line: int) -> str:
    return _line(getattr(error, "problem_mark", None), line)


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).split("\n")[0]
