"""One spelling for everybody: what is stored to be searched, and what a reader types, go through the same fold."""

import re

from anyascii import anyascii

# Characters that no page shows, for a class in brackets: hidden breaks, joiners, marks of direction, variants of a shape.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LONG = re.compile(r"([0-9a-z]{200})[0-9a-z]+")  # no word is longer, and the engines cut words of thousands of letters


def seen(text: str) -> str:
    """The text without characters that no page shows."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def fold(text: str) -> str:
    """The text in lower-case ASCII letters and digits, words parted by one space: "Úsuga, «Giovanny»" → "usuga giovanny".
    A character that no page shows parts nothing."""
    return _LONG.sub(r"\1", _NOT_WORD.sub(" ", anyascii(seen(text)).lower())).strip()


def words(text: str) -> list[str]:
    """The folded words of a question, in order, without repeats."""
    return list(dict.fromkeys(fold(text).split()))
