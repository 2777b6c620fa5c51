"""What the engines look for in texts as they were typed, where no folded copy is kept: letters with any accents.

A pattern is made of classes of characters in brackets, which GLOB of SQLite and regular expressions of
PostgreSQL read alike. It may match more than the words; whoever asks compares the texts that come back.
"""

import re
from functools import cache

from anyascii import anyascii

_LATIN = [chr(number) for first, last in ((0x41, 0x24F), (0x1E00, 0x1EFF)) for number in range(first, last + 1)]
UNSURE = "[\u0300-\u036f\u00ad\u200b-\u200dßæœþÆŒÞ]"  # accents of their own, hidden breaks, letters that are two
_ALIKE = ("bv", "ckq", "csxz", "eiy", "ijy", "ou", "hj")  # letters that are written for one another
# “Wacac”, “Huacac”; “Kispe”, “Quispe”; “Llanos”, “Lanos”
_OTHER_LENGTHS = re.compile("hu|gu|w|qu|k|ll?|ph|h|aa|cc|ee|ff|ii|mm|nn|oo|pp|rr|ss|tt")
_SHORTEST = 3
OTHER_SCRIPT = "[\u0370-\u1fff\u2e80-\ud7ff]" * 3


@cache
def _written() -> dict[str, str]:
    """Every ASCII letter and digit with all that is folded to it."""
    found: dict[str, str] = {}
    for char in (*_LATIN, *"0123456789"):
        plain = anyascii(char).lower()
        if len(plain) == 1 and plain.isalnum():
            found[plain] = found.get(plain, "") + char
    return found


@cache
def pattern(word: str) -> str:
    """For the letters of a folded word, with any accents, in any case, and those that sound alike for one another; only for
    the longest piece of it that is written with as many letters however it is spelled, where that is not too short."""
    piece = max(_OTHER_LENGTHS.split(word), key=len)
    return "".join(_class(char) for char in (piece if len(piece) >= _SHORTEST else word))


@cache
def accented(word: str) -> str:
    """For the letters of a folded word as they are, with any accents and in any case."""
    return "".join(f"[{_written()[char]}]" for char in word)


@cache
def _class(char: str) -> str:
    alike = {letter for group in _ALIKE if char in group for letter in group} | {char}
    return f"[{''.join(_written()[letter] for letter in sorted(alike))}]"


def initial(letter: str) -> str:
    """For the letter as a capital, with any accents."""
    return f"[{''.join(char for char in _written()[letter] if not char.islower())}]"
