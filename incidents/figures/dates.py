"""Inexact dates (EDTF, ISO 8601-2) as a reader reads them: never more exact than the record, and never another date."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from incidents.models import edtf_bounds

_SET = re.compile(r"^([\[{])([^\[\]{}]+)[\]}]$")  # EDTF level 2: one of these days, or all of them
_MARKS = re.compile(r"[~?%]")
_PLAIN = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_TIMED = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d(?::\d\d)?)?$")
_OPEN = {"", ".."}
# What EDTF numbers like months: seasons (of the north, of the south), quarters, thirds and halves of a year.
_PARTS: dict[str, Any] = {
    "21": gettext_lazy("spring of %(year)s"),
    "22": gettext_lazy("summer of %(year)s"),
    "23": gettext_lazy("autumn of %(year)s"),
    "24": gettext_lazy("winter of %(year)s"),
    "25": gettext_lazy("spring of %(year)s (northern hemisphere)"),
    "26": gettext_lazy("summer of %(year)s (northern hemisphere)"),
    "27": gettext_lazy("autumn of %(year)s (northern hemisphere)"),
    "28": gettext_lazy("winter of %(year)s (northern hemisphere)"),
    "29": gettext_lazy("spring of %(year)s (southern hemisphere)"),
    "30": gettext_lazy("summer of %(year)s (southern hemisphere)"),
    "31": gettext_lazy("autumn of %(year)s (southern hemisphere)"),
    "32": gettext_lazy("winter of %(year)s (southern hemisphere)"),
    "33": gettext_lazy("first quarter of %(year)s"),
    "34": gettext_lazy("second quarter of %(year)s"),
    "35": gettext_lazy("third quarter of %(year)s"),
    "36": gettext_lazy("fourth quarter of %(year)s"),
    "37": gettext_lazy("first four months of %(year)s"),
    "38": gettext_lazy("second four months of %(year)s"),
    "39": gettext_lazy("last four months of %(year)s"),
    "40": gettext_lazy("first half of %(year)s"),
    "41": gettext_lazy("second half of %(year)s"),
}


def exact_day(edtf: str) -> str:
    """The day for a machine, only where the record knows exactly one day; else an empty text."""
    match = _PLAIN.match(edtf)
    return edtf if match and match[3] and 1 <= int(match[2]) <= 12 else ""


@dataclass(frozen=True)
class Told:
    """A date in words; `said` are those of the source where they are others, `ours` says that these come first."""

    words: str
    day: str
    said: str
    ours: bool


def told(edtf: str, as_stated: str = "") -> Told:
    """A date as exactly as known, beside the words of the source."""
    words = date_in_words(edtf) if edtf else ""
    said = "" if as_stated in {words, edtf} else as_stated
    return Told(words, exact_day(edtf) if edtf else "", said, bool(said) and is_our_reading(edtf))


def is_our_reading(edtf: str) -> bool:
    """Whether the expression has ends that no source states: then the source's words come first, and ours after."""
    return "/" in edtf or edtf[-1:] in {"~", "?", "%"}


def date_in_words(edtf: str) -> str:
    """“July 2015”, “until July 2015”, “about 2019”, “2010 or 2012”, “autumn of 2018”; what has no simple words is told by
    the first and the last day that it may mean, and what has no such days stays as it is written."""
    return plain_date(edtf) or _by_its_bounds(edtf) or edtf


def plain_date(edtf: str) -> str:
    """The same where it has simple words, else an empty text."""
    if members := _SET.match(edtf):
        return _members(members[1], members[2]) if ".." not in edtf else ""
    if "/" not in edtf:
        return _moment(edtf)
    start, _slash, end = (part.strip() for part in edtf.partition("/"))
    first, last = ("" if side in _OPEN else _moment(side) for side in (start, end))
    if first and last:
        return _("%(start)s to %(end)s") % {"start": first, "end": last}
    if last and start in _OPEN:
        return _("until %(date)s") % {"date": last}
    return _("since %(date)s") % {"date": first} if first and end in _OPEN else ""


def _members(bracket: str, text: str) -> str:
    words = [_moment(member.strip()) for member in text.split(",")]
    if not all(words):
        return ""
    last = _("or") if bracket == "[" else _("and")
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else words[0]


def _moment(edtf: str) -> str:
    """One date; what is marked anywhere in it is marked as a whole."""
    if timed := _TIMED.match(edtf):
        zone = {None: "", "Z": " UTC"}.get(timed[4], f" UTC{timed[4]}")
        return f"{_moment(timed[1])}, {timed[2]}{timed[3] or ''}{zone}"
    marks = set(_MARKS.findall(edtf))
    words = _unmarked(_MARKS.sub("", edtf))
    if not words or not marks:
        return words
    about, uncertain = marks & {"~", "%"}, marks & {"?", "%"}
    if about and uncertain:
        return _("about %(date)s (uncertain)") % {"date": words}
    if about:
        return pgettext("a date", "about %(date)s") % {"date": words}
    return _("%(date)s (uncertain)") % {"date": words}


def _unmarked(edtf: str) -> str:
    while edtf.endswith("-XX"):  # a day or a month that is not known
        edtf = edtf[:-3]
    if re.fullmatch(r"\d{3}X", edtf):
        return _("the %(decade)ss") % {"decade": f"{edtf[:3]}0"}
    match = _PLAIN.match(edtf)
    if not match:
        return ""
    year, month, day = match.groups()
    if month in _PARTS and not day:
        return str(_PARTS[month]) % {"year": year}
    try:
        first = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    name = MONTHS[first.month]
    return f"{first.day} {name} {year}" if day else f"{name} {year}" if month else year


def _by_its_bounds(edtf: str) -> str:
    try:
        first, last = edtf_bounds(edtf)
    except ValueError:
        return ""
    if first and last:
        between = {"start": _moment(first.isoformat()), "end": _moment(last.isoformat())}
        return _("some time from %(start)s to %(end)s") % between
    if first:
        return _("since %(date)s") % {"date": _moment(first.isoformat())}
    return _("until %(date)s") % {"date": _moment(last.isoformat())} if last else ""
