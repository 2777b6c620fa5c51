"""What a save refused, at the top of the page: each sentence a link to the field that it stands at; and where somebody stands
of whom the page asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from incidents.admin.making import token_of


@dataclass(frozen=True)
class Refused:
    """One sentence; `label` says of which row and field, from the outside in; `anchor` is the id of an element of the page."""

    label: str
    sentence: str
    anchor: str


def refused(form: Any, formsets: list[Any], places: Mapping[str, Refused] | None = None) -> list[Refused]:
    """Every error of the page in the order in which they stand on it, at any depth; rows that are to go have none.
    `places`: where sentences stand that are no error of one field, by the sentence."""
    found = [*_of_form(form, f"{form.prefix or form.instance._meta.model_name}_form"), *_of_groups(formsets)]
    return [(places or {}).get(one.sentence, one) for one in found]


def with_words(words: str, form: Any, formsets: list[Any], sentence: str = "") -> Iterator[Refused]:
    """The fields of the page in which somebody typed these words, in the order in which they stand on it."""
    for rows, one in [((), form), *_rows(formsets)]:
        for bound in (one[name] for name in one.fields):
            if isinstance(value := bound.value(), str) and words in value:
                yield Refused(str(capfirst(", ".join([*rows, str(bound.label)]))), sentence, bound.id_for_label)


def _rows(formsets: list[Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for formset in formsets:
        for rows, form in _kept(formset, above):
            yield rows, form
            yield from _rows(getattr(form, "nested_formsets", []), rows)


def _of_form(form: Any, whole: str, rows: tuple[str, ...] = ()) -> Iterator[Refused]:
    for name, sentences in (form.errors if form.is_bound else {}).items():
        bound = form[name] if name in form.fields else None
        for sentence in sentences:
            label = ", ".join([*rows, *([str(bound.label)] if bound else [])])
            yield Refused(str(capfirst(label)), sentence, (bound and bound.id_for_label) or whole)


def _of_groups(formsets: list[Any], above: tuple[str, ...] = ()) -> Iterator[Refused]:
    for formset in formsets:
        wrong: Any = formset.non_form_errors() if formset.is_bound else []
        what = str(formset.model._meta.verbose_name)
        label = str(capfirst(", ".join([*above, what])))
        yield from (Refused(label, str(sentence), f"{formset.prefix}-group") for sentence in wrong)
        for rows, form in _kept(formset, above) if formset.is_bound else ():
            yield from _of_form(form, form.prefix, rows)
            yield from _of_groups(getattr(form, "nested_formsets", []), rows)


def _kept(formset: Any, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The forms of a group that are not to go, each with what its row is called, from the outside in."""
    for number, form in enumerate(formset.forms, 1):
        if not (formset.is_bound and formset._should_delete_form(form)):
            yield (*above, f"{formset.model._meta.verbose_name} {number}"), form


def makers(formsets: list[Any]) -> Iterator[tuple[str, Refused]]:
    """Every field of a row that asks for somebody new: by which token, and where it stands."""
    for rows, form in _rows(formsets):
        for bound in (form[name] for name in form.fields):
            if isinstance(value := bound.value(), str) and (token := token_of(value)):
                yield token, Refused(str(capfirst(", ".join([*rows, str(bound.label)]))), "", bound.id_for_label)
