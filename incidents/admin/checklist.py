"""What a case lacks, on its page: each line a link to the field or the section where it is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incidents import workflow
from incidents.models import Incident


@dataclass(frozen=True)
class Line:
    """One line of the list; `anchor` is the id of an element of the page."""

    sentence: str
    anchor: str


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
        found[problem.blocks].append(Line(problem.sentence, _anchor(problem, forms, editable)))
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


def _anchor(problem: workflow.Problem, forms: dict[Any, _Shown], editable: bool) -> str:
    """The field; else the section of the rows that are missing; else the row; else the whole form."""
    shown = forms.get((problem.model, problem.pk))
    if shown is None:
        return "incident_form"
    if editable and problem.name in shown.form.fields:
        return str(shown.form[problem.name].id_for_label)
    relation = f"{shown.prefix}-{problem.name}" if shown.prefix else problem.name
    return f"{relation}-group" if relation in shown.groups else shown.prefix or "incident_form"
