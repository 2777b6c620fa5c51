"""Cards for tests: where they are, how they are loaded and dumped, and how two of them are compared as facts."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.core.management import CommandError, call_command

from incidents.exchange.casebook.dump_case import card_of
from incidents.exchange.casebook.dumping import as_yaml
from incidents.models import Incident

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "incidents" / "data" / "casebook"
OPEN = ROOT.parent / "shared" / "cases"
SOURCE = OPEN if OPEN.is_dir() else SHIPPED

Card = dict[str, Any]
# What a card means when it is silent; saying so is saying nothing.
SILENT = {("existence", "established"), ("language", "en")}


def read(file: Path) -> Card:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def stated(value: Any) -> Any:
    """The value with nothing left that says nothing."""
    if isinstance(value, dict):
        kept = {key: stated(item) for key, item in value.items()}
        return {k: v for k, v in kept.items() if v not in (None, "", [], {}) and (k, str(v)) not in SILENT}
    return [stated(item) for item in value] if isinstance(value, list) else value


def facts(card: Card) -> dict[str, Any]:
    """Every list of the card as a set of facts, every other key as it is."""
    return {
        key: Counter(json.dumps(item, sort_keys=True) for item in value) if isinstance(value, list) else value
        for key, value in stated(card).items()
    }


def load(*paths: Path, **options: Any) -> tuple[str, str, int]:
    """(output, errors, exit status) of the command."""
    said, errors = StringIO(), StringIO()
    try:
        call_command("load_cases", *map(str, paths), stdout=said, stderr=errors, **options)
    except CommandError as error:
        return said.getvalue(), f"{errors.getvalue()}{error}", error.returncode
    return said.getvalue(), errors.getvalue(), 0


def write(folder: Path, card: Card | str, name: str = "card.yaml") -> Path:
    file = folder / name
    file.write_text(card if isinstance(card, str) else as_yaml(card), encoding="utf-8")
    return file


def dumped(card_id: str) -> Card:
    """The card of a case, through YAML and back."""
    return yaml.safe_load(as_yaml(card_of(Incident.objects.get(key=card_id))))


def history_rows() -> dict[str, int]:
    """How many rows of history each table has."""
    models = [model for model in apps.get_app_config("incidents").get_models() if hasattr(model, "history_object")]
    return {model.__name__: model._default_manager.count() for model in models}


def small(**changes: Any) -> Card:
    """A card with one of most things."""
    address = "https://example.org/a"
    card: Card = {
        "id": "901-small",
        "title": "A test",
        "language": "en",
        "summary": "What somebody says.",
        "sources": [
            {"url": address, "publisher": "Example", "author": None, "published": "2015", "language": "en"}
            | {"kind": "news", "cites": ["somebody"]}
        ],
        "dates": [{"what": "arrest", "as_stated": "in July", "edtf": "2015-07"}],
        "places": [{"name": "Cusco", "kind": "department", "country_iso2": "PE", "role": "location"}],
        "persons": [person("p.ana_test", "Ana Test"), person("p.901_officers", None, count=[4, 4])],
        "organizations": [
            {"key": "o.test_band", "name": "Test Band", "description": "A band", "kind": "criminal_group"}
            | {"part_of": None, "country_iso2": "PE", "aliases": []}
        ],
        "memberships": [
            {"person": "p.ana_test", "organization": "o.test_band", "role": "member", "when_as_stated": None}
        ],
        "relationships": [],
        "allegations": [claim("Led the band", ["p.ana_test"])],
        "legal_timeline": [
            {"date_as_stated": "in July", "edtf": "2015-07", "who": "p.ana_test", "step": "arrested"}
            | {"details": None, "source_url": address}
        ],
        "seizures": [
            {"what": "load", "substance": "cocaine", "value": None}
            | {"quantity": {"low": 356.6, "high": 356.6, "unit": "kg", "as_stated": "356.6 kg"}}
        ],
        "flows": [{"from": "Cusco", "via": [], "to": "Lima", "commodity": "cocaine", "as_stated": "by road"}],
        "casualties": [],
        "victims": [],
        "related_cards": [],
        "hard_features": ["approximate_number"],
        "unsure": ["Everything"],
    }
    return {**card, **changes}


def person(key: str, name: str | None, count: Any = 1, **changes: Any) -> Card:
    if isinstance(count, list):
        count = {"low": count[0], "high": count[1], "as_stated": "some"}
    return {
        "key": key,
        "name": name,
        "description": "Somebody",
        "aliases": [],
        "count": count,
        "nationality": None,
        "occupation": None,
        "role_in_case": "suspect",
        "named_publicly": bool(name),
        "protect": None,
        **changes,
    }


def claim(words: str, about: list[str], **changes: Any) -> Card:
    return {
        "claim": words,
        "about": about,
        "offence": "drug trafficking",
        "made_by": "the prosecutors",
        "relayed_by": ["Example"],
        "date_as_stated": None,
        "status": "arrested",
        "outcome_details": None,
        "certainty_words": "accused of",
        **changes,
    }


@contextmanager
def without_privileges(place: str) -> Iterator[None]:
    """Where a place is closed: root, whom nothing is closed to, becomes nobody for the while."""
    lowered = place.startswith("closed") and os.geteuid() == 0
    if lowered:
        os.seteuid(65534)
    try:
        yield
    finally:
        if lowered:
            os.seteuid(0)
