"""Days that an expression of the Extended Date/Time Format (ISO 8601-2, levels 0 to 2) may mean.

Everything that the record asks of a date is its first and its last possible day, so that is all that is read here, and
nothing is computed whose size the text decides.
"""

import datetime
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from functools import lru_cache

from incidents.search.turning import cut

Bounds = tuple[datetime.date | None, datetime.date | None]
Month = tuple[int, int]  # a year and a month of it

FIRST_YEAR, LAST_YEAR = 1, 9998  # what a column of days holds on both engines; what lies beyond has no bound
LONGEST = 120  # characters

_QUALIFIER = "[~?%]?"
_DATE = re.compile(
    rf"(?P<before_y>{_QUALIFIER})(?P<y>(?!-0000)-?[\dX]{{4}})(?P<after_y>{_QUALIFIER})"
    rf"(?:-(?P<before_m>{_QUALIFIER})(?P<m>[\dX]{{2}})(?P<after_m>{_QUALIFIER})"
    rf"(?:-(?P<before_d>{_QUALIFIER})(?P<d>[\dX]{{2}})(?P<after_d>{_QUALIFIER}))?)?",
    re.ASCII,
)
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)T(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d|24:00:00)(?:Z|[+-](?:0\d|1[0-4])(?::[0-5]\d)?)?", re.ASCII
)
_LONG_YEAR = re.compile(r"Y(-?)(\d+)(?:E(\d+))?(?:S(\d+))?", re.ASCII)
_ABOUT_YEAR = re.compile(r"(-?\d{4})S([1-9])", re.ASCII)
_SETS = {"[": "]", "{": "}"}

# Season → its first and its last month, counted from January of the year that is named. Seasons without a hemisphere
# (21 to 24) may mean either; a winter or a summer over the turn of the year may begin or end in the year named.
_SEASONS: dict[str, tuple[int, int]] = {
    **{"21": (3, 11), "22": (0, 14), "23": (3, 11), "24": (0, 14)},
    **{"25": (3, 5), "26": (6, 8), "27": (9, 11), "28": (0, 14)},  # of the north
    **{"29": (9, 11), "30": (0, 14), "31": (3, 5), "32": (6, 8)},  # of the south
    **{str(33 + n): (3 * n + 1, 3 * n + 3) for n in range(4)},  # quarters
    **{str(37 + n): (4 * n + 1, 4 * n + 4) for n in range(3)},
    **{str(40 + n): (6 * n + 1, 6 * n + 6) for n in range(2)},
}


@lru_cache(maxsize=4096)
def edtf_bounds(text: str) -> Bounds:
    """The first and the last day that an EDTF expression may mean; None is open, unknown or outside the years 1 to 9998.

    A date marked uncertain or approximate (`~`, `?`, `%`) is widened by one unit of what the mark stands at: `2019~` is
    2018 to 2020, `2014-06~` May to July, `?2014-06-03` that day of 2013 to that of 2015. Digits that are not known (`X`)
    mean every day that they can stand for. Raises ValueError with a sentence for the editor where the text is not EDTF.
    """
    text = text.strip()
    try:
        bounds = _expression(text)
    except _Unreadable:
        raise ValueError(
            f"“{cut(text, LONGEST)}” is not a date in EDTF: write for example 2015-07, 2015-07-03, 2015~, 2014/2016, ../2015-07."
        ) from None
    if bounds[0] and bounds[1] and bounds[0] > bounds[1]:
        raise ValueError(f"“{text}” ends before it begins.")
    return bounds


class _Unreadable(Exception):
    """The text is not EDTF."""


def _expression(text: str) -> Bounds:
    if len(text) > LONGEST:
        raise _Unreadable
    if text in {"", ".."}:
        raise ValueError("An empty date is not EDTF; leave the field empty instead.")
    if text[0] in _SETS:
        if text[-1] != _SETS[text[0]]:
            raise _Unreadable
        return _around(_members(text[1:-1].split(",")))
    if "/" not in text:
        return _one(text)
    start, _slash, end = text.partition("/")
    return _end(start)[0], _end(end)[1]


def _end(text: str) -> Bounds:
    text = text.strip()
    return (None, None) if text in {"", ".."} else _one(text)


def _members(members: list[str]) -> Iterator[Bounds]:
    """Each date of a set, `a..b` as one; open ends stand first or last alone."""
    for place, member in enumerate(members):
        start, dots, end = member.strip().partition("..")
        if not dots:
            yield _one(start)
        elif (not start and place) or (not end and place < len(members) - 1) or not (start or end):
            raise _Unreadable
        else:
            first, last = _end(start)[0], _end(end)[1]
            if first and last and first > last:
                raise ValueError(f"“{member}” ends before it begins.")
            yield first, last


def _around(some: Iterable[Bounds]) -> Bounds:
    firsts, lasts = zip(*some, strict=True)
    return (
        None if None in firsts else min(day for day in firsts if day),
        None if None in lasts else max(day for day in lasts if day),
    )


def _one(text: str) -> Bounds:
    if with_time := _TIME.fullmatch(text):
        text = with_time[1]
    if match := _LONG_YEAR.fullmatch(text):
        return _long_year(*match.groups())
    if match := _ABOUT_YEAR.fullmatch(text):
        return _years_about(int(match[1]), 4 - int(match[2]))
    match = _DATE.fullmatch(text)
    if not match:
        raise _Unreadable
    year, month, day = match["y"], match["m"], match["d"]
    if month in _SEASONS and day is None:
        return _season(year, month, any(match[f"{side}_{part}"] for side in ("before", "after") for part in "ym"))
    return _widened(_days(year, month, day), _unit(match), year, month, day)


def _long_year(sign: str, digits: str, exponent: str | None, significant: str | None) -> Bounds:
    """`Y…` has more than four digits, or an exponent; what is no year of a column of days has no bounds."""
    if digits.startswith("0") or (exponent is None and len(digits) < 5) or significant == "0":
        raise _Unreadable
    if sign or len(digits) + int((exponent or "0")[:4]) > 4:
        return None, None
    year = int(digits) * 10 ** int(exponent or 0)
    return _years_about(year, len(str(year)) - int((significant or "4")[:4]))


def _years_about(year: int, unknown: int) -> Bounds:
    """All years that begin with the same digits, but for the last `unknown` ones."""
    size = 10 ** max(0, unknown)
    first = year // size * size
    return _day(first, 1, 1), _day(first + size - 1, 12, 31)


def _season(year: str, season: str, qualified: bool) -> Bounds:
    first, last = _SEASONS[season]
    if year.startswith("-") or year == "XXXX":
        return None, None
    years = _standing_for(year)
    wider = last - first + 1 if qualified else 0
    start, end = _month(years[0], first - wider), _month(years[-1], last + wider)
    return _day(*start, 1), _last_day(*end)


def _days(year: str, month: str | None, day: str | None) -> Bounds:
    """The first and the last day that the digits may stand for. A year of which nothing is known, and one before the
    year 0, has no bounds, whatever is known of its days."""
    known = not year.startswith("-") and year != "XXXX"
    years = _standing_for(year) if known else [2000]
    months = _standing_for(month, range(1, 13)) if month else [1, 12]
    days = [(m, n) for m in months for n in (_standing_for(day, range(1, 32)) if day else (1, 28))]
    first = next(((y, m, n) for y in years for m, n in days if _exists(y, m, n)), None)
    last = next(((y, m, n) for y in reversed(years) for m, n in reversed(days) if _exists(y, m, n)), None)
    if first is None or last is None:
        raise _Unreadable
    if day is None:
        last = (*last[:2], monthrange(*last[:2])[1])
    return (_day(*first), _day(*last)) if known else (None, None)


def _standing_for(digits: str, some: range | None = None) -> list[int]:
    """The numbers (of some, else of all) that the digits may mean: X is any digit."""
    numbers = some or range(int(digits.replace("X", "0")), int(digits.replace("X", "9")) + 1)
    return [n for n in numbers if all(one in {"X", d} for one, d in zip(digits, f"{n:0{len(digits)}}", strict=True))]


def _exists(year: int, month: int, day: int) -> bool:
    return day <= monthrange(year, month)[1]


def _unit(match: re.Match[str]) -> str:
    """The largest part that a mark of doubt stands at: “y”, “m”, “d”, or an empty text."""
    return next((part for part in "ymd" if match[f"before_{part}"] or match[f"after_{part}"]), "")


def _widened(bounds: Bounds, unit: str, year: str, month: str | None, day: str | None) -> Bounds:
    """By one unit to either side. What is not known of a date is no unit of it: `2014-XX~` is widened by a year."""
    first, last = bounds
    if not unit:
        return bounds
    if unit == "d" and day == "XX":
        unit = "m"
    if unit == "m" and month == "XX":
        unit = "y"
    if unit == "d":
        one = datetime.timedelta(days=1)
        return (first and _moved(first, -one)), (last and _moved(last, one))
    months = 1 if unit == "m" else 12 * 10 ** (len(year) - len(year.rstrip("X")))
    exact = day is not None and day != "XX"
    return (first and _by_months(first, -months, exact)), (last and _by_months(last, months, exact))


def _moved(day: datetime.date, by: datetime.timedelta) -> datetime.date | None:
    try:
        moved = day + by
    except OverflowError:
        return None
    return _day(moved.year, moved.month, moved.day)


def _by_months(day: datetime.date, months: int, exact: bool) -> datetime.date | None:
    """The same day so many months away, or the last of a shorter month; without a day of its own, the month's end."""
    year, month = _month(day.year, day.month + months)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    length = monthrange(year, month)[1]
    return datetime.date(year, month, min(day.day, length) if exact else (1 if months < 0 else length))


def _month(year: int, month: int) -> Month:
    """A month counted from January of the year, also before and beyond it."""
    years, rest = divmod(month - 1, 12)
    return year + years, rest + 1


def _last_day(year: int, month: int) -> datetime.date | None:
    return _day(year, month, monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> datetime.date | None:
    """The day, where a column holds it."""
    return datetime.date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
