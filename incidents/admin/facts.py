"""What the inlines of all facts have in common, and the citations below each of them."""

from typing import Any

from django.forms import BaseModelForm
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from nested_admin.formsets import NestedInlineFormSet
from nested_admin.nested import NestedInlineAdminFormset, NestedStackedInline

from incidents.admin.choices import case_of
from incidents.admin.forms import DeskFields, DeskForm
from incidents.models import FACTS, Citation, Organization, Party


class FactFormSet(NestedInlineFormSet):
    """Facts of one case. A mark that only one of them may have (`exclusive` of its form) can move in one save."""

    def clean(self) -> None:
        super().clean()
        mark = getattr(self.form, "exclusive", "")
        marked = [form for form in self.forms if mark and self._keeps(form, mark)]
        for form in marked[1:]:
            form.add_error(mark, _("Only one of them can have this mark: take it off here or on the other."))
        self._refuse_repeats(getattr(self.form, "once", ""))

    def _refuse_repeats(self, column: str) -> None:
        seen: set[str] = set()
        for form in self.forms if column else []:
            value = getattr(form, "cleaned_data", {}).get(column, "")
            if value in form.repeatable or self._should_delete_form(form):
                continue
            if value in seen:
                form.add_error(column, _("Another row here has the same: only one can. Choose something else."))
            seen.add(value)

    def save_existing_objects(self, initial_forms: list[Any] | None = None, commit: bool = True) -> list[Any]:
        """Rows that went with what they belonged to, in this very save, do not come back as new ones."""
        forms = [form for form in initial_forms or [] if not self._deletes or self._is_there(form)]
        return list(super().save_existing_objects(forms, commit))

    @cached_property
    def _deletes(self) -> bool:
        return any(name.endswith("-DELETE") for name in self.data)

    def _is_there(self, form: Any) -> bool:
        return bool(self.model._default_manager.filter(pk=form.instance.pk).exists())

    def process_forms_pre_save(self, forms: list[Any]) -> list[Any]:
        mark = getattr(self.form, "exclusive", "")
        ordered = super().process_forms_pre_save(forms)
        return sorted(ordered, key=lambda form: self._keeps(form, mark)) if mark else list(ordered)

    def _keeps(self, form: Any, mark: str) -> bool:
        return bool(getattr(form, "cleaned_data", {}).get(mark)) and not self._should_delete_form(form)


class CitationFormSet(FactFormSet):
    """Citations belong to the case of the fact that they support."""

    def save_new(self, form: BaseModelForm, commit: bool = True) -> Any:
        form.instance.incident = case_of(self.instance)
        return super().save_new(form, commit)


class FactInline(DeskFields, NestedStackedInline):
    """Facts of one kind, edited with the case."""

    formset = FactFormSet
    extra = 0
    classes = ["collapse"]
    view_on_site = False
    fieldset_template = "admin/incidents/fieldset.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows with the names of whom they point at, which head each row."""
        columns = [column for column in self.model._meta.fields if column.related_model in {Party, Organization}]
        return super().get_queryset(request).prefetch_related(*(f"{column.name}__names" for column in columns))


class CitationInline(FactInline):
    """Citations of one fact, by the name of its column in `FACTS`; `incident` for those of the summary."""

    model = Citation
    formset = CitationFormSet
    of_case = ("reading",)
    fields = [
        ("reading", "page"),
        "quote",
        ("quote_language", "accessed"),
        "archived_url",
        ("as_stated", "proposed", "position"),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("reading__source")


def cited(fact: str) -> type[CitationInline]:
    """The inline of the citations that support facts of this kind."""
    assert fact in FACTS, fact
    return type(f"{fact.title()}CitationInline", (CitationInline,), {"fk_name": fact})


class SummaryCitationInline(CitationInline):
    """Citations of the summary: they name no single fact."""

    fk_name = "incident"
    verbose_name = gettext_lazy("citation of the summary")
    verbose_name_plural = gettext_lazy("citations of the summary (every other fact has its own citations below it)")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(**{f"{name}__isnull": True for name in FACTS})


class OpenOnErrors(NestedInlineAdminFormset):
    """A section with an error anywhere inside is open."""

    @property
    def is_collapsible(self) -> bool:
        return "collapse" in self.classes and not _has_errors(self.formset)


def _has_errors(formset: Any) -> bool:
    if not formset.is_bound:
        return False
    if any(formset.errors) or formset.non_form_errors():
        return True
    below = [inner for form in formset.forms for inner in getattr(form, "nested_formsets", [])]
    return any(_has_errors(inner) for inner in below)


def marked(name: str) -> type[DeskForm]:
    """A form whose mark `name` only one row of its group may have."""
    return type("MarkedForm", (DeskForm,), {"exclusive": name})
