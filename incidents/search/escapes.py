"""Letters that addresses write as `%C3%B1`: read as what they are, and where each stands in the text as it was typed."""

import re
from collections.abc import Sequence

_RUN = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
ESCAPED = "%[0-9A-Fa-f][0-9A-Fa-f]"  # for the engines, as in `search.letters`
_TIMES = 3  # an address inside an address is escaped twice


def unescaped(text: str) -> tuple[str, Sequence[int]]:
    """The text with its letters in place of their escapes, UTF-8 or Latin-1, and for each letter, and for the end, where it
    stands in the text that was given."""
    where: Sequence[int] = range(len(text) + 1)
    for _time in range(_TIMES):
        if not _RUN.search(text):
            break
        text, places = _once(text)
        where = [where[place] for place in places]
    return text, where


def _once(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    last = 0
    for run in _RUN.finditer(text):
        letters += text[last : run.start()]
        places += range(last, run.start())
        at = run.start()
        for char in bytes.fromhex(run[0].replace("%", "")).decode("utf-8", "surrogateescape"):
            is_byte = "\udc80" <= char <= "\udcff"
            letters.append(chr(ord(char) - 0xDC00) if is_byte else char)
            places.append(at)
            at += 3 * (1 if is_byte else len(char.encode()))
        last = run.end()
    letters += text[last:]
    places += range(last, len(text) + 1)
    return "".join(letters), places
