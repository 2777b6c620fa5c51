"""How a reader's words become values: inexact days, codes and names, and the refusal of what is neither."""

import datetime
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.models import edtf_bounds
from incidents.search import fold, query
from incidents.search.turning import cut, unturned

LONGEST = 200  # characters of one value; nothing that a reader types is longer
MOST = 20  # values of one parameter


def shortened(text: str) -> str:
    """The value for a message: never ten kilobytes of it."""
    return cut(text, 60)


def not_taken(data: QueryDict, taken: Collection[str], repeatable: Collection[str] = ()) -> dict[str, list[str]]:
    """Parameter → why it is refused: one that nothing reads here, or given twice where it takes one value."""
    found: dict[str, list[str]] = {}
    for name in data:
        if name not in taken:
            found[shortened(name)] = [_("There is no such parameter here.")]
        elif len(data.getlist(name)) > 1 and name not in repeatable:
            found[name] = [_("is given more than once; it takes one value.")]
    return found


def is_garbled(text: str) -> bool:
    """Whether something in the text cannot be what somebody wrote: NUL, or what stands for bytes that are no UTF-8."""
    return not {"\x00", "\ufffd"}.isdisjoint(text)


class Words(forms.Field):
    """Words to look for: any text at all. What is too long, or no word, is said beside the answer and never refused."""

    def clean(self, value: Any) -> str:
        text = unturned(str(value or "")[: query.LONGEST].replace("\x00", "?").strip())
        if is_garbled(text):
            raise ValidationError(_("holds a character that no text has."))
        return text


class Day(forms.CharField):
    """A day as inexact as one likes; `end` chooses the first or the last day that it may mean."""

    def __init__(self, end: int, **options: Any) -> None:
        super().__init__(max_length=40, **options)
        self.end = end

    def clean(self, value: Any) -> tuple[str, datetime.date] | None:
        text: str = super().clean(value)
        if not text:
            return None
        try:
            day = edtf_bounds(text)[self.end]
        except ValueError:
            raise ValidationError(
                _("“%(text)s” is not a date: write for example 2014, 2014-07 or 2014-07-03."),
                params={"text": shortened(text)},
            ) from None
        if day is None:
            raise ValidationError(_("“%(text)s” is open at this end."), params={"text": shortened(text)})
        return text, day


class ManyWidget(forms.Widget):
    """Reads every value of a repeated parameter; the empty ones of an unfilled form do not count."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in values if value.strip()]


class Many(forms.Field):
    """Several values, each of which `resolve` turns into what it names, or refuses."""

    widget = ManyWidget

    def __init__(self, resolve: Callable[[str], Any], **options: Any) -> None:
        super().__init__(**options)
        self.resolve = resolve

    def clean(self, value: Any) -> list[Any]:
        texts = list(dict.fromkeys(text.strip() for text in value or []))
        if len(texts) > MOST:
            raise ValidationError(_("has more than %(most)d values."), params={"most": MOST})
        found: list[Any] = []
        errors: list[ValidationError] = []
        for text in texts:
            try:
                named = self.resolve(readable(text))
            except ValidationError as error:
                errors.append(error)
            else:
                found += [] if named in found else [named]
        if errors:
            raise ValidationError(errors)
        return found


def readable(text: str) -> str:
    """The text, if it can name anything at all. Raises ValidationError otherwise."""
    if len(text) > LONGEST:
        raise ValidationError(_("“%(text)s” is too long."), params={"text": shortened(text)})
    if is_garbled(text):
        raise ValidationError(_("holds a character that no text has."))
    if not fold(text):
        raise ValidationError(_("“%(text)s” has no letter or digit."), params={"text": shortened(text)})
    return text


def one_of(choices: Callable[[], Sequence[tuple[str, Any]]]) -> Callable[[str], str]:
    """For `Many`: a code of a closed list."""

    def resolve(text: str) -> str:
        if text not in {code for code, _label in choices()}:
            raise ValidationError(
                _("“%(text)s” is none of: %(codes)s."),
                params={"text": shortened(text), "codes": ", ".join(code for code, _label in choices())},
            )
        return text

    return resolve
