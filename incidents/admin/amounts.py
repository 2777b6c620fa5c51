"""Numbers as people write them ("nearly two dozen", "about 9,000 USD", "entre 3 y 5 toneladas"), read into bounds, unit and
currency. Only where every word is understood and all of them mean one thing: what says more ("six dead and four wounded") is not
read, and stays words. Of money the currencies that it may be are read ("$9,000": of which country?); what is kept of it, and of
everything else, `kept` says."""

import re
from collections.abc import Container
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import takewhile

from django.utils.translation import gettext as _

from incidents.admin.currencies import BEFORE, LONGEST_NAME, MONEY, MONEY_SCALES, NOT_ONLY_MONEY, NOTES, Money, joined
from incidents.admin.measures import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    JOINTS,
    MEASURES,
    OF,
    OR_LESS,
    OR_MORE,
    SMALL,
    UNITS,
)
from incidents.admin.numerals import ARTICLES, NUMBER_WORDS, Numeral, half_after, may_be_thousandths, numeral, takes_de
from incidents.admin.splitting import Text, split
from incidents.models import DIGITS, Currency

_LONGEST = 24  # words; whatever is longer says more than how many of what
_FEW = 4  # words of a unit, or of what it is a unit of
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
    may_be: frozenset[str] = frozenset()  # the currencies that the words may mean, where they are of money
    said: str = field(default="", compare=False)  # … and how it is called

    def __str__(self) -> str:
        what = self.currency or self.unit or self.said
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
class _Part:
    """One number with what stands around it."""

    number: Numeral
    value: Decimal
    unit: str = ""
    money: Money | None = None
    said: str = ""  # how the money is called
    bound: str = ""  # “or more”, “or less”
    is_signed: bool = False  # the currency stood before the number


def words_to_amount(text: str) -> Amount | None:
    """The amount that the words mean, or None where they mean none or several. A unit in words keeps their letters."""
    words = split(text)
    if not 0 < len(words.plain) <= _LONGEST:
        return None
    for phrases, bound in ((AT_MOST, "less"), (AT_LEAST, "more")):
        if rest := _after(words, phrases):
            part = _one(rest)
            return _bounded(part, bound) if part and not part.bound else None
    words = _after(words, ABOUT) or words
    readings = {found for found in (_alone(words), *_spans(words)) if found}
    return readings.pop() if len(readings) == 1 else None


def _after(words: Text, phrases: list[str]) -> Text | None:
    """What stands after the longest of the phrases with which the words begin."""
    lengths = [n for n in (3, 2, 1) if " ".join(words.plain[:n]) in phrases and len(words.plain) > n]
    return words[lengths[0] :] if lengths else None


def _alone(words: Text) -> Amount | None:
    tail = _tail(words.plain[-2:])
    part = _one(words[:-2] if tail else words)
    if part is None or (tail and part.bound):
        return None
    return _bounded(part, tail or part.bound)


def _tail(words: list[str]) -> str:
    return "more" if tuple(words) in OR_MORE else "less" if tuple(words) in OR_LESS else ""


def _bounded(part: _Part, bound: str) -> Amount:
    low, high = (None if bound == "less" else part.value), (None if bound == "more" else part.value)
    return _amount(low, high, part.unit, part.money, part.said)


def _amount(low: Decimal | None, high: Decimal | None, unit: str, money: Money | None, said: str) -> Amount:
    return Amount(low, high, unit, money.usual, money.codes, said) if money else Amount(low, high, unit)


def _spans(words: Text) -> list[Amount]:
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
    money = joined(first.money, last.money) if first.money and last.money else first.money or last.money
    low = _shared(first, last)
    if len(units) + bool(first.money or last.money) > 1 or low is None or low > last.value:
        return None
    if first.money and not money:
        return None
    return _amount(low, last.value, last.unit or first.unit, money, last.said or first.said)


def _singular(unit: str) -> str:
    return unit.casefold().removesuffix("s")


def _shared(first: _Part, last: _Part) -> Decimal | None:
    """The first number, multiplied as the last one if that is what it says: “3 to 5 million”, but “fifty to two hundred”. None
    where both may be meant (“500 to 2 million”, “5-10,000”, “one to two hundred thousand”)."""
    shared = [times for lead, times in last.number.scales if lead > first.value]
    if not shared:
        is_far = first.value < 1000 and last.value >= max(first.value, Decimal(1)) * 1000
        return None if is_far else first.value
    if len(shared) > 1 or not last.number.is_simple or first.unit or (first.money and not first.is_signed):
        return None
    return None if last.is_signed else first.value * shared[0]


def _one(words: Text, is_paired: bool = False) -> _Part | None:
    """One number with its unit or currency, and nothing besides. `is_paired`: “una” of “una o dos” is a number."""
    signed, said, words = _sign(words)
    number, is_money = _number(words, signed is not None)
    if number is None or number.value >= _LARGEST or len(number.value.normalize().as_tuple().digits) > DIGITS:
        return None
    bound = _tail(words.plain[number.end : number.end + 2])
    rest = words[number.end + (2 if bound else 0) :]
    if rest.plain and rest.plain[0] == "de" and takes_de(words.plain, number.end):
        rest = rest[1:]
    found = _Part(number, number.value, money=signed, said=said, bound=bound, is_signed=signed is not None)
    part = _counted(found, rest)
    if part is None or (is_money and not part.money):
        return None
    measure = bool(rest.plain) and rest.plain[0] in MEASURES
    is_article = number.end == 1 and words.plain[0] in ARTICLES - (_NUMBERS_TOO if is_paired else frozenset())
    if (number.is_half or is_article) and not measure:
        return None
    if may_be_thousandths(words.plain[0]) and (measure or number.scales):
        return None
    return part


def _sign(words: Text) -> tuple[Money | None, str, Text]:
    """The money that stands first, as a sign, a name or a code, or as two of them: “US$”, “bolivianos”, “COP $”."""
    at = _name_ends(words.plain, BEFORE)
    money = BEFORE[" ".join(words.plain[:at])] if at else _code(words.written[0]) if words.plain else None
    if money is None:
        return None, "", words
    more, _rest, rest = _sign(words[at or 1 :])
    both = joined(money, more) if more else money
    return (both, " ".join(words.written[: at or 1]), rest) if both else (None, "", words)


def _name_ends(words: list[str], names: Container[str]) -> int:
    """Up to where the words begin with the longest of the names; 0 where they begin with none."""
    lengths = range(min(LONGEST_NAME, len(words)), 0, -1)
    return next((length for length in lengths if " ".join(words[:length]) in names), 0)


def _number(words: Text, is_signed: bool) -> tuple[Numeral | None, bool]:
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


def _counted(part: _Part, rest: Text) -> _Part | None:
    """The number with what it counts, or None where a word there is not understood."""
    named = _name_ends(rest.plain, MONEY)
    count = named + len(list(takewhile(lambda word: word not in OF, rest.plain[named:])))
    value = part.value
    half = half_after(rest.plain, 1)
    if half and rest.plain[0] in MEASURES and value % 1 == 0 and not part.number.scales:  # three kilos and a half
        value += Decimal("0.5")
        rest = Text([rest.plain[0], *rest.plain[1 + half :]], [rest.written[0], *rest.written[1 + half :]])
        count -= half
    unit, goods = rest[:count], rest[count + 1 :]
    money = MONEY.get(" ".join(unit.plain)) or (_code(unit.written[0]) if count == 1 else None)
    if not (money or _is_plain(unit)) or not _is_plain(goods) or (len(rest.plain) > count and not goods.plain):
        return None
    if count > 1 and not money and _is_of_one(unit.plain):
        return None
    if part.money and unit.plain:
        money = joined(part.money, money) if money else None
        if not money:
            return None
    if part.money or money:
        said = " ".join(unit.written) if unit.plain else part.said
        return replace(part, value=value, money=money or part.money, said=said)
    if goods.plain and not unit.plain:
        return None
    return replace(part, value=value, unit=UNITS.get(" ".join(unit.plain), " ".join(unit.written)))


def _is_of_one(unit: list[str]) -> bool:
    """Whether the measure or the money is of one of what is counted: ten dollar bills, two ton trucks."""
    if unit[0] in NOT_ONLY_MONEY:  # five Bolivianos without papers
        return unit[-1] in NOTES
    return unit[0] in MEASURES or unit[0] in MONEY


def _is_plain(words: Text) -> bool:
    """Whether they are few, and each one names or describes something."""
    parts = [part for word in words.plain for part in re.split(r"[-'’]", word)]
    return len(words.plain) <= _FEW and all(map(_PLAIN.fullmatch, words.plain)) and _NO_UNITS.isdisjoint(parts)


def _code(word: str) -> Money | None:
    """The currency of a code in capitals: “PEN” is one, and “pen” is not."""
    is_code = len(word) == 3 and word.isalpha() and (word.isupper() or word in {"usd", "eur"})
    if not is_code or not Currency.objects.filter(pk=word.upper()).exists():
        return None
    return Money(frozenset({word.upper()}), word.upper())


def _plain(number: Decimal | None) -> str:
    return f"{number.normalize():,f}" if number is not None else ""
