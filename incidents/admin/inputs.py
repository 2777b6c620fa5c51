"""Values as they stand in the boxes of a form."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxInput, Field
from django.utils.translation import gettext_lazy as _

from incidents.models import DIGITS

WORDS = "-words"  # ends the name of the field in which one types what is to be chosen


def number_in(text: str) -> int | None:
    """The number that an address or a browser gives; None where it is none, or one that no row can have. Digits of other writings,
    and those set high, are none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def plain_number(value: Any) -> str | None:
    """A decimal number without the zeros that the column adds; any other value as it is."""
    text = "" if value is None else str(value)
    whole, point, rest = text.partition(".")
    return (
        (whole + point + rest.rstrip("0")).rstrip(".")
        if point and rest.isdigit() and _is_whole(whole)
        else text or None
    )


def keepable(value: Decimal) -> None:
    """Refuses a number with more digits than both engines keep: SQLite has 15 of one that is not whole."""
    if len(value.normalize().as_tuple().digits) > DIGITS:
        raise ValidationError(_("has more digits than can be kept: at most %(most)d.") % {"most": DIGITS})


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdigit()


def put(data: Any, where: str, field: Field, value: Any) -> None:
    """Into what a browser sent: the value, as the browser would have sent it."""
    if isinstance(field.widget, CheckboxInput):
        data.pop(where, None)
        if value:
            data[where] = "on"
    elif isinstance(value, list | tuple):
        data.setlist(where, [str(item) for item in value])
    else:
        data[where] = plain_number(value) or ""
