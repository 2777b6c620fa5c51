"""How alike two words are: letters that were mistyped, and sounds that are written in more than one way."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from incidents.search.names.vocabulary import GIVEN_NAMES, SURNAMES

_LOOKS = str.maketrans("0134579", "oieastg")
# In order: each line is one way in which a sound is written differently, Quechua and Aymara names among them.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^x", "s"),
        (r"ph", "f"),
        (r"sch|sh|tsch", "s"),
        (r"(?:hu|gu|w|v)(?=[ao])|(?:hu|w|v)(?=[ei])|[wv]", "b"),
        (r"[zj]h|dj", "j"),
        (r"(?<=[aeou])j|j(?=[ou])", "i"),
        (r"q(?=u[ei])u?|qu(?=[ei])", "k"),
        (r"c(?=[ei])|z", "s"),
        (r"c(?!h)|q|ck", "k"),
        (r"x", "ks"),
        (r"^h|(?<=[^caeiou])h", ""),
        (r"[ey]", "i"),
        (r"o", "u"),
        (r"(.)\1+", r"\1"),
    )
)
_VOWELS = re.compile(r"[aiuhy]")


def looks(word: str) -> str:
    """Digits typed for letters, read as letters: "sech1n" → "sechin". Numbers stay numbers."""
    return word if word.isdigit() or word.isalpha() else word.translate(_LOOKS)


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """What is left when spellings of one sound are one: "huacac", "wacac" and "guacac" are "bakak"."""
    for pattern, written in _SOUNDS:
        word = pattern.sub(written, word)
    return word


def bones(text: str) -> str:
    """The consonants alone, to compare with scripts that leave out vowels or merge consonants: "Pérez" → "brs"."""
    return re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", sound(text)).translate(str.maketrans("plg", "brk")))


_KNOWN = GIVEN_NAMES | SURNAMES
_MOST = 2.0  # more mistyped letters than this make another word, however long it is


def _of_two_genders(one: str, other: str) -> bool:
    """ "Juan" and "Juana", "Lucio" and "Lucia"."""
    his, hers = (other, one) if one.endswith("a") else (one, other)
    if not hers.endswith("a"):
        return False
    return (hers[:-1] == his[:-1] and his.endswith("o")) or (
        his in GIVEN_NAMES and hers[:-1] in (his, his.rstrip("oe"))
    )


@lru_cache(maxsize=200_000)
def likeness(one: str, other: str) -> float:
    """0..1 for two words of names: 1 is the same spelling; a mistyped letter costs its share of the longer word."""
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    if len(one) == 1 or len(other) == 1:
        return 0.85 if one[0] == other[0] else 0.0
    heard_one, heard_other = sound(one), sound(other)
    longest = max(len(one), len(other))
    if heard_one == heard_other:
        return 1 - 0.5 / longest
    if longest < 3 or (one in _KNOWN and other in _KNOWN) or _of_two_genders(one, other):
        return 0.0
    mistyped = min(OSA.distance(one, other), OSA.distance(heard_one, heard_other) + 0.5)
    return 1 - mistyped / longest if mistyped <= _MOST else 0.0
