"""Dates as an editor types them, in English or Spanish words, into EDTF. What could mean two days is refused."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from edtf import text_to_edtf

from incidents.models import edtf_bounds
from incidents.search import fold

_MONTHS = dict(
    zip(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre setiembre".split(),
        "january february march april may june july august september october november december september".split(),
        strict=True,
    )
)
_MONTHS |= {spanish[:3]: english for spanish, english in _MONTHS.items()} | {"sept": "september"}
_TWO_READINGS = re.compile(r"\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}")
_ABOUT = re.compile(r"(?:about|around|circa|ca|c|approximately|hacia|alrededor de|aproximadamente) (.+)")
_UNTIL = re.compile(r"(?:before|until|up to|antes de|hasta) (.+)")
_SINCE = re.compile(r"(?:after|since|from|despues de|desde) (.+)")
_SPAN = re.compile(r"(between |from |entre |desde |del? )?(.+?) (and|to|until|y|al?|hasta) (.+)")
_TWO_DAYS = re.compile(r"(?<![\d-])(\d{1,2}) ?[-–—] ?(\d{1,2})(?![\d-])")
# Words that say nothing more of the day.
_PASSED = frozenset(
    "in on the of en el de del dia month mes "
    "monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado domingo".split()
)
_DAY = re.compile(
    r"(?:(?:\d{1,2} )?(?:MONTH) \d{4}|(?:MONTH) \d{1,2} \d{4}|\d{4}(?: \d{2}){0,2}|\d{3}0s)".replace(
        "MONTH", "|".join({*_MONTHS.values(), *(month[:3] for month in _MONTHS.values())})
    )
)
_YEARS = re.compile(r"(\d{4}) ?[-–—] ?(\d{4})")


def words_to_edtf(text: str) -> str:
    """EDTF for a date in words ("July 2015", "hacia 2012", "before 2015-07"); EDTF itself comes back unchanged.

    Raises ValidationError, with how to write it, for what has two readings or none.
    """
    text = text.strip()
    if looks_two_ways(text):
        raise ValidationError(
            _("“%(text)s” can be read in two ways: write year-month-day, for example 2014-03-12.") % {"text": text}
        )
    try:
        edtf_bounds(text)
    except ValueError as error:
        return _checked(_read(text), str(error))
    return re.sub(r"\s+", "", text)


def looks_two_ways(text: str) -> bool:
    """Whether it is a day in digits that may begin with the day or with the month."""
    return bool(_TWO_READINGS.fullmatch(text))


def _read(text: str) -> str:
    years = _YEARS.fullmatch(text)
    if years:
        return "/".join(years.groups())
    folded = fold(_TWO_DAYS.sub(r"\1 to \2", text))
    if span := _SPAN.fullmatch(folded):
        return _span(*span.groups())
    for pattern, form in ((_ABOUT, "{}~"), (_UNTIL, "../{}"), (_SINCE, "{}/..")):
        if match := pattern.fullmatch(folded):
            part = _single(match[1])
            return form.format(part) if part else ""
    return _single(folded)


def _span(opened: str | None, first: str, joint: str, last: str) -> str:
    """Two ends; what they share (“between August 22 and 25, 2017”) may stand at one of them, unless two days may be meant."""
    ends = _single(first), _single(last)
    if not all(ends) and (opened or joint not in {"and", "y"}):
        begun, ended = _plain(first), _plain(last)
        month = next((word for word in begun if word.isalpha()), "")
        if len(begun) == 1 and begun[0].isdigit():  # 22 to 25 August 2017
            begun += ended[1:]
        elif len(ended) == 2 and month and all(word.isdigit() for word in ended):  # August 22 to 25 2017
            begun, ended = [*begun, ended[-1]], [month, *ended]
        else:  # March to May 2014
            begun += ended[-1:]
        ends = _single(" ".join(begun)), _single(" ".join(ended))
    return "/".join(ends) if all(ends) else ""


def _single(folded: str) -> str:
    """One date: a year, a decade, a month or a day; an empty string for anything else."""
    plain = " ".join(_plain(folded))
    if not _DAY.fullmatch(plain):
        return ""
    if plain[0].isdigit() and len(plain.split()[0]) == 4 and plain.replace(" ", "").isdigit():
        return plain.replace(" ", "-")
    return text_to_edtf(plain) or ""


def _plain(folded: str) -> list[str]:
    """The words that count, months in English."""
    return [_MONTHS.get(word, word) for word in folded.split() if word not in _PASSED]


def _checked(edtf: str, complaint: str) -> str:
    try:
        edtf_bounds(edtf)
    except ValueError:
        raise ValidationError(complaint) from None
    return edtf
