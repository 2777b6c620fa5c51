"""What a foreign key offers: labels asked for once per page, what the page makes itself, and rows of the case at hand
where no others make sense, saved or not."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from incidents.admin.inputs import WORDS
from incidents.admin.making import MARK, kinds_for, words_of
from incidents.admin.page import Page
from incidents.admin.visit import page_of, visit_of
from incidents.models import Incident, IncidentSource
from incidents.search.turning import cut

TYPED = "words:"  # marks words that were typed where a row is to be chosen, and nothing chosen
ROW = "row:"  # marks a value that points at another row of the same page, by the row's prefix


class ChoiceInput(forms.TextInput):
    """A combobox: the number of the chosen row in a hidden field, and beside it the text in which one searches.

    The list is fetched by `desk/choices.js` from the admin's own autocomplete address, as soon as somebody types.
    """

    def __init__(self, field: Any, page: Page, makes: dict[str, str]) -> None:
        super().__init__()
        self.field, self.page, self.makes = field, page, makes

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        value = "" if value is None else str(value)
        words = words_of(value)
        if value.startswith(TYPED):
            value, label = "", value.removeprefix(TYPED)
        else:
            label = words or (self.page.label(self.field.remote_field.model, value) if value else "")
        told = {key: attrs[key] for key in ("aria-describedby", "aria-invalid") if key in (attrs or {})}
        return format_html(
            '<span class="choice{}" data-column="{}" data-of="{}" data-makes="{}" data-like="{}">'
            '<input type="hidden" name="{}" value="{}" id="{}">'
            '<input type="text" role="combobox" aria-expanded="false" aria-autocomplete="list" autocomplete="off"'
            ' name="{}" value="{}" id="{}"{}></span>',
            " made-here" if words else "",
            self.column,
            self.field.remote_field.model._meta.model_name,
            " ".join(self.makes),
            "name" if self.field.name == "region" else "",  # a region is looked for by the name of its place
            name,
            value,
            attrs["id"],
            f"{name}{WORDS}",
            label,
            f"{attrs['id']}_text",
            flatatt(told),
        )

    @property
    def column(self) -> str:
        """The column, as the admin's autocomplete address asks for it."""
        return f"{self.field.model._meta.app_label}.{self.field.model._meta.model_name}.{self.field.name}"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """The chosen row; where none is chosen, the words that were typed, so that they are not lost."""
        chosen, words = data.get(name) or "", (data.get(f"{name}{WORDS}") or "").strip()
        return str(chosen or (words and f"{TYPED}{words}"))

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_text" if id_ else id_


class RowField(forms.ModelChoiceField):
    """A choice that is looked up through the page: its rows are one and the same in every form of the page."""

    def __deepcopy__(self, memo: Any) -> Any:
        """Without a query of its own for each form."""
        return forms.Field.__deepcopy__(self, memo)


class ChosenRow(RowField):
    """A row of the record, or one that the page is to make (see `making`)."""

    def __init__(self, *args: Any, page: Page, makes: dict[str, str], find: Any, **kwargs: Any) -> None:
        self.page, self.makes, self.find = page, makes, find
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith(MARK):
            return self.page.making.wanted(value, self.makes)
        if value in self.empty_values:
            return None
        assert self.queryset is not None
        if str(value).startswith(TYPED):
            return self._called(str(value).removeprefix(TYPED))
        row = self.page.row(self.queryset.model, str(value))
        if row is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return row

    def _called(self, words: str) -> Any:
        """The one row that is called exactly so, for browsers in which nothing can be chosen."""
        found = [row for row in self.find(words)[:50] if str(row).casefold() == words.casefold()]
        if len(found) != 1:
            raise ValidationError(
                _(
                    "“%(words)s”: choose it from the list that opens while you type. Where none opens, the record has nothing "
                    "that is called so: take the next larger one (of a place: its department), or have it added on the page "
                    "of its own kind. Without scripts, write its name here exactly."
                )
                % {"words": cut(words, 100)}
            )
        return found[0]

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)


class _OnceIterator(ModelChoiceIterator):
    field: "OfThisCase"

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from self.field.rows()


class OfThisCase(RowField):
    """A choice among rows of one case: saved ones, read from the database once for all forms of a page, and rows that
    stand on the page and are saved together with it (`row:` and the row's prefix)."""

    iterator = _OnceIterator

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        self.page = page
        super().__init__(*args, **kwargs)

    def rows(self) -> list[tuple[Any, str]]:
        assert self.queryset is not None
        model = self.queryset.model
        known = self.page.options
        if model not in known:
            rows = self.page.shared(self.queryset)
            self.page.keep(rows)
            known[model] = [(row.pk, self.label_from_instance(row)) for row in rows]
            known[model] += [(f"{ROW}{prefix}", _new_label(form)) for prefix, form in self._new_rows(model)]
        return known[model]

    def _new_rows(self, model: type[models.Model]) -> Iterator[tuple[str, Any]]:
        for prefix, form in self.page.forms.items():
            if isinstance(form.instance, model) and form.instance.pk is None:
                yield prefix, form

    def label_from_instance(self, obj: Any) -> str:
        return cut(str(obj), 100)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        assert self.queryset is not None
        if not str(value).startswith(ROW):
            if str(value) not in {str(pk) for pk, _label in self.rows()}:
                raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
            return self.page.row(self.queryset.model, str(value))
        form = self.page.forms.get(value.removeprefix(ROW))
        if form is None or not isinstance(form.instance, self.queryset.model) or form.is_removed():
            raise ValidationError(_("The row that was chosen here is gone: choose another."))
        if not form.has_changed():
            raise ValidationError(_("The row that was chosen here is still empty: fill it in, or choose another."))
        return form.instance

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)


def _new_label(form: Any) -> str:
    def said(names: tuple[str, ...]) -> list[str]:
        words = (str(form[name].value() or "").strip() for name in names if name in form.fields)
        return [text for text in words if text]

    name = said(form.called_by)[:1]
    further = [text for text in said(form.called_with) if text not in name]
    return cut(", ".join([*name, *further][:3]), 100) or str(form.prefix)


def case_choices(request: HttpRequest, db_field: Any) -> models.QuerySet[Any]:
    """The rows of the case on the page that the field may point at; none while the case is not saved yet."""
    model = db_field.remote_field.model
    rows = model._default_manager.all()
    case_id = visit_of(request).case_id
    if not case_id:
        return rows.none()
    path = getattr(model, "incident_path", "incident")
    if model is IncidentSource:
        rows = rows.select_related("source")
    return rows.filter(**{path: case_id})


def chosen_field(db_field: Any, request: HttpRequest, site: AdminSite) -> dict[str, Any]:
    """What `formfield()` of a foreign key needs to become a combobox."""
    model = db_field.remote_field.model
    page, makes = page_of(request), kinds_for(model, request)
    desk: Any = site.get_model_admin(model)
    page.choosable[model] = lambda: desk.choosable(request)
    return {
        "find": lambda words: desk.get_search_results(request, desk.get_queryset(request), words)[0],
        "form_class": ChosenRow,
        "page": page,
        "makes": makes,
        "widget": ChoiceInput(db_field, page, makes),
    }


def case_of(fact: Any) -> Incident:
    """The incident that a fact belongs to, at the end of its model's path."""
    for name in getattr(type(fact), "incident_path", "incident").split("__"):
        fact = getattr(fact, name) if name else fact
    assert isinstance(fact, Incident)
    return fact
