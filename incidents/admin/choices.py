"""What a foreign key offers: labels asked for once per page, and rows of the case at hand where no others make sense."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest

from incidents.models import Incident, IncidentSource, Organization, Party


class Labels:
    """What rows are called, for one page: each row is asked for once, those of the case all at once."""

    def __init__(self, case_id: int | None) -> None:
        self._known: dict[tuple[type[models.Model], str], str] = {}
        if case_id:
            self._learn(Party, Party.objects.filter(involvements__incident=case_id))
            self._learn(Organization, Organization.objects.filter(involvements__incident=case_id))

    def _learn(self, model: type[models.Model], rows: Any) -> None:
        for row in rows.prefetch_related("names"):
            self._known[model, str(row.pk)] = str(row)

    def of(self, model: type[models.Model], pk: str) -> str:
        if (model, pk) not in self._known:
            try:
                row = model._default_manager.filter(pk=pk).first()
            except (ValueError, ValidationError):
                row = None
            self._known[model, pk] = str(row) if row else pk
        return self._known[model, pk]


def labels_of(request: HttpRequest) -> Labels:
    labels = getattr(request, "desk_labels", None)
    if labels is None:
        labels = Labels(getattr(request, "case_id", None))
        request.desk_labels = labels  # type: ignore[attr-defined]
    return labels


class CachedAutocomplete(AutocompleteSelect):
    """Django's autocomplete, which would otherwise ask the database once for every widget on the page."""

    def __init__(self, field: Any, admin_site: AdminSite, labels: Labels, attrs: Any = None) -> None:
        super().__init__(field, admin_site, attrs=attrs)
        self.labels = labels

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        model = self.field.remote_field.model
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        for pk in filter(None, map(str, (item for item in value if item is not None))):
            options.append(self.create_option(name, pk, self.labels.of(model, pk), True, len(options)))
        return [(None, options, 0)]


class _OnceIterator(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from self.field.rows()  # type: ignore[attr-defined]


class OfThisCase(forms.ModelChoiceField):
    """A choice among rows of one case, read from the database once for all forms of a page."""

    iterator = _OnceIterator

    def __init__(self, *args: Any, known: dict[Any, Any], **kwargs: Any) -> None:
        self.known = known  # shared by all fields of the page
        super().__init__(*args, **kwargs)

    def rows(self) -> list[tuple[Any, str]]:
        assert self.queryset is not None
        model = self.queryset.model
        if model not in self.known:
            self.known[model] = [(row.pk, self.label_from_instance(row)) for row in self.queryset]
        found: list[tuple[Any, str]] = self.known[model]
        return found

    def label_from_instance(self, obj: Any) -> str:
        text = str(obj)
        return text if len(text) <= 100 else text[:99] + "…"


def known_rows(request: HttpRequest) -> dict[Any, Any]:
    """What the fields of the page have already read, by model."""
    known: dict[Any, Any] = request.__dict__.setdefault("case_rows", {})
    return known


def case_choices(request: HttpRequest, db_field: Any) -> models.QuerySet[Any]:
    """The rows of the case on the page that the field may point at; none while the case is not saved yet."""
    model = db_field.remote_field.model
    rows = model._default_manager.all()
    case_id = getattr(request, "case_id", None)
    if not case_id:
        return rows.none()
    path = getattr(model, "incident_path", "incident")
    if model is IncidentSource:
        rows = rows.select_related("source")
    return rows.filter(**{path: case_id})


def case_of(fact: Any) -> Incident:
    """The incident that a fact belongs to, at the end of its model's path."""
    for name in getattr(type(fact), "incident_path", "incident").split("__"):
        fact = getattr(fact, name) if name else fact
    assert isinstance(fact, Incident)
    return fact
