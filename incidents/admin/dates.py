"""Dates as an editor types them, in English or Spanish words, into EDTF. What could mean two days is refused, and so is what
says two things that cannot both be; what EDTF cannot say ("early", "at dawn") is left out where the rest says no more than is known."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
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
_AND = {"and": "between ", "y": "entre "}  # “in 2014 and 2016” are two dates; only between them lies one
_TWO_DAYS = re.compile(r"(?<![\d-])(\d{1,2}) ?[-–—] ?(\d{1,2})(?![\d-])")
_LEADING = r"(?:(?:in|on|at|the|during|en|a|al|durante|por|la|el|los) )*"
_PART_OF_MONTH = re.compile(
    _LEADING + r"(?:(?:early|mid|late)(?: in)?|(?:beginning|start|middle|end) of"  # “beginning in” is since
    r"|(?:principios|comienzos|inicios|mediados|fines|finales) del?) (.+)"
)
_PART_OF_DAY = re.compile(
    _LEADING + r"(?:early morning|early hours|small hours|morning|dawn|noon|midday|afternoon|dusk|evening"
    r"|madrugada|amanecer|manana|mediodia|tarde|atardecer|anochecer) (?:of|on|del?) (.+)"
)
_NIGHT = re.compile(_LEADING + r"(?:night|noche|madrugada) (.+)")  # from one day to the next
_WEEKDAYS = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "lunes martes miercoles jueves viernes sabado domingo",
    )
    for number, name in enumerate(names.split())
}
# Words that say nothing more of the day; a weekday is compared with it.
_PASSED = frozenset("in on the of en el de del dia month mes year ano".split()) | _WEEKDAYS.keys()
_DAY = re.compile(
    r"(?:(?:\d{1,2} )?(?:MONTH) \d{4}|(?:MONTH) \d{1,2} \d{4}|\d{4}(?: \d{2}){0,2}|\d{3}0s)".replace(
        "MONTH", "|".join({*_MONTHS.values(), *(month[:3] for month in _MONTHS.values())})
    )
)
_YEARS = re.compile(r"(\d{4}) ?[-–—] ?(\d{4})")
_YEAR_AND_MORE = re.compile(r"(?:\d\d)?(\d\d) ?[–—/ ] ?(\d\d)")
_LONGEST = 120  # characters; whatever is longer is no date


class Contradiction(ValidationError):
    """The weekday and the day cannot both be right."""


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


def edtf_or_none(words: str | None) -> str:
    """As `words_to_edtf`; an empty text where the words mean no date, or several."""
    try:
        return words_to_edtf(words or "")
    except ValidationError:
        return ""


def looks_two_ways(text: str) -> bool:
    """Whether it is a day in digits that may begin with the day or with the month."""
    return bool(_TWO_READINGS.fullmatch(text))


def _read(text: str) -> str:
    if len(text) > _LONGEST:
        return ""
    years = _YEARS.fullmatch(text)
    if years:
        return "/".join(years.groups())
    more = _YEAR_AND_MORE.fullmatch(text)
    if more and more[2] > more[1]:  # 2010/11: November, or until 2011
        return ""
    folded = fold(_TWO_DAYS.sub(r"\1 to \2", text))
    if (night := _NIGHT.fullmatch(folded)) and (span := _SPAN.fullmatch(night[1])):
        return _one_night(_span(*span.groups()))
    if span := _SPAN.fullmatch(folded):
        return _span(*span.groups())
    for pattern, form in ((_ABOUT, "{}~"), (_UNTIL, "../{}"), (_SINCE, "{}/..")):
        if match := pattern.fullmatch(folded):
            part = _single(match[1])
            return form.format(part) if part else ""
    return _single(folded)


def _one_night(edtf: str) -> str:
    """The night from one day to the next; an empty string where the two are not that."""
    try:
        first, last = map(datetime.date.fromisoformat, edtf.split("/"))
    except ValueError:
        return ""
    return edtf if last - first == datetime.timedelta(days=1) else ""


def _span(opened: str | None, first: str, joint: str, last: str) -> str:
    """Two ends; what they share (“between August 22 and 25, 2017”) may stand at one of them."""
    if opened != _AND.get(joint, opened):
        return ""
    ends = _single(first), _single(last)
    if not all(ends):
        begun, ended = _plain(first), _plain(last)
        month = next((word for word in begun if word.isalpha()), "")
        if len(begun) == 1 and begun[0].isdigit():  # 22 to 25 August 2017
            begun += ended[1:]
        elif len(ended) == 2 and month and all(word.isdigit() for word in ended):  # August 22 to 25 2017
            begun, ended = [*begun, ended[-1]], [month, *ended]
        elif begun and len(ended) > 1:  # March to May 2014
            begun += ended[-1:]
        ends = _single(" ".join([*_weekdays(first), *begun])), _single(" ".join([*_weekdays(last), *ended]))
    return "/".join(dict.fromkeys(ends)) if all(ends) else ""


def _single(folded: str) -> str:
    """One date: a year, a decade, a month or a day, or a part of one; an empty string for anything else."""
    if part := _PART_OF_MONTH.fullmatch(folded):
        whole = _single(part[1])
        return whole if len(whole) < len("2021-03-01") else ""
    if part := _PART_OF_DAY.fullmatch(folded):
        whole = _single(part[1])
        return whole if len(whole) == len("2021-03-01") else ""
    plain = " ".join(_plain(folded))
    if not _DAY.fullmatch(plain):
        return ""
    if plain[0].isdigit() and len(plain.split()[0]) == 4 and plain.replace(" ", "").isdigit():
        edtf = plain.replace(" ", "-")
    else:
        edtf = text_to_edtf(plain) or ""
    for weekday in _weekdays(folded):
        _agrees(weekday, edtf)
    return edtf


def _agrees(weekday: str, edtf: str) -> None:
    """Refuses a weekday that the day was not. A month or a year has them all."""
    try:
        day = datetime.date.fromisoformat(edtf)
    except ValueError:
        return
    if day.weekday() != _WEEKDAYS[weekday]:
        raise Contradiction(
            _("%(day)s is a %(weekday)s: either the day or the weekday is wrong.")
            % {"day": date_format(day, "j F Y"), "weekday": date_format(day, "l")}
        )


def _weekdays(folded: str) -> list[str]:
    return [word for word in folded.split() if word in _WEEKDAYS]


def _plain(folded: str) -> list[str]:
    """The words that count, months in English."""
    return [_MONTHS.get(word, word) for word in folded.split() if word not in _PASSED]


def _checked(edtf: str, complaint: str) -> str:
    try:
        edtf_bounds(edtf)
    except ValueError:
        raise ValidationError(complaint) from None
    return edtf
