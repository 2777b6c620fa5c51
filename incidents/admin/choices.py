"""What a foreign key offers: labels asked for once per page, what the page makes itself, and rows of the case at hand
where no others make sense, saved or not."""

from collections.abc import Callable, Iterator
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

from incidents.admin.making import MARK, Making, kinds_for, words_of
from incidents.models import Incident, IncidentSource, Involvement, Organization, Party
from incidents.search.turning import cut

TYPED = "words:"  # marks words that were typed where a row is to be chosen, and nothing chosen
WORDS = "-words"  # ends the name of the field in which one types them
ROW = "row:"  # marks a value that points at another row of the same page, by the row's prefix


class Page:
    """What the forms of one page share while it is read or saved: rows and labels read once, and what is made in place."""

    def __init__(self, case_id: int | None) -> None:
        self.case_id = case_id
        self.making = Making()
        self.left_alone: Callable[[Any, str], bool] | None = (
            None  # once somebody else has saved: fields not changed here
        )
        self._sent: dict[str, int] | None = None
        self.adding = ""  # the group that gets one more row, where the page was sent for that and not to be saved
        self.forms: dict[str, Any] = {}  # prefix → form of a row that others on the page may point at
        self._read: dict[tuple[type[models.Model], str], list[Any]] = {}
        self.options: dict[type[models.Model], list[tuple[Any, str]]] = {}
        self._rows: dict[tuple[type[models.Model], str], models.Model | None] = {}
        if case_id:
            for model in (Party, Organization):
                self.keep(_labelled(model.objects.filter(involvements__incident=case_id).distinct()))

    def rows_sent(self, data: Any, group: str) -> int:
        """Up to which number the browser sent rows of the group, whatever it says that it sent."""
        if self._sent is None:
            self._sent = {}
            for name in data:
                parts = name.split("-")
                for at, part in enumerate(parts[1:-1], 1):
                    if part.isdecimal() and len(part) < 6:
                        above = "-".join(parts[:at])
                        self._sent[above] = max(self._sent.get(above, 0), int(part) + 1)
        return self._sent.get(group, 0)

    def once(self, model: type[models.Model], kind: str, read: Any) -> list[Any]:
        """The rows of a kind that the case has, read when they are first asked for."""
        if (model, kind) not in self._read:
            self._read[model, kind] = self.shared(read())
        return self._read[model, kind]

    def shared(self, rows: Any) -> list[Any]:
        """The rows, which point at one and the same object for each party; what they were read with is kept too."""
        rows = list(rows)
        for column in rows[0]._meta.fields if rows else []:
            if column.related_model in {Party, Organization}:
                self._point(rows, column)
            elif column.is_relation:
                self.keep(
                    [getattr(row, column.name) for row in rows if column.is_cached(row) and getattr(row, column.name)]
                )
        return rows

    def _point(self, rows: list[Any], column: Any) -> None:
        model = column.related_model
        wanted = {getattr(row, column.attname) for row in rows} - {None}
        unknown = [pk for pk in wanted if (model, str(pk)) not in self._rows]
        if unknown:
            self.keep(_labelled(model._default_manager.filter(pk__in=unknown)))
        for row in rows:
            if getattr(row, column.attname):
                setattr(row, column.name, self._rows[model, str(getattr(row, column.attname))])

    def keep(self, rows: list[Any]) -> None:
        """Rows read already, so that nobody asks for them again."""
        self._rows |= {(type(row), str(row.pk)): row for row in rows}

    def row(self, model: type[models.Model], pk: str) -> models.Model | None:
        """The row of that number, read from the database once; None if there is none."""
        if (model, pk) not in self._rows:
            try:
                self._rows[model, pk] = model._default_manager.filter(pk=pk).first()
            except (ValueError, ValidationError, OverflowError):  # no number, or one that no row can have
                self._rows[model, pk] = None
        return self._rows[model, pk]

    def label(self, model: type[models.Model], pk: str) -> str:
        row = self.row(model, pk)
        return str(row) if row else pk


def _labelled(parties: Any) -> list[Any]:
    """The parties, with what they are called at the desk read at once for all of them."""
    rows = list(parties.prefetch_related("names"))
    nameless = {row.pk: row for row in rows if not row.description and not row.names.all()}
    told = Involvement.objects.filter(party__in=nameless).exclude(description="").order_by("-position", "-pk")
    words = dict(told.values_list("party", "description")) if nameless else {}
    for pk, row in nameless.items():
        row.told_in_a_case = words.get(pk) or row.key or row.public_id
    return rows


def page_of(request: HttpRequest) -> Page:
    """What the forms of this request's page share."""
    page: Page | None = request.__dict__.get("desk_page")
    if page is None:
        page = request.__dict__["desk_page"] = Page(getattr(request, "case_id", None))
        page.making.in_question = frozenset(one.token for one in getattr(request, "asked", ()))
    return page


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
                % {"words": words}
            )
        return found[0]

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)


class _OnceIterator(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from self.field.rows()  # type: ignore[attr-defined]


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
    case_id = getattr(request, "case_id", None)
    if not case_id:
        return rows.none()
    path = getattr(model, "incident_path", "incident")
    if model is IncidentSource:
        rows = rows.select_related("source")
    return rows.filter(**{path: case_id})


def chosen_field(db_field: Any, request: HttpRequest, site: AdminSite) -> dict[str, Any]:
    """What `formfield()` of a foreign key needs to become a combobox."""
    model = db_field.remote_field.model
    page, makes, desk = page_of(request), kinds_for(model, request), site.get_model_admin(model)
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
