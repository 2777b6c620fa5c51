"""Numbers in figures and in English or Spanish words ("two hundred and fifty thousand", "un millón doscientos mil", "dos y
media"), each by the grammar of its own language; of Portuguese, only figures with its scales ("2,5 milhões"). Reads what
stands first in a list of folded words; never a part of a number whose rest it does not know: what is left over is for the
caller to understand, or to refuse."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

ARTICLES = frozenset({"a", "an", "un", "una"})  # “a dozen” is twelve, but “a number of people” is not one

_ENGLISH = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split(),
        [*range(21), *range(30, 100, 10)],
        strict=True,
    )
)
_SPANISH = dict(
    zip(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete"
        " dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete"
        " veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(),
        [*range(31), *range(40, 100, 10)],
        strict=True,
    )
) | {"un": 1, "una": 1, "veintiun": 21, "veintiuna": 21}
_CIENTOS = {
    f"{stem}{ending}": 100 * number
    for number, stem in enumerate(
        "doscient trescient cuatrocient quinient seiscient setecient ochocient novecient".split(), start=2
    )
    for ending in ("os", "as")
}
_ENGLISH_SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9}
_THOUSANDS = {
    "mil": 1000
}  # “mil millones” is one number; “billón” is a thousand times what some take it for, and is not read
_MILLIONS = {"millon": 10**6, "millones": 10**6, "milhao": 10**6, "milhoes": 10**6, "bilhao": 10**9, "bilhoes": 10**9}
_DOZENS = {"dozen": 12, "docena": 12, "docenas": 12}
_NOUNS = _MILLIONS | _DOZENS  # in Spanish, “de” stands between them and what is counted
_HALVED = {"million": 10**6, "billion": 10**9} | _NOUNS  # “a million and a half”; “a hundred and a half” says less
_SCALES = _ENGLISH_SCALES | _THOUSANDS | _NOUNS

# Words of which no unit is made: whatever is left of a number that was not understood, and vague numbers.
NUMBER_WORDS = frozenset(
    {*_ENGLISH, *_SPANISH, *_CIENTOS, *_SCALES, "cien", "ciento", "hundred"}
    | set("dozens hundreds thousands millions billions trillion trillions score scores couple pair pairs".split())
    | set(
        "cientos miles billon billones centenar centenares centena centenas decena decenas veintena par pares".split()
    )
)

_FIGURES = re.compile(r"(?:0|[1-9]\d*)(?:[.,]\d+)?", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+(?:,\d+)?)", re.ASCII)
_DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_DOUBTFUL = re.compile(r"[1-9]\d*[.,]\d{3}", re.ASCII)  # 1234.567: thousands or thousandths


@dataclass(frozen=True)
class Numeral:
    """A number that was read: up to which word, and what in it was multiplied by how much (“two thousand”: 2 by 1000)."""

    value: Decimal
    end: int
    scales: tuple[tuple[Decimal, int], ...] = ()
    is_simple: bool = True  # nothing was added to what was multiplied
    is_half: bool = False  # “half a”: of what stands next, which has to be something that has halves


_Small = Callable[[list[str], int], Numeral | None]


def numeral(words: list[str]) -> Numeral | None:
    """The number with which the words begin, as far as it goes; None where they begin with none."""
    if half := _half(words):
        return half
    found = [number for number in (_english(words), _spanish(words)) if number]
    return _and_a_half(words, _in_dozens(words, max(found, key=lambda number: number.end))) if found else None


def takes_de(words: list[str], end: int) -> bool:
    """Whether the number that ends there is a noun, so that “de” leads to what is counted: “dos millones de soles”, and whole
    millions in figures, which are read as such: “20.000.000 de pesos”."""
    if words[end - 1].replace(".", "").replace(",", "").endswith("000000"):
        return True
    return words[end - 1] in _NOUNS or (words[end - 1] in {"medio", "media"} and end > 1)


def may_be_thousandths(word: str) -> bool:
    """1.250 is one thousand two hundred and fifty where the dot parts thousands, and one and a quarter elsewhere."""
    return bool(_DOTTED.fullmatch(word))


def _at(words: list[str], at: int) -> str:
    return words[at] if at < len(words) else ""


def _figures(words: list[str], at: int) -> Numeral | None:
    text = _at(words, at)
    if _GROUPED.fullmatch(text):
        point = "," if text.find(".") != -1 and (text.find(",") == -1 or text.find(".") < text.find(",")) else "."
        plain = re.sub(rf"[^\d{point}]", "", text).replace(",", ".")
        return Numeral(Decimal(plain), at + 1)
    if _FIGURES.fullmatch(text) and not _DOUBTFUL.fullmatch(text):
        return Numeral(Decimal(text.replace(",", ".")), at + 1)
    return None


def _tens(words: list[str], at: int) -> Numeral | None:
    """1 to 99 in English; 0 alone."""
    value = _ENGLISH.get(_at(words, at))
    if value is None:
        return None
    ones = _ENGLISH.get(_at(words, at + 1), 0)
    if value >= 20 and 0 < ones < 10:
        return Numeral(Decimal(value + ones), at + 2)
    return Numeral(Decimal(value), at + 1)


def _hundreds(words: list[str], at: int) -> Numeral | None:
    """Up to 999 in English, and “fifteen hundred”."""
    if _at(words, at) in {"a", "an"}:
        return _article(words, at)
    part = _tens(words, at)
    if not part or _at(words, part.end) != "hundred" or part.value % 10 == 0:
        return part
    return _with_rest(words, Numeral(part.value * 100, part.end + 1, ((part.value, 100),)))


def _article(words: list[str], at: int) -> Numeral | None:
    following = _at(words, at + 1)
    if following == "hundred":
        return _with_rest(words, Numeral(Decimal(100), at + 2, ((Decimal(1), 100),)))
    return Numeral(Decimal(1), at + 1) if following in {*_ENGLISH_SCALES, "dozen"} else None


def _with_rest(words: list[str], number: Numeral) -> Numeral:
    """What stands below the hundreds, with or without “and”; “and” belongs to the number only where it ends it."""
    linked = _at(words, number.end) == "and"
    rest = _tens(words, number.end + linked)
    if not rest or not rest.value or _at(words, rest.end) == "hundred":
        return number
    return replace(number, value=number.value + rest.value, end=rest.end, is_simple=False)


def _cientos(words: list[str], at: int) -> Numeral | None:
    """Up to 999 in Spanish; before “mil”, nothing is one."""
    word = _at(words, at)
    if word == "mil":
        return Numeral(Decimal(1), at)
    if word == "cien":
        return Numeral(Decimal(100), at + 1)
    if word != "ciento" and word not in _CIENTOS:
        return _decenas(words, at)
    rest = _decenas(words, at + 1)
    if rest and rest.value:
        return Numeral(_CIENTOS.get(word, 100) + rest.value, rest.end)
    return Numeral(Decimal(_CIENTOS[word]), at + 1) if word in _CIENTOS else None


def _decenas(words: list[str], at: int) -> Numeral | None:
    value = _SPANISH.get(_at(words, at))
    if value is None:
        return None
    ones = _SPANISH.get(_at(words, at + 2), 0)
    if value >= 30 and _at(words, at + 1) == "y" and 0 < ones < 10:
        return Numeral(Decimal(value + ones), at + 3)
    return Numeral(Decimal(value), at + 1)


def _chain(words: list[str], at: int, small: _Small, scales: Mapping[str, int]) -> Numeral | None:
    """Parts with their scale words, each smaller than the one before: “two million”, “fifty thousand”, “and six”."""
    whole: Numeral | None = None
    ceiling = Decimal("Infinity")
    while part := _figures(words, at) or small(words, at):
        times = scales.get(_at(words, part.end), 1)
        in_figures = _figures(words, at) is not None
        if part.value * times >= ceiling or (whole and in_figures and (times == 1 or part.value % 1)):
            break
        if whole and not part.value:
            break
        if times > 1 and part.value >= 1000 and not in_figures:
            return None
        whole = _together(whole, part, times)
        if times == 1 or part.value % 1:
            break
        at, ceiling = whole.end, Decimal(times)
        if _at(words, at) == "and" and scales is _ENGLISH_SCALES:
            return _ended_by_and(words, whole)
    return whole


def _together(whole: Numeral | None, part: Numeral, times: int) -> Numeral:
    inner = tuple((lead, scale * times) for lead, scale in part.scales)
    own = ((part.value, times),) if times > 1 else ()
    return Numeral(
        (whole.value if whole else 0) + part.value * times,
        part.end + (times > 1),
        (whole.scales if whole else ()) + inner + own,
        whole is None and part.is_simple,
    )


def _ended_by_and(words: list[str], whole: Numeral) -> Numeral:
    """“One thousand and five”, but not “one thousand and five hundred”, nor “two thousand and three million”."""
    ended = _with_rest(words, whole)
    return whole if _at(words, ended.end) in _SCALES else ended


def _english(words: list[str]) -> Numeral | None:
    return _chain(words, 0, _hundreds, _ENGLISH_SCALES)


def _spanish(words: list[str]) -> Numeral | None:
    first = _chain(words, 0, _cientos, _THOUSANDS)
    if not first or _at(words, first.end) not in _MILLIONS:
        return first
    whole = _together(None, first, _MILLIONS[words[first.end]])
    rest = _chain(words, whole.end, _cientos, _THOUSANDS) if first.value % 1 == 0 else None
    if not rest or not rest.value or rest.value >= 10**6 or (not rest.scales and _figures(words, whole.end)):
        return whole
    return replace(_together(whole, rest, 1), is_simple=False)


def _in_dozens(words: list[str], number: Numeral) -> Numeral:
    """“Two dozen”; “two hundred dozen” is nothing that people write."""
    if _at(words, number.end) not in _DOZENS or number.scales:
        return number
    return Numeral(number.value * 12, number.end + 1, ((number.value, 12),))


def _and_a_half(words: list[str], number: Numeral) -> Numeral:
    """“Two and a half million”, “dos millones y medio”, “dos y media”: a half of the last word that says how much."""
    length = half_after(words, number.end)
    if not length or not number.is_simple:
        return number
    if number.scales:
        last = _HALVED.get(words[number.end - 1])
        if not last or len(number.scales) > 1:
            return number
        return Numeral(number.value + Decimal(last) / 2, number.end + length, ((number.value / last, last),))
    if number.value % 1:
        return number
    value, end = number.value + Decimal("0.5"), number.end + length
    times = _SCALES.get(_at(words, end))
    return Numeral(value * times, end + 1, ((value, times),)) if times else Numeral(value, end)


def half_after(words: list[str], at: int) -> int:
    """How many words say there that a half is to be added; 0 where none do."""
    if words[at : at + 3] == ["and", "a", "half"]:
        return 3
    return 2 if _at(words, at) == "y" and _at(words, at + 1) in {"medio", "media"} else 0


def _half(words: list[str]) -> Numeral | None:
    """“Half a million”, “media docena”; “half a” of anything else is a half of what stands next."""
    if _at(words, 0) not in {"half", "medio", "media"} or len(words) < 2:
        return None
    at = 2 if words[0] == "half" and words[1] in {"a", "an"} else 1
    times = _HALVED.get(_at(words, at))
    half = Decimal("0.5")
    return Numeral(half * times, at + 1, ((half, times),)) if times else Numeral(half, at, is_half=True)
