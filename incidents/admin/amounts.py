"""Numbers as people write them ("nearly two dozen", "about 9,000 USD", "entre 3 y 5 toneladas"), read into bounds, unit and
currency. What has two readings ("$9,000": of which country?) is not read, and stays words."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from incidents.models import Currency
from incidents.search import fold

_ONES = dict(
    zip(
        "a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split(),
        [1, 1, *range(1, 21), *range(30, 100, 10)],
        strict=True,
    )
) | dict(
    zip(
        "un una uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete"
        " dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(),
        [1, 1, *range(1, 21), *range(30, 100, 10)],
        strict=True,
    )
)
_ARTICLES = {"a", "an", "un", "una"}  # a dozen is twelve, but “a number of people” is not one
_TIMES = {
    **dict.fromkeys(("dozen", "dozens", "docena", "docenas"), 12),
    **dict.fromkeys(("hundred", "cien", "ciento"), 100),
    **dict.fromkeys(("thousand", "mil"), 1000),
    **dict.fromkeys(("million", "millions", "millon", "millones"), 1_000_000),
}
_MONEY = {"us$": "USD", "dollars": "USD", "dolares": "USD", "euros": "EUR", "€": "EUR", "soles": "PEN", "reais": "BRL"}
_UNITS = dict.fromkeys(("kilos", "kilo", "kilograms", "kilogram", "kilogramos", "kgs"), "kg")
_HIGH = r"(?:nearly|almost|less than|fewer than|under|up to|at most|casi|menos de|hasta|como maximo)"
_LOW = r"(?:more than|over|at least|mas de|al menos|por lo menos)"
_ABOUT = (
    r"(?:about|around|approximately|roughly|some|circa|unos|unas|cerca de|alrededor de|aproximadamente|the|los|las)"
)
_SPAN = re.compile(r"(?:between|entre|from|de) (.+?) (?:and|y|to|a) (.+)|(\S+) ?[-–] ?(\d.*)")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,3}(?: \d{3})+")
_DECIMAL = re.compile(r"\d+(?:[.,]\d{1,2})?")


@dataclass(frozen=True)
class Amount:
    """What was understood; None and an empty text where nothing is said."""

    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    currency: str = ""

    def __str__(self) -> str:
        what = self.currency or self.unit
        if self.low == self.high:
            words = _plain(self.low)
        elif self.low is None:
            words = _("at most %(high)s") % {"high": _plain(self.high)}
        elif self.high is None:
            words = _("at least %(low)s") % {"low": _plain(self.low)}
        else:
            words = _("%(low)s to %(high)s") % {"low": _plain(self.low), "high": _plain(self.high)}
        return f"{words} {what}".strip()


def words_to_amount(text: str) -> Amount | None:
    """The amount that the words mean, or None where they mean none or several. A unit in words keeps their letters."""
    written = re.sub(r"(us\$|€)", r" \1 ", text, flags=re.IGNORECASE).split()
    plain = [fold(word) if word.isalpha() else word.casefold() for word in written]
    amount = _meant(" ".join(plain).rstrip("."))
    if amount and amount.unit and amount.unit not in _UNITS.values():
        amount = replace(amount, unit=_as_written(amount.unit.split(), plain, written))
    return amount


def _as_written(unit: list[str], plain: list[str], written: list[str]) -> str:
    """The words of the unit with their capitals and accents; they stand side by side in what was typed."""
    whole = [*plain[:-1], plain[-1].rstrip(".")]
    start = next((n for n in range(len(whole)) if whole[n : n + len(unit)] == unit), None)
    return " ".join(unit if start is None else written[start : start + len(unit)]).rstrip(".")


def _meant(plain: str) -> Amount | None:
    span = _SPAN.fullmatch(plain)
    if span:
        start, end = (span[1] or span[3]), (span[2] or span[4])
        first, last = _one(start), _one(end)
        if first is None or last is None or first[0] > last[0]:
            return None
        scale = last[2] if first[2] == 1 and first[0] < last[2] and not first[1] else 1
        return _amount(first[0] * scale, last[0], last[1] or first[1])
    for pattern, low, high in ((_HIGH, False, True), (_LOW, True, False), (_ABOUT, True, True), ("", True, True)):
        match = re.fullmatch(rf"{pattern} ?(.+)" if pattern else "(.+)", plain)
        found = _one(match[1]) if match else None
        if found:
            return _amount(found[0] if low else None, found[0] if high else None, found[1])
    return None


def _one(text: str) -> tuple[Decimal, str, int] | None:
    """(number, words after or before it, what it was multiplied by)."""
    before, rest = "", text
    if rest.startswith(("us$ ", "€ ")):
        before, _space, rest = rest.partition(" ")
    number = _GROUPED.match(rest) or _DECIMAL.match(rest)
    words = rest[number.end() :].split() if number else rest.split()
    if number and rest[number.end() : number.end() + 1] not in {"", " "}:
        return None
    value = _digits(number[0]) if number else None
    if value is None:
        if not words or (words[0] not in _ONES and words[0] not in _TIMES):
            return None
        if words[0] in _ARTICLES and (len(words) == 1 or words[1] not in _TIMES):
            return None
        value = Decimal(_ONES[words.pop(0)]) if words[0] in _ONES else Decimal(1)
    times = 1
    while words and words[0] in _TIMES:
        times *= _TIMES[words.pop(0)]
    if words and (words[0] in _ONES or any(word[0].isdigit() or "$" in word for word in words)):
        return None
    return value * times, " ".join([before, *words]).strip(), times


def _digits(text: str) -> Decimal:
    if _GROUPED.fullmatch(text):
        return Decimal(re.sub(r"[., ]", "", text))
    return Decimal(text.replace(",", "."))


def _amount(low: Decimal | None, high: Decimal | None, words: str) -> Amount | None:
    words = re.sub(r"^(?:of|de) ", "", words)
    unit = re.split(r" (?:of|de|in|en) ", words)[0]
    code = _MONEY.get(unit) or (
        unit.upper() if len(unit) == 3 and Currency.objects.filter(pk=unit.upper()).exists() else ""
    )
    if code:
        return Amount(low, high, currency=code)
    return Amount(low, high, _UNITS.get(unit, unit)) if len(words.split()) <= 6 else None


def _plain(number: Decimal | None) -> str:
    return f"{number.normalize():,f}" if number is not None else ""
