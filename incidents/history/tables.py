"""Which tables make a case, and which row each of their rows is a part of. A new table of facts is here by itself."""

from typing import Any

from django.apps import apps
from django.db.models import TextField, URLField

from incidents.models import Incident
from incidents.models.record import Fact

# What readers see of the case's own row; every save of its page writes it anew, and so does every decision.
SEEN_OF_CASE = (
    "title",
    "summary",
    "language",
    "date_edtf",
    "date_as_stated",
    "kind",
    "kind_proposed",
    "sources_read_until",
)


def owner_of(model: Any) -> Any:
    """The foreign key that names the row of the case which a row of this table is a part of; None for the case."""
    if model is Incident:
        return None
    path = getattr(model, "incident_path", "") or "incident"
    return model._meta.get_field(path.split("__")[0])


def text_columns(model: Any) -> list[str]:
    """The columns of a table that hold words."""
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, TextField | URLField)]


def pointing_at(table: Any, model: Any) -> list[str]:
    """The columns of a table that point at a row of that model (a kind of party counts as party)."""
    return [f.attname for f in table._meta.fields if f.is_relation and issubclass(f.related_model, model)]


def _with_owners_first() -> tuple[Any, ...]:
    found: list[Any] = [Incident]
    left = [model for model in apps.get_app_config("incidents").get_models() if issubclass(model, Fact)]
    left = [model for model in left if hasattr(model, "incident_path") or _has_incident(model)]
    while left:
        found += [model for model in left if owner_of(model).related_model in found]
        left = [model for model in left if model not in found]
    return tuple(found)


def _has_incident(model: Any) -> bool:
    return any(field.name == "incident" for field in model._meta.fields)


TABLES: tuple[Any, ...] = _with_owners_first()
