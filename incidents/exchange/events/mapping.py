"""How the columns of a file become a case: read from a YAML file, refused with the reason where it makes no sense."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from incidents import wording
from incidents.models import OrganizationKind, PartyRole, is_web_address

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "mappings"
LONGEST_ADDRESS = 2000  # letters that `Source.url` takes
_COLUMN = re.compile(r"\{([^{}]+)\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_KEYS = {
    "dataset": {"id", "publisher", "title", "url", "language"},
    "date": {"first", "last", "precision", "months", "years", "format"},
    "place": {"name", "country", "subdivision", "latitude", "longitude"},
    "claim": {"text", "speakers", "status", "offence", "outcome"},
    "casualties": {"what", "low", "best", "high"},
    "source": {"publisher", "title", "date", "url", "instead"},
}
_PARTY = {"key", "name", "kind", "kinds", "except", "role", "person", "description", "accused"}
_TEXTS = ("case", "title", "summary")
_NEEDED = {"dataset": ("id", "publisher", "title"), "date": ("first",), "claim": ("text",)}
_LISTS = {"months", "years", "speakers", "except"}
_TRUTHS = {"person", "accused"}


class BadMapping(ValueError):
    """The mapping cannot be used; says why."""


@dataclass(frozen=True)
class Template:
    """A text with columns in it. It is empty where all its columns are."""

    text: str

    @property
    def columns(self) -> list[str]:
        return _COLUMN.findall(self.text)

    def fill(self, row: dict[str, str]) -> str:
        columns = self.columns
        if columns and not any(row[column] for column in columns):
            return ""
        return " ".join(_COLUMN.sub(lambda found: row[found[1]], self.text).split())


@dataclass(frozen=True)
class PartyRule:
    """One party that a row names."""

    key: Template
    name: Template
    kind: str = OrganizationKind.OTHER
    kinds: dict[str, str] = field(default_factory=dict)
    unless: frozenset[str] = frozenset()
    role: str = PartyRole.MENTIONED
    person: bool = False
    description: Template = Template("")
    accused: bool = True


@dataclass(frozen=True)
class Mapping:
    """What each part of a case is made of; parts that a file does not have are empty."""

    dataset: dict[str, str]
    case: Template
    title: Template
    summary: Template
    parts: dict[str, dict[str, Any]]
    parties: tuple[PartyRule, ...]

    @property
    def needed(self) -> set[str]:
        """The columns that a file must have."""
        found: set[str] = set()
        for template in (self.case, self.title, self.summary):
            found.update(template.columns)
        for rule in self.parties:
            found.update([*rule.key.columns, *rule.name.columns, *rule.description.columns])
        for name, part in self.parts.items():
            for key, value in part.items():
                texts = value if isinstance(value, list) else [value]
                named = [column for text in texts for column in _COLUMN.findall(str(text))]
                plain = name in {"date", "place", "casualties"} and key not in {
                    "months",
                    "years",
                    "what",
                    "name",
                    "format",
                }
                found.update([str(value)] if plain else named)
                if name == "source" and key == "date":
                    found.add(str(value))
        return found


def read_mapping(name: str) -> Mapping:
    """A shipped mapping by its name, or one from a file. Raises BadMapping."""
    path = SHIPPED / f"{name}.yaml" if re.fullmatch(r"[a-z0-9_-]+", name) else Path(name)
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.yaml")))
        raise BadMapping(f"{name}: no such mapping. There are: {known}; or give the path of a YAML file.") from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise BadMapping(f"{name}: {error}") from None
    if not isinstance(given, dict):
        raise BadMapping(f"{name}: not a mapping of keys to values.")
    return _checked(name, given)


def _checked(name: str, given: dict[str, Any]) -> Mapping:
    if problems := list(_problems(given)):
        raise BadMapping(f"{name}: {'; '.join(problems)}.")
    parts = {part: _said(given[part]) for part in _KEYS if given.get(part)}
    return Mapping(
        dataset={key: str(value) for key, value in parts.pop("dataset").items()},
        case=Template(str(given["case"])),
        title=Template(str(given["title"])),
        summary=Template(str(given["summary"])),
        parts=parts,
        parties=tuple(_party(_said(party)) for party in given.get("parties") or []),
    )


def _problems(given: dict[str, Any]) -> Iterator[str]:
    """Everything that makes no sense."""
    unknown = set(map(str, given)) - set(_KEYS) - set(_TEXTS) - {"parties"}
    yield from (f"unknown key {key}" for key in sorted(unknown))
    yield from (f"{key} is missing" for key in ("dataset", *_TEXTS) if not given.get(key))
    yield from (f"{key} must be a text" for key in _TEXTS if not _is_text(given.get(key)))
    for part, known in _KEYS.items():
        yield from _of_part(part, given.get(part), known, _NEEDED.get(part, ()))
    address = given["dataset"].get("url") if isinstance(given.get("dataset"), dict) else None
    if address and not is_address(str(address)):
        yield f"dataset: url is no web address of at most {LONGEST_ADDRESS} letters"
    parties = given.get("parties") or []
    if not isinstance(parties, list):
        yield "parties must be a list"
        return
    for number, party in enumerate(parties, 1):
        yield from _of_part(f"party {number}", party or {}, _PARTY, ("key", "name"))
        yield from _choices(f"party {number}", party) if isinstance(party, dict) else ()


def _of_part(what: str, part: Any, known: set[str], needed: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with keys and their values."""
    if part is None:
        return
    if not isinstance(part, dict):
        yield f"{what} must hold keys and values"
        return
    yield from (f"{what} has no key {key}" for key in sorted(set(map(str, part)) - known))
    yield from (f"{what} lacks {key}" for key in needed if part.get(key) in (None, ""))
    for key, value in part.items():
        if wrong := _wrong(str(key), value):
            yield f"{what}: {key} {wrong}"


def _wrong(key: str, value: Any) -> str:
    """Why a key cannot have the value, or an empty text."""
    if value is None:
        return ""
    if key in _LISTS:
        good = isinstance(value, list) and all(_is_text(one) and one is not None for one in value)
        return "" if good else "must be a list of texts"
    if key in _TRUTHS:
        return "" if isinstance(value, bool) else "must be true or false"
    if key == "kinds":
        return "" if isinstance(value, dict) else "must hold words and kinds"
    if not _is_text(value):
        return "must be a text"
    if key == "language" and not _LANGUAGE.fullmatch(str(value)):
        return "must be two or three small letters (ISO 639)"
    if key == "status" and value not in dict(wording.reported_statuses()):
        return f"is none of {', '.join(dict(wording.reported_statuses()))}"
    return ""


def _choices(what: str, party: dict[str, Any]) -> Iterator[str]:
    kinds, role = party.get("kinds"), party.get("role") or PartyRole.MENTIONED
    named = [party.get("kind") or OrganizationKind.OTHER, *(kinds.values() if isinstance(kinds, dict) else ())]
    yield from (f"{what}: no kind {kind}" for kind in named if kind not in OrganizationKind.values)
    if role not in PartyRole.values:
        yield f"{what}: no role {role}"


def _is_text(value: Any) -> bool:
    return not isinstance(value, (dict, list, set))


def _said(part: dict[str, Any]) -> dict[str, Any]:
    """What the keys hold that hold something, codes in lists as the texts that they are in a file."""
    known = {key: value for key, value in part.items() if value is not None}
    return {key: [str(one) for one in value] if isinstance(value, list) else value for key, value in known.items()}


def _party(given: dict[str, Any]) -> PartyRule:
    return PartyRule(
        key=Template(str(given["key"])),
        name=Template(str(given["name"])),
        kind=given.get("kind", OrganizationKind.OTHER),
        kinds={str(word): kind for word, kind in given.get("kinds", {}).items()},
        unless=frozenset(given.get("except", ())),
        role=given.get("role", PartyRole.MENTIONED),
        person=given.get("person", False),
        description=Template(str(given.get("description", ""))),
        accused=given.get("accused", True),
    )


def is_address(text: str) -> bool:
    """Whether a source can have the text as its address."""
    return len(text) <= LONGEST_ADDRESS and is_web_address(text)
