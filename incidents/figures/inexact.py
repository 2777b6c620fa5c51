"""Inexact dates and numbers as a reader reads them: never more exact than the record."""

import re
from decimal import Decimal
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import dateformat
from django.utils.translation import gettext as _

from incidents.models import edtf_bounds

_SET = re.compile(r"^([\[{])([^\[\]{}]+)[\]}]$")  # EDTF level 2: one of these days, or all of them
_PART = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?%]?)$")


def exact_day(edtf: str) -> str:
    """The day for a machine, only where the record knows exactly one day; else an empty text."""
    match = _PART.match(edtf)
    return edtf if match and match[3] and not match[4] and 1 <= int(match[2]) <= 12 else ""


def is_our_reading(edtf: str) -> bool:
    """Whether the expression has ends that no source states: then the source's words come first, and ours after."""
    return "/" in edtf or edtf[-1:] in {"~", "?", "%"}


def date_in_words(edtf: str) -> str:
    """“July 2015”, “until July 2015”, “about 2019”, “2010 or 2012”; what has no simple words stays as it is written."""
    if (members := _SET.match(edtf)) and ".." not in edtf:
        words = [_moment(member.strip()) for member in members[2].split(",")]
        last = _("or") if members[1] == "[" else _("and")
        return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else words[0]
    if "/" not in edtf:
        return _moment(edtf)
    start, _slash, end = edtf.partition("/")
    if start in {"", ".."}:
        return _("until %(date)s") % {"date": _moment(end)}
    if end in {"", ".."}:
        return _("since %(date)s") % {"date": _moment(start)}
    return _("%(start)s to %(end)s") % {"start": _moment(start), "end": _moment(end)}


def _moment(edtf: str) -> str:
    match = _PART.match(edtf)
    if not match:
        return edtf
    year, month, day, doubt = match.groups()
    try:
        first = edtf_bounds("-".join(part for part in (year, month, day) if part))[0]
    except ValueError:
        first = None
    if first is None:
        return edtf
    words = dateformat.format(first, "j F Y" if day else "F Y" if month else "Y")
    return _qualified(words, doubt)


def _qualified(words: str, doubt: str) -> str:
    if doubt == "~":
        return _("about %(date)s") % {"date": words}
    if doubt == "?":
        return _("%(date)s (uncertain)") % {"date": words}
    if doubt == "%":
        return _("about %(date)s (uncertain)") % {"date": words}
    return words


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
