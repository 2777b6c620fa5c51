"""The sources of a case: documents of the record, or new ones described in place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.facts import FactInline
from incidents.admin.forms import DeskForm
from incidents.models import CitedOrigin, IncidentSource, Source

NEW = "new_"
COLUMNS = ("url", "publisher", "title", "author", "published_edtf", "language", "kind", "kind_as_stated")


class ReadingForm(DeskForm):
    """Either a document of the record, or the columns of one that the page makes."""

    called_by = ("source", "new_publisher", "new_title", "new_url")
    called_with = ("new_title", "new_published_edtf", "new_url")  # one publisher may have several
    once = "ref"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].required = False
        if self.instance.pk:  # a document of the record is corrected on its own page
            for column in COLUMNS:
                self.fields.pop(NEW + column, None)

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = [column for column in COLUMNS if NEW + column in self.changed_data]
        if self.cleaned_data.get("source") is None and not self.errors.get("source"):
            self._describe(typed)
        elif typed:
            self.add_error("source", _("Choose a document of the record, or describe a new one: not both."))
        return self.cleaned_data

    def _describe(self, typed: list[str]) -> None:
        if not typed:
            self.add_error("source", _("Choose a document of the record, or describe a new one below."))
            return
        columns = {column: self.cleaned_data.get(NEW + column, "") or "" for column in COLUMNS}
        there = Source.objects.filter(url=columns["url"]).first() if columns["url"] else None
        if there is not None and all(getattr(there, column) == columns[column] for column in typed):
            self.cleaned_data["source"] = there
        elif there is not None:
            told = {"source": there}
            self.add_error(
                NEW + "url", _("“%(source)s” has this address and is in the record already: choose it.") % told
            )
        else:
            self._make(Source(**columns))

    def _make(self, source: Source) -> None:
        try:
            source.full_clean()
        except ValidationError as refusal:
            for column, messages in refusal.message_dict.items():
                if NEW + column not in self.errors:
                    self.add_error(NEW + column if NEW + column in self.fields else None, messages)
            return
        self.cleaned_data["source"] = source


class CitedOriginInline(FactInline):
    model = CitedOrigin
    classes = []
    fields = [("words", "position")]


class ReadingInline(FactInline):
    model = IncidentSource
    form = ReadingForm
    inlines = [CitedOriginInline]
    autocomplete_fields = ["source"]
    read_with = ("source",)
    verbose_name_plural = gettext_lazy("sources of the case")
    described = [
        ("new_url", "new_publisher"),
        ("new_title", "new_author"),
        ("new_published_edtf", "new_language", "new_kind", "new_kind_as_stated"),
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The columns of a new document only for those who may add one."""
        described = self.described if self._may_describe(request, obj) else []
        return ["source", *described, ("accessed", "ref", "position"), "archived_url"]

    def _may_describe(self, request: HttpRequest, obj: Any) -> bool:
        return self.has_add_permission(request, obj) and request.user.has_perm("incidents.add_source")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = type("ReadingForm", (ReadingForm,), self._columns(request) if self._may_describe(request, obj) else {})
        return super().get_formset(request, obj, form=form, **kwargs)

    def _columns(self, request: HttpRequest) -> dict[str, forms.Field]:
        """The form's fields for a new document, as the page of documents has them."""
        fields: dict[str, forms.Field] = {}
        for column in COLUMNS:
            field = self.formfield_for_dbfield(Source._meta.get_field(column), request)
            field.required = False
            field.label = _("new: %(label)s") % {"label": field.label}
            fields[NEW + column] = field
        return fields
