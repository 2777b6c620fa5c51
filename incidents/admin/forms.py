"""How every form of the desk reads what an editor types: text kept as it is, dates in words, proposals confirmed."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from incidents.admin.amounts import Amount
from incidents.admin.bases import FieldsBase, FormBase
from incidents.admin.choices import ChosenRow, OfThisCase, case_choices, chosen_field
from incidents.admin.dates import Contradiction, edtf_or_none, looks_two_ways, words_to_edtf
from incidents.admin.inputs import keepable, plain_number
from incidents.admin.kept import ROOMS, KeptAsWords, Room, amount_kept, left_beside
from incidents.admin.visit import page_of
from incidents.filters.fields import LONGEST, shortened
from incidents.models import Currency, edtf_bounds, is_blank, is_later, text_error
from incidents.models.vocabulary import LanguageField
from incidents.search.turning import unturned

# A flag that says "only proposed", and the fields whose change by an editor confirms it.
CONFIRMED_BY: dict[str, tuple[str, ...]] = {
    "main_proposed": ("is_main",),
    "proposed": ("offence", "allegation", "reading", "page", "quote"),
}
# Fields that hold EDTF, and beside each the field for the words as given.
EDTF_FIELDS: dict[str, str] = {
    "date_edtf": "date_as_stated",
    "reply_edtf": "reply_as_stated",
    "published_edtf": "",
    "sources_read_until": "",
}

# Fields for dates in words, with the one beside each that holds the date.
EDTF_BESIDE = {words: name for name, words in EDTF_FIELDS.items() if words}

# Fields for amounts in words, and the kind of each: what they may be of, and so what is read from them.
AMOUNTS: dict[str, str] = {
    "count_as_stated": "count",
    "quantity_as_stated": "quantity",
    "value_as_stated": "money",
    "amount_as_stated": "either",
}

# What is told beside the field, while one types, of how it is understood.
ECHOED: dict[str, str] = (
    dict.fromkeys(EDTF_FIELDS, "date") | dict.fromkeys(filter(None, EDTF_FIELDS.values()), "words") | AMOUNTS
)


def _lines(value: Any) -> str:
    return str(value or "").replace("\r\n", "\n").replace("\r", "\n")


class PlainText(forms.CharField):
    """Text as it was typed: a browser's line ends are no change, nor is white space at the edges; nor are marks without
    an end that came along with a pasted text and would turn the direction of what stands after it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**(kwargs | {"strip": False}))

    def to_python(self, value: Any) -> Any:
        text = unturned(_lines(super().to_python(value)))
        if refusal := text_error(text, str(_("The text"))):
            raise forms.ValidationError(refusal)
        return self.empty_value if is_blank(text) else text

    def bound_data(self, data: Any, initial: Any) -> Any:
        return unturned(data) if isinstance(data, str) else data

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _lines(initial).strip() != _lines(data).strip()


class OneLine(PlainText):
    """Text of one line: where a pasted one breaks, it gets a space."""

    def to_python(self, value: Any) -> str:
        return " ".join(filter(None, map(str.strip, super().to_python(value).splitlines())))


# Columns that are long enough for a box of several lines, in which Enter breaks none.
ONE_LINE = frozenset({"title", "name", "publisher", "author"})
ORDER = "position"  # the column in which a row says where among its kind it stands


class EdtfField(forms.CharField):
    """A date in EDTF, or in words that mean exactly one."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return words_to_edtf(text) if text else ""


class DayField(forms.DateField):
    """One day on which somebody looked, in figures with the year first or in words; never one that is still to come."""

    def to_python(self, value: Any) -> Any:
        day = _day(value.strip()[:LONGEST]) if isinstance(value, str) and value.strip() else super().to_python(value)
        if day and is_later(day):
            raise ValidationError(_("%(day)s is still to come.") % {"day": date_format(day, "j F Y")})
        return day


def _day(text: str) -> datetime.date:
    try:
        edtf = words_to_edtf(text)
    except Contradiction:
        raise
    except ValidationError as error:
        if looks_two_ways(text):
            raise
        raise _no_day(text) from error
    try:
        return datetime.date.fromisoformat(edtf)
    except ValueError:
        raise _no_day(text) from None


def _no_day(text: str) -> ValidationError:
    return ValidationError(_("“%(text)s” is not one day: write 2026-05-03 or 3 May 2026.") % {"text": shortened(text)})


class DeskForm(FormBase):
    """A form of the desk: a change confirms what was proposed, and the database's refusals are sentences."""

    # What Django cannot check in a form below another one; the formset sees to it:
    exclusive = ""  # a mark that only one row of its group may have
    once = ""  # a column that no two rows of the group may share …
    repeatable: frozenset[str | None] = frozenset({"", None})  # … but for these values
    refusal: Sequence[str] = ()  # why nothing is saved, whatever is typed
    proposed: frozenset[str] = frozenset()  # what a new row starts with on the page: alone it makes no row
    called_by: tuple[str, ...] = ()  # fields whose words stand for a row not saved yet: the first that says something
    called_with: tuple[str, ...] = ()  # … and two of these, where the name alone does not tell it from others

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ORDER in self.fields and not self.instance.pk:
            self.initial[ORDER] = None  # at the end, unless somebody says where

    def has_changed(self) -> bool:
        """A new row has changed as soon as anything below it has."""
        if self.instance.pk:
            return bool(self.changed_data)
        said = set(self.changed_data) - self.proposed - {ORDER}
        return bool(said) or any(form.has_changed() for form in self._forms_below())

    def _forms_below(self) -> Iterator[Any]:
        for formset in getattr(self, "nested_formsets", []):
            yield from (form for form in formset.forms if not form.is_removed())

    def is_removed(self) -> bool:
        """Whether the row, or one that it hangs on, is to go."""
        formset = getattr(self, "formset", None)
        return formset is not None and formset._should_delete_form(self)

    def _get_validation_exclusions(self) -> Any:
        """What is saved only together with this row cannot be compared with the database yet."""
        waiting = {name for name, value in self.cleaned_data.items() if _is_unsaved(value)}
        return super()._get_validation_exclusions() | waiting

    def save(self, commit: bool = True) -> Any:
        """Saves the row, and before it what it makes in place."""
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if isinstance(field, ChosenRow) and _is_unsaved(value):
                setattr(self.instance, name, field.page.making.save(value, self.instance))
        return super().save(commit)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.refusal:
            raise ValidationError([*self.refusal])
        for name, field in self.fields.items():
            if name in self.cleaned_data:
                self._keep_text(name, field)
        self._keep_order()
        self._keep_words()
        self._read_dates()
        self._read_amounts()
        self._confirm()
        return self.cleaned_data

    def _keep_text(self, name: str, field: forms.Field) -> None:
        if isinstance(field, PlainText):
            same = name not in self.changed_data and self.instance.pk and hasattr(self.instance, name)
            typed = self.cleaned_data[name]  # None where that is not an empty text: many regions have no code
            self.cleaned_data[name] = getattr(self.instance, name) if same else typed and typed.strip()

    def _keep_order(self) -> None:
        """A row of which nobody says where it stands stays where it was; a new one comes last (`is_ordered`)."""
        self.is_ordered = self.cleaned_data.get(ORDER) is not None
        if ORDER in self.fields and not self.is_ordered and ORDER not in self.errors:
            self.cleaned_data[ORDER] = self.instance.position if self.instance.pk else 0

    def _keep_words(self) -> None:
        """Words typed where EDTF goes are also the words as given, if there are none yet."""
        for name, words in EDTF_FIELDS.items():
            typed = str(self.data.get(self.add_prefix(name)) or "").strip()
            if words in self.fields and typed != self.cleaned_data.get(name, typed):
                self.cleaned_data[words] = self.cleaned_data.get(words) or typed

    def _read_dates(self) -> None:
        """A date given only in words is read, if they mean one date; otherwise the words stand alone. A date that was read
        from the words before follows them; of one that was given beside them the editor has to say what it is now."""
        for name, words in EDTF_FIELDS.items():
            if words not in self.fields or name in self.errors or not {words, name} & set(self.changed_data):
                continue
            read, given = edtf_or_none(self.cleaned_data.get(words)), self.cleaned_data.get(name) or ""
            if not given or (name not in self.changed_data and given == edtf_or_none(self.initial.get(words))):
                self.cleaned_data[name] = read
            elif read and name not in self.changed_data and not _touch(read, given):
                told = _("The words say %(read)s, this says %(given)s: correct it, or empty it to have the words read.")
                self.add_error(name, told % {"read": read, "given": given})

    def _read_amounts(self) -> None:
        """An amount given only in words fills the bounds that it means, if it means one thing. Bounds that were read from the
        words before follow them."""
        for words, kind in AMOUNTS.items():
            if words not in self.changed_data:
                continue
            room = ROOMS[kind]
            unit, currency = self.cleaned_data.get(room.unit) or "", self.cleaned_data.get(room.currency)
            code = currency.pk if currency else ""
            if any(self.cleaned_data.get(name) is not None for name in room.numbers):
                left = self._left(kind, words, unit, code)
                if left is None:
                    continue
                unit, code = left
                self._fill(room, Amount(unit=unit, currency=code))
            with suppress(KeptAsWords):
                self._fill(room, amount_kept(kind, self.cleaned_data.get(words) or "", unit, code))

    def _left(self, kind: str, words: str, unit: str, code: str) -> tuple[str, str] | None:
        """What stays beside bounds that follow their words; None where somebody has given the bounds, or gives them now."""
        room = ROOMS[kind]
        if set(room.numbers) & set(self.changed_data):
            return None
        numbers = [self.cleaned_data.get(name) for name in room.numbers]
        return left_beside(kind, self.initial.get(words) or "", numbers, unit, code)

    def _fill(self, room: Room, amount: Amount) -> None:
        low, _best, high = room.numbers
        self.cleaned_data |= {low: amount.low, high: amount.high}
        if room.unit:
            self.cleaned_data[room.unit] = amount.unit
        if room.currency:
            self.cleaned_data[room.currency] = Currency.objects.filter(pk=amount.currency).first()

    def _confirm(self) -> None:
        for flag in [name for name in self.fields if name.endswith("proposed")]:
            confirming = CONFIRMED_BY.get(flag, (flag.removesuffix("_proposed"),))
            if any(name in self.changed_data for name in confirming):
                self.cleaned_data[flag] = False


def _touch(one: str, other: str) -> bool:
    """Whether both dates may mean the same day."""
    (since, until), (first, last) = edtf_bounds(one), edtf_bounds(other)
    return not ((since and last and last < since) or (until and first and until < first))


class DeskFields(FieldsBase):
    """For admins and inlines: which form field and widget a column gets."""

    form: type[forms.ModelForm] = DeskForm
    of_case: tuple[str, ...] = ()  # foreign keys that choose among the rows of the case at hand

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in EDTF_FIELDS:
            kwargs["form_class"] = EdtfField
        elif type(db_field) is models.DateField:
            kwargs["form_class"] = DayField
        elif isinstance(db_field, models.TextField) and not db_field.choices:
            attrs = {"rows": 2} | ({"data-one-line": True} if db_field.name in ONE_LINE else {})
            kwargs = {"form_class": PlainText, "widget": AdminTextareaWidget(attrs=attrs)} | kwargs
        elif type(db_field) is models.CharField and not db_field.choices:
            kwargs["form_class"] = PlainText
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if db_field.name == ORDER:
            field.required = False
            field.help_text = _("0: first, empty: last. Alt+Shift+↑ or ↓ moves the row.")
        if isinstance(db_field, LanguageField) and str(db_field.help_text).startswith("ISO"):
            field.help_text = _("In two or three letters: es, en, pt, qu …; empty if it does not matter.")
        field.label, field.help_text = str(field.label), str(field.help_text)  # else every row would translate them
        if isinstance(field, forms.ModelChoiceField) and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # no pop-up windows: what is missing is made in place
        if db_field.name in ECHOED:
            field.widget.attrs["data-echo"] = ECHOED[db_field.name]
        if db_field.name in EDTF_BESIDE:
            field.widget.attrs["data-echo-beside"] = EDTF_BESIDE[db_field.name]
        if db_field.name in AMOUNTS:
            field.widget.attrs["data-echo-beside"] = " ".join(ROOMS[AMOUNTS[db_field.name]].columns)
        if isinstance(field, OfThisCase):
            field.widget.attrs["data-points-at"] = db_field.remote_field.model._meta.model_name
        if isinstance(field, forms.DecimalField):
            field.widget.format_value = plain_number
            field.validators.append(keepable)
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.of_case:
            kwargs |= {"form_class": OfThisCase, "page": page_of(request), "queryset": case_choices(request, db_field)}
        elif db_field.name in self.get_autocomplete_fields(request):
            kwargs |= chosen_field(db_field, request, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _is_unsaved(value: Any) -> bool:
    return isinstance(value, models.Model) and value.pk is None
