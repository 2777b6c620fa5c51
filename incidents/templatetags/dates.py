"""Inexact dates for a reader: as exact as known, never more."""

import datetime
import re
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()

_PLAIN = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?%]?)$")
_DECADE = re.compile(r"^(\d{3})X$")


@register.filter
def when(row: Any) -> str:
    """The row's date in words: made from the EDTF form where that is plain, else the words as stated."""
    return edtf_words(row.date_edtf) or row.date_as_stated or row.date_edtf


@register.filter
def edtf_words(text: str) -> str:
    """“2015-07” → “July 2015”, “../2015” → “by 2015”; empty for what has no plain words."""
    if "/" in text:
        start, _slash, end = text.partition("/")
        return _interval(start, end)
    return _one(text)


def _interval(start: str, end: str) -> str:
    open_start, open_end = start in {"", ".."}, end in {"", ".."}
    first, last = "" if open_start else _one(start), "" if open_end else _one(end)
    if first and last:
        return f"{first} – {last}"
    if first and open_end:
        return _("since %(date)s") % {"date": first}
    if last and open_start:
        return _("by %(date)s") % {"date": last}
    return ""


def _one(text: str) -> str:
    decade = _DECADE.match(text)
    if decade:
        return _("the %(decade)ss") % {"decade": f"{decade[1]}0"}
    match = _PLAIN.match(text)
    if not match:
        return ""
    year, month, day, doubt = match.groups()
    try:
        first = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    plain = date_format(first, "j F Y" if day else "F Y") if month else year
    if doubt == "~":
        return pgettext("a date", "about %(date)s") % {"date": plain}
    return _("%(date)s (uncertain)") % {"date": plain} if doubt else plain
