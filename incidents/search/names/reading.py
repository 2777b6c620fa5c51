"""A name read into its words: what counts, what counts little, and what does not count."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from incidents.search.folding import fold
from incidents.search.names.spelling import looks
from incidents.search.names.vocabulary import (
    CUT_SHORT,
    HONORIFICS,
    INITIALS_TOO,
    LEGAL_FORMS,
    LEGAL_PHRASES,
    NUMBERS,
    PARTICLES,
    SAME_WORD,
    SON_OF,
    STOPWORDS,
    TENS,
    UNITS,
)

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_LEGAL = re.compile(r"\b(?:" + "|".join(LEGAL_PHRASES) + r")\b")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)?")
_ROMAN = re.compile(r"(?=..)(x{0,3})(ix|iv|v?i{0,3})")
_LETTERS_DIGITS = re.compile(r"\d+(?:st|nd|rd|th)?(?![a-z0-9])|[a-z]+|\d+")
_CUT = re.compile(r"\b([^\W\d_]{3,})\.")
_SHORT_NAME = re.compile(r"\b(?:" + "|".join(map(re.escape, CUT_SHORT)) + ")", re.IGNORECASE)
_HAN = re.compile(r"[一-鿿㐀-䶿]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one name that count, and what was seen on the way."""

    words: tuple[str, ...]
    numbers: tuple[int, ...] = ()
    sons_of: frozenset[str] = frozenset()
    signs: str = ""
    latin: bool = True
    initials: str = ""
    cut: frozenset[str] = frozenset()  # words that a full stop cuts short

    @property
    def glued(self) -> str:
        return "".join(self.words)


def _plain(name: str) -> str:
    return fold(_APOSTROPHES.sub("", name))


def _script(name: str) -> tuple[str, bool]:
    """Its Chinese signs, and whether all its letters are Latin."""
    letters = [letter for letter in name if letter.isalpha()]
    return "".join(_HAN.findall(name)), all(ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 for letter in letters)


@lru_cache(maxsize=50_000)
def read_person(name: str) -> Reading:
    """A person's name without honorifics and particles; whose son, where the name says so."""
    written = _SHORT_NAME.sub(lambda match: f"{CUT_SHORT[match[0].lower()]} ", name)
    every = [looks(word) for word in _plain(written).split()] or [""]
    named = [word for word in every if word not in HONORIFICS] or every
    dotted = {word for word in INITIALS_TOO if f"{word}." in name.lower()}
    particles = [word in PARTICLES and word not in dotted for word in named]
    particles[0] = particles[0] and named[0] != "ben"  # Benjamin, where it comes first
    words = [word for word, particle in zip(named, particles, strict=True) if not particle] or named
    sons = frozenset(word for before, word in pairwise(named) if before in SON_OF)
    signs, latin = _script(name)
    return Reading(tuple(filter(None, words)), sons_of=sons, signs=signs, latin=latin)


def _joined_letters(words: list[str]) -> list[str]:
    """Single letters in a row are one abbreviation: "a b c" → "abc"."""
    joined: list[str] = []
    for single, run in groupby(words, lambda word: len(word) == 1 and word.isalpha()):
        group = list(run)
        joined += ["".join(group)] if single else group
    return joined


def _number(word: str) -> int | None:
    """What "18", "18th", "XVIII" or "dieciocho" says; a single letter is no number."""
    if figures := _ORDINAL.fullmatch(word):
        return int(figures[1])
    if roman := _ROMAN.fullmatch(word):
        return 10 * len(roman[1]) + {"ix": 9, "iv": 4}.get(roman[2], 5 * roman[2].count("v") + roman[2].count("i"))
    return NUMBERS.get(word)


def _counted(words: list[str]) -> list[str]:
    """Numbers in figures, tens and units together: "forty four", "cuarenta y cuatro" → "44". "Dos" in the middle of
    a name is the Portuguese article."""
    counted: list[str] = []
    tens = 0
    for place, word in enumerate(words, 1):
        if tens and word in ("y", "e") and place < len(words):
            continue
        number = None if word == "dos" and not tens and place < len(words) else _number(word)
        if tens and number and word in UNITS and number < 10:
            counted[-1] = str(tens + number)
        else:
            counted.append(word if number is None else str(number))
        tens = TENS.get(word, 0)
    return counted


@lru_cache(maxsize=50_000)
def read_organization(name: str) -> Reading:
    """An organization's name without company forms and articles, its numbers in figures."""
    text = _LEGAL.sub(" ", _plain(re.sub(r"(?<=\w)['’]s\b", "s", name).replace("&", " and ")))
    apart = [part for word in text.split() for part in _LETTERS_DIGITS.findall(word)]
    spoken = " ".join(SAME_WORD.get(word, word) for word in _joined_letters(apart)).split()
    words = _counted(spoken)
    bare = [word for word in words if word not in LEGAL_FORMS] or words
    kept = [word for word in bare if word not in STOPWORDS] or bare
    numbers = tuple(sorted(int(word) for word in kept if word.isdigit()))
    signs, latin = _script(name)
    initials = "".join(
        word[0] for word in spoken if word not in LEGAL_FORMS | STOPWORDS
    )  # "primeiro" has one, "1" has not
    cut = frozenset(fold(word) for word in _CUT.findall(name))
    return Reading(tuple(kept), numbers=numbers, signs=signs, latin=latin, initials=initials, cut=cut)
