"""What a case lacks, on its page: each line a link to the field or the section where it is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from incidents import workflow
from incidents.models import Incident, Party, PartyName, Region, RegionName, RegionOverlap, Source


@dataclass(frozen=True)
class Line:
    """One line of the list; `anchor` is the id of an element of the page, or of that at another `address`."""

    sentence: str
    anchor: str
    address: str = ""


@dataclass(frozen=True)
class Checklist:
    """What blocks publishing, and what only warns."""

    blocking: list[Line]
    warning: list[Line]


@dataclass(frozen=True)
class _Shown:
    """A row on the page: its form, the prefix of its fields, and the groups of rows below it."""

    form: Any
    prefix: str
    groups: set[str]


def checklist_of(incident: Incident, form: Any, formsets: list[Any], editable: bool) -> Checklist:
    """The list for a page that shows the case in these forms."""
    forms = {(Incident, incident.pk): _Shown(form, "", {formset.prefix for formset in formsets})} | dict(
        _forms(formsets)
    )
    found: dict[bool, list[Line]] = {True: [], False: []}
    for problem in workflow.checklist(incident):
        found[problem.blocks].append(_line(problem, forms, editable))
    return Checklist(found[True], found[False])


def _forms(formsets: list[Any]) -> Iterator[tuple[tuple[type, Any], _Shown]]:
    """(model, number of the row) → how it stands on the page, at any depth."""
    for formset in formsets:
        for form in formset.forms:
            below = getattr(form, "nested_formsets", [])
            if form.instance.pk:
                shown = _Shown(form, form.prefix, {inner.prefix for inner in below})
                yield (type(form.instance), form.instance.pk), shown
            yield from _forms(below)


def _line(problem: workflow.Problem, forms: dict[Any, _Shown], editable: bool) -> Line:
    """On this page; what cases share (a source, whoever is involved, with the names) on a page of its own."""
    shown = forms.get((problem.model, problem.pk))
    if shown is not None:
        return Line(problem.sentence, _anchor(problem, shown, editable))
    if issubclass(problem.model, RegionName | RegionOverlap):
        return _on_page_of_region(problem)
    if not issubclass(problem.model, Party | PartyName | Source | Region):
        return Line(problem.sentence, "incident_form")
    page = reverse(f"admin:incidents_{problem.model._meta.model_name}_change", args=[problem.pk])
    return Line(problem.sentence, "names-group" if problem.model is PartyName else f"id_{problem.name}", page)


def _on_page_of_region(problem: workflow.Problem) -> Line:
    column, group = ("region", "names-group") if problem.model is RegionName else ("zone", "overlaps-group")
    row = problem.model._default_manager.filter(pk=problem.pk).values_list(column, flat=True)
    return Line(problem.sentence, group, reverse("admin:incidents_region_change", args=[row.first()]))


def _anchor(problem: workflow.Problem, shown: _Shown, editable: bool) -> str:
    """The field; else the section of the rows that are missing; else the row; else the whole form."""
    if editable and problem.name in shown.form.fields:
        return str(shown.form[problem.name].id_for_label)
    relation = f"{shown.prefix}-{problem.name}" if shown.prefix else problem.name
    return f"{relation}-group" if relation in shown.groups else shown.prefix or "incident_form"
