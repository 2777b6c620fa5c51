"""What the desk's autocompletes answer, in the place of Django's own view (see `config/urls.py`)."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Q, Value, When
from django.http import HttpRequest

MOST = 60  # rows that a list offers; whoever wants another types more


class Choices(AutocompleteJsonView):
    """The rows that fit what is typed, each with what tells it from others of the same name (`note`)."""

    def get_paginator(self, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """Without counting all that would fit."""
        return Paginator(list(queryset[:MOST]), *args, **kwargs)

    def process_request(self, request: HttpRequest) -> Any:
        """Only of columns in which a row can be chosen: what points back at a row from elsewhere is no field of it."""
        found = super().process_request(request)
        if not found[2].concrete:
            raise PermissionDenied
        return found

    def get_queryset(self) -> Any:
        """Rows whose code or name is exactly what was typed come first."""
        self.term = self.term.replace("\x00", " ")  # which PostgreSQL does not take
        rows = super().get_queryset()
        condition = Q()
        for column in filter(self._has, ("code", "name", "name_en", "name_es")):
            condition |= Q(**{f"{column}__iexact": self.term.strip()})
        if not condition:
            return rows
        return rows.order_by(Case(When(condition, then=Value(0)), default=Value(1)), *rows.query.order_by)

    def _has(self, column: str) -> bool:
        return column in {field.name for field in self.model_admin.model._meta.fields}

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        assert self.admin_site is not None
        note = getattr(self.admin_site.get_model_admin(type(obj)), "note_on", None)
        return result | {"note": note(obj)} if note else result
