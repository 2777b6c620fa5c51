"""What a save refused, at the top of the page: each sentence a link to the field that it stands at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst


@dataclass(frozen=True)
class Refused:
    """One sentence; `anchor` is the id of an element of the page."""

    label: str
    sentence: str
    anchor: str


def refused(form: Any, formsets: list[Any]) -> list[Refused]:
    """Every error of the page in the order in which they stand on it, at any depth; rows that are to go have none."""
    return [*_of_form(form, f"{form.prefix or form.instance._meta.model_name}_form"), *_of_groups(formsets)]


def _of_form(form: Any, whole: str) -> Iterator[Refused]:
    for name, sentences in (form.errors if form.is_bound else {}).items():
        bound = form[name] if name in form.fields else None
        for sentence in sentences:
            yield Refused(
                str(capfirst(bound.label)) if bound else "", sentence, (bound and bound.id_for_label) or whole
            )


def _of_groups(formsets: list[Any]) -> Iterator[Refused]:
    for formset in formsets:
        wrong: Any = formset.non_form_errors() if formset.is_bound else []
        yield from (Refused("", str(sentence), f"{formset.prefix}-group") for sentence in wrong)
        for form in formset.forms:
            if formset.is_bound and not formset._should_delete_form(form):
                yield from _of_form(form, form.prefix)
                yield from _of_groups(getattr(form, "nested_formsets", []))
