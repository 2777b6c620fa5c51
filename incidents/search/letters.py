"""What the engines look for in texts as they were typed, where no folded copy is kept: words however they are spelled.

A pattern is a regular expression of classes of characters, alternatives and repetition only, which Python (whom SQLite asks) and PostgreSQL read
alike. It may match more than the words; whoever asks compares the texts that come back.
"""

import re
from functools import cache

from incidents.search.folding import INVISIBLE, fold
from incidents.search.names.spelling import sound

_LATIN = [chr(number) for first, last in ((0x41, 0x24F), (0x1E00, 0x1EFF)) for number in range(first, last + 1)]
_ELSEWHERE = "\u0250-\u1dff\u1f00-\u1fff\u2070-\u209f\u20d0-\ud7ff\uf900-\U000effff"  # other letters, and accents alone
# How a sound may be spelled that has other spellings than its own letter (`search.names.spelling`). What is in capitals stands for
# several sounds of which one letter may be more than one.
_SPELLED = {
    "b": "b v w hu gu",
    "f": "f ph",
    "i": "e i j y zh dj",
    "j": "j zh dj",
    "k": "c k q qu",
    "s": "c s x z tsch",
    "u": "o u",
    "I": "e i j y zh dj",
    "X": "c k q qu x s z tsch",
}
_SEVERAL = ((re.compile("[ij]{2,}"), "I"), (re.compile("[ks]{2,}"), "X"))


@cache
def unsure() -> str:
    """For texts that may have any word, whatever their letters look like: with accents of their own, characters that are
    not seen, letters of other scripts or that are two."""
    double = "".join(char for char in _LATIN if char.isalnum() and char not in _plain())
    return f"[{INVISIBLE}{_ELSEWHERE}{double}]"


@cache
def _plain() -> dict[str, str]:
    """Every digit and every Latin letter, with whatever accents, and the one of ASCII that it is folded to."""
    found = {char: fold(char) for char in (*_LATIN, *"0123456789")}
    return {char: plain for char, plain in found.items() if len(plain) == 1}


@cache
def pattern(word: str) -> str:
    """For whatever sounds like the folded word, with any accents and in any case, also within other letters."""
    heard = sound(word)
    for several, one in _SEVERAL:
        heard = several.sub(one, heard)
    return "".join(_begun(heard[0]) if place == 0 else _spelled(letter) for place, letter in enumerate(heard))


@cache
def accented(word: str) -> str:
    """For the letters of a folded word as they are, with any accents and in any case."""
    return "".join(map(_class, word))


@cache
def _spelled(heard: str) -> str:
    """All that the sound may be spelled with, once or more, and an h that is not heard."""
    return f"(?:{_one_of(_SPELLED.get(heard, heard).split())}){_going_on(heard)}"


def _begun(heard: str) -> str:
    """The end of what the sound is spelled with: for texts in which it may stand anywhere this says the same."""
    return _class("".join(one[-1] for one in _SPELLED.get(heard, heard).split())) + _going_on(heard)


def _going_on(heard: str) -> str:
    return f"(?:{_one_of([*_SPELLED.get(heard, heard).split(), 'h'])})*"


def _one_of(spellings: list[str]) -> str:
    letters = "".join(one for one in spellings if len(one) == 1)
    return "|".join((_class(letters), *("".join(map(_class, one)) for one in spellings if len(one) > 1)))


@cache
def _class(letters: str) -> str:
    return f"[{''.join(char for char, plain in _plain().items() if plain in letters)}]"


@cache
def initial(letter: str) -> str:
    """For the letter as a capital, with any accents."""
    return f"[{''.join(char for char, plain in _plain().items() if plain == letter and not char.islower())}]"
