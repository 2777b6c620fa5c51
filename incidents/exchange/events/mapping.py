"""How the columns of a file become a case: read from a YAML file, refused with the reason where it makes no sense."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from incidents.models import OrganizationKind, PartyRole

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "mappings"
_COLUMN = re.compile(r"\{([^{}]+)\}")
_KEYS = {
    "dataset": {"id", "publisher", "title", "url", "language"},
    "date": {"first", "last", "precision", "months", "years", "format"},
    "place": {"name", "country", "subdivision", "latitude", "longitude"},
    "claim": {"text", "speakers", "status", "offence", "outcome"},
    "casualties": {"what", "low", "best", "high"},
    "source": {"publisher", "title", "date", "url", "instead"},
}
_PARTY = {"key", "name", "kind", "kinds", "except", "role", "person", "description", "accused"}
_TEXTS = {"case", "title", "summary"}


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
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadMapping(f"{name}: {error}") from None
    if not isinstance(given, dict):
        raise BadMapping(f"{name}: not a mapping of keys to values.")
    return _checked(name, given)


def _checked(name: str, given: dict[str, Any]) -> Mapping:
    unknown = set(given) - set(_KEYS) - _TEXTS - {"parties"}
    problems = [f"unknown key {key}" for key in sorted(map(str, unknown))]
    problems += [f"{key} is missing" for key in ("dataset", "case", "title", "summary") if not given.get(key)]
    for part, known in _KEYS.items():
        value = given.get(part, {})
        if not isinstance(value, dict):
            problems.append(f"{part} must hold keys and values")
        else:
            problems += [f"{part} has no key {key}" for key in sorted(set(map(str, value)) - known)]
    for number, party in enumerate(given.get("parties") or [], 1):
        problems += [f"party {number} has no key {key}" for key in sorted(set(party) - _PARTY)]
        problems += [f"party {number} lacks {key}" for key in ("key", "name") if not party.get(key)]
        kinds = {party.get("kind", "other"), *(party.get("kinds") or {}).values()}
        problems += [f"party {number}: no kind {kind}" for kind in sorted(kinds - set(OrganizationKind.values))]
        if party.get("role", "mentioned") not in PartyRole.values:
            problems.append(f"party {number}: no role {party['role']}")
    if not problems and not all(given["dataset"].get(key) for key in ("id", "publisher", "title")):
        problems.append("dataset needs id, publisher and title")
    if problems:
        raise BadMapping(f"{name}: {'; '.join(problems)}.")
    return Mapping(
        dataset={key: str(value) for key, value in given["dataset"].items()},
        case=Template(str(given["case"])),
        title=Template(str(given["title"])),
        summary=Template(str(given["summary"])),
        parts={part: given[part] for part in _KEYS if part != "dataset" and given.get(part)},
        parties=tuple(_party(party) for party in given.get("parties") or []),
    )


def _party(given: dict[str, Any]) -> PartyRule:
    return PartyRule(
        key=Template(str(given["key"])),
        name=Template(str(given["name"])),
        kind=given.get("kind", OrganizationKind.OTHER),
        kinds=given.get("kinds") or {},
        unless=frozenset(given.get("except") or []),
        role=given.get("role", PartyRole.MENTIONED),
        person=bool(given.get("person")),
        description=Template(str(given.get("description", ""))),
        accused=bool(given.get("accused", True)),
    )
