"""What the inlines of all facts have in common, and the citations below each of them."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseModelForm
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from nested_admin.formsets import NestedInlineFormSet
from nested_admin.nested import NestedStackedInline

from incidents.admin.adding import propose
from incidents.admin.choices import case_of
from incidents.admin.forms import ORDER, DeskFields, DeskForm
from incidents.admin.page import Page
from incidents.admin.rights import FollowsItsPage
from incidents.admin.twice import take_over
from incidents.admin.visit import page_of, visit_of
from incidents.models import FACTS, Citation
from incidents.models.record import Fact

DATE = ("date_as_stated", "date_edtf")  # the boxes of an inexact date, side by side


class RowNumber(forms.Field):
    """Which saved row a form is about: one of those that the page may change."""

    widget = forms.HiddenInput

    def __init__(self, rows: dict[str, Any], initial: Any) -> None:
        super().__init__(required=False, initial=initial)
        self.rows = rows

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if str(value) not in self.rows:
            raise ValidationError(_("This row is not there any more: somebody has removed it. Remove it here too."))
        return self.rows[str(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class FactFormSet(NestedInlineFormSet):
    """Facts of one case. A mark that only one of them may have (`exclusive` of its form) can move in one save."""

    page: Page  # set for each request by the inline
    reads = ""  # which of them, where it is not all
    of_case: Any = None  # where the rows belong to a case: reads all of its rows, for all groups of this kind at once

    def is_multipart(self) -> bool:
        """Never: facts are words. Django would ask every form, and make an empty one for each group without any."""
        return False

    @cached_property
    def _reachable(self) -> dict[str, Any]:
        """The rows that this page may show and change, by number: those of its case, or of whatever else it is about."""
        rows = (
            self.page.shared(self.queryset)
            if self.of_case is None
            else self.page.once(self.model, self.reads, self.of_case)
        )
        return {str(row.pk): row for row in rows}

    def total_form_count(self) -> int:
        """As many rows as were sent, and one where one is asked for: a forged number makes no rows."""
        told = int(super().total_form_count())
        if not self.is_bound:
            return told
        return min(told, self.page.rows_sent(self.data, self.prefix) + (self.page.adding == self.prefix))

    def initial_form_count(self) -> int:
        """Of the rows that were sent, those that are there already, whatever number was forged."""
        told = int(super().initial_form_count())
        return min(told, self.page.rows_sent(self.data, self.prefix)) if self.is_bound else told

    def get_queryset(self) -> Any:
        if not hasattr(self, "_rows"):
            self._rows = list(self._posted() if self.is_bound else self._below())
        return self._rows

    def _below(self) -> Iterator[Any]:
        above = getattr(self.instance, "pk", None)
        return (row for row in self._reachable.values() if above is not None and getattr(row, self.fk.attname) == above)

    def _posted(self) -> Iterator[Any]:
        numbers = (self.data.get(f"{self.add_prefix(n)}-id", "") for n in range(self.initial_form_count()))
        return (self._reachable[number] for number in numbers if number in self._reachable)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.formset = self
        if "id" in form.fields:
            form.fields["id"] = RowNumber(self._reachable, initial=form.instance.pk)
        if form.is_bound and form.instance.pk and self.page.left_alone is not None:
            take_over(form, self.page.left_alone)
        if index is not None and self.page.adding == self.prefix and index == self.total_form_count() - 1:
            propose(form)
        if index is not None and form.called_by:
            self.page.forms[form.prefix] = form

    def _should_delete_form(self, form: Any) -> Any:
        """A row goes with the row that it hangs on."""
        above = getattr(self, "parent_form", None)
        own = form["DELETE"].value() if self.can_delete and "DELETE" in form.fields else False
        return bool(own) or (isinstance(above, DeskForm) and above.is_removed())

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
            is_empty = form.instance.pk is None and not form.has_changed()
            if value in form.repeatable or is_empty or self._should_delete_form(form):
                continue
            if value in seen:
                form.add_error(column, _("Another row here has the same: only one can. Choose something else."))
            seen.add(value)

    def save_existing_objects(self, initial_forms: list[Any] | None = None, commit: bool = True) -> list[Any]:
        """Saves what changed. Rows that went with what they belonged to, in this very save, do not come back as new ones."""
        forms = [form for form in initial_forms or [] if self._changes(form) and self._is_there(form)]
        return list(super().save_existing_objects(forms, commit))

    def _changes(self, form: Any) -> bool:
        return form.has_changed() or self._should_delete_form(form)

    def _is_there(self, form: Any) -> bool:
        return bool(self.model._default_manager.filter(pk=form.instance.pk).exists())

    def process_forms_pre_save(self, forms: list[Any]) -> list[Any]:
        mark = getattr(self.form, "exclusive", "")
        ordered = super().process_forms_pre_save(forms)
        self._number_the_new(ordered)
        return sorted(ordered, key=lambda form: (self._keeps(form, mark) if mark else False, _points_inside(form)))

    def _number_the_new(self, forms: list[Any]) -> None:
        """New rows come where they say; those that do not say it after all others, in the order in which they stand on the
        page."""
        numbered = [form for form in forms if ORDER in form.fields and (form.instance.pk or form.has_changed())]
        unsaid = [form for form in numbered if form.instance.pk is None and not getattr(form, "is_ordered", False)]
        last = max((form.instance.position for form in numbered if form not in unsaid), default=-1)
        for place, form in enumerate(unsaid, last + 1):
            form.instance.position = place

    def _keeps(self, form: Any, mark: str) -> bool:
        return bool(getattr(form, "cleaned_data", {}).get(mark)) and not self._should_delete_form(form)


def _points_inside(form: Any) -> int:
    """How many new rows of its own kind stand between a row and the ends of what it points at: those are saved first."""
    depth, values = 0, getattr(form, "cleaned_data", {})
    larger = next((v for v in values.values() if isinstance(v, type(form.instance)) and v.pk is None), None)
    while larger is not None and depth < 1000:
        depth += 1
        larger = getattr(larger, "subset_of", None)
        larger = larger if larger is not None and larger.pk is None else None
    return depth


class CitationFormSet(FactFormSet):
    """Citations belong to the case of the fact that they support."""

    def save_new(self, form: BaseModelForm, commit: bool = True) -> Any:
        form.instance.incident = case_of(self.instance)
        return super().save_new(form, commit)


class FactInline(DeskFields, FollowsItsPage, NestedStackedInline):
    """Facts of one kind, edited with the case."""

    formset = FactFormSet
    extra = 0
    classes = ["collapse"]
    starts = 0  # rows with which a new row above this group begins; those that stay empty are not saved
    brief = 0  # how many lines of a row are seen at once, where not all are
    view_on_site = False
    template = "admin/incidents/rows.html"
    reads = ""  # which rows of the case, where it is not all
    read_with: tuple[str, ...] = ()  # what the rows point at and show, read with them

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """One class for all groups of this kind on a page: making them anew for each would cost more than the rows."""
        kept = visit_of(request).formsets
        if type(self) not in kept:
            made = super().get_formset(request, obj, **kwargs)
            assert issubclass(made, FactFormSet)
            made.page = page_of(request)
            if issubclass(self.model, Fact):
                made.of_case = staticmethod(lambda: self._of_case(request))
                made.reads = self.reads
            kept[type(self)] = made
        return kept[type(self)]

    def _of_case(self, request: HttpRequest) -> Any:
        case_id = page_of(request).case_id
        path = getattr(self.model, "incident_path", "incident")
        return self.get_queryset(request).filter(**{path: case_id}) if case_id else ()

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows, with what heads them and what stands in their boxes."""
        rows = super().get_queryset(request)
        return rows.select_related(*self.read_with) if self.read_with else rows


class CitationInline(FactInline):
    """Citations of one fact, by the name of its column in `FACTS`; `incident` for those of the summary."""

    model = Citation
    formset = CitationFormSet
    classes = []
    brief = 2
    of_case = ("reading",)
    read_with = ("reading__source",)
    fields = [
        ("reading", "page"),
        "quote",
        ("quote_language", "accessed"),
        "archived_url",
        ("as_stated", "proposed", "position"),
    ]


def cited(fact: str) -> type[CitationInline]:
    """The inline of the citations that support facts of this kind."""
    assert fact in FACTS, fact
    return type(f"{fact.title()}CitationInline", (CitationInline,), {"fk_name": fact})


class SummaryCitationInline(CitationInline):
    """Citations of the summary: they name no single fact."""

    fk_name = "incident"
    reads = "summary"
    classes = ["collapse"]
    verbose_name = gettext_lazy("citation of the summary")
    verbose_name_plural = gettext_lazy("citations of the summary (every other fact has its own citations below it)")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(**{f"{name}__isnull": True for name in FACTS})


def marked(name: str) -> type[DeskForm]:
    """A form whose mark `name` only one row of its group may have."""
    return type("MarkedForm", (DeskForm,), {"exclusive": name})
