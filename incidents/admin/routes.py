"""Routes inside the page of a case. A stop of which nobody says what it is, is what its place among the stops makes it: the
first is where the route starts, the last where it ends."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from incidents.admin.facts import FactFormSet, FactInline, cited
from incidents.admin.forms import ORDER, DeskForm
from incidents.models import Route, RouteStop, StopRole


class StopForm(DeskForm):
    """A route starts in one place and ends in one."""

    once = "role"
    proposed = frozenset({"role"})
    repeatable = frozenset({StopRole.VIA})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["role"] = ""  # by its place, unless somebody says it


class StopFormSet(FactFormSet):
    """The stops of one route. Rows that stay empty are none of them."""

    def clean(self) -> None:
        self._say_roles()
        super().clean()

    def _say_roles(self) -> None:
        """What nobody says of a stop follows from its place; the page says the same while one types (`desk/stops.js`)."""
        stops = sorted(filter(self._is_stop, self.forms), key=_place)
        for place, form in enumerate(stops):
            if form.cleaned_data.get("role") != "":
                continue
            last = StopRole.TO if place == len(stops) - 1 else StopRole.VIA
            form.cleaned_data["role"] = form.instance.role = StopRole.FROM if place == 0 else last
            try:
                form.instance.clean()
            except ValidationError as refusal:
                form.add_error(None, refusal)

    def _is_stop(self, form: Any) -> bool:
        return (form.instance.pk or form.has_changed()) and not self._should_delete_form(form)


def _place(form: Any) -> tuple[bool, int]:
    """Where a stop stands: a new one that does not say it comes after all others."""
    return form.instance.pk is None and not form.is_ordered, form.cleaned_data.get(ORDER, 0)


class StopInline(FactInline):
    model = RouteStop
    starts = 2
    form = StopForm
    formset = StopFormSet
    autocomplete_fields = ["region", "party"]
    read_with = ("region",)
    classes = []
    fields = [("role", "position"), ("name", "means"), ("region", "region_proposed", "party")]

    def formfield_for_choice_field(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["choices"] = [("", _("by its place: first from, last to")), *StopRole.choices]
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        assert isinstance(field, forms.ChoiceField)
        field.required = False
        field.widget.attrs["data-proposed"] = _("{} (proposed)")
        return field


class RouteInline(FactInline):
    model = Route
    inlines = [StopInline, cited("route")]
    fields = [("commodity", "as_stated", "position")]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("stops")
