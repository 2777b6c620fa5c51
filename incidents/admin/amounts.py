"""Numbers as people write them ("nearly two dozen", "about 9,000 USD", "entre 3 y 5 toneladas"), read into bounds, unit and
currency. Only where every word is understood and all of them mean one thing: what has two readings ("$9,000": of which country?)
or says more ("six dead and four wounded") is not read, and stays words."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

from django.utils.translation import gettext as _

from incidents.admin.measures import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    JOINTS,
    MEASURES,
    MONEY,
    MONEY_SCALES,
    OF,
    OR_LESS,
    OR_MORE,
    SIGNS,
    SMALL,
    UNITS,
)
from incidents.admin.numerals import ARTICLES, NUMBER_WORDS, Numeral, half_after, may_be_thousandths, numeral, takes_de
from incidents.models import DIGITS, Currency
from incidents.search import fold

_LONGEST = 24  # words; whatever is longer says more than how many of what
_FEW = 4  # words of a unit, or of what it is a unit of
_SIGN = re.compile(r"(?<![^\W\d_])(us ?\$|u\$s|r\$|€|£|s/\.?(?=\s|\d))", re.IGNORECASE)
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,])", re.ASCII)
_BETWEEN_FIGURES = re.compile(r"(?<=\d) ?[-–—] ?(?=\d)")
_SCALED = re.compile(rf"([\d.,]+)({'|'.join(MONEY_SCALES)})", re.ASCII)
_PLAIN = re.compile(r"[^\W\d_][\w'’-]*")
_LARGEST = 10**DIGITS
_NUMBERS_TOO = frozenset({"un", "una"})
_NO_UNITS = SMALL | NUMBER_WORDS


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


@dataclass(frozen=True)
class _Text:
    """Words as they are compared, and beside each of them as it was written."""

    plain: list[str]
    written: list[str]

    def __getitem__(self, part: slice) -> "_Text":
        return _Text(self.plain[part], self.written[part])


@dataclass(frozen=True)
class _Part:
    """One number with what stands around it."""

    number: Numeral
    value: Decimal
    unit: str = ""
    currency: str = ""
    bound: str = ""  # “or more”, “or less”
    is_signed: bool = False  # the currency stood before the number


def words_to_amount(text: str) -> Amount | None:
    """The amount that the words mean, or None where they mean none or several. A unit in words keeps their letters."""
    words = _split(text)
    if not 0 < len(words.plain) <= _LONGEST:
        return None
    for phrases, bound in ((AT_MOST, "less"), (AT_LEAST, "more")):
        if rest := _after(words, phrases):
            part = _one(rest)
            return _bounded(part, bound) if part and not part.bound else None
    words = _after(words, ABOUT) or words
    readings = {found for found in (_alone(words), *_spans(words)) if found}
    return readings.pop() if len(readings) == 1 else None


def _split(text: str) -> _Text:
    text = _SPACED.sub(lambda match: match[0].replace(" ", ""), " ".join(text.split()).removesuffix("."))
    text = _SIGN.sub(lambda match: f" {match[0].replace(' ', '')} ", _BETWEEN_FIGURES.sub(" - ", text))
    plain: list[str] = []
    written: list[str] = []
    for word in text.split():
        folded = fold(word).split()
        if "-" in word and len(folded) > 1 and all(part in NUMBER_WORDS | {"and", "a", "half"} for part in folded):
            plain += folded  # twenty-one, two-and-a-half
            written += folded
        else:
            plain.append(_compared(word))
            written.append(word)
    return _Text(plain, written)


def _compared(word: str) -> str:
    bare = word.removesuffix(".")
    if bare.isalpha() and (bare == word or fold(bare) in MEASURES or fold(bare) in ABOUT):  # “kg.” and “approx.” too
        return fold(bare)
    return word.casefold()


def _after(words: _Text, phrases: list[str]) -> _Text | None:
    """What stands after the longest of the phrases with which the words begin."""
    lengths = [n for n in (3, 2, 1) if " ".join(words.plain[:n]) in phrases and len(words.plain) > n]
    return words[lengths[0] :] if lengths else None


def _alone(words: _Text) -> Amount | None:
    tail = _tail(words.plain[-2:])
    part = _one(words[:-2] if tail else words)
    if part is None or (tail and part.bound):
        return None
    return _bounded(part, tail or part.bound)


def _tail(words: list[str]) -> str:
    return "more" if tuple(words) in OR_MORE else "less" if tuple(words) in OR_LESS else ""


def _bounded(part: _Part, bound: str) -> Amount:
    low, high = (None if bound == "less" else part.value), (None if bound == "more" else part.value)
    return Amount(low, high, part.unit, part.currency)


def _spans(words: _Text) -> list[Amount]:
    """Every way to read the words as a least and a greatest number."""
    opened = words.plain[0] if words.plain[0] in JOINTS else ""
    start = 1 if opened else 0
    found = []
    for at, word in enumerate(words.plain):
        if at > start and word in JOINTS[opened]:
            first, last = _one(words[start:at], is_paired=True), _one(words[at + 1 :])
            if first and last and not first.bound and not last.bound:
                found.append(_span(first, last))
    return [span for span in found if span]


def _span(first: _Part, last: _Part) -> Amount | None:
    """The two as bounds, if what they count is the same, and if it is certain whether they share “million”."""
    units = {_singular(part.unit) for part in (first, last) if part.unit}
    currencies = {part.currency for part in (first, last) if part.currency}
    low = _shared(first, last)
    if len(units) + len(currencies) > 1 or low is None or low > last.value:
        return None
    return Amount(low, last.value, last.unit or first.unit, "".join(currencies))


def _singular(unit: str) -> str:
    return unit.casefold().removesuffix("s")


def _shared(first: _Part, last: _Part) -> Decimal | None:
    """The first number, multiplied as the last one if that is what it says: “3 to 5 million”, but “fifty to two hundred”. None
    where both may be meant (“500 to 2 million”, “5-10,000”, “one to two hundred thousand”)."""
    shared = [times for lead, times in last.number.scales if lead > first.value]
    if not shared:
        is_far = first.value < 1000 and last.value >= max(first.value, Decimal(1)) * 1000
        return None if is_far else first.value
    if len(shared) > 1 or not last.number.is_simple or first.unit or (first.currency and not first.is_signed):
        return None
    return None if last.is_signed else first.value * shared[0]


def _one(words: _Text, is_paired: bool = False) -> _Part | None:
    """One number with its unit or currency, and nothing besides. `is_paired`: “una” of “una o dos” is a number."""
    signed, words = _sign(words)
    number, is_money = _number(words, bool(signed))
    if number is None or number.value >= _LARGEST or len(number.value.normalize().as_tuple().digits) > DIGITS:
        return None
    bound = _tail(words.plain[number.end : number.end + 2])
    rest = words[number.end + (2 if bound else 0) :]
    if rest.plain and rest.plain[0] == "de" and takes_de(words.plain, number.end):
        rest = rest[1:]
    part = _counted(_Part(number, number.value, currency=signed, bound=bound, is_signed=bool(signed)), rest)
    if part is None or (is_money and not part.currency):
        return None
    measure = bool(rest.plain) and rest.plain[0] in MEASURES
    is_article = number.end == 1 and words.plain[0] in ARTICLES - (_NUMBERS_TOO if is_paired else frozenset())
    if (number.is_half or is_article) and not measure:
        return None
    if may_be_thousandths(words.plain[0]) and (measure or number.scales):
        return None
    return part


def _sign(words: _Text) -> tuple[str, _Text]:
    """The currency that stands first, as a sign or a code."""
    code = (SIGNS.get(words.plain[0]) or _code(words.written[0])) if words.plain else ""
    return code, words[1:] if code else words


def _number(words: _Text, is_signed: bool) -> tuple[Numeral | None, bool]:
    """The number, and whether it is one of money only: “1.2m”. An article is one for now."""
    if not words.plain:
        return None, False
    scaled = _SCALED.fullmatch(words.plain[0])
    found = numeral([scaled[1], *words.plain[1:]] if scaled else words.plain)
    if scaled:
        letter, end = scaled[2], 1
    elif is_signed and found and not found.scales and words.plain[found.end : found.end + 1]:
        letter, end = words.plain[found.end], found.end + 1
    else:
        letter, end = "", 0
    if found is None and words.plain[0] in ARTICLES:
        found = Numeral(Decimal(1), 1)
    if letter not in MONEY_SCALES or found is None:
        return found, False
    if found.end > 1 or may_be_thousandths(words.plain[0].removesuffix(letter)):
        return None, False
    times = MONEY_SCALES[letter]
    return Numeral(found.value * times, end, ((found.value, times),)), True


def _counted(part: _Part, rest: _Text) -> _Part | None:
    """The number with what it counts, or None where a word there is not understood."""
    count = len(list(takewhile(lambda word: word not in OF, rest.plain)))
    value = part.value
    half = half_after(rest.plain, 1)
    if half and rest.plain[0] in MEASURES and value % 1 == 0 and not part.number.scales:  # three kilos and a half
        value += Decimal("0.5")
        rest = _Text([rest.plain[0], *rest.plain[1 + half :]], [rest.written[0], *rest.written[1 + half :]])
        count -= half
    unit, goods = rest[:count], rest[count + 1 :]
    money = MONEY.get(" ".join(unit.plain))
    if not (money or _is_plain(unit)) or not _is_plain(goods) or (len(rest.plain) > count and not goods.plain):
        return None
    code = money or (_code(unit.written[0]) if count == 1 else "")
    if part.currency and unit.plain and code != part.currency:
        return None
    if (
        count > 1 and not code and (unit.plain[0] in MEASURES or unit.plain[0] in MONEY)
    ):  # ten dollar bills, two ton trucks
        return None
    if part.currency or code:
        return replace(part, value=value, currency=part.currency or code)
    if goods.plain and not unit.plain:
        return None
    return replace(part, value=value, unit=UNITS.get(" ".join(unit.plain), " ".join(unit.written)))


def _is_plain(words: _Text) -> bool:
    """Whether they are few, and each one names or describes something."""
    parts = [part for word in words.plain for part in re.split(r"[-'’]", word)]
    return len(words.plain) <= _FEW and all(map(_PLAIN.fullmatch, words.plain)) and _NO_UNITS.isdisjoint(parts)


def _code(word: str) -> str:
    """The code of a currency, in capitals: “PEN” is one, and “pen” is not."""
    is_code = len(word) == 3 and word.isalpha() and (word.isupper() or word in {"usd", "eur"})
    return word.upper() if is_code and Currency.objects.filter(pk=word.upper()).exists() else ""


def _plain(number: Decimal | None) -> str:
    return f"{number.normalize():,f}" if number is not None else ""
