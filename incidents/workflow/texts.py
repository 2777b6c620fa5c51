"""The texts of the record that readers may see: where each stands, the key that names it, and the cases that have it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db.models import Model, TextField, URLField

from incidents.models import Actor, Incident, Organization, PartyName, Region, Source
from incidents.models.record import Fact
from incidents.workflow.regions import cases_using, region_of, rows_used_by, written_here

_KEY = re.compile(r"([a-z]+)-([0-9]{1,18})-([a-z_]+)")


@dataclass(frozen=True)
class Text:
    """One text of a case: the row and the column that it stands in."""

    row: Any
    column: str

    @property
    def value(self) -> str:
        return str(getattr(self.row, self.column) or "")

    @property
    def key(self) -> str:
        """Names the place: table, row, column."""
        return f"{self.row._meta.model_name}-{self.row.pk}-{self.column}"

    @property
    def where(self) -> str:
        """For an editor: what it is."""
        return f"{self.row._meta.verbose_name}: {self.row._meta.get_field(self.column).verbose_name}"

    @property
    def is_address(self) -> bool:
        """Whether the text is, or is a part of, an address, where nothing is written out in words."""
        return self.column == "code" or isinstance(self.row._meta.get_field(self.column), URLField)


def mark_of_text(value: str) -> str:
    """A few letters that are others for another text."""
    return sha256(value.encode()).hexdigest()[:32]


def is_a_key(key: str) -> bool:
    """Whether that may be the key of a text."""
    return bool(_KEY.fullmatch(key))


def text_at(key: str) -> tuple[Incident, Text] | None:
    """The text of that key, as it is now, and a case that has it; None where there is none."""
    found = _KEY.fullmatch(key)
    table, number, column = found.groups() if found else ("", "", "")
    for model, condition, path in readable() if table else ():
        if model._meta.model_name != table or column not in columns(model):
            continue
        rows = model._default_manager.filter(pk=number, **condition)
        case = Incident.objects.filter(pk__in=rows.values(path)).order_by("pk").first()
        return (case, Text(rows.first(), column)) if case else None
    return _of_a_region(table, number, column)


def _of_a_region(table: str, number: str, column: str) -> tuple[Incident, Text] | None:
    """The same, of what the desk wrote of regions."""
    for rows in written_here():
        if rows.model._meta.model_name == table and column in columns(rows.model):
            row = rows.filter(pk=number).first()
            case = cases_using([region_of(row)] if row else []).order_by("pk").first()
            return (case, Text(row, column)) if case else None
    return None


def readable() -> Iterator[tuple[type[Model], dict[str, Any], str]]:
    """Every table with texts of cases: which of its rows count, and the way from them to the case. To what is written of
    regions there are several ways (`workflow.regions`)."""
    yield Incident, {}, "pk"
    yield from ((model, {}, "involvements__incident") for model in (Actor, Organization))
    yield Source, {}, "readings__incident"
    yield PartyName, {"confidential": False}, "party__involvements__incident"
    for model in apps.get_app_config("incidents").get_models():
        if path := getattr(model, "incident_path", "incident" if issubclass(model, Fact) else ""):
            yield model, {}, path


def rows_of(incident: Incident) -> Iterator[Any]:
    """Every row that has texts of the case: its own, its facts, and those that cases share."""
    for model, condition, path in readable():
        rows: Any = model._default_manager.filter(**condition, **{path: incident.pk}).distinct()
        if columns(model):
            yield from rows.select_related("party__actor") if model is PartyName else rows
    yield from rows_used_by(incident)


def columns(model: type[Model]) -> list[str]:
    """The columns that readers may see; of a region also the code, which stands in its address."""
    fields = [field for field in model._meta.fields if isinstance(field, TextField | URLField)]
    named = [field.name for field in fields if field.name not in {"search_text", "folded"}]
    return [*named, "code"] if model is Region else named
