r"""Letters that addresses write as `%C3%B1`, pages as `&ntilde;` (also without the semicolon) and files of data as `\u00f1`: read as
what they are, and where each stands in the text as it was typed."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

_ACCENTED = "[A-Za-z](?:acute|cedil|circ|grave|ring|slash|tilde|uml)"
_NUMBERED = "#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6})"
_RUN = re.compile(
    r"(?P<bytes>(?:%[0-9A-Fa-f]{2})+)|(?:%|\\)u(?P<code>[0-9A-Fa-f]{4})"
    rf"|(?P<entity>&(?:(?:{_NUMBERED}|{_ACCENTED});?|[A-Za-z]{{2,8}};))"
)
ESCAPED = r"[%&\\][#0-9A-Za-z]"  # for the engines, as in `search.letters`: where an escape may begin
_TIMES = 6  # an address inside an address is escaped twice


def unescaped(text: str) -> tuple[str, Sequence[int]]:
    """The text with its letters in place of their escapes, UTF-8 or Latin-1, and for each letter, and for the end, where it
    stands in the text that was given."""
    where: Sequence[int] = range(len(text) + 1)
    for _time in range(_TIMES):
        if not _RUN.search(text):
            break
        before = text
        text, places = _once(text)
        if text == before:
            break
        where = [where[place] for place in places]
    return text, where


def _once(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    last = 0
    for run in _RUN.finditer(text):
        letters += text[last : run.start()]
        places += range(last, run.start())
        for char, at in _read(run):
            letters.append(char)
            places.append(run.start() + at)
        last = run.end()
    letters += text[last:]
    places += range(last, len(text) + 1)
    return "".join(letters), places


def _read(run: re.Match[str]) -> Iterator[tuple[str, int]]:
    """The letters that the escapes stand for, each with where it begins among them."""
    if run["entity"]:
        known = unescape(run["entity"])
        yield from [(known, 0)] if len(known) == 1 else zip(run["entity"], range(len(run["entity"])), strict=True)
        return
    if run["code"]:
        yield chr(int(run["code"], 16)), 0
        return
    at = 0
    for char in bytes.fromhex(run["bytes"].replace("%", "")).decode("utf-8", "surrogateescape"):
        is_byte = "\udc80" <= char <= "\udcff"
        yield chr(ord(char) - 0xDC00) if is_byte else char, at
        at += 3 * (1 if is_byte else len(char.encode()))
