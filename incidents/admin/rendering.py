"""The rows of a case as HTML. Hundreds of rows with thousands of fields stand on one page: what Django's admin writes with
three templates for each field is written here by functions, so that the page opens at once."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.admin.helpers import AdminReadonlyField, InlineAdminForm
from django.forms import BoundField, CheckboxInput
from django.forms.formsets import DELETION_FIELD_NAME
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


def _input(widget: Written) -> str:
    value = widget["value"]
    told = "" if value is None else f' value="{escape(value)}"'
    return f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{told}{attributes(widget["attrs"])}>'


def _textarea(widget: Written) -> str:
    text = escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escape(widget["name"])}"{attributes(widget["attrs"])}>\n{text}</textarea>'


def _select(widget: Written) -> str:
    options = "".join(
        f'<option value="{escape(option["value"])}"{attributes(option["attrs"])}>{escape(option["label"])}</option>'
        for _name, members, _index in widget["optgroups"]
        for option in members
    )
    return f'<select name="{escape(widget["name"])}"{attributes(widget["attrs"])}>{options}</select>'


_WRITERS: dict[str, Callable[[Written], str]] = {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/checkbox.html": _input,
    **{f"django/forms/widgets/{kind}.html": _input for kind in ("text", "number", "url", "date", "hidden", "input")},
}


def control(bound: BoundField) -> str:
    """The field's widget; those of a kind that has no writer here are left to Django."""
    widget = bound.field.widget
    write = None if isinstance(widget, ChoiceInput) else _WRITERS.get(widget.template_name)
    if write is None:
        return str(bound)
    attrs = bound.build_widget_attrs({"id": bound.auto_id}, widget)
    return write(widget.get_context(bound.html_name, bound.value(), attrs)["widget"])


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
        help_text = bound.field.help_text
        told = (
            f'<div class="help" id="{bound.auto_id}_helptext">{conditional_escape(help_text)}</div>'
            if help_text
            else ""
        )
        errors = str(bound.errors) if self.form.is_bound and bound.errors else ""
        return f'<div class="field-{name}">{errors}{self._labelled(bound)}{told}</div>'

    def _labelled(self, bound: BoundField) -> str:
        checkbox = isinstance(bound.field.widget, CheckboxInput)
        needed = ' class="required"' if bound.field.required else ""
        label = f'<label for="{bound.id_for_label}"{needed}>{escape(capfirst(bound.label))}{"" if checkbox else ":"}</label>'
        field = control(bound)
        return f'<div class="checkbox-row">{field} {label}</div>' if checkbox else f"{label} {field}"

    @property
    def hidden(self) -> SafeString:
        """The row's own number, and that of the row it hangs on."""
        names = [self.formset._pk_field.name, self.formset.fk.name]
        return mark_safe("".join(control(self.form[name]) for name in names if name in self.form.fields))

    @property
    def deletion(self) -> SafeString:
        """The box that takes the row away with the next save."""
        bound = self.form[DELETION_FIELD_NAME]
        return mark_safe(f'{control(bound)} <label for="{bound.id_for_label}">{escape(_("Remove"))}</label>')

    @property
    def goes(self) -> bool:
        return bool(self.form.is_bound and self.formset._should_delete_form(self.form))


class Rows(NestedInlineAdminFormset):
    """A group of rows. One with an error anywhere inside is open; only one group of each kind holds the pattern of a new
    row, from which the page makes those of all others (`desk/rows.js`)."""

    @property
    def is_collapsible(self) -> bool:
        return "collapse" in self.classes and not has_errors(self.formset)

    @property
    def is_pattern(self) -> bool:
        return not any(part.isdigit() for part in self.formset.prefix.split("-"))

    @property
    def called_by(self) -> str:
        """The fields that say what a row is called, if others on the page may point at it."""
        return " ".join(getattr(self.formset.form, "called_by", ()))

    @property
    def number(self) -> str:
        """How many rows there are, for the heading of a folded group."""
        return f"({count})" if (count := len(self.formset.forms)) else ""

    @property
    def management(self) -> SafeString:
        form = self.formset.management_form
        return mark_safe("".join(control(bound) for bound in form))

    @property
    def media(self) -> Any:
        return self.opts.media

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
