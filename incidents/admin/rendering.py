"""The rows of a case as HTML. Hundreds of rows with thousands of fields stand on one page: what Django's admin writes with
three templates for each field is written here by functions, so that the page opens at once."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.admin.helpers import AdminReadonlyField, InlineAdminForm
from django.forms import BoundField, CheckboxInput
from django.forms.formsets import (
    DELETION_FIELD_NAME,
    INITIAL_FORM_COUNT,
    MAX_NUM_FORM_COUNT,
    MIN_NUM_FORM_COUNT,
    TOTAL_FORM_COUNT,
)
from django.utils.choices import flatten_choices
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from nested_admin.nested import NestedInlineAdminFormset

from incidents.admin.choices import ChoiceInput

Written = dict[str, Any]


def attributes(attrs: Written) -> str:
    """Attributes with a space before each; True stands alone, False and None are left out."""
    found = []
    for name, value in attrs.items():
        if value is True:
            found.append(f" {name}")
        elif value is not False and value is not None:
            found.append(f' {name}="{escape(value)}"')
    return "".join(found)


def _input(bound: BoundField, attrs: Written) -> str:
    widget = bound.field.widget.get_context(bound.html_name, bound.value(), attrs)["widget"]
    value = widget["value"]
    told = "" if value is None else f' value="{escape(value)}"'
    return f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{told}{attributes(widget["attrs"])}>'


def _textarea(bound: BoundField, attrs: Written) -> str:
    attrs = {**bound.field.widget.attrs, **attrs}
    return f'<textarea name="{bound.html_name}"{attributes(attrs)}>\n{escape(bound.value() or "")}</textarea>'


def _select(bound: BoundField, attrs: Written) -> str:
    widget = bound.field.widget
    value = widget.format_value(bound.value())
    chosen = {value} if isinstance(value, str) else set(value)
    options = "".join(
        f'<option value="{code}"{" selected" if plain in chosen else ""}>{label}</option>'
        for plain, code, label in _said(bound).options
    )
    return f'<select name="{bound.html_name}"{attributes({**widget.attrs, **attrs})}>{options}</select>'


def _address(bound: BoundField, attrs: Written) -> str:
    """With a link to where it leads, once there is one."""
    return str(bound) if bound.value() else _input(bound, attrs)


_WRITERS: dict[str, Callable[[BoundField, Written], str]] = {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/checkbox.html": _input,
    **{
        f"{kind}.html": _input
        for kind in (
            *(f"django/forms/widgets/{kind}" for kind in ("text", "number", "url", "date", "hidden", "input")),
            "admin/widgets/date",
        )
    },
    "admin/widgets/url.html": _address,
}


def control(bound: BoundField, **more: str) -> str:
    """The field's widget, with more attributes; those of a kind that has no writer here are left to Django."""
    widget = bound.field.widget
    write = _WRITERS.get(getattr(widget, "template_name", ""))
    attrs = bound.build_widget_attrs({"id": bound.auto_id, **more}, widget)
    if isinstance(widget, ChoiceInput):
        return widget.render(bound.html_name, bound.value(), attrs)
    return write(bound, attrs) if write else str(bound)


class Said:
    """What a field says in every row of a page: put into words, translated and escaped once."""

    def __init__(self, bound: BoundField) -> None:
        self._field: Any = bound.field
        self.label = escape(capfirst(bound.label))
        self.help = conditional_escape(bound.field.help_text) if bound.field.help_text else ""

    @cached_property
    def options(self) -> list[tuple[str, SafeString, SafeString]]:
        """(value, value and label as they are written) of each choice."""
        pairs: list[tuple[Any, Any]] = list(flatten_choices(self._field.choices))
        return [(str(value), escape(value), escape(label)) for value, label in pairs]


def _said(bound: BoundField) -> Said:
    """Kept with the class of the group's forms, which is made anew for every page."""
    group: Any = type(bound.form)
    kept: dict[str, Said] = group.__dict__.get("said") or {}
    if bound.name not in kept:
        kept[bound.name] = Said(bound)
        group.said = kept
    return kept[bound.name]


class Row(InlineAdminForm):
    """One row of a group, which writes its own fields."""

    @property
    def written(self) -> SafeString:
        lines = [_names(line) for _title, options in self.fieldsets for line in options["fields"]]
        brief = getattr(self.model_admin, "brief", 0) or len(lines)
        more = "".join(self._line(names) for names in lines[brief:])
        if more:
            told = any(self._says_more(name) for names in lines[brief:] for name in names if name in self.form.fields)
            more = (
                f'<details class="more"{" open" if told else ""}><summary>{escape(_("More"))}</summary>{more}</details>'
            )
        return mark_safe("".join(self._line(names) for names in lines[:brief]) + more)

    def _says_more(self, name: str) -> bool:
        bound = self.form[name]
        return name != "position" and bool(bound.value() or (self.form.is_bound and bound.errors))

    def _line(self, names: list[str]) -> str:
        written = [self._field(name) for name in names if name in self.form.fields or name in self.readonly_fields]
        return f'<div class="form-row"><div class="form-multiline">{"".join(written)}</div></div>' if written else ""

    def _field(self, name: str) -> str:
        if name in self.readonly_fields:
            shown: Any = AdminReadonlyField(self.form, name, is_first=False, model_admin=self.model_admin)
            return f'<div class="field-{name}">{shown.label_tag()}<div class="readonly">{shown.contents()}</div></div>'
        bound = self.form[name]
        words = _said(bound).help
        told = f'<div class="help" id="{bound.auto_id}_helptext">{words}</div>' if words else ""
        errors = str(bound.errors) if self.form.is_bound and bound.errors else ""
        return f'<div class="field-{name}">{errors}{self._labelled(bound)}{told}</div>'

    def _labelled(self, bound: BoundField) -> str:
        checkbox = isinstance(bound.field.widget, CheckboxInput)
        needed = ' class="required"' if bound.field.required else ""
        label = f'<label for="{bound.id_for_label}"{needed}>{_said(bound).label}{"" if checkbox else ":"}</label>'
        field = control(bound)
        return f'<div class="checkbox-row">{field} {label}</div>' if checkbox else f"{label} {field}"

    @property
    def hidden(self) -> SafeString:
        """The row's own number, and that of the row it hangs on."""
        names = [self.formset._pk_field.name, self.formset.fk.name]
        return mark_safe("".join(control(self.form[name]) for name in names if name in self.form.fields))

    @property
    def deletion(self) -> SafeString:
        """The box that takes the row away with the next save, called by the heading of the row."""
        bound = self.form[DELETION_FIELD_NAME]
        called = f"{bound.auto_id}_label {self.form.prefix}-kind {self.form.prefix}-name"
        label = f'<label for="{bound.id_for_label}" id="{bound.auto_id}_label">{escape(_("Remove"))}</label>'
        return mark_safe(f"{control(bound, **{'aria-labelledby': called})} {label}")

    @property
    def errors(self) -> Any:
        """What is wrong with the row as a whole."""
        return self.form.non_field_errors() if self.form.is_bound else ""

    @property
    def goes(self) -> bool:
        return bool(self.form.is_bound and self.formset._should_delete_form(self.form))


class Rows(NestedInlineAdminFormset):
    """A group of rows. One with an error anywhere inside is open; only one group of each kind holds the pattern of a new
    row, from which the page makes those of all others (`desk/rows.js`)."""

    @property
    def is_collapsible(self) -> bool:
        return "collapse" in self.classes and not has_errors(self.formset) and not self._gets_a_row

    @property
    def _gets_a_row(self) -> bool:
        adding = getattr(getattr(self.formset, "page", None), "adding", "")
        return adding == self.formset.prefix or adding.startswith(f"{self.formset.prefix}-")

    @property
    def is_pattern(self) -> bool:
        return not any(part.isdigit() for part in self.formset.prefix.split("-"))

    @property
    def called_by(self) -> str:
        """The fields that say what a row is called, if others on the page may point at it."""
        return " ".join(getattr(self.formset.form, "called_by", ()))

    @property
    def called_with(self) -> str:
        """The fields that tell it from others of the same name."""
        return " ".join(getattr(self.formset.form, "called_with", ()))

    @property
    def exclusive(self) -> str:
        """The mark that only one row of the group may have, if there is one."""
        return str(getattr(self.formset.form, "exclusive", ""))

    @property
    def number(self) -> str:
        """How many rows there are, for the heading of a folded group."""
        return f"({count})" if (count := len(self.formset.forms)) else ""

    @property
    def management(self) -> SafeString:
        """How many rows there are, as every group of forms carries it."""
        group, prefix = self.formset, escape(self.formset.prefix)
        counts = {
            TOTAL_FORM_COUNT: group.total_form_count(),
            INITIAL_FORM_COUNT: group.initial_form_count(),
            MIN_NUM_FORM_COUNT: group.min_num,
            MAX_NUM_FORM_COUNT: group.max_num,
        }
        return mark_safe(
            "".join(
                f'<input type="hidden" name="{prefix}-{name}" value="{count}" id="id_{prefix}-{name}">'
                for name, count in counts.items()
            )
        )

    @property
    def media(self) -> Any:
        return self.opts.media

    @property
    def errors(self) -> Any:
        """What is wrong with the group as a whole."""
        return self.formset.non_form_errors() if self.formset.is_bound else ""

    def __iter__(self) -> Iterator[Any]:
        originals = dict(zip(map(id, self.formset.initial_forms), self.formset.get_queryset(), strict=False))
        for form in self.formset.forms:
            yield self._row(form, originals.get(id(form)))

    @property
    def pattern(self) -> Any:
        """The empty row, in the first group of its kind; None in all others."""
        return self._row(self.formset.empty_form, None) if self.is_pattern and self.has_add_permission else None

    def _row(self, form: Any, original: Any) -> Row:
        readonly = list(self.readonly_fields)
        if original is not None and not self.has_change_permission:
            readonly += [
                name for _title, options in self.fieldsets for line in options["fields"] for name in _names(line)
            ]
        row = Row(self.formset, form, self.fieldsets, {}, original, readonly, model_admin=self.opts)
        self._set_inline_admin_form_nested_attrs(row)
        return row

    def _set_inline_admin_form_nested_attrs(self, row: Any) -> None:
        if getattr(row.form, "inlines", None):
            return
        source = self.formset if row.form.prefix.endswith("__prefix__") else row.form
        formsets, inlines = (
            getattr(source, "nested_formsets", None) or [],
            getattr(source, "nested_inlines", None) or [],
        )
        obj = row.form.instance if row.form.instance.pk else None
        row.form.inlines = self.model_admin.get_inline_formsets(
            self.request, formsets, inlines, obj=obj, allow_nested=True
        )


def _names(line: Any) -> list[str]:
    return [line] if isinstance(line, str) else list(line)


def has_errors(formset: Any) -> bool:
    """Whether something in the group, or anywhere below it, is wrong."""
    if not formset.is_bound:
        return False
    if any(formset.errors) or formset.non_form_errors():
        return True
    below = [inner for form in formset.forms for inner in getattr(form, "nested_formsets", [])]
    return any(has_errors(inner) for inner in below)
