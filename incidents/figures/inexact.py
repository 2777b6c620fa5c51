"""Inexact numbers as a reader reads them: never more exact than the record."""

from decimal import Decimal
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _


def number(value: Decimal | int | None) -> str:
    """A number with separators and without empty decimals."""
    if value is None:
        return ""
    text = format(Decimal(value).normalize(), "f")
    return str(intcomma(text))


def spread(row: Any, prefix: str) -> str:
    """The low, best and high of a row in words: “4”, “20 to 24”, “at most 24”; nothing where nothing is known."""
    low, best, high = (getattr(row, f"{prefix}_{end}") for end in ("low", "best", "high"))
    words = _between(low, high)
    if best is None or low == best == high:
        return words or number(best)
    return _("%(best)s (%(range)s)") % {"best": number(best), "range": words} if words else number(best)


def _between(low: Any, high: Any) -> str:
    if low is None and high is None:
        return ""
    if low is None:
        return _("at most %(number)s") % {"number": number(high)}
    if high is None:
        return _("at least %(number)s") % {"number": number(low)}
    if low == high:
        return number(low)
    return _("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}
