"""One spelling for everybody: what is stored to be searched, and what a reader types, go through the same fold."""

import re

from anyascii import anyascii

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LONG = re.compile(r"([0-9a-z]{200})[0-9a-z]+")  # no word is longer, and the engines cut words of thousands of letters


def fold(text: str) -> str:
    """The text in lower-case ASCII letters and digits, words parted by one space: "Úsuga, «Giovanny»" → "usuga giovanny"."""
    return _LONG.sub(r"\1", _NOT_WORD.sub(" ", anyascii(text).lower())).strip()


def words(text: str) -> list[str]:
    """The folded words of a question, in order, without repeats."""
    return list(dict.fromkeys(fold(text).split()))
